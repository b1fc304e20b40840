"""Who belongs where, and who may do what with memberships. Everything fails closed."""

from members.models import Membership

Role = Membership.Role


def is_moderator(user) -> bool:
    """A LOTI moderator in a session that used a second factor."""
    return has_moderator_role(user) and user.second_factor_used


def has_moderator_role(user) -> bool:
    """Whether the account holds the role, whatever this session has proved."""
    return user.is_authenticated and any(m.role == Role.MODERATOR for m in user.active_memberships)


def must_have_second_factor(user) -> bool:
    """Moderators, and staff who may open the break-glass admin."""
    return user.is_authenticated and (has_moderator_role(user) or user.is_staff)


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


def audience(user) -> tuple:
    """What decides which records a person may see: two people alike in it see the same ones."""
    return is_moderator(user), is_member(user), tuple(sorted(borough_ids(user)))


def main_borough(user):
    """The borough whose pages open by default to somebody signed in, or None."""
    return next((m.borough for m in user.active_memberships if m.borough_id), None)


def can_decide_membership(user, membership) -> bool:
    """Accept, refuse or end: the borough's lead, or a moderator; never one's own."""
    if not user.is_authenticated or membership.user_id == user.pk:
        return False
    if is_moderator(user):
        return True
    return bool(membership.borough_id) and leads(user, membership.borough_id)


def can_see_own_people(user) -> bool:
    """The people page of a borough: its leads and CIOs."""
    return bool(borough_ids(user, Membership.LEADING))


def can_set_review_periods(user) -> bool:
    """How long records count before they must be confirmed again."""
    return is_moderator(user)


def can_moderate_people(user) -> bool:
    """The people of every borough, and their e-mail domains."""
    return is_moderator(user)


def roles_to_give(user, membership) -> list[str]:
    """The roles this person may give in the membership's borough, least first.

    Only a CIO or LOTI makes a CIO, who alone can commit the borough. Nobody becomes a
    moderator here: the LOTI team is set up on the server.
    """
    if not can_decide_membership(user, membership):
        return []
    roles = [Role.OFFICER, Role.AT_LEAD, Role.LEAD]
    borough_of_cio = borough_ids(user, (Role.CIO,))
    if is_moderator(user) or membership.borough_id in borough_of_cio:
        roles.append(Role.CIO)
    return roles


def can_change_role(user, membership) -> bool:
    """Another role for an active member; a CIO's only by somebody who may make one."""
    if membership.status != Membership.Status.ACTIVE:
        return False
    return membership.role in roles_to_give(user, membership)


def can_end_membership(user, membership) -> bool:
    """As changing a role; one's own membership is left on the account page instead."""
    return can_change_role(user, membership)


def can_leave_borough(user, membership) -> bool:
    """One's own, while it waits or counts."""
    current = (Membership.Status.PENDING, Membership.Status.ACTIVE)
    return user.is_authenticated and membership.user_id == user.pk and membership.status in current
