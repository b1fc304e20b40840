"""Coming to belong to a borough: choosing, asking, waiting, leaving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from members import joining
from members.forms import AskToJoinForm, ChooseBoroughForm
from members.models import Membership
from members.permissions import can_leave_borough
from members.tasks import tell
from members.views.posted import posted
from procurement_portal.lib.queue import enqueue_on_commit

THERE_ALREADY = "You already belong to this borough, or wait to be accepted there"


def _ask(request, **asked):
    """Make the waiting membership and tell those who decide; then the page that says so."""
    membership = joining.ask(request.user, **asked)
    if membership is None:
        messages.info(request, THERE_ALREADY)
    else:
        enqueue_on_commit(tell, membership.pk)
    return redirect("members:waiting")


def choose_borough(request):
    """Between the boroughs that share the domain of the person's verified address."""
    verified = joining.has_verified_address(request.user)
    boroughs = joining.boroughs_of(request.user.email) if verified else []
    if not boroughs:
        return redirect("members:ask_to_join")
    form = ChooseBoroughForm(posted(request), boroughs=boroughs)
    if request.method == "POST" and form.is_valid():
        borough = form.cleaned_data["borough"]
        return _ask(request, borough=borough, basis=Membership.Basis.DOMAIN)
    context = {"form": form, "domain": joining.domain_of(request.user.email)}
    return render(request, "members/choose_borough.html", context)


def ask_to_join(request):
    """For an address no borough uses: which borough, and why."""
    form = AskToJoinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        asked = {"borough": form.cleaned_data["borough"], "note": form.cleaned_data["note"]}
        return _ask(request, basis=Membership.Basis.ASKED, **asked)
    context = {"form": form, "domain": joining.domain_of(request.user.email)}
    return render(request, "members/ask_to_join.html", context)


def waiting(request):
    """What happens next, and who decides."""
    memberships = request.user.memberships.select_related("borough").order_by("-asked_at")
    rows = [
        {
            "membership": each,
            "has_leads": joining.has_leads(each.borough),
            "reason": each.last_reason if each.status != Membership.Status.PENDING else "",
            "can_leave": can_leave_borough(request.user, each),
        }
        for each in memberships
    ]
    can_ask = not any(row["can_leave"] for row in rows)
    return render(request, "members/waiting.html", {"rows": rows, "can_ask": can_ask})


@require_POST
def leave(request, pk):
    """Take back a request, or leave a borough."""
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    if not can_leave_borough(request.user, membership):
        raise PermissionDenied
    membership.drop(by=request.user, reason="The person left")
    messages.success(request, f"You no longer belong to {membership.borough or 'LOTI'}")
    return redirect("members:account")
