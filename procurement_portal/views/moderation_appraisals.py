"""Case studies to appraise, to reconcile and to publish, for LOTI's moderators."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from assistive_tech.appraisal_reading import agreement_so_far
from assistive_tech.models import CaseStudy
from assistive_tech.moderation import to_appraise, to_settle
from members.permissions import is_moderator
from procurement_portal.views.moderation import tabs

SHOWN = 50
Status = CaseStudy.Status
# What follows for a record in this state, and the route where it is done.
NEXT = {
    Status.APPRAISED: ("To reconcile", "assistive_tech:reconcile"),
    Status.RECONCILED: ("To publish", "assistive_tech:detail"),
    Status.DUE: ("Due for refresh", "assistive_tech:detail"),
}


def moderation_appraisals(request):
    if not is_moderator(request.user):
        raise PermissionDenied("Only LOTI’s moderators can open the moderation queue.")
    studies = to_appraise(request.user)
    items = [
        {"study": study, "url": reverse("assistive_tech:appraise", args=[study.slug])}
        for study in studies[:SHOWN]
    ]
    settling = [
        {"study": study, "words": words, "url": reverse(route, args=[study.slug])}
        for study in to_settle(request.user)
        for words, route in [NEXT[study.status]]
    ]
    context = {
        "tabs": tabs(request.user, reverse("moderation_appraisals")),
        "items": items,
        "more": max(0, studies.count() - SHOWN),
        "settling": settling,
        "agreement": agreement_so_far(request.user),
    }
    return render(request, "procurement_portal/moderation_appraisals.html", context)
