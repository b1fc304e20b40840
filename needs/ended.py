"""Needs that their borough withdrew or closed, for the boroughs that had joined them."""

import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from members.permissions import borough_ids
from needs.models import Need, NeedEvent
from needs.models.visibility import OPEN_TO_MEMBERS
from procurement_portal.lib.formatting import format_uk_date

NOTED_FOR = datetime.timedelta(days=90)  # how long a borough's own page says it
MOST_NOTED = 50


def could_be_read(prefix: str = "") -> Q:
    """Needs, or with a prefix what hangs on them, that every member could read once."""
    public = {"published_at__isnull": False, "visibility__in": OPEN_TO_MEMBERS}
    return Q(**{f"{prefix}{name}": value for name, value in public.items()})


def endings() -> QuerySet:
    """What ended needs that every member could read, each with `joined`, codes of the boroughs.

    A need that was never published ended for nobody else; one that is sealed is its borough's
    alone.
    """
    ended = NeedEvent.objects.filter(could_be_read("record__"), verb__in=NeedEvent.ENDINGS)
    in_it = Q(record__interests__left_at__isnull=True, record__interests__isnull=False)
    return ended.select_related("record__borough", "record__capability").annotate(
        joined=ArrayAgg(
            "record__interests__borough", filter=in_it, distinct=True, default=Value([])
        )
    )


def words_of(event: NeedEvent) -> str:
    """ "Camden withdrew it. Why: …", "Camden closed it: bought alone. Why: …"."""
    need = event.record
    done = "withdrew it"
    if event.verb == "close":
        done = f"closed it: {need.get_close_outcome_display().lower()}"
    why = f" Why: {event.reason}" if event.reason else ""
    return f"{need.borough.short_name} {done}.{why}"


def notes_for(user) -> list[dict]:
    """Needs joined by this person's boroughs that ended lately: title, href, text and date.

    What was withdrawn can be read no more, so it has no `href`.
    """
    since = timezone.now() - NOTED_FOR
    found = endings().filter(at__gt=since, joined__overlap=borough_ids(user)).order_by("-at")
    return [
        {
            "title": event.record.title,
            "href": "" if withdrawn(event) else event.record.get_absolute_url(),
            "text": words_of(event),
            "on": format_uk_date(timezone.localdate(event.at)),
        }
        for event in found[:MOST_NOTED]
    ]


def withdrawn(event: NeedEvent) -> bool:
    return event.record.status == Need.Status.WITHDRAWN
