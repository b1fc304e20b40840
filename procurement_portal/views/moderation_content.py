"""The part of the moderation queue that holds guidance and case studies."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from members.permissions import is_moderator
from procurement_portal.lib.working_days import add_working_days
from procurement_portal.views.moderation import WORKING_DAYS, content_waiting, tabs


def moderation_content(request):
    if not is_moderator(request.user):
        raise PermissionDenied("Only LOTI’s moderators can open the moderation queue.")
    items = [
        {**item, "due": add_working_days(item["since"], WORKING_DAYS)}
        for item in content_waiting(request.user)
    ]
    context = {"tabs": tabs(request.user, reverse("moderation_content")), "items": items}
    return render(request, "procurement_portal/moderation_content.html", context)
