"""How old a record is, and when somebody must look at it again."""

from __future__ import annotations

import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from procurement_portal.lib.formatting import format_uk_date


def review_date(kind: str, confirmed_on: datetime.date) -> datetime.date:
    """The day a record of this kind, confirmed on that day, must be looked at again.

    `kind` is a key of `settings.REVIEW_DAYS`. One query: those who confirm many ask once.
    """
    return confirmed_on + datetime.timedelta(days=review_days(kind, confirmed_on))


def review_days(kind: str, on: datetime.date) -> int:
    """How many days a record of this kind confirmed on that day counts.

    Moderators set it as dated rows. They are named as a foreign key would name them, because
    this library knows no app; until there is one, `settings.REVIEW_DAYS` holds.
    """
    periods = apps.get_model("members.ReviewPeriod").objects.filter(kind=kind, from_on__lte=on)
    last = periods.order_by("-from_on", "-pk").first()
    return last.days if last else settings.REVIEW_DAYS[kind]


def freshness_words(
    confirmed_on: datetime.date | None,
    review_by: datetime.date | None = None,
    *,
    by: str = "",
    stale: bool = False,
    counted: bool = False,
) -> str:
    """How fresh a record is: the one wording of every page, list and e-mail.

    `by` is who confirms it. With `counted`, the record is one that figures count, and a stale
    one says that it is left out of them. `review_by` is given where it still applies.
    """
    of = f" by {by}" if by else ""
    left_out = ", not counted" if counted else ""
    if confirmed_on is None:
        return f"Not confirmed yet{of}{left_out}"
    when = f"{format_uk_date(confirmed_on)}{of}"
    due = format_uk_date(review_by)
    if stale:
        was_due = f", due again by {due}" if due else ""
        return f"Last confirmed {when}{was_due}: may be out of date{left_out}"
    return f"Confirmed {when}{f', review by {due}' if due else ''}"


class Fresh(models.Model):
    """A record with an owner's last confirmation and the day it must be confirmed again."""

    FRESHNESS_KIND = ""

    last_confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "members.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_by = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def set_confirmed(
        self, by, on: datetime.date | None = None, review_by: datetime.date | None = None
    ) -> None:
        """Note a confirmation on the instance; the caller saves.

        `review_by` is given by those who confirm many, so that it is worked out once.
        """
        self.last_confirmed_on = on or timezone.localdate()
        self.confirmed_by = by
        self.review_by = review_by or review_date(self.FRESHNESS_KIND, self.last_confirmed_on)

    @property
    def is_stale(self) -> bool:
        return self.review_by is None or self.review_by < timezone.localdate()
