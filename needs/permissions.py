"""Who may do what with needs and contracts. Plain booleans; what may be seen is `visible_to`."""

from members.models import Membership
from members.permissions import belongs_to, borough_ids, is_member, is_moderator, leads
from needs.models import Need

VOTING = (Membership.Role.CIO,)


def can_post_need(user) -> bool:
    return bool(borough_ids(user))


def can_edit_need(user, need) -> bool:
    """Own borough; whether the need can still be edited is its status's to say."""
    return belongs_to(user, need.borough_id)


def can_see_need_history(user, need) -> bool:
    """Every version, texts since removed among them: the borough and the moderators."""
    return belongs_to(user, need.borough_id) or is_moderator(user)


def can_submit_need(user, need) -> bool:
    return belongs_to(user, need.borough_id)


def can_moderate_need(user, need) -> bool:
    """Publish or send back: a moderator, but never what they wrote or changed themselves."""
    involved = {need.owner_id, need.changed_by_id, need.submitted_by_id}
    if not is_moderator(user) or user.pk in involved:
        return False
    return not need.history.filter(history_user=user).exists()


def can_withdraw_need(user, need) -> bool:
    return belongs_to(user, need.borough_id)


def can_confirm_need(user, need) -> bool:
    return belongs_to(user, need.borough_id)


def can_close_need(user, need) -> bool:
    return belongs_to(user, need.borough_id)


def can_join_need(user, need) -> bool:
    """Say “ours too”: a member of another borough, while the need is open."""
    others = [gss for gss in borough_ids(user) if gss != need.borough_id]
    return bool(others) and need.status in (*Need.LIVE, Need.Status.STALE)


def can_see_terms(user) -> bool:
    """Commercial fields never leave members, whatever the record's visibility."""
    return is_member(user)


def can_edit_contract(user, contract) -> bool:
    return belongs_to(user, contract.borough_id)


def can_confirm_contract(user, contract) -> bool:
    return belongs_to(user, contract.borough_id)


def can_see_contract_history(user, contract) -> bool:
    """Earlier values stay with the borough, and with whoever moderates."""
    return belongs_to(user, contract.borough_id) or is_moderator(user)


def can_import_register(user, borough) -> bool:
    """Any accepted member of the borough: an officer may enter each row anyway (adr/0004)."""
    return belongs_to(user, borough.gss)


def can_confirm_register(user, borough) -> bool:
    return leads(user, borough.gss)


def can_remind_borough(user) -> bool:
    """Ask a borough by e-mail to confirm its records, and see how fresh every borough's are."""
    return is_moderator(user)


def can_import_notices(user) -> bool:
    return is_moderator(user)


def can_categorise_notices(user) -> bool:
    """Say what the contracts made from published notices are for, whichever borough's they are."""
    return is_moderator(user)


def can_start_conversation(user) -> bool:
    """Any accepted member of a borough may ask others to talk: it commits nobody."""
    return bool(borough_ids(user))


def can_answer_conversation(user, conversation) -> bool:
    """A borough that was asked; `conversation.invites` says which."""
    asked = conversation.invites.filter(borough__in=borough_ids(user))
    return asked.exists()


def can_close_conversation(user, conversation) -> bool:
    return belongs_to(user, conversation.borough_id)


def can_see_overlap(user) -> bool:
    """Overlap pages and the dashboard: accepted members, and the LOTI team."""
    return is_member(user)


def can_vote_on_tender_groups(user) -> bool:
    """A borough's CIO alone says what is attractive to its borough."""
    return bool(borough_ids(user, VOTING))


def can_judge_pair(user, pair) -> bool:
    """Confirm or dismiss: officers of either borough, of a pair they may see."""
    return bool({pair.borough_a_id, pair.borough_b_id} & set(borough_ids(user)))


def can_export_judgements(user) -> bool:
    return is_moderator(user)


def can_set_lead_time(user) -> bool:
    """How long a category usually takes to buy moves everybody's decide-by dates."""
    return is_moderator(user)


def can_have_calendar(user) -> bool:
    """Decide-by dates of one's own boroughs, in a calendar program."""
    return bool(borough_ids(user))


def can_ask_to_connect(user, record) -> bool:
    """Officers of the record's own borough."""
    return belongs_to(user, record.borough_id)


def can_answer_request(user, request) -> bool:
    """Officers of the borough whose sealed record is asked about."""
    return belongs_to(user, request.to_borough_id)
