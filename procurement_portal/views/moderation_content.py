"""Guidance and case studies in the moderation queue: new texts, guides to review, comments."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from guidance.moderation import comments_to_do, comments_waiting, scheduled, to_review
from members.permissions import is_moderator
from procurement_portal.lib.working_days import add_working_days
from procurement_portal.views.moderation import SHOWN, WORKING_DAYS, content_waiting, tabs


def _only_moderators(user) -> None:
    if not is_moderator(user):
        raise PermissionDenied("Only LOTI’s moderators can open the moderation queue.")


def moderation_content(request):
    _only_moderators(request.user)
    items = [
        {**item, "due": add_working_days(item["since"], WORKING_DAYS)}
        for item in content_waiting(request.user)
    ]
    context = {
        "tabs": tabs(request.user, reverse("moderation_content")),
        "items": items,
        "scheduled": scheduled(request.user),
    }
    return render(request, "procurement_portal/moderation_content.html", context)


def moderation_guidance(request):
    """Guides past their review date."""
    _only_moderators(request.user)
    context = {
        "tabs": tabs(request.user, reverse("moderation_guidance")),
        "items": to_review(request.user),
    }
    return render(request, "procurement_portal/moderation_guidance.html", context)


def moderation_comments(request):
    """What readers say of guidance and nobody has answered, and what was promised."""
    _only_moderators(request.user)
    waiting = list(comments_waiting(request.user)[:SHOWN])
    context = {
        "tabs": tabs(request.user, reverse("moderation_comments")),
        "waiting": waiting,
        "late": [comment for comment in waiting if comment.is_late],
        "to_do": comments_to_do(request.user)[:SHOWN],
    }
    return render(request, "procurement_portal/moderation_comments.html", context)
