"""Closing an account: the person goes, what they wrote stays under their borough's name."""

import secrets

from allauth.usersessions.models import UserSession
from django.db import models, transaction
from django.utils import timezone

from members import export
from members.models import Borough, Membership, User

REASON = "The account was closed"
# The record of who could act for a borough, and what was done in administration.
KEPT = {"members.Membership", "admin.LogEntry"}


def boroughs_left_without_lead(user: User) -> list[Borough]:
    """Where this person is the only one who decides who joins."""
    alone = []
    for membership in user.active_memberships:
        leads = membership.role in Membership.LEADING
        others = Membership.objects.leading(membership.borough).exclude(user=user)
        if leads and not others.exists():
            alone.append(membership.borough)
    return alone


@transaction.atomic
def close(user: User) -> None:
    """End memberships and sessions, delete what is the person's own, and forget who they were.

    The account row stays, nameless, so that records keep pointing at somebody.
    """
    for membership in user.memberships.current():
        membership.drop(by=user, reason=REASON)
    user.memberships.update(note="")
    for session in UserSession.objects.filter(user=user):
        session.end()
    _delete_what_is_theirs(user)
    user.email = f"closed-{secrets.token_hex(8)}@closed.invalid"
    user.name = ""
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_seen_on = None
    user.closed_at = timezone.now()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def _delete_what_is_theirs(user: User) -> None:
    """Rows of any room that exist for the person alone: those a deleted account would take along.

    Found from the models, so that a new kind of row is not forgotten.
    """
    for field in export.links():
        goes_with_person = field.remote_field.on_delete is models.CASCADE
        if goes_with_person and field.model._meta.label not in KEPT:
            field.model._base_manager.filter(**{field.name: user}).delete()
