"""Making the rows of a period: one for each person who wants its digest."""

import datetime

from django.db.models import Q

from community.models import Digest, DigestPreference
from community.periods import Period
from members.models import Membership, User
from procurement_portal.lib.workflow import MoveNotPossible

REACH_BACK = datetime.timedelta(days=35)  # how far a digest makes up for one that never went
OVERTAKEN = "It could not be sent in time. The next one told you the same"
Frequency = DigestPreference.Frequency
Status = Digest.Status


def who_wants(period: Period):
    """Accepted members who had chosen this frequency (weekly, when nothing) as the period ended.

    Who changes their mind in the middle waits for the next period to end.
    """
    chosen = Q(digest_preference__frequency=period.frequency)
    chosen &= Q(digest_preference__changed_at__lt=period.ends)
    if period.frequency == Frequency.WEEKLY:
        chosen |= Q(digest_preference__isnull=True)
    members = Membership.objects.active().values("user")
    people = User.objects.filter(chosen, is_active=True, pk__in=members)
    return people.filter(date_joined__lt=period.ends)


def schedule(period: Period, user: User | None = None) -> int:
    """Make the rows of a period that are missing; how many there were to make.

    Twice, or by two at once, makes each row once: (user, period) is unique.
    """
    people = who_wants(period)
    if user is not None:
        people = people.filter(pk=user.pk)
    wanted = list(people.exclude(digests__period=period.key))
    before = Digest.objects.filter(user__in=wanted, period_to__lt=period.ends)
    latest = {row.user_id: row for row in before.order_by("user", "-period_to").distinct("user")}
    Digest.objects.bulk_create(
        [
            Digest(
                user=person,
                period=period.key,
                period_from=told_until(latest.get(person.pk), period),
                period_to=period.ends,
            )
            for person in wanted
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    overtake([row for row in latest.values() if row.status == Status.DUE])
    return len(wanted)


def told_until(last: Digest | None, period: Period) -> datetime.datetime:
    """Where a new digest begins: nothing is told twice, and nothing left out that never went."""
    if last is None:
        return period.starts
    if last.status in (Status.DUE, Status.FAILED):
        return max(min(period.starts, last.period_from), period.starts - REACH_BACK)
    return max(period.starts, last.period_to)


def overtake(digests: list[Digest]) -> None:
    for digest in digests:
        try:
            digest.give_up(reason=OVERTAKEN)
        except MoveNotPossible:
            continue  # a worker took it after all
