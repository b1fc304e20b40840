"""Rows of lists of needs: read in one query, drawn once for each thing there is to draw."""

import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from needs.models import Interest, Need
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.freshness import freshness_words

VALUE = {**dict(Need.ValueBand.choices), Need.ValueBand.UNKNOWN: "Value not known yet"}
PHASE = dict(Need.Phase.choices)
STATUS = dict(Need.Status.choices)
OVER = {Need.Status.PROCURING, Need.Status.AWARDED, Need.Status.CLOSED}
ENDED = {Need.Status.AWARDED, Need.Status.CLOSED}  # as true as they were: never stale
FAR = datetime.date(9999, 12, 31)  # where rows without a date stand in a list by date

COLUMNS = (
    "pk",
    "reference",
    "title",
    "status",
    "phase",
    "value_band",
    "earliest_start",
    "latest_start",
    "is_example",
    "last_confirmed_on",
    "review_by",
    "published_at",
)


class NeedRow(NamedTuple):
    """Everything one row shows, in words. Two equal rows look the same to everybody."""

    reference: str
    title: str
    borough: str
    value: str
    starts: str
    decide_by: str
    stage: str
    stage_kind: str
    interested: int
    freshness: str
    is_stale: bool
    is_example: bool
    visibility: str

    @property
    def url(self) -> str:
        return reverse("needs:detail", kwargs={"reference": self.reference})


def read_rows(needs: QuerySet, *, member: bool, also: tuple[str, ...] = ()) -> QuerySet:
    """The needs as dictionaries with what a row shows, and `also` annotations made before.

    Decide-by dates and who can see a need are for members.
    """
    joined = (
        Interest.objects.filter(need=OuterRef("pk"), left_at__isnull=True)
        .order_by()
        .values("need")
        .annotate(count=Count("pk"))
        .values("count")
    )
    shown = {
        "borough_name": F("borough__short_name"),
        "interested": Coalesce(Subquery(joined), 0),
        "starts_on": Coalesce("earliest_start", FAR),
    }
    if member:
        shown |= {
            "shown_to": F("visibility"),
            "decide_by": F("side__decide_by"),
            "decide_order": Coalesce("side__decide_by", FAR),
        }
    return needs.values(*COLUMNS, *also, **shown)


def row_of(found: dict, today: datetime.date | None = None) -> NeedRow:
    today = today or timezone.localdate()
    status, over = found["status"], found["status"] in OVER
    stale = is_stale(found, today)
    return NeedRow(
        reference=found["reference"],
        title=found["title"],
        borough=found["borough_name"],
        value=VALUE[found["value_band"]],
        starts=starts_in_words(found["earliest_start"], found["latest_start"]),
        decide_by="" if over else format_uk_date(found.get("decide_by")),
        stage=STATUS[status] if over else PHASE[found["phase"]],
        stage_kind=status if over else found["phase"],
        interested=found["interested"],
        freshness=freshness_words(
            found["last_confirmed_on"],
            None if status in ENDED else found["review_by"],
            stale=stale,
            counted=True,
        ),
        is_stale=stale,
        is_example=found["is_example"],
        visibility=found.get("shown_to", ""),
    )


def is_stale(found: dict, today: datetime.date) -> bool:
    """As `Need.is_stale` says of the whole record."""
    late = found["review_by"] is None or found["review_by"] < today
    return found["status"] == Need.Status.STALE or (late and found["status"] not in ENDED)


def starts_in_words(earliest: datetime.date | None, latest: datetime.date | None) -> str:
    """ "1 April 2028 to 30 June 2028", "from …", "by …", or "" when neither is known."""
    if earliest and latest:
        return f"{format_uk_date(earliest)} to {format_uk_date(latest)}"
    if earliest:
        return f"from {format_uk_date(earliest)}"
    return f"by {format_uk_date(latest)}" if latest else ""


@lru_cache(maxsize=20_000)
def draw(row: NeedRow) -> SafeString:
    """The row's HTML. It says nothing that is not in `row`, so keeping it tells nobody more."""
    return get_template("components/need_row.html").render({"row": row})


def draw_all(needs: QuerySet, *, member: bool) -> list[SafeString]:
    return [draw(row_of(found)) for found in read_rows(needs, member=member)]
