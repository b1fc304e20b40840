"""My borough's needs by state, each with its age and what to do next."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse

from members.permissions import borough_ids
from needs.models import Need

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
                {"need": n, "next": text, "href": reverse(route, args=[n.reference])}
                for n in needs
                if n.status in states
            ],
        }
        for title, states, text, route in STATES
    ]
    context = {"groups": [group for group in groups if group["rows"]], "several": len(own) > 1}
    return render(request, "needs/my_needs.html", context)
