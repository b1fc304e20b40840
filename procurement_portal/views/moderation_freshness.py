"""Which boroughs' records need a nudge, who has nobody to keep them, and the reminders sent."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.models import Borough
from needs.coverage import Freshness, freshness_by_borough, london_in_words
from needs.handing import without_owner
from needs.models import ConfirmReminder
from needs.permissions import can_remind_borough
from needs.reminding import TooSoon, next_allowed, remind
from needs.tasks import remind_borough as send_reminder
from procurement_portal.lib.formatting import format_count, format_uk_date
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.views.moderation import tabs

LOGGED = 20


def _only_moderators(user) -> None:
    if not can_remind_borough(user):
        raise PermissionDenied("Only LOTI’s moderators can see how fresh every borough’s data is.")


def moderation_freshness(request):
    """The 33 boroughs, those with most to confirm first."""
    _only_moderators(request.user)
    figures = freshness_by_borough(request.user)
    reminders = ConfirmReminder.objects.visible_to(request.user).select_related("borough", "by")
    recent = {reminder.borough_id: reminder for reminder in reversed(reminders.recent())}
    boroughs = list(Borough.objects.all())
    rows = [_row(each, figures.get(each.pk, Freshness()), recent.get(each.pk)) for each in boroughs]
    ownerless = without_owner(request.user)
    context = {
        "tabs": tabs(request.user, reverse("moderation_freshness")),
        "headline": london_in_words(figures, len(boroughs)),
        "rows": sorted(rows, key=lambda row: (-row["figures"].stale, row["borough"].short_name)),
        "ownerless": [
            {
                "borough": each,
                "count": format_count(ownerless[each.pk], "record", "records"),
                "href": reverse("members:moderation_borough", args=[each.slug]),
            }
            for each in boroughs
            if each.pk in ownerless
        ],
        "reminders": reminders[:LOGGED],
        "pause": settings.REMINDER_PAUSE_DAYS,
    }
    return render(request, "procurement_portal/moderation_freshness.html", context)


def _row(borough: Borough, figures: Freshness, last: ConfirmReminder | None) -> dict:
    return {
        "borough": borough,
        "figures": figures,
        "again": next_allowed(last) if last else None,
        "can_remind": figures.stale and last is None,
    }


@require_POST
def remind_borough(request, slug):
    """Write to the borough's leads, unless they were written to lately."""
    _only_moderators(request.user)
    borough = get_object_or_404(Borough, slug=slug)
    try:
        reminder = remind(borough, by=request.user)
    except TooSoon as soon:
        when = format_uk_date(next_allowed(soon.last))
        messages.error(request, f"{borough} was reminded already. You can again from {when}")
    else:
        if reminder:
            enqueue_on_commit(send_reminder, reminder.pk)
            messages.success(request, f"The people who lead {borough} are being reminded by email")
        else:
            messages.warning(request, f"Everything of {borough} is confirmed")
    return redirect("moderation_freshness")
