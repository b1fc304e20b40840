"""How old a record is, and when somebody must look at it again."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


def review_date(kind: str, confirmed_on: datetime.date) -> datetime.date:
    """The day a record of this kind, confirmed on that day, must be looked at again.

    `kind` is a key of `settings.REVIEW_DAYS`.
    """
    return confirmed_on + datetime.timedelta(days=settings.REVIEW_DAYS[kind])


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

    def set_confirmed(self, by, on: datetime.date | None = None) -> None:
        """Note a confirmation on the instance; the caller saves."""
        self.last_confirmed_on = on or timezone.localdate()
        self.confirmed_by = by
        self.review_by = review_date(self.FRESHNESS_KIND, self.last_confirmed_on)

    @property
    def is_stale(self) -> bool:
        return self.review_by is None or self.review_by < timezone.localdate()
