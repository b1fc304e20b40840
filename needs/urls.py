from django.urls import path, register_converter

from needs import views
from procurement_portal.lib.references import ReferenceConverter

app_name = "needs"

register_converter(ReferenceConverter, "reference")

# A pair is addressed by its two records: its own number would count those one may not see.
PAIR = "<reference:first>/<reference:second>"

urlpatterns = [
    path("needs", views.index, name="index"),
    # Posting a need
    path("post", views.post, name="post"),
    path("post/start", views.post_start, name="post_start"),
    path("post/<reference:reference>", views.post_tasks, name="post_tasks"),
    path("post/<reference:reference>/similar", views.post_similar, name="post_similar"),
    path("post/<reference:reference>/check", views.post_check, name="post_check"),
    path("post/<reference:reference>/submitted", views.post_submitted, name="post_submitted"),
    path("post/<reference:reference>/<slug:step>", views.post_step, name="post_step"),
    # One need
    path("needs/<reference:reference>/specification", views.specification, name="specification"),
    path(
        "needs/<reference:reference>/specification.pdf",
        views.specification_pdf,
        name="specification_pdf",
    ),
    path("needs/<reference:reference>/submit", views.submit, name="submit"),
    path("needs/<reference:reference>/edit", views.edit, name="edit"),
    path("needs/<reference:reference>/edit/<slug:step>", views.edit_step, name="edit_step"),
    path("needs/<reference:reference>/history", views.history, name="history"),
    path("needs/<reference:reference>/confirm", views.confirm, name="confirm"),
    path("needs/<reference:reference>/procure", views.procure, name="procure"),
    path("needs/<reference:reference>/award", views.award, name="award"),
    path("needs/<reference:reference>/close", views.close, name="close"),
    path("needs/<reference:reference>/withdraw", views.withdraw, name="withdraw"),
    path("needs/<reference:reference>/join", views.join, name="join"),
    path("needs/<reference:reference>/leave", views.leave, name="leave"),
    path("my-borough/needs", views.my_needs, name="my_needs"),
    path("my-borough/needs/confirm", views.confirm_needs, name="confirm_needs"),
    path(
        "my-borough/confirmations/<reference:reference>/undo",
        views.undo_confirmation,
        name="undo_confirmation",
    ),
    # Reviewing needs
    path("moderation/needs/<reference:reference>", views.moderate, name="moderate"),
    path("moderation/needs/<reference:reference>/claim", views.claim, name="claim"),
    path("moderation/needs/<reference:reference>/unclaim", views.unclaim, name="unclaim"),
    path("moderation/needs/<reference:reference>/publish", views.publish, name="publish"),
    path("moderation/needs/<reference:reference>/send-back", views.send_back, name="send_back"),
    path("moderation/needs/<reference:reference>/review", views.review, name="review"),
    # Decide-by dates for calendar programs
    path("my-borough/calendar", views.calendar, name="calendar"),
    path("my-borough/calendar/renew", views.renew_calendar, name="renew_calendar"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
    # Overlap and the dashboard
    path("dashboard", views.dashboard, name="dashboard"),
    path("overlap", views.overlap, name="overlap"),
    path("overlap/matrix", views.overlap_matrix, name="overlap_matrix"),
    path("overlap/timeline", views.overlap_timeline, name="overlap_timeline"),
    path("overlap/boroughs", views.overlap_boroughs, name="overlap_boroughs"),
    path("overlap/map", views.overlap_map, name="overlap_map"),
    path("overlap/how-it-is-worked-out", views.overlap_method, name="overlap_method"),
    path("overlap/together", views.together, name="together"),
    path("overlap/votes", views.votes, name="votes"),
    path("overlap/votes/mine", views.vote, name="vote"),
    path(f"overlap/pairs/{PAIR}", views.overlap_pair, name="overlap_pair"),
    path(f"overlap/pairs/{PAIR}/confirm", views.confirm_pair, name="confirm_pair"),
    path(f"overlap/pairs/{PAIR}/dismiss", views.dismiss_pair, name="dismiss_pair"),
    path(f"overlap/pairs/{PAIR}/undo", views.undo_judgement, name="undo_judgement"),
    # Asking to be put in touch
    path("connect/<reference:reference>", views.ask_to_connect, name="ask_to_connect"),
    path("connect/<reference:reference>/withdraw", views.withdraw_request, name="withdraw_request"),
    path("my-borough/connections", views.connections, name="connections"),
    path("connections/<reference:reference>", views.connection, name="connection"),
    path("connections/<reference:reference>/accept", views.accept_request, name="accept_request"),
    path("connections/<reference:reference>/refuse", views.refuse_request, name="refuse_request"),
    path("connections/<reference:reference>/end", views.end_connection, name="end_connection"),
    path("my-borough/judged-pairs", views.judged_pairs, name="judged_pairs"),
    path("moderation/judgements.jsonl", views.export_judgements, name="export_judgements"),
    path("overlap/conversations", views.conversations, name="conversations"),
    path("overlap/conversations/<reference:reference>", views.conversation, name="conversation"),
    path(
        "overlap/conversations/<reference:reference>/close",
        views.close_conversation,
        name="close_conversation",
    ),
    path("overlap/<slug:slug>/brief", views.brief, name="brief"),
    path("overlap/<slug:slug>/brief.pdf", views.brief_pdf, name="brief_pdf"),
    path("overlap/<slug:slug>/talk", views.start_conversation, name="start_conversation"),
    path("overlap/<slug:slug>", views.overlap_capability, name="overlap_capability"),
    # Reading
    path("needs.csv", views.export, name="export"),
    path("needs.atom", views.feed, name="feed"),
    path("categories", views.capabilities, name="capabilities"),
    path("moderation/lead-times", views.lead_times, name="lead_times"),
    path("moderation/lead-times/<slug:slug>", views.set_lead_time, name="set_lead_time"),
    path("notices", views.notices, name="notices"),
    path("moderation/notices", views.import_notices, name="import_notices"),
    path("moderation/notices/categories", views.notice_categories, name="notice_categories"),
    path("moderation/notices/<reference:reference>", views.notice_import, name="notice_import"),
]

urlpatterns += [
    # A borough's contracts
    path("my-borough/contracts", views.my_contracts, name="my_contracts"),
    path("my-borough/contracts/add", views.add_contract, name="add_contract"),
    path("my-borough/contracts/categories", views.contract_categories, name="contract_categories"),
    path("my-borough/contracts/confirm", views.confirm_contracts, name="confirm_contracts"),
    path("my-borough/contracts/confirm-all", views.confirm_register, name="confirm_register"),
    path(
        "my-borough/contracts/export.<slug:kind>", views.export_contracts, name="export_contracts"
    ),
    path(
        "my-borough/contracts/template.<slug:kind>",
        views.register_template,
        name="register_template",
    ),
    path("contracts/<reference:reference>", views.contract, name="contract"),
    path("contracts/<reference:reference>/edit", views.edit_contract, name="edit_contract"),
    path(
        "contracts/<reference:reference>/confirm", views.confirm_contract, name="confirm_contract"
    ),
    path(
        "contracts/<reference:reference>/category",
        views.contract_capability,
        name="contract_capability",
    ),
    # Importing its register
    path("my-borough/contracts/import", views.import_register, name="import_register"),
    path(
        "my-borough/contracts/import/<reference:reference>",
        views.register_import,
        name="register_import",
    ),
    path(
        "my-borough/contracts/import/<reference:reference>/columns",
        views.match_columns,
        name="match_columns",
    ),
    path(
        "my-borough/contracts/import/<reference:reference>/dates",
        views.date_order,
        name="date_order",
    ),
    path(
        "my-borough/contracts/import/<reference:reference>/confirm",
        views.confirm_import,
        name="confirm_import",
    ),
    path(
        "my-borough/contracts/import/<reference:reference>/undo",
        views.undo_import,
        name="undo_import",
    ),
    path(
        "my-borough/contracts/import/<reference:reference>/errors.csv",
        views.import_errors,
        name="import_errors",
    ),
]
