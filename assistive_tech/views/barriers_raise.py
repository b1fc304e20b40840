from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from assistive_tech.barrier_forms import BarrierForm
from assistive_tech.barrier_likeness import similar_barriers
from assistive_tech.models import Barrier
from assistive_tech.permissions import (
    can_edit_barrier,
    can_raise_barrier,
    owns_barrier,
    raised_barrier,
)
from assistive_tech.views.barriers_found import barrier_or_404, link_trial_named, trial_named
from members.models import Borough
from members.permissions import borough_ids, is_moderator
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import StaleEdit

ONLY_MEMBERS = "Accepted members of a borough raise its barriers, and LOTI’s moderators LOTI’s."
ONLY_ITS_OWN = (
    "Who raised a barrier and the assistive technology lead of their borough change its text."
)
NOT_NOW = (
    "Once a barrier is validated other boroughs rely on its text. Ask a LOTI moderator to "
    "change it."
)
RAISED = "Raised. When a second borough says “us too”, everybody can read it."
RAISED_BY_LOTI = (
    "Raised for LOTI. When two boroughs say “us too”, or another moderator validates it, everybody "
    "can read it."
)


def raise_barrier(request):
    """Those that say much the same are shown first; who still raises it saw them."""
    if not can_raise_barrier(request.user):
        raise PermissionDenied(ONLY_MEMBERS)
    boroughs = Borough.objects.filter(gss__in=borough_ids(request.user))
    who = {"boroughs": boroughs, "for_loti": is_moderator(request.user)}
    if request.method != "POST":
        return _page(request, BarrierForm(initial=_begun(request, boroughs), **who))
    form = BarrierForm(request.POST, **who)
    if not form.is_valid():
        return _page(request, form)
    alike = similar_barriers(request.user, form.texts["title"], form.texts["text"])
    found = {one.barrier.reference for one in alike}
    borough = form.cleaned_data.get("borough")
    if not found <= form.seen:
        typed = form.data.copy()
        typed["considered"] = " ".join(sorted(found | form.seen)[:40])
        again = BarrierForm(typed, **who)
        return _page(request, again, alike=alike, speaking_for=borough)
    barrier = Barrier(**form.texts)
    classes = form.cleaned_data["technology_classes"]
    barrier.raise_for(borough, by=request.user, technology_classes=classes)
    link_trial_named(request, barrier)
    messages.success(request, RAISED if borough else RAISED_BY_LOTI)
    return redirect(barrier)


def _begun(request, boroughs) -> dict:
    """What the form begins with: from a trial, its technology and the borough that leads it."""
    trial = trial_named(request)
    if trial is None:
        return {"borough": boroughs.first()}
    return {
        "borough": boroughs.filter(pk=trial.lead_id).first() or boroughs.first(),
        "technology_classes": [trial.technology_class_id],
        "trial": trial.reference,
    }


def edit_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_edit_barrier(request.user, barrier):
        own = owns_barrier(request.user, barrier) or raised_barrier(request.user, barrier)
        raise PermissionDenied(NOT_NOW if own else ONLY_ITS_OWN)
    if request.method != "POST":
        form = BarrierForm(instance=barrier, initial={"started_from": barrier.version})
        return _page(request, form, barrier)
    stands = Barrier(pk=barrier.pk)  # what is typed is not put on the record before it is saved
    form = BarrierForm(request.POST, instance=stands)
    if not form.is_valid():
        return _page(request, form, barrier)
    try:
        barrier.save_edit(
            by=request.user,
            started_from=form.cleaned_data["started_from"] or 0,
            texts=form.texts,
            technology_classes=form.cleaned_data["technology_classes"],
        )
    except StaleEdit as stale:
        return _conflict(request, form, stale.record)
    messages.success(request, "Saved.")
    return redirect(barrier)


def _conflict(request, form, theirs):
    typed = form.data.copy()
    typed["started_from"] = str(theirs.version)
    latest = theirs.history.select_related("history_user").first()
    context = {
        "conflict": differences(Barrier, theirs, form.texts),
        "changed_by": latest.history_user if latest else None,
        "changed_at": latest.history_date if latest else None,
    }
    return _page(request, BarrierForm(typed), theirs, status=409, **context)


def _page(request, form, barrier=None, status=200, **context):
    context = context | {"form": form, "barrier": barrier, "trial": trial_named(request)}
    context["for_loti"] = is_moderator(request.user) and not borough_ids(request.user)
    return render(request, "assistive_tech/raise_barrier.html", context, status=status)
