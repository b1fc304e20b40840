"""Who may do what with case studies. Plain booleans; what may be seen is `visible_to`."""

from assistive_tech.models import CaseStudy
from members.models import Membership
from members.permissions import belongs_to, borough_ids, is_moderator

Status = CaseStudy.Status
Role = Membership.Role
OWNERS = (Role.AT_LEAD,)  # domain.md: the AT lead owns the borough's case studies


def boroughs_to_write_for(user) -> list[str]:
    """GSS codes of the boroughs whose case studies this person owns."""
    return borough_ids(user, OWNERS)


def can_create_case_study(user) -> bool:
    return bool(boroughs_to_write_for(user))


def owns_case_study(user, case_study) -> bool:
    return bool(case_study.borough_id) and case_study.borough_id in boroughs_to_write_for(user)


def can_edit_case_study(user, case_study) -> bool:
    """Its AT lead while it is a draft; a moderator until it is withdrawn."""
    if is_moderator(user):
        return case_study.status in (Status.DRAFT, Status.SUBMITTED, *CaseStudy.LISTED)
    return owns_case_study(user, case_study) and case_study.status == Status.DRAFT


def can_submit_case_study(user, case_study) -> bool:
    return owns_case_study(user, case_study) or is_moderator(user)


def can_review_case_study(user) -> bool:
    return is_moderator(user)


def can_accept_case_study(user, case_study) -> bool:
    """A moderator, but never somebody who wrote, changed or submitted it."""
    return is_moderator(user) and not case_study.written_by(user)


def can_withdraw_case_study(user, case_study) -> bool:
    return owns_case_study(user, case_study) or is_moderator(user)


def can_see_history(user, case_study) -> bool:
    """Earlier texts include what was never published: its borough and moderators only."""
    return is_moderator(user) or belongs_to(user, case_study.borough_id or "")
