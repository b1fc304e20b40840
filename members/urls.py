from django.urls import path

from members import views

app_name = "members"

urlpatterns = [
    # A person's own pages
    path("account", views.account, name="account"),
    path("account/name", views.edit_name, name="edit_name"),
    path("account/second-factor", views.second_factor, name="second_factor"),
    path("account/data.json", views.export_data, name="export_data"),
    path("account/close", views.close_account, name="close_account"),
    path("account/borough", views.choose_borough, name="choose_borough"),
    path("account/ask-to-join", views.ask_to_join, name="ask_to_join"),
    path("account/waiting", views.waiting, name="waiting"),
    path("account/memberships/<int:pk>/leave", views.leave, name="leave"),
    # People, for those who decide
    path("my-borough/people", views.people, name="people"),
    path("people/<int:pk>/accept", views.accept, name="accept"),
    path("people/<int:pk>/refuse", views.refuse, name="refuse"),
    path("people/<int:pk>/end", views.end, name="end"),
    path("people/<int:pk>/role", views.change_role, name="change_role"),
    path("moderation/people", views.moderation_people, name="moderation_people"),
    path("moderation/people/<slug:slug>", views.moderation_borough, name="moderation_borough"),
    path(
        "moderation/people/<slug:slug>/domains/<int:pk>/remove",
        views.remove_domain,
        name="remove_domain",
    ),
    path("moderation/review-periods", views.review_periods, name="review_periods"),
    # Demonstration mode only
    path("demo/sign-in/<int:pk>", views.demo_sign_in, name="demo_sign_in"),
]
