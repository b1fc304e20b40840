"""Members log what a technique took them; a wrong entry is taken out, and can be put back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.models import Technique, TechniqueUse
from guidance.permissions import can_log_use, can_put_back_use, can_take_out_use
from guidance.technique_forms import UseForm
from members.models import Borough
from members.permissions import borough_ids, is_member


def log_use(request, slug):
    if not can_log_use(request.user):
        raise PermissionDenied("People of a borough log what a technique took them.")
    technique = get_object_or_404(Technique.objects.visible_to(request.user), slug=slug)
    own = Borough.objects.filter(pk__in=borough_ids(request.user)).order_by("name")
    form = UseForm(request.POST or None, boroughs=own)
    if request.method == "POST" and form.is_valid():
        use = form.save(commit=False)
        use.technique, use.by = technique, request.user
        use.save()
        messages.success(request, "Logged. If it is wrong, take it out under “Logged uses”.")
        return redirect(technique)
    return render(request, "guidance/log_use.html", {"technique": technique, "form": form})


def _use(user, slug, number) -> TechniqueUse:
    if not is_member(user):
        raise PermissionDenied("Logged uses are for members.")
    uses = TechniqueUse.objects.visible_to(user).select_related("technique")
    return get_object_or_404(uses, pk=number, technique__slug=slug)


@require_POST
def take_out_use(request, slug, number):
    use = _use(request.user, slug, number)
    if not can_take_out_use(request.user, use):
        raise PermissionDenied("Its writer and LOTI’s moderators take an entry out.")
    use.take_out(by=request.user)
    messages.success(request, "Taken out: it counts no more. You can put it back below.")
    return redirect(use.technique)


@require_POST
def put_back_use(request, slug, number):
    use = _use(request.user, slug, number)
    if not can_put_back_use(request.user, use):
        raise PermissionDenied("Whoever took an entry out, or a moderator, puts it back.")
    use.put_back()
    messages.success(request, "Put back: it counts again.")
    return redirect(use.technique)
