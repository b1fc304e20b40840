"""How long a category usually takes to buy, as moderators set it, and what that moves."""

import datetime

from django.db import transaction

from needs.models import Capability, OverlapSide
from needs.windows import start_by

BATCH = 1_000


@transaction.atomic
def change_lead_time(capability: Capability, months: int, *, by, reason: str) -> int:
    """Set the usual months to procure, with a version that says who and why.

    The decide-by dates of everything in the category move with it at once; how many did.
    """
    capability.lead_time_months = months
    capability.lead_time_set = True
    capability._history_user = by
    capability._change_reason = reason
    capability.save()
    sides = list(OverlapSide.objects.filter(capability=capability).defer("vector"))
    moved = [side for side in sides if _decide_again(side, months)]
    OverlapSide.objects.bulk_update(moved, ["decide_by"], batch_size=BATCH)
    return len(moved)


def _decide_again(side: OverlapSide, months: int) -> bool:
    """Note the new date on the instance; whether it differs.

    A contract must be replaced by its earliest exit; a need can wait for its latest start.
    """
    start = side.window_from if side.contract_id else side.window_to
    before, side.decide_by = side.decide_by, start_by(start, months)
    return side.decide_by != before


def lead_times_of(capability: Capability) -> list[dict]:
    """Each lead time it has had, newest first: title, at, by and text of a timeline."""
    versions = list(capability.history.select_related("history_user").order_by("history_date"))
    events, before = [], None
    for version in versions:
        months = version.lead_time_months
        if months != before:
            events.append(
                {
                    "title": _title(before, months),
                    "at": version.history_date,
                    "by": version.history_user,
                    "text": version.history_change_reason or "",
                }
            )
        before = months
    return events[::-1]


def _title(before: int | None, months: int) -> str:
    return f"{months} months" if before is None else f"From {before} to {months} months"


def last_changes() -> dict[int, datetime.datetime]:
    """When the lead time of each category was last set, by primary key."""
    found: dict[int, tuple[int, datetime.datetime]] = {}
    rows = Capability.history.order_by("history_date", "history_id")
    for pk, months, at in rows.values_list("id", "lead_time_months", "history_date"):
        if pk not in found or found[pk][0] != months:
            found[pk] = (months, at)
    return {pk: at for pk, (_, at) in found.items()}
