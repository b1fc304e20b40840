"""A person's own pages: name, ways to sign in, memberships, data, and the way out."""

import json

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from members import closing, export
from members.forms import CloseAccountForm, NameForm
from members.joining import next_page
from members.permissions import can_leave_borough, has_moderator_role, is_member
from members.ways import ways_to_sign_in


def account(request):
    memberships = [
        {"membership": each, "can_leave": can_leave_borough(request.user, each)}
        for each in request.user.memberships.select_related("borough").order_by("-asked_at")
    ]
    context = {
        "ways": ways_to_sign_in(request.user),
        "memberships": memberships,
        "must_have_second_factor": has_moderator_role(request.user) or request.user.is_staff,
        "can_ask": not any(row["can_leave"] for row in memberships),
    }
    return render(request, "members/account.html", context)


def edit_name(request):
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        page = next_page(request.user)
        if page:
            return redirect(page)
        messages.success(request, "Your name is saved")
        return redirect("members:account")
    context = {"form": form, "is_new": not is_member(request.user)}
    return render(request, "members/edit_name.html", context)


def _wanted(request) -> str:
    """Where the person was going; the start of moderation when that is not an address of ours."""
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and wanted.startswith("/") else reverse("members:moderation_people")


def second_factor(request):
    """Why moderation is shut in this session, and how to open it."""
    context = {
        "ways": ways_to_sign_in(request.user),
        "wanted": _wanted(request),
        "needs_one": has_moderator_role(request.user) or request.user.is_staff,
        "is_given": request.user.second_factor_used,
    }
    return render(request, "members/second_factor.html", context)


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
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        closing.close(user)
        messages.success(request, "Your account is closed. Nobody can sign in to it any more")
        return redirect("home")
    context = {"form": form, "only_lead_of": closing.boroughs_left_without_lead(request.user)}
    return render(request, "members/close_account.html", context)
