"""Reminding a borough that its records need confirming: asked by LOTI, not too often."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models import Borough, Membership
from needs.coverage import freshness_of
from needs.models import ConfirmReminder


class TooSoon(Exception):
    """The borough was reminded less than `settings.REMINDER_PAUSE_DAYS` ago."""

    def __init__(self, last: ConfirmReminder):
        super().__init__(f"reminded on {last.at}")
        self.last = last


@transaction.atomic
def remind(borough: Borough, *, by) -> ConfirmReminder | None:
    """Note that the borough is to be written to; None when there is nothing to confirm.

    Raises `TooSoon`. Two who press at once write once: the borough's row is locked.
    """
    Borough.objects.select_for_update(no_key=True).get(pk=borough.pk)
    last = ConfirmReminder.objects.recent().filter(borough=borough).first()
    if last:
        raise TooSoon(last)
    records = freshness_of(by, borough).stale
    if not records:
        return None
    return ConfirmReminder.objects.create(borough=borough, by=by, records=records)


def next_allowed(reminder: ConfirmReminder) -> datetime.date:
    """The first day on which the borough may be reminded again."""
    pause = datetime.timedelta(days=settings.REMINDER_PAUSE_DAYS)
    return timezone.localdate(reminder.at + pause)


def people_to_remind(borough: Borough) -> list:
    """Its leads and CIOs; all its people while it has none."""
    members = Membership.objects.active().filter(borough=borough, user__is_active=True)
    leading = members.filter(role__in=Membership.LEADING)
    chosen = leading if leading.exists() else members
    return [membership.user for membership in chosen.select_related("user").order_by("pk")]
