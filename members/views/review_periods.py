"""How long records count before they must be confirmed again: read and set by moderators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from members.forms import ReviewPeriodForm
from members.models import ReviewPeriod
from members.permissions import can_set_review_periods
from members.views.posted import posted
from procurement_portal.lib.freshness import review_days


def review_periods(request):
    """What holds now, a form to change it, and every change before."""
    if not can_set_review_periods(request.user):
        raise PermissionDenied("Only LOTI’s moderators can change when records must be confirmed.")
    form = ReviewPeriodForm(posted(request))
    if request.method == "POST" and form.is_valid():
        saved = form.save_by(request.user)
        kind = saved.get_kind_display()
        messages.success(
            request,
            f"{kind} confirmed from today on must be confirmed again after {saved.days} days",
        )
        return redirect("members:review_periods")
    today = timezone.localdate()
    context = {
        "form": form,
        "rows": [
            {"key": label, "value": f"{review_days(kind, today)} days"}
            for kind, label in ReviewPeriod.Kind.choices
        ],
        "changes": ReviewPeriod.objects.visible_to(request.user).select_related("by"),
    }
    return render(request, "members/review_periods.html", context)
