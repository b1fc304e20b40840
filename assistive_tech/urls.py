from django.urls import path

from assistive_tech import views

app_name = "assistive_tech"

MODERATION = "moderation/case-studies/<slug:slug>"

urlpatterns = [
    path("case-studies", views.index, name="index"),
    path("case-studies.csv", views.export, name="export"),
    path("case-studies.json", views.export_json, name="export_json"),
    path("case-studies.atom", views.feed, name="feed"),
    path("case-studies/compare", views.compare, name="compare"),
    path("evidence-gaps", views.gaps, name="gaps"),
    path("evidence-gaps.csv", views.export_gaps, name="export_gaps"),
    path("evidence-gaps/matrix", views.gap_matrix, name="gap_matrix"),
    path("case-studies/<slug:slug>/edit", views.edit, name="edit"),
    path("case-studies/<slug:slug>/history", views.history, name="history"),
    path("case-studies/<slug:slug>/submit", views.submit, name="submit"),
    path("case-studies/<slug:slug>/withdraw", views.withdraw, name="withdraw"),
    path("my-borough/case-studies", views.mine, name="mine"),
    path("my-borough/case-studies/new", views.new, name="new"),
    path(f"{MODERATION}/accept", views.accept, name="accept"),
    path(f"{MODERATION}/send-back", views.send_back, name="send_back"),
]
