from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from assistive_tech.barrier_forms import BarrierForm
from assistive_tech.barrier_likeness import similar_barriers
from assistive_tech.models import Barrier
from assistive_tech.permissions import boroughs_to_write_for, can_edit_barrier, can_raise_barrier
from assistive_tech.views.barriers_found import barrier_or_404
from members.models import Borough
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.workflow import StaleEdit

ONLY_AT_LEADS = (
    "A borough’s assistive technology lead raises its barriers and says “us too”. Your borough’s "
    "lead can give somebody that role."
)
NOT_NOW = (
    "Once a barrier is validated other boroughs rely on its text. Ask a LOTI moderator to "
    "change it."
)


def raise_barrier(request):
    """Those that say much the same are shown first; who still raises it saw them."""
    if not can_raise_barrier(request.user):
        raise PermissionDenied(ONLY_AT_LEADS)
    boroughs = Borough.objects.filter(gss__in=boroughs_to_write_for(request.user))
    if request.method != "POST":
        form = BarrierForm(initial={"borough": boroughs.first()}, boroughs=boroughs)
        return _page(request, form)
    form = BarrierForm(request.POST, boroughs=boroughs)
    if not form.is_valid():
        return _page(request, form)
    alike = similar_barriers(request.user, form.texts["title"], form.texts["text"])
    found = {one.barrier.reference for one in alike}
    if not found <= form.seen:
        typed = form.data.copy()
        typed["considered"] = " ".join(sorted(found | form.seen)[:40])
        again = BarrierForm(typed, boroughs=boroughs)
        return _page(request, again, alike=alike, speaking_for=form.cleaned_data["borough"].slug)
    barrier = Barrier(**form.texts)
    barrier.raise_for(
        form.cleaned_data["borough"],
        by=request.user,
        technology_classes=form.cleaned_data["technology_classes"],
    )
    messages.success(request, "Raised. When a second borough says “us too”, everybody can read it.")
    return redirect(barrier)


def edit_barrier(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_edit_barrier(request.user, barrier):
        owns = barrier.borough_id in boroughs_to_write_for(request.user)
        raise PermissionDenied(NOT_NOW if owns else ONLY_AT_LEADS)
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
    context = context | {"form": form, "barrier": barrier}
    return render(request, "assistive_tech/raise_barrier.html", context, status=status)
