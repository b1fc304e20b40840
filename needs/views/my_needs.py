"""My borough's needs by state, each with its age and what to do next."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from members.permissions import borough_ids
from needs.confirming import last_undoable
from needs.ended import notes_for
from needs.models import Need
from procurement_portal.lib.freshness import freshness_words

Status = Need.Status
# Heading, the states under it, and what the borough does next.
STATES = (
    ("Sent back to you", (Status.SENT_BACK,), "Answer LOTI’s comment", "needs:post_tasks"),
    ("Drafts", (Status.DRAFT,), "Continue", "needs:post_tasks"),
    ("Not confirmed in time", (Status.STALE,), "Confirm it is still true", "needs:detail"),
    ("Waiting for LOTI", (Status.SUBMITTED,), "Read it", "needs:detail"),
    ("Published", (Status.PUBLISHED,), "See who else has it", "needs:detail"),
    ("In a group", (Status.IN_GROUP,), "See who is in it", "needs:detail"),
    ("Procuring", (Status.PROCURING,), "Mark as awarded when it is", "needs:detail"),
    ("Awarded", (Status.AWARDED,), "Close with its outcome", "needs:close"),
    ("Closed and withdrawn", (Status.CLOSED, Status.WITHDRAWN), "Read it", "needs:detail"),
)
MOST_SHOWN = 300
SOON = datetime.timedelta(days=30)


def my_needs(request):
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied(
            "You do not belong to a borough yet, so there are no needs of yours."
        )
    needs = list(
        Need.objects.visible_to(request.user)
        .filter(borough__in=own)
        .select_related("capability", "borough", "owner")
        .annotate(joined=Count("interests", filter=Q(interests__left_at__isnull=True)))
        .order_by("-changed_at")
        .defer("search")[:MOST_SHOWN]
    )
    groups = [
        {
            "title": title,
            "rows": [
                {
                    "need": n,
                    "next": text,
                    "href": reverse(route, args=[n.reference]),
                    "freshness": in_words(n) if n.can_be_confirmed else "",
                }
                for n in needs
                if n.status in states
            ],
        }
        for title, states, text, route in STATES
    ]
    context = {
        "groups": [group for group in groups if group["rows"]],
        "several": len(own) > 1,
        "ended": notes_for(request.user),
        **_confirming(request, own),
    }
    return render(request, "needs/my_needs.html", context)


def _confirming(request, own: list[str]) -> dict:
    """Needs whose confirmation is due within a month or overdue, to tick and confirm."""
    needs = Need.objects.visible_to(request.user).filter(borough__in=own)
    due = needs.to_confirm(timezone.localdate() + SOON)[:MOST_SHOWN]
    path, ticked = reverse("needs:my_needs"), request.GET.get("tick") == "all"
    rows = [
        {"reference": need.reference, "title": need.title, "freshness": in_words(need)}
        for need in due
    ]
    return {
        "due": rows,
        "ticked": ticked,
        "tick_href": path if ticked else f"{path}?tick=all",
        "back": path,
        "undo": last_undoable(request.user),
    }


def in_words(need: Need) -> str:
    stale = need.is_stale
    return freshness_words(need.last_confirmed_on, need.review_by, stale=stale, counted=True)
