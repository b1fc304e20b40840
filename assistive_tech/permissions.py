"""Who may do what with case studies. Plain booleans; what may be seen is `visible_to`."""

from assistive_tech.models import CaseStudy
from members.models import Membership
from members.permissions import belongs_to, borough_ids, is_member, is_moderator

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


def can_raise_barrier(user) -> bool:
    """Any officer, for their borough, as with needs; a moderator, for LOTI."""
    return bool(borough_ids(user)) or is_moderator(user)


def can_join_barrier(user, barrier) -> bool:
    """Any officer says “us too” for their borough, and takes it back; LOTI has no borough."""
    return bool(borough_ids(user))


def owns_barrier(user, barrier) -> bool:
    """AT lead of the borough that raised it."""
    return barrier.borough_id in boroughs_to_write_for(user)


def raised_barrier(user, barrier) -> bool:
    """Who raised it, while still in the borough it was raised for."""
    return barrier.raised_by_id == user.pk and barrier.borough_id in borough_ids(user)


def shares_barrier(user, barrier) -> bool:
    """AT lead of a borough that has it."""
    own = boroughs_to_write_for(user)
    return bool(own) and barrier.sharing.filter(borough__in=own).exists()


def can_edit_barrier(user, barrier) -> bool:
    """Its AT lead and who raised it until others rely on the text; a moderator after that."""
    own = owns_barrier(user, barrier) or raised_barrier(user, barrier)
    return is_moderator(user) or (own and barrier.status == barrier.Status.RAISED)


def can_withdraw_barrier(user, barrier) -> bool:
    own = owns_barrier(user, barrier) or raised_barrier(user, barrier)
    return is_moderator(user) or own


def can_moderate_barrier(user) -> bool:
    """Prioritise, accept, reopen, propose merges and undo them."""
    return is_moderator(user)


def can_validate_barrier(user, barrier) -> bool:
    """A moderator, but never one who raised it or changed the text."""
    return is_moderator(user) and not barrier.changed_by(user)


def can_resolve_barrier(user, barrier) -> bool:
    return is_moderator(user) or owns_barrier(user, barrier)


def can_work_on_barrier(user, barrier) -> bool:
    """Add actions, link case studies, attach files: AT leads of boroughs that share it, LOTI."""
    return is_moderator(user) or shares_barrier(user, barrier)


def can_update_action(user, action) -> bool:
    """Its owner, the AT lead of its borough, and moderators."""
    own = action.owner_id == user.pk and is_member(user)
    return own or is_moderator(user) or action.borough_id in boroughs_to_write_for(user)


def can_answer_merge(user, barrier, merge) -> bool:
    """Only the AT lead of the borough that raised what would go: LOTI proposes.

    Where LOTI raised it, a moderator other than the one who proposed; `merge` may be None.
    """
    if barrier.borough_id:
        return owns_barrier(user, barrier)
    return is_moderator(user) and not (merge and merge.proposed_by(user))


def can_read_merges(user, barrier) -> bool:
    """What was proposed and what was answered: who asks, and the borough that is asked."""
    return is_moderator(user) or barrier.borough_id in borough_ids(user)


def can_remove_file(user, file) -> bool:
    """Who attached it while still an AT lead, and moderators."""
    return is_moderator(user) or (file.by_id == user.pk and bool(boroughs_to_write_for(user)))


def can_appraise_case_study(user, case_study) -> bool:
    """A moderator, but never somebody who wrote, changed or submitted it."""
    return is_moderator(user) and not case_study.written_by(user)


def can_reconcile_case_study(user, case_study) -> bool:
    """As appraising: one of the two who did may, since another person has to publish it."""
    return can_appraise_case_study(user, case_study)


def can_publish_case_study(user, case_study, pair) -> bool:
    """Whoever reconciled has said their word: another moderator has to agree."""
    return can_appraise_case_study(user, case_study) and pair.settled_by_id != user.pk


def can_refresh_case_study(user) -> bool:
    return is_moderator(user)


def can_handle_candidates(user) -> bool:
    """Look for what may become a case study, and decide about it."""
    return is_moderator(user)


def can_interview(user) -> bool:
    return is_moderator(user)


def can_confirm_case_study(user, case_study) -> bool:
    """What was made from an interview: the borough's own lead, and never LOTI for them."""
    return owns_case_study(user, case_study)


def boroughs_to_try_for(user) -> list[str]:
    """GSS codes of the boroughs this person may commit to a trial: AT leads, leads and CIOs."""
    return borough_ids(user, (Role.AT_LEAD, *Membership.LEADING))


def can_propose_trial(user) -> bool:
    return bool(boroughs_to_try_for(user)) or is_moderator(user)


def can_run_trial(user, trial) -> bool:
    """Design it, take it on and stop it: the borough that leads, and moderators."""
    return is_moderator(user) or trial.lead_id in boroughs_to_try_for(user)


def can_join_trial(user) -> bool:
    """For their own borough. A moderator commits none."""
    return bool(boroughs_to_try_for(user))


def can_record_for_borough(user, place) -> bool:
    """Put down papers and totals, and leave: only the borough's own people."""
    return place.borough_id in boroughs_to_try_for(user)
