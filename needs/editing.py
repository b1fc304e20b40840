"""Saving answers: one page at a time, never over somebody else's text."""

from django.db import transaction
from django.utils import timezone

from needs.models import Need, NeedTerms, Visibility
from procurement_portal.lib.workflow import MoveNotPossible, StaleEdit

UNPUBLISHED = (Need.Status.DRAFT, Need.Status.SENT_BACK)


def begin_need(*, by, borough, title: str, token, contract=None) -> Need:
    """The draft that this form began: the same one however often the form is sent.

    `contract`, a row of the borough's register, fills in what it knows.
    """
    defaults = {
        "borough": borough,
        "title": title,
        "owner": by,
        "changed_by": by,
        "answered": ["title"],
        "is_example": by.is_example,  # what an example person makes is an example too
    }
    if contract is not None and contract.capability is not None:
        defaults |= _of_capability(contract.capability)
    with transaction.atomic():
        need, made = Need.objects.get_or_create(post_token=token, defaults=defaults)
        if made:
            facts = contract_facts(contract) if contract is not None else {}
            NeedTerms.objects.create(need=need, **facts)
    return need


def _of_capability(capability) -> dict:
    """What follows from the kind of need until somebody says otherwise."""
    return {
        "capability": capability,
        "tender_group": capability.tender_group,
        "service_area": capability.service_area,
    }


def contract_facts(contract) -> dict:
    """The current contract's facts, as a need's commercial terms hold them."""
    terms = getattr(contract, "terms", None)
    yearly = terms is not None and terms.value_basis == terms.Basis.ANNUAL
    return {
        "current_contract": contract,
        "current_supplier": contract.supplier_name,
        "current_product": contract.product,
        "contract_ends": contract.end,
        "annual_price_pence": terms.value_pence if yearly else None,
        "notice_months": terms.notice_months if terms else None,
    }


@transaction.atomic
def save_answers(need, *, by, version: int, step: str, values: dict, terms: dict) -> Need:
    """Save one page's answers as a new version and return the need as it now is.

    Raises `StaleEdit` when the need changed since `version`, and `MoveNotPossible` when it can
    no longer be edited. Sending the same answers again changes nothing, and nobody is stopped
    by their own earlier answers to a draft (the Back button).
    """
    current = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if current.status not in Need.EDITABLE:
        raise MoveNotPossible(current, "edit")
    kept, _ = NeedTerms.objects.get_or_create(need=current)
    if values.get("capability"):
        values = {**values, **_of_capability(values["capability"])}
    if not (_differs(current, values) or _differs(kept, terms)):
        return _note_answered(current, step)
    if version != current.version and not _only_own_draft_changes(current, version, by):
        raise StaleEdit(current)
    widened = _opens_to_public(current, values)
    _set(kept, terms)
    kept.save()
    _set(current, values)
    _new_version(current, by, step)
    _record(current, by, widened)
    return current


def _differs(record, values: dict) -> bool:
    return any(getattr(record, name) != value for name, value in values.items())


def _set(record, values: dict) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _only_own_draft_changes(current, version: int, by) -> bool:
    if current.status not in UNPUBLISHED:
        return False
    since = current.history.filter(version__gt=version)
    return not since.exclude(history_user=by).exists()


def _opens_to_public(current, values: dict) -> bool:
    """Whether a published need would be shown to more people than a moderator agreed to."""
    shown = current.status not in UNPUBLISHED
    wider = values.get("visibility") == Visibility.PUBLIC
    return shown and wider and current.visibility != Visibility.PUBLIC


def _note_answered(current, step: str) -> Need:
    """Remember that the page was answered; no new version, for no answer changed."""
    if step not in current.answered:
        current.answered.append(step)
        current.save_without_historical_record()
    return current


def _new_version(current, by, step: str) -> None:
    current.version += 1
    current.changed_by = by
    current.changed_at = timezone.now()
    if step not in current.answered:
        current.answered.append(step)
    current._history_user = by
    current.save()


def _record(current, by, widened: bool) -> None:
    """A published need's change is part of its story; a wider audience needs a review."""
    if current.status in UNPUBLISHED:
        return
    if widened:
        current.resubmit(by=by)
        return
    current.events.create(verb="edit", from_status=current.status, to_status=current.status, by=by)
