"""The sign-in library's routes, with ours in front: one page signs in and signs up."""

from django.urls import include, path

from members import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("signup/", views.to_sign_in, name="account_signup"),
    path("login/code/", views.to_sign_in, name="account_request_login_code"),
    path("2fa/", views.second_steps, name="mfa_index"),
    path("2fa/recovery-codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("", include("allauth.urls")),
]
