from django.urls import path

from guidance import views

app_name = "guidance"

MODERATION = "moderation/guidance"
TECHNIQUES = "moderation/techniques"
COMMENTS = "moderation/comments/<slug:reference>"
RESEARCH = "moderation/research"
USE = "guidance/techniques/<slug:slug>/uses/<int:number>"
VERSION = f"{MODERATION}/<slug:slug>/versions/<int:number>"

urlpatterns = [
    path("guidance", views.index, name="index"),
    path("guidance.atom", views.feed, name="feed"),
    path("guidance/all", views.whole, name="whole"),
    path("guidance/techniques", views.techniques, name="techniques"),
    path("guidance/techniques/compare", views.compare_techniques, name="compare_techniques"),
    path("guidance/techniques/<slug:slug>", views.technique, name="technique"),
    path("guidance/techniques/<slug:slug>/sheet", views.sheet, name="sheet"),
    path("guidance/techniques/<slug:slug>/sheet.pdf", views.sheet_pdf, name="sheet_pdf"),
    path("guidance/techniques/<slug:slug>/uses/log", views.log_use, name="log_use"),
    path("guidance/techniques/<slug:slug>/useful", views.technique_useful, name="technique_useful"),
    path(
        "guidance/techniques/<slug:slug>/versions/<int:number>/comment/<slug:section>",
        views.technique_comment_on,
        name="technique_comment_on",
    ),
    path(f"{USE}/take-out", views.take_out_use, name="take_out_use"),
    path(f"{USE}/put-back", views.put_back_use, name="put_back_use"),
    path("guidance/pictures/<slug:digest>", views.picture, name="picture"),
    path("guidance/comments/<str:token>", views.comment, name="comment"),
    path("guidance/comments/<str:token>/withdraw", views.withdraw_comment, name="withdraw_comment"),
    path("guidance/answers/<str:token>", views.answer, name="answer"),
    path("account/comments", views.my_comments, name="my_comments"),
    path("guidance/<slug:slug>", views.guide, name="guide"),
    path("guidance/<slug:slug>/versions", views.versions, name="versions"),
    path("guidance/<slug:slug>/versions/<int:number>", views.version, name="version"),
    path("guidance/<slug:slug>/compare", views.compare, name="compare"),
    path("guidance/<slug:slug>/versions/<int:number>/read", views.read, name="read"),
    path("guidance/<slug:slug>/follow", views.follow, name="follow"),
    path("guidance/<slug:slug>/unfollow", views.unfollow, name="unfollow"),
    path("guidance/<slug:slug>/useful", views.useful, name="useful"),
    path(
        "guidance/<slug:slug>/versions/<int:number>/comment/<slug:section>",
        views.comment_on,
        name="comment_on",
    ),
    path(COMMENTS, views.moderate_comment, name="moderate_comment"),
    path(f"{COMMENTS}/assign", views.assign_comment, name="assign_comment"),
    path(f"{COMMENTS}/acknowledge", views.acknowledge_comment, name="acknowledge_comment"),
    path(f"{COMMENTS}/answer", views.answer_comment, name="answer_comment"),
    path(f"{COMMENTS}/done", views.finish_comment, name="finish_comment"),
    path(f"{COMMENTS}/show", views.show_comment, name="show_comment"),
    path(f"{COMMENTS}/hide", views.hide_comment, name="hide_comment"),
    path(f"{MODERATION}/feedback", views.feedback_counts, name="feedback_counts"),
    path(f"{MODERATION}/<slug:slug>/feedback", views.feedback_of_guide, name="feedback_of_guide"),
    path(RESEARCH, views.research, name="research"),
    path(f"{RESEARCH}/new", views.research_new, name="research_new"),
    path(f"{RESEARCH}/<int:pk>", views.research_edit, name="research_edit"),
    path(f"{RESEARCH}/<int:pk>/delete", views.research_delete, name="research_delete"),
    path(MODERATION, views.manage, name="manage"),
    path(f"{MODERATION}/new", views.new, name="new"),
    path(f"{MODERATION}/steps", views.steps, name="steps"),
    path(f"{MODERATION}/steps/<slug:step>", views.step, name="step"),
    path(f"{MODERATION}/<slug:slug>/edit", views.edit, name="edit"),
    path(f"{MODERATION}/<slug:slug>/confirm", views.confirm, name="confirm"),
    path(f"{MODERATION}/<slug:slug>/owner", views.owner, name="owner"),
    path(f"{MODERATION}/<slug:slug>/pictures", views.pictures, name="pictures"),
    path(VERSION, views.review, name="review"),
    path(f"{VERSION}/submit", views.submit, name="submit"),
    path(f"{VERSION}/send-back", views.send_back, name="send_back"),
    path(f"{VERSION}/publish", views.publish, name="publish"),
    path(f"{VERSION}/schedule", views.schedule, name="schedule"),
    path(f"{VERSION}/take-back", views.take_back, name="take_back"),
    path(
        f"{TECHNIQUES}/<slug:slug>/feedback",
        views.feedback_of_technique,
        name="feedback_of_technique",
    ),
    path(f"{TECHNIQUES}/<slug:slug>/edit", views.technique_edit, name="technique_edit"),
    path(f"{TECHNIQUES}/<slug:slug>/history", views.technique_history, name="technique_history"),
]
