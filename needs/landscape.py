"""What London has and wants, as rows a page can count: one query, whatever the page.

A row is one need or contract that the person may see, with today's dates. Status, freshness and
dates are read from the record itself, so that what is withdrawn or stale is out at once. Stale
rows are kept apart: pages leave them out of totals and say how many there were.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from needs.models import ContractTerms, Need, OverlapSide, Visibility
from needs.profiles import LEAD_TIME_MONTHS
from needs.windows import (
    Mover,
    Window,
    contract_exits,
    decide_by,
    need_window,
    window_of_exits,
    with_break,
)

FIELDS = (
    "pk",
    "borough__short_name",
    "borough__slug",
    "capability__slug",
    "capability__name",
    "capability__tender_group",
    "capability__lead_time_months",
    "supplier_name",
    "supplier_key",
    "product_name",
    "need__reference",
    "need__title",
    "need__status",
    "need__review_by",
    "need__last_confirmed_on",
    "need__published_at",
    "need__earliest_start",
    "need__latest_start",
    "need__visibility",
    "need__is_example",
    "need__terms__contract_ends",
    "need__terms__notice_months",
    "contract__reference",
    "contract__title",
    "contract__review_by",
    "contract__last_confirmed_on",
    "contract__start",
    "contract__end",
    "contract__latest_end",
    "contract__extensions",
    "contract__visibility",
    "contract__is_example",
    "contract__terms__value_pence",
    "contract__terms__value_basis",
    "contract__terms__notice_months",
    "contract__terms__break_on",
)
SHOWN_STATUSES = (*Need.LIVE, Need.Status.STALE)


@dataclass(frozen=True, slots=True)
class Row:
    """One need or contract today. Money in pence a year; None is not known."""

    side: int
    kind: str
    reference: str
    title: str
    borough: str
    borough_slug: str
    capability: str
    capability_name: str
    tender_group: str
    supplier: str
    supplier_key: str
    product: str
    window: Window
    exits: tuple[datetime.date, ...]
    break_on: datetime.date | None
    lead_time_months: int
    notice_months: int | None
    decide_by: datetime.date | None
    yearly_pence: int | None
    confirmed_on: datetime.date | None
    review_by: datetime.date | None
    published_on: datetime.date | None
    rolled_on: datetime.date | None
    is_stale: bool
    is_sealed: bool
    is_example: bool

    @property
    def is_contract(self) -> bool:
        return self.kind == "contract"

    @property
    def moves_on(self) -> datetime.date | None:
        """The first day it can move: end of the current term, or earliest start."""
        return self.window.opens

    @property
    def href(self) -> str:
        return href_of(self.kind, self.reference)

    def as_mover(self) -> Mover:
        window = with_break(self.window, self.break_on)
        return Mover(
            self, self.borough, window, self.exits, self.lead_time_months, self.notice_months
        )


@dataclass(frozen=True)
class Landscape:
    """The rows one person may see today: those that count, and those too old to."""

    today: datetime.date
    counting: list[Row] = field(default_factory=list)
    stale: list[Row] = field(default_factory=list)

    def narrowed(self, keep) -> "Landscape":
        return Landscape(
            self.today,
            [row for row in self.counting if keep(row)],
            [row for row in self.stale if keep(row)],
        )


def href_of(kind: str, reference: str) -> str:
    """The record's page; `reverse` would cost more than the row."""
    return f"/contracts/{reference}" if kind == "contract" else f"/needs/{reference}"


def landscape_for(user, capability: str = "") -> Landscape:
    """What this person may see of everything that has a capability, in one query."""
    has = {"capability__slug": capability} if capability else {"capability__isnull": False}
    return _landscape(user, Q(**has))


def landscape_of(user, references: Iterable[str], capabilities: Iterable[str] = ()) -> Landscape:
    """What this person may see of these needs and contracts, and of all in these capabilities."""
    named = Q(need__reference__in=references) | Q(contract__reference__in=references)
    return _landscape(user, named | Q(capability__slug__in=capabilities))


def landscape_of_boroughs(user, gss_codes: Iterable[str]) -> Landscape:
    """What this person may see of what these boroughs have and want, with a category or not."""
    return _landscape(user, Q(borough__in=gss_codes))


def landscape_open_to_members(capability: str) -> Landscape:
    """What every member may see of a capability, and no more: one file serves them all."""
    sides = OverlapSide.objects.open_to_members()
    return _landscape_of(sides, Q(capability__slug=capability))


def _landscape(user, wanted: Q) -> Landscape:
    return _landscape_of(OverlapSide.objects.visible_to(user), wanted)


def _landscape_of(sides, wanted: Q) -> Landscape:
    today = timezone.localdate()
    over = Q(contract__latest_end__lt=today)
    sides = sides.filter(wanted).exclude(over)
    sides = sides.filter(Q(need__isnull=True) | Q(need__status__in=SHOWN_STATUSES))
    rows = [_row(values, today) for values in sides.order_by("pk").values(*FIELDS)]
    return Landscape(today, [r for r in rows if not r.is_stale], [r for r in rows if r.is_stale])


def _row(values: dict, today: datetime.date) -> Row:
    kind = "contract" if values["contract__reference"] else "need"
    if values["capability__lead_time_months"] is None:
        values["capability__lead_time_months"] = LEAD_TIME_MONTHS
    dates = _contract_dates(values, today) if kind == "contract" else _need_dates(values)
    review_by = values[f"{kind}__review_by"]
    published = values["need__published_at"]
    return Row(
        side=values["pk"],
        kind=kind,
        reference=values[f"{kind}__reference"],
        title=values[f"{kind}__title"],
        borough=values["borough__short_name"],
        borough_slug=values["borough__slug"],
        capability=values["capability__slug"] or "",
        capability_name=values["capability__name"] or "",
        tender_group=values["capability__tender_group"] or "",
        supplier=values["supplier_name"],
        supplier_key=values["supplier_key"],
        product=values["product_name"],
        lead_time_months=values["capability__lead_time_months"],
        yearly_pence=_yearly_pence(values) if kind == "contract" else None,
        confirmed_on=values[f"{kind}__last_confirmed_on"],
        review_by=review_by,
        published_on=timezone.localtime(published).date() if published else None,
        is_stale=review_by is None
        or review_by < today
        or values["need__status"] == Need.Status.STALE,
        is_sealed=values[f"{kind}__visibility"] == Visibility.SEALED,
        is_example=values[f"{kind}__is_example"],
        **dates,
    )


def _contract_dates(values: dict, today: datetime.date) -> dict:
    end, notice = values["contract__end"], values["contract__terms__notice_months"]
    lengths = values["contract__extensions"] or ()
    exits = contract_exits(end, lengths, today)
    run_out = [day for day in contract_exits(end, lengths, datetime.date.min) if day < today]
    window = window_of_exits(exits)
    lead = values["capability__lead_time_months"]
    return {
        "window": window,
        "exits": exits,
        "break_on": values["contract__terms__break_on"],
        "rolled_on": run_out[-1] + datetime.timedelta(days=1) if run_out else None,
        "notice_months": notice,
        "decide_by": decide_by(window.opens, lead, window.opens, notice),
    }


def _need_dates(values: dict) -> dict:
    window = need_window(values["need__earliest_start"], values["need__latest_start"])
    notice, ends = values["need__terms__notice_months"], values["need__terms__contract_ends"]
    lead = values["capability__lead_time_months"]
    return {
        "window": window,
        "exits": (),
        "break_on": None,
        "rolled_on": None,
        "notice_months": None,
        "decide_by": decide_by(window.closes, lead, ends, notice),
    }


def _yearly_pence(values: dict) -> int | None:
    """A year's value as recorded: whole-life values are spread over the term when it is known."""
    pence, basis = values["contract__terms__value_pence"], values["contract__terms__value_basis"]
    if pence is None or basis == ContractTerms.Basis.ANNUAL:
        return pence
    start, end = values["contract__start"], values["contract__end"]
    if basis != ContractTerms.Basis.WHOLE_LIFE or not (start and end) or (end - start).days < 30:
        return None
    return round(pence * 365.25 / ((end - start).days + 1))


@dataclass(frozen=True)
class Coverage:
    """How much stands behind the figures on a page."""

    boroughs: int
    of: int
    oldest_months: int | None
    stale: int


def coverage_of(landscape: Landscape, total_boroughs: int) -> Coverage:
    """Boroughs with rows that count, the oldest confirmation in months, and rows left out."""
    confirmed = [row.confirmed_on for row in landscape.counting if row.confirmed_on]
    oldest = months_between(min(confirmed), landscape.today) if confirmed else None
    boroughs = {row.borough for row in landscape.counting}
    return Coverage(len(boroughs), total_boroughs, oldest, len(landscape.stale))


def months_between(first: datetime.date, last: datetime.date) -> int:
    """Whole months from one day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def first_ahead(rows: Iterable[Row], today: datetime.date) -> datetime.date | None:
    """The earliest decide-by date that has not passed."""
    days = (row.decide_by for row in rows)
    return min((day for day in days if day and day >= today), default=None)
