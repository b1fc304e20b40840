"""Signing in: the library's page with the demonstration's people beside it, and the example
people's own door."""

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from members import demonstration


@login_not_required
def sign_in(request):
    """One address for everybody, known or new."""
    people = demonstration.example_people() if settings.DEMO else []
    ended = request.session.pop("session_ended", False)
    page = LoginView.as_view(extra_context={"example_people": people, "session_ended": ended})
    return page(request)


@login_not_required
def to_sign_in(request):
    """Signing up and asking for a code are the same page as signing in."""
    return redirect("account_login")


@login_not_required
@require_POST
def demo_sign_in(request, pk):
    """Sign in as an example person, in demonstration mode; a second factor is still asked for."""
    if not settings.DEMO:
        raise Http404
    user = demonstration.example_person(pk)
    if user is None:
        raise Http404
    if request.user.is_authenticated:
        return redirect("account_logout")
    demonstration.verify_address(user)
    login = Login(user=user, email_verification=EmailVerificationMethod.NONE)
    return perform_login(request, login)
