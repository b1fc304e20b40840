from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from guidance.models import Technique
from guidance.permissions import can_edit_technique
from guidance.technique_forms import TechniqueForm
from procurement_portal.lib.field_changes import differences, saves
from procurement_portal.lib.workflow import StaleEdit

ONLY_MODERATORS = "Only LOTI’s moderators change the techniques."


def _technique(user, slug):
    if not can_edit_technique(user):
        raise PermissionDenied(ONLY_MODERATORS)
    return get_object_or_404(Technique.objects.visible_to(user), slug=slug)


def technique_edit(request, slug):
    technique = _technique(request.user, slug)
    if request.method != "POST":
        form = TechniqueForm(instance=technique, initial={"started_from": technique.version})
        return _editor(request, technique, form)
    form = TechniqueForm(request.POST)
    if not form.is_valid():
        return _editor(request, technique, form)
    try:
        technique.save_edit(
            by=request.user, started_from=form.cleaned_data["started_from"], **form.texts
        )
    except StaleEdit as stale:
        return _conflict(request, technique, form, stale.record)
    messages.success(request, "Saved. The version before is kept in the history.")
    return redirect(technique)


def _conflict(request, technique, form, theirs):
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.history.select_related("history_user").first()
    context = {
        "conflict": differences(Technique, theirs, form.texts),
        "changed_by": latest.history_user if latest else None,
        "changed_at": latest.history_date if latest else None,
    }
    return _editor(request, technique, TechniqueForm(typed), status=409, **context)


def _editor(request, technique, form, status=200, **context):
    context |= {"technique": technique, "form": form}
    return render(request, "guidance/technique_edit.html", context, status=status)


def technique_history(request, slug):
    technique = _technique(request.user, slug)
    context = {"technique": technique, "saves": saves(technique)}
    return render(request, "guidance/technique_history.html", context)
