"""How fresh each borough's records are: the headline figure of its page and of London's.

Counted from what the reader may see, so that a sealed record changes nobody else's figures.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from needs.models import Contract, Need
from procurement_portal.lib.formatting import format_count, format_uk_date

SOON = datetime.timedelta(days=30)


@dataclass
class Freshness:
    """Records still to come or not yet ended: how many count, and how many are too old to.

    `latest` is the day of the last confirmation, `next_due` the first day one of those that
    count falls due, `soon` how many do within 30 days.
    """

    needs: int = 0
    contracts: int = 0
    stale_needs: int = 0
    stale_contracts: int = 0
    soon: int = 0
    latest: datetime.date | None = None
    next_due: datetime.date | None = None

    @property
    def fresh(self) -> int:
        return self.needs + self.contracts

    @property
    def stale(self) -> int:
        return self.stale_needs + self.stale_contracts

    @property
    def total(self) -> int:
        return self.fresh + self.stale

    @property
    def percent(self) -> int:
        """Of 100 records, how many are confirmed in time, rounded down: 100 only when all are."""
        return 100 * self.fresh // self.total if self.total else 0

    @property
    def in_words(self) -> str:
        """ "34 of 40 records confirmed in time (85%), the last on 4 March 2026"."""
        if not self.total:
            return "No records shared"
        of = f"{self.fresh:,} of {format_count(self.total, 'record', 'records')}"
        last = f", the last on {format_uk_date(self.latest)}" if self.latest else ""
        return f"{of} confirmed in time ({self.percent}%){last}"

    def add(self, row: dict, kind: str) -> None:
        """Take in the counts of one kind of record, `needs` or `contracts`."""
        setattr(self, kind, row["fresh"])
        setattr(self, f"stale_{kind}", row["stale"])
        self.soon += row["soon"]
        self.latest = max(filter(None, (self.latest, row["latest"])), default=None)
        self.next_due = min(filter(None, (self.next_due, row["next_due"])), default=None)


def freshness_by_borough(user, borough=None) -> dict[str, Freshness]:
    """By GSS code, of all boroughs with records this person may see, or of one; two queries."""
    needs = Need.objects.visible_to(user).filter(status__in=(*Need.LIVE, Need.Status.STALE))
    contracts = Contract.objects.visible_to(user).live()
    if borough is not None:
        needs, contracts = needs.filter(borough=borough), contracts.filter(borough=borough)
    today = timezone.localdate()
    in_time = Q(review_by__gte=today)
    found: dict[str, Freshness] = {}
    for kind, records, fresh in (
        ("needs", needs, in_time & ~Q(status=Need.Status.STALE)),
        ("contracts", contracts, in_time),
    ):
        counts = (
            records.order_by()
            .values("borough")
            .annotate(
                fresh=Count("pk", filter=fresh),
                all=Count("pk"),
                soon=Count("pk", filter=fresh & Q(review_by__lte=today + SOON)),
                latest=Max("last_confirmed_on"),
                next_due=Min("review_by", filter=fresh),
            )
        )
        for row in counts:
            row["stale"] = row["all"] - row["fresh"]
            found.setdefault(row["borough"], Freshness()).add(row, kind)
    return found


def freshness_of(user, borough) -> Freshness:
    return freshness_by_borough(user, borough).get(borough.pk, Freshness())


def london_in_words(by_borough: dict[str, Freshness], boroughs: int) -> str:
    """ "24 of 33 boroughs share records confirmed in time: 410 of 612 records (66%)"."""
    sharing = [figures for figures in by_borough.values() if figures.fresh]
    fresh = sum(figures.fresh for figures in sharing)
    total = sum(figures.total for figures in by_borough.values())
    share = f": {fresh:,} of {total:,} records ({100 * fresh // total}%)" if total else ""
    return f"{len(sharing)} of {boroughs} boroughs share records confirmed in time{share}"
