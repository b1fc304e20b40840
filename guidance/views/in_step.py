from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from guidance.forms import StepForm
from guidance.in_step import advice_for, is_behind, pins
from guidance.models import GuideInStep
from guidance.permissions import can_edit_guide
from guidance.stages import published_guides
from guidance.views.editing import ONLY_MODERATORS

Step = GuideInStep.Step


def steps(request):
    """Where guidance stands in people's way of working, and what of it is behind its guide."""
    if not can_edit_guide(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    rows = pins(request.user)
    context = {"rows": rows, "behind": sum(row["is_behind"] for row in rows)}
    return render(request, "guidance/steps.html", context)


def step(request, step):
    """What one step shows: choose another section, the newest version of it, or nothing."""
    if not can_edit_guide(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    if step not in Step.values:
        raise Http404
    history = list(
        GuideInStep.objects.visible_to(request.user)
        .filter(step=step)
        .select_related("version__guide", "by")
    )
    pin = history[0] if history else None
    form = StepForm(request.POST or None, guides=published_guides(request.user), pin=pin)
    label = Step(step).label
    if request.method == "POST" and form.is_valid():
        form.pin(step, by=request.user)
        messages.success(request, f"Saved what “{label}” shows.")
        return redirect("guidance:steps")
    context = {
        "form": form,
        "label": label,
        "advice": advice_for(request.user, step),
        "is_behind": is_behind(pin),
        "events": [{"title": _said(row), "by": row.by, "at": row.at} for row in history],
    }
    return render(request, "guidance/step.html", context)


def _said(row) -> str:
    if row.version is None:
        return "Nothing shown"
    return f"“{row.section}” of {row.version.title}, version {row.version.number}"
