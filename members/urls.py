from django.urls import path

from members import views

app_name = "members"

urlpatterns = [
    path("boroughs", views.boroughs, name="boroughs"),
    path("boroughs/<slug:slug>", views.borough, name="borough"),
    path("account", views.account, name="account"),
    path("account/second-factor", views.second_factor, name="second_factor"),
]
