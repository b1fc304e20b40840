"""My borough's decide-by dates in a calendar program, by a private address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.permissions import borough_ids
from needs.decision_calendar import calendar_file, decisions_of
from needs.models import CalendarAddress
from needs.permissions import can_have_calendar
from needs.sentences import join_names
from procurement_portal.lib.conditional import fingerprint, private, unchanged


def calendar(request):
    """The address, how to use it, and what it holds today."""
    _only_boroughs(request.user)
    found = CalendarAddress.objects.visible_to(request.user).first()
    context = {
        "address": _address(found) if found else "",
        "made_at": found.made_at if found else None,
        "boroughs": join_names(_boroughs(request.user)),
        "count": len(decisions_of(request.user, borough_ids(request.user))),
    }
    return render(request, "needs/calendar.html", context)


@require_POST
def renew_calendar(request):
    """A first address, or a new one: the last stops working at once."""
    _only_boroughs(request.user)
    CalendarAddress.renew(request.user)
    messages.success(request, "Your calendar has a new address. Earlier ones no longer work")
    return redirect("needs:calendar")


@login_not_required
def calendar_feed(request, token):
    """The calendar of the person the address was made for, while they belong to a borough."""
    found = CalendarAddress.of_token(token)
    if found is None or not can_have_calendar(found.user):
        raise Http404
    user = found.user
    name = f"Decide-by dates, {join_names(_boroughs(user))}"
    file = calendar_file(decisions_of(user, borough_ids(user)), name)
    etag = fingerprint(file)
    headers = {"Content-Disposition": 'inline; filename="decide-by-dates.ics"'}
    fresh = HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
    return unchanged(request, etag) or private(fresh, etag)


def _address(found: CalendarAddress) -> str:
    return settings.SITE_URL + reverse("needs:calendar_feed", kwargs={"token": found.token})


def _boroughs(user) -> list[str]:
    return [m.borough.short_name for m in user.active_memberships if m.borough_id]


def _only_boroughs(user) -> None:
    if not can_have_calendar(user):
        raise PermissionDenied("Calendars are for people who belong to a borough.")
