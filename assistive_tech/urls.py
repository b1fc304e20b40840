from django.urls import path, register_converter

from assistive_tech import views
from procurement_portal.lib.references import ReferenceConverter

app_name = "assistive_tech"

register_converter(ReferenceConverter, "at_reference")

BARRIER = "barriers/<at_reference:reference>"
CANDIDATES = "moderation/candidates"
CANDIDATE = f"{CANDIDATES}/<at_reference:reference>"
INTERVIEWS = "moderation/interviews"
INTERVIEW = f"{INTERVIEWS}/<at_reference:reference>"
MODERATION = "moderation/case-studies/<slug:slug>"
TRIAL = "trials/<at_reference:reference>"
PLACE = f"{TRIAL}/boroughs/<slug:slug>"

urlpatterns = [
    path("case-studies", views.index, name="index"),
    path("case-studies.csv", views.export, name="export"),
    path("case-studies.xlsx", views.export_xlsx, name="export_xlsx"),
    path("case-studies/template.xlsx", views.template_xlsx, name="template_xlsx"),
    path("case-studies/template.pdf", views.template_pdf, name="template_pdf"),
    path("case-studies.json", views.export_json, name="export_json"),
    path("case-studies.atom", views.feed, name="feed"),
    path("case-studies/compare", views.compare, name="compare"),
    path("evidence-gaps", views.gaps, name="gaps"),
    path("evidence-gaps.csv", views.export_gaps, name="export_gaps"),
    path("evidence-gaps/matrix", views.gap_matrix, name="gap_matrix"),
    path("trials", views.trials, name="trials"),
    path("trials/new", views.propose_trial, name="propose_trial"),
    path(TRIAL, views.trial, name="trial"),
    path(f"{TRIAL}/edit", views.edit_trial, name="edit_trial"),
    path(f"{TRIAL}/next-step", views.advance_trial, name="advance_trial"),
    path(f"{TRIAL}/stop", views.stop_trial, name="stop_trial"),
    path(f"{TRIAL}/join", views.join_trial, name="join_trial"),
    path(f"{PLACE}/leave", views.trial_leave, name="trial_leave"),
    path(f"{PLACE}/papers", views.trial_papers, name="trial_papers"),
    path(f"{PLACE}/totals", views.trial_month, name="trial_month"),
    path("case-studies/<slug:slug>/edit", views.edit, name="edit"),
    path("case-studies/<slug:slug>/edit/<slug:section>", views.edit_section, name="edit_section"),
    path("case-studies/<slug:slug>/check", views.check, name="check"),
    path("case-studies/<slug:slug>/history", views.history, name="history"),
    path("case-studies/<slug:slug>/submit", views.submit, name="submit"),
    path("case-studies/<slug:slug>/withdraw", views.withdraw, name="withdraw"),
    path("my-borough/case-studies", views.mine, name="mine"),
    path("my-borough/case-studies/import", views.import_studies, name="import_studies"),
    path("my-borough/case-studies/new", views.new, name="new"),
    path(f"{MODERATION}/accept", views.accept, name="accept"),
    path(f"{MODERATION}/send-back", views.send_back, name="send_back"),
    # Barriers
    path("barriers", views.barriers, name="barriers"),
    path("barriers.csv", views.barriers_export, name="barriers_export"),
    path("barriers.atom", views.barriers_feed, name="barriers_feed"),
    path("barriers/raise", views.raise_barrier, name="raise_barrier"),
    path("my-borough/barriers", views.my_barriers, name="my_barriers"),
    path(BARRIER, views.barrier, name="barrier"),
    path(f"{BARRIER}/edit", views.edit_barrier, name="edit_barrier"),
    path(f"{BARRIER}/us-too", views.join_barrier, name="join_barrier"),
    path(f"{BARRIER}/not-us", views.leave_barrier, name="leave_barrier"),
    path(f"moderation/{BARRIER}/validate", views.validate_barrier, name="validate_barrier"),
    path(f"moderation/{BARRIER}/priority", views.prioritise_barrier, name="prioritise_barrier"),
    path(f"{BARRIER}/resolve", views.resolve_barrier, name="resolve_barrier"),
    path(f"moderation/{BARRIER}/accept", views.accept_barrier, name="accept_barrier"),
    path(f"moderation/{BARRIER}/reopen", views.reopen_barrier, name="reopen_barrier"),
    path(f"{BARRIER}/withdraw", views.withdraw_barrier, name="withdraw_barrier"),
    path(f"{BARRIER}/actions/new", views.add_action, name="add_action"),
    path(f"{BARRIER}/actions/<int:pk>/edit", views.change_action, name="change_action"),
    path(f"{BARRIER}/actions/<int:pk>/progress", views.add_progress, name="add_progress"),
    path(f"{BARRIER}/actions/<int:pk>/finish", views.finish_action, name="finish_action"),
    path(f"{BARRIER}/case-studies", views.barrier_links, name="barrier_links"),
    path(f"{BARRIER}/case-studies/link", views.link_study, name="link_study"),
    path(f"{BARRIER}/case-studies/unlink", views.unlink_study, name="unlink_study"),
    path(f"{BARRIER}/trials", views.barrier_trials, name="barrier_trials"),
    path(f"{BARRIER}/trials/link", views.link_trial, name="link_trial"),
    path(f"{BARRIER}/trials/unlink", views.unlink_trial, name="unlink_trial"),
    path(f"{BARRIER}/files/new", views.attach_file, name="attach_file"),
    path(f"{BARRIER}/files/<int:pk>", views.barrier_file, name="barrier_file"),
    path(f"{BARRIER}/files/<int:pk>/remove", views.remove_file, name="remove_file"),
    path(f"moderation/{BARRIER}/merge", views.propose_merge, name="propose_merge"),
    path(f"{BARRIER}/merge/accept", views.accept_merge, name="accept_merge"),
    path(f"{BARRIER}/merge/decline", views.decline_merge, name="decline_merge"),
    path(f"moderation/{BARRIER}/merge/take-back", views.take_back_merge, name="take_back_merge"),
    path(f"moderation/{BARRIER}/merge/undo", views.undo_merge, name="undo_merge"),
    path(f"{MODERATION}/appraisal", views.appraise, name="appraise"),
    path(f"{MODERATION}/appraisal/give-up", views.give_up_appraisal, name="give_up_appraisal"),
    path(f"{MODERATION}/reconcile", views.reconcile, name="reconcile"),
    path(f"{MODERATION}/publish", views.publish, name="publish"),
    path(f"{MODERATION}/refresh", views.refresh, name="refresh"),
    path(CANDIDATES, views.candidates, name="candidates"),
    path(f"{CANDIDATES}/new", views.new_candidate, name="new_candidate"),
    path(f"{CANDIDATES}/import", views.import_candidates, name="import_candidates"),
    path(f"{CANDIDATES}/decide", views.decide_candidates, name="decide_candidates"),
    path(CANDIDATE, views.candidate, name="candidate"),
    path(f"{CANDIDATE}/edit", views.edit_candidate, name="edit_candidate"),
    path(f"{CANDIDATE}/extract", views.extract_candidate, name="extract_candidate"),
    path("case-studies/<slug:slug>/confirm", views.confirm_draft, name="confirm_draft"),
    path(INTERVIEWS, views.interviews, name="interviews"),
    path(f"{INTERVIEWS}/guide", views.interview_guide, name="interview_guide"),
    path(f"{INTERVIEWS}/new", views.new_interview, name="new_interview"),
    path(INTERVIEW, views.interview, name="interview"),
    path(f"{INTERVIEW}/draft", views.draft_interview, name="draft_interview"),
]
