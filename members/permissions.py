"""Who belongs where, and who may do what with memberships. Everything fails closed."""

from members.models import Membership

Role = Membership.Role


def is_moderator(user) -> bool:
    """A LOTI moderator in a session that used a second factor."""
    return has_moderator_role(user) and user.second_factor_used


def has_moderator_role(user) -> bool:
    """Whether the account holds the role, whatever this session has proved."""
    return user.is_authenticated and any(m.role == Role.MODERATOR for m in user.active_memberships)


def is_member(user) -> bool:
    """Whether the person is an accepted member of any borough, or of the LOTI team."""
    return user.is_authenticated and bool(user.active_memberships)


def borough_ids(user, roles=None) -> list[str]:
    """GSS codes of the boroughs a person is active in, in any of these roles (all when none)."""
    if not user.is_authenticated:
        return []
    return [
        m.borough_id
        for m in user.active_memberships
        if m.borough_id and (roles is None or m.role in roles)
    ]


def belongs_to(user, borough_id: str) -> bool:
    return borough_id in borough_ids(user)


def leads(user, borough_id: str) -> bool:
    """Lead or CIO of this borough."""
    return borough_id in borough_ids(user, Membership.LEADING)


def main_borough(user):
    """The borough whose pages open by default, or None."""
    if not user.is_authenticated:
        return None
    return next((m.borough for m in user.active_memberships if m.borough_id), None)


def can_see_people(user, borough) -> bool:
    return leads(user, borough.gss) or is_moderator(user)


def can_decide_membership(user, membership) -> bool:
    """Accept, refuse or end: the borough's lead, or a moderator; never one's own."""
    if not user.is_authenticated or membership.user_id == user.pk:
        return False
    if is_moderator(user):
        return True
    return bool(membership.borough_id) and leads(user, membership.borough_id)
