"""Last week's digest for a few example people, so that captured mail has something to read."""

from django.utils import timezone

from community import scheduling, sending
from community.models import Digest
from community.periods import last_week
from members.models import Membership, User

ROLES = (Membership.Role.OFFICER, Membership.Role.LEAD, Membership.Role.CIO)


def send_example_digests() -> int:
    """One for the first person of each role who has none for that week; how many went."""
    period = last_week(timezone.now())
    people = [
        User.objects.examples().filter(memberships__role=role).order_by("memberships__pk").first()
        for role in ROLES
    ]
    for person in filter(None, people):
        scheduling.schedule(period, person)
    digests = Digest.objects.filter(period=period.key, user__in=filter(None, people))
    return sending.send_due(digests, limit=len(ROLES)).sent
