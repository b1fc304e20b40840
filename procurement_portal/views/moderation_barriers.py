"""Barriers that one borough or LOTI raised, for LOTI's moderators to validate on one screen."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assistive_tech.barrier_queue import barriers_to_validate, merges_to_answer
from members.permissions import is_moderator
from procurement_portal.lib.working_days import add_working_days
from procurement_portal.views.moderation import SHOWN, WORKING_DAYS, tabs


def moderation_barriers(request):
    if not is_moderator(request.user):
        raise PermissionDenied("Only LOTI’s moderators can open the moderation queue.")
    waiting = barriers_to_validate(request.user)
    items = [_item(barrier) for barrier in waiting[:SHOWN]]
    context = {
        "tabs": tabs(request.user, reverse("moderation_barriers")),
        "items": items,
        "more": max(0, waiting.count() - SHOWN) if len(items) == SHOWN else 0,
        "merges": merges_to_answer(request.user),
    }
    return render(request, "procurement_portal/moderation_barriers.html", context)


def _item(barrier) -> dict:
    due = add_working_days(barrier.created_at, WORKING_DAYS)
    return {"barrier": barrier, "due": due, "late": due < timezone.localdate()}
