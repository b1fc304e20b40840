"""The e-mails of this room, one function each. Only tasks call them."""

from django.conf import settings
from django.urls import reverse

from members.models import Membership
from procurement_portal.lib.emails import send_email


def _url(name: str, **kwargs) -> str:
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


def account_email(name: str, to: str, context: dict) -> None:
    """A code or a notice about signing in; `name` is one of `wording.EMAILS` or a notice."""
    urls = {"sign_in_url": _url("account_login"), "account_url": _url("members:account")}
    send_email(f"account/{name}", to, {**context, **urls})


def membership_waiting(membership: Membership, to: str, *, moderator: bool) -> None:
    """To those who decide: somebody asks to join."""
    people = "members:moderation_people" if moderator else "members:people"
    context = {"membership": membership, "person": membership.user, "people_url": _url(people)}
    send_email("membership_waiting", to, context)


def membership_accepted(membership: Membership) -> None:
    context = {"membership": membership, "start_url": settings.SITE_URL + reverse("home")}
    send_email("membership_accepted", membership.user.email, context)


def membership_refused(membership: Membership) -> None:
    context = {"membership": membership, "ask_url": _url("members:ask_to_join")}
    send_email("membership_refused", membership.user.email, context)


def membership_ended(membership: Membership) -> None:
    context = {"membership": membership, "account_url": _url("members:account")}
    send_email("membership_ended", membership.user.email, context)
