"""Barriers that wait for a moderator: to be validated, and LOTI's own that others would merge."""

from django.db.models import Exists, OuterRef

from assistive_tech.models import Barrier, BarrierEvent, BarrierMerge, BarrierMergeEvent
from members.permissions import is_moderator


def barriers_to_validate(user):
    """Raised ones, the oldest first, with `affected` and `is_own`; none to others.

    `is_own`: this moderator raised it or changed its text, so that another has to validate it.
    """
    if not is_moderator(user):
        return Barrier.objects.none()
    own = BarrierEvent.objects.filter(record=OuterRef("pk"), by=user, verb__in=("raise", "edit"))
    raised = Barrier.objects.visible_to(user).filter(status=Barrier.Status.RAISED)
    return (
        raised.with_counts()
        .annotate(is_own=Exists(own))
        .select_related("borough")
        .defer("search")
        .order_by("created_at", "pk")
    )


def merges_to_answer(user):
    """Merges of what LOTI raised, which another moderator than this one proposed."""
    if not is_moderator(user):
        return BarrierMerge.objects.none()
    waiting = BarrierMerge.objects.filter(
        status=BarrierMerge.Status.PROPOSED, barrier__borough=None, barrier__status__in=Barrier.OPEN
    )
    mine = BarrierMergeEvent.objects.filter(record=OuterRef("pk"), by=user, verb="propose")
    return waiting.exclude(Exists(mine)).select_related("barrier", "into").order_by("created_at")


def barriers_waiting(user) -> list:
    """What this moderator may decide about: barriers, and merges."""
    return [barriers_to_validate(user).filter(is_own=False), merges_to_answer(user)]
