"""A need's page: what it is, who is in it, what happened, and what may be done."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse

from members.permissions import belongs_to, borough_ids
from needs.alike import overlaps_of
from needs.connecting import asking_of
from needs.facts import label, words
from needs.journey import terms_of
from needs.judging import changed_dismissals
from needs.models import Contract, Interest, Need
from needs.permissions import (
    can_join_need,
    can_moderate_need,
    can_see_need_history,
    can_see_terms,
)
from needs.profiles import LEAD_TIME_MONTHS
from needs.timeline import last_send_back, timeline
from needs.views.found import found_need
from needs.windows import notice_by, start_by
from procurement_portal.lib.formatting import format_uk_date

FACTS = (
    "problem",
    "users",
    "outcome",
    "must_haves",
    "constraints",
    "data_and_apis",
    "value_band",
    "earliest_start",
    "latest_start",
    "notice_on",
    "phase",
    "collaboration_level",
    "openness",
    "suits_sme",
    "suits_vcse",
    "contact",
)
TERMS = (
    "exact_value_pence",
    "current_supplier",
    "current_product",
    "contract_ends",
    "annual_price_pence",
    "notice_months",
)
OVER = (Need.Status.AWARDED, Need.Status.CLOSED, Need.Status.WITHDRAWN)
# A reader is not asked but told: these stand where a label speaks to the author.
READ_AS = {
    "problem": "Why it is needed",
    "outcome": "Outcome wanted",
    "collaboration_level": "How far it would go with others",
    "openness": "Open to",
}


@login_not_required
def detail(request, reference, techniques_of=None):
    """`techniques_of(need, user)` gives what guidance advises, asked once the need may be seen."""
    need = found_need(request, reference)
    user = request.user
    own = belongs_to(user, need.borough_id)
    member = can_see_terms(user)
    joined = list(
        Interest.objects.visible_to(user).joined().filter(need=need).select_related("borough", "by")
    )
    context = {
        "need": need,
        "own": own,
        "member": member,
        "facts": _rows(need, FACTS),
        "terms": _terms(request, need) if member else [],
        "over": need.status in OVER,
        "review_by": None if need.status in OVER else need.review_by,
        "decide_by": _decide_by(need),
        "lead_time": _lead_time(need),
        "joined": joined,
        "our_interest": next((i for i in joined if i.borough_id in borough_ids(user)), None),
        "may_join": can_join_need(user, need),
        "may_see_history": can_see_need_history(user, need),
        "may_moderate": need.status == Need.Status.SUBMITTED and can_moderate_need(user, need),
        "sent_back": last_send_back(need) if own else None,
        "links": _links(need) if own else [],
        "moves": _moves(need) if own else [],
        "overlaps": overlaps_of(need, user) if member else [],
        "asking": asking_of(need) if own else None,
        "changed_pairs": changed_dismissals(need) if own else 0,
        "events": timeline(need, user),
    }
    if techniques_of and member and need.status not in OVER:
        context["techniques"] = techniques_of(need, user)
    return render(request, "needs/detail.html", context)


def _rows(record, names) -> list[dict]:
    """Answers as rows of a summary list; what was not answered is left out."""
    read = ((name, words(record, name)) for name in names)
    return [
        {"key": READ_AS.get(name) or label(name), "value": value, "typed": True}
        for name, value in read
        if value
    ]


def _terms(request, need) -> list[dict]:
    """The commercial side, for members; the contract as a link when they may see it."""
    terms = terms_of(need)
    rows = _rows(terms, TERMS)
    notice = notice_by(terms.contract_ends, terms.notice_months)
    if notice:
        rows.append({"key": "Give notice by", "value": format_uk_date(notice)})
    if terms.current_contract_id:
        seen = Contract.objects.visible_to(request.user).filter(pk=terms.current_contract_id)
        rows += [{"key": "Contract now", "value": c.title, "href": _contract_url(c)} for c in seen]
    return rows


def _contract_url(contract) -> str:
    return reverse("needs:contract", args=[contract.reference])


def _decide_by(need):
    """The last day to begin procuring for the latest start, or None when it is not known."""
    return start_by(need.latest_start, _lead_time(need))


def _lead_time(need) -> int:
    """Months a procurement of this kind usually takes."""
    return need.capability.lead_time_months if need.capability else LEAD_TIME_MONTHS


def _links(need) -> list[dict]:
    """Pages on which the borough can do something about its need."""
    found = []

    def add(text, name):
        found.append({"text": text, "href": reverse(name, args=[need.reference])})

    if need.status in (Need.Status.DRAFT, Need.Status.SENT_BACK):
        add("Continue with your answers", "needs:post_tasks")
    elif need.status in Need.EDITABLE:
        add("Change", "needs:edit")
    if need.can_move("close"):
        add("Close with its outcome", "needs:close")
    if need.can_move("withdraw"):
        add("Withdraw", "needs:withdraw")
    return found


def _moves(need) -> list[dict]:
    """Verbs that take one press."""
    verbs = (
        ("confirm", "Confirm it is still true"),
        ("procure", "Start procuring"),
        ("award", "Mark as awarded"),
    )
    return [
        {"text": text, "action": reverse(f"needs:{verb}", args=[need.reference])}
        for verb, text in verbs
        if need.can_move(verb) or (verb == "confirm" and need.can_be_confirmed)
    ]
