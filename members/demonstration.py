"""The example people of the demonstration: who they are, and the moderator's example app.

Nothing here does anything for a person who is not marked as an example; the pages that call it
answer 404 outside demonstration mode.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from allauth.mfa.utils import decrypt

from members.models import Membership, User

# Known to everybody who reads this file: it protects nothing but the demonstration.
EXAMPLE_KEY = "LOTIDEMOLOTIDEMOLOTIDEMOLOTIDEMO"  # base32
PER_ROLE = 2
ORDER = (
    Membership.Role.OFFICER,
    Membership.Role.LEAD,
    Membership.Role.CIO,
    Membership.Role.AT_LEAD,
    Membership.Role.MODERATOR,
)


def example_people() -> list[dict]:
    """Roles in reading order, each with its first few people: `role`, `people` (memberships)."""
    memberships = (
        Membership.objects.active()
        .filter(user__is_example=True, user__is_active=True)
        .select_related("user", "borough")
        .order_by("pk")
    )
    by_role: dict[str, list[Membership]] = {role: [] for role in ORDER}
    for membership in memberships:
        if len(by_role[membership.role]) < PER_ROLE:
            by_role[membership.role].append(membership)
    return [{"role": role.label, "people": by_role[role]} for role in ORDER if by_role[role]]


def example_person(pk: int) -> User | None:
    """An invented person who may sign in, or None."""
    return User.objects.examples().filter(pk=pk).first()


def verify_address(user: User) -> None:
    """An example person's address counts as confirmed: they have no mailbox."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def give_example_app(user: User) -> None:
    """An authenticator app with the known secret, for an example moderator without one."""
    has_one = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    if user.is_example and not has_one:
        TOTP.activate(user, EXAMPLE_KEY)


def code_of(user: User) -> str:
    """What the example app shows now; "" for a real person or another secret."""
    if not user.is_example:
        return ""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None or decrypt(app.data["secret"]) != EXAMPLE_KEY:
        return ""
    now = list(counters())
    return format_hotp_value(hotp_value(EXAMPLE_KEY, now[len(now) // 2]))
