from django.urls import path

from community import views

app_name = "community"

urlpatterns = [
    path("account/digest", views.preferences, name="preferences"),
    path("account/digest/unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe"),
    path("confirm/<str:token>", views.confirm_records, name="confirm_records"),
    path("confirm/<str:token>/undo", views.undo_confirmed, name="undo_confirmed"),
    path("account/digests", views.digests, name="digests"),
    path("account/digests/next", views.preview, name="preview"),
    path("categories/<slug:slug>/follow", views.follow, name="follow"),
    path("technologies/<slug:slug>/follow", views.follow_technology, name="follow_technology"),
    path(
        "technologies/<slug:slug>/unfollow", views.unfollow_technology, name="unfollow_technology"
    ),
    path("categories/<slug:slug>/unfollow", views.unfollow, name="unfollow"),
]
