"""How long categories usually take to buy: read and set by moderators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from needs import sentences
from needs.forms.lead_times import LeadTimeForm
from needs.lead_times import change_lead_time, last_changes, lead_times_of
from needs.models import Capability
from needs.permissions import can_set_lead_time
from needs.views.own_borough import posted
from procurement_portal.lib.formatting import format_months


def lead_times(request):
    """Every category's lead time, and when it was last set."""
    _only_moderators(request.user)
    changed = last_changes()
    rows = [
        {"capability": capability, "changed_at": changed.get(capability.pk)}
        for capability in Capability.objects.all()
    ]
    return render(request, "needs/lead_times.html", {"rows": rows})


def set_lead_time(request, slug):
    """Change one, with a reason; decide-by dates follow at once."""
    _only_moderators(request.user)
    capability = get_object_or_404(Capability, slug=slug)
    form = LeadTimeForm(posted(request), capability=capability)
    if request.method == "POST" and form.is_valid():
        months = form.cleaned_data["months"]
        reason = form.cleaned_data["reason"]
        moved = change_lead_time(capability, months, by=request.user, reason=reason)
        dates = sentences.count(moved, "decide-by date has", "decide-by dates have")
        messages.success(
            request, f"{capability} now takes {format_months(months)} to buy. {dates} moved"
        )
        return redirect("needs:lead_times")
    context = {"form": form, "capability": capability, "events": lead_times_of(capability)}
    return render(request, "needs/set_lead_time.html", context)


def _only_moderators(user) -> None:
    if not can_set_lead_time(user):
        raise PermissionDenied("Only LOTI’s moderators can change how long a category takes.")
