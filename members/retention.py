"""How long what is known about people is kept, and the job that keeps to it.

The whole list, field by field, is `RETENTION` in tests/test_architecture.py.
"""

import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.models import Membership, User

UNVERIFIED_DAYS = 1  # an address typed at sign-in whose code was never entered
NOTE_DAYS = 365  # what somebody wrote when asking to join, after the decision
EXPIRED = "The last day of this membership has passed"


def keep() -> dict[str, int]:
    """Everything below; how many rows each touched."""
    return {
        "memberships ended": end_expired_memberships(),
        "unverified accounts deleted": delete_unverified_accounts(),
        "notes emptied": empty_old_notes(),
        "sessions deleted": delete_old_sessions(),
    }


def end_expired_memberships() -> int:
    expired = list(Membership.objects.expired())
    for membership in expired:
        membership.end(by=None, reason=EXPIRED)
    return len(expired)


def delete_unverified_accounts() -> int:
    """Accounts made by typing an address nobody confirmed. Never one that ever signed in."""
    before = timezone.now() - datetime.timedelta(days=UNVERIFIED_DAYS)
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    accounts = User.objects.filter(
        ~Exists(verified),
        ~Exists(Membership.objects.filter(user=OuterRef("pk"))),
        date_joined__lt=before,
        last_login=None,
        closed_at=None,
        is_staff=False,
    )
    count = accounts.count()
    accounts.delete()
    return count


def empty_old_notes() -> int:
    before = timezone.now() - datetime.timedelta(days=NOTE_DAYS)
    return Membership.objects.filter(decided_at__lt=before).exclude(note="").update(note="")


def delete_old_sessions() -> int:
    """Sessions past their end, and the device lines of sessions that are gone."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    gone = UserSession.objects.filter(
        ~Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    )
    return gone.delete()[0]
