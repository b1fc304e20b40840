"""Moments in the past at which example people did things: working days, working hours."""

import datetime
from random import Random

from django.utils import timezone


def working_moment(today: datetime.date, days_ago: int, chance: Random) -> datetime.datetime:
    """Some time between nine and five, that many days ago or on the working day before that.

    For today and yesterday, some minutes ago instead: nothing may lie in the future.
    """
    if days_ago <= 1:
        back = datetime.timedelta(days=days_ago, minutes=chance.randint(10, 50))
        return timezone.now() - back
    day = today - datetime.timedelta(days=days_ago)
    day -= datetime.timedelta(days=max(0, day.weekday() - 4))
    time = datetime.time(chance.randint(9, 16), chance.randint(0, 59))
    return datetime.datetime.combine(day, time, timezone.get_current_timezone())
