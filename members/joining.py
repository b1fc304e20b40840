"""How a person comes to belong to a borough: by the exact domain of a verified address.

An address at a borough's domain proves employment, not authority: it makes a membership that
waits until the borough's lead, or LOTI, accepts it.
"""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from members.models import Borough, Membership, User

ADDRESS_CHANGED = "The email address it rested on was changed"


def domain_of(email: str) -> str:
    """What stands after the last @, in lower case; nothing is folded or cut away.

    A look-alike letter, a subdomain or a longer ending is therefore another domain.
    """
    return email.rpartition("@")[2].lower()


def boroughs_of(email: str) -> list[Borough]:
    """The boroughs that use exactly this address's domain; more than one may share it."""
    return list(Borough.objects.filter(domains__domain=domain_of(email)))


def has_verified_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()


def ask(user: User, borough: Borough, *, basis: str, note: str = "") -> Membership | None:
    """A membership that waits to be decided; None when the person has one there already."""
    try:
        with transaction.atomic():
            return Membership.objects.create(user=user, borough=borough, basis=basis, note=note)
    except IntegrityError:  # membership_once_per_borough: a double click, or two tabs
        return None


def join_by_domain(user: User) -> Membership | None:
    """The new waiting membership when a verified address points to one borough alone.

    None when there is nothing to make: the address is not verified, points nowhere or to
    several boroughs, or the person has or had a membership (a refusal is not asked again by
    signing in again).
    """
    if user.memberships.exists() or not has_verified_address(user):
        return None
    boroughs = boroughs_of(user.email)
    if len(boroughs) != 1:
        return None
    return ask(user, boroughs[0], basis=Membership.Basis.DOMAIN)


def next_page(user: User) -> str:
    """The name of the page a person who may not yet see members' pages goes to; "" when they may.

    In order: say their name; wait; choose between boroughs of a shared domain; ask to join.
    """
    if not user.name:
        return "members:edit_name"
    if user.active_memberships:
        return ""
    if user.memberships.exists():
        return "members:waiting"
    return "members:choose_borough" if boroughs_of(user.email) else "members:ask_to_join"


def drop_what_rested_on(user: User, old_address: str) -> list[Membership]:
    """After a change of address: end at once what the old address proved; the ended ones.

    An address at the same domain proves the same. At another domain, only memberships made by
    domain stay, and only of boroughs that use the new domain too.
    """
    if domain_of(old_address) == domain_of(user.email):
        return []
    proved = {borough.gss for borough in boroughs_of(user.email)}
    dropped = []
    for membership in user.memberships.current():
        by_domain = membership.basis == Membership.Basis.DOMAIN
        if by_domain and membership.borough_id in proved:
            continue
        membership.drop(by=user, reason=ADDRESS_CHANGED)
        dropped.append(membership)
    return dropped


def has_leads(borough: Borough | None) -> bool:
    """Whether the borough has somebody who can accept people; otherwise LOTI does."""
    return borough is not None and Membership.objects.leading(borough).exists()
