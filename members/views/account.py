"""A person's own pages: name, ways to sign in, memberships, data, and the way out."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from members import closing, export
from members.forms import CloseAccountForm, NameForm
from members.joining import next_page
from members.permissions import can_leave_borough, is_member, must_have_second_factor
from members.views.posted import posted
from members.ways import rows_of_ways, ways_to_sign_in


def _row(key: str, value: str, url_name: str) -> dict:
    return {"key": key, "value": value, "actions": [{"text": "Change", "href": reverse(url_name)}]}


def account(request):
    user = request.user
    memberships = [
        {
            "membership": each,
            "can_leave": can_leave_borough(user, each),
            "leave_text": f"Leave {each.borough or 'LOTI'}",
        }
        for each in user.memberships.select_related("borough").order_by("-asked_at")
    ]
    ways = ways_to_sign_in(user)
    context = {
        "about": [
            _row("Name", user.name, "members:edit_name"),
            _row("Email address", user.email, "account_email"),
        ],
        "sign_in": rows_of_ways(user, ways),
        "ways": ways,
        "memberships": memberships,
        "must_have_second_factor": must_have_second_factor(user),
        "can_ask": not any(row["can_leave"] for row in memberships),
    }
    return render(request, "members/account.html", context)


def edit_name(request):
    form = NameForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        page = next_page(request.user)
        if page:
            return redirect(page)
        messages.success(request, "Your name is saved")
        return redirect("members:account")
    context = {"form": form, "is_new": not is_member(request.user)}
    return render(request, "members/edit_name.html", context)


def export_data(request):
    """Everything linked to the person, as one JSON file."""
    body = json.dumps(export.everything_about(request.user), indent=2, ensure_ascii=False)
    day = timezone.localdate().isoformat()
    disposition = f'attachment; filename="my-portal-data-{day}.json"'
    return HttpResponse(
        body, content_type="application/json", headers={"Content-Disposition": disposition}
    )


@reauthentication_required(app="allauth.mfa")
def close_account(request):
    """What stays and what goes; then the account is closed and every session of it ends."""
    form = CloseAccountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        closing.close(user)
        messages.success(request, "Your account is closed. Nobody can sign in to it any more")
        return redirect("home")
    context = {"form": form, "only_lead_of": closing.boroughs_left_without_lead(request.user)}
    return render(request, "members/close_account.html", context)
