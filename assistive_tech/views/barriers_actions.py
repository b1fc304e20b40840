from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect

from assistive_tech.barrier_forms import ActionForm, FinishForm, ProgressForm
from assistive_tech.models import Barrier
from assistive_tech.permissions import (
    boroughs_to_write_for,
    can_update_action,
    can_work_on_barrier,
)
from assistive_tech.views.barriers_found import ask, barrier_or_404
from members.models import Membership
from members.permissions import is_moderator
from procurement_portal.lib.workflow import MoveNotPossible

ONLY_SHARING = (
    "The assistive technology leads of boroughs that share this barrier, and LOTI’s moderators, "
    "do this."
)
ONLY_ITS_OWNER = (
    "The action’s owner, the assistive technology lead of its borough, and LOTI’s moderators, "
    "do this."
)


def owners_for(user, barrier: Barrier, now=None):
    """Who may be given an action: people of one’s own boroughs; to LOTI, of all that share it.

    `now` is the action's owner, who can keep it whoever changes the rest.
    """
    sharing = barrier.sharing.values("borough")
    if is_moderator(user):
        wanted = Q(borough__in=sharing) | Q(role=Membership.Role.MODERATOR)
    else:
        wanted = Q(borough__in=boroughs_to_write_for(user)) & Q(borough__in=sharing)
    if now:
        wanted |= Q(user=now)
    people = Membership._base_manager.none() if user is None else Membership.objects
    return people.active().filter(wanted).select_related("user", "borough").order_by("user__name")


def add_action(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_work_on_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_SHARING)
    form = ActionForm(request.POST or None, owners=owners_for(request.user, barrier))
    if request.method == "POST" and form.is_valid():
        barrier.add_action(by=request.user, **form.values)
        messages.success(request, "Action added.")
        return redirect(barrier)
    if barrier.status not in barrier.ACTED_ON:
        raise MoveNotPossible(barrier, "act")
    return ask(request, barrier, form, "Add an action")


def _action(request, reference, pk):
    barrier = barrier_or_404(request.user, reference)
    actions = barrier.actions.select_related("owner", "borough")
    action = get_object_or_404(actions, pk=pk)
    if not can_update_action(request.user, action):
        raise PermissionDenied(ONLY_ITS_OWNER)
    return barrier, action


def change_action(request, reference, pk):
    barrier, action = _action(request, reference, pk)
    owners = owners_for(request.user, barrier, action.owner)
    now = owners.filter(user=action.owner, borough=action.borough).first()
    initial = {"text": action.text, "due_on": action.due_on, "owner": now}
    form = ActionForm(request.POST or None, initial=initial, owners=owners, due_was=action.due_on)
    if request.method == "POST" and form.is_valid():
        action.change(by=request.user, **form.values)
        messages.success(request, "Saved.")
        return redirect(barrier)
    return ask(request, barrier, form, "Change an action", action=action)


def add_progress(request, reference, pk):
    barrier, action = _action(request, reference, pk)
    form = ProgressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not action.is_open:
            raise MoveNotPossible(action, "change")
        action.progress.create(text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "Progress added. The boroughs that share it hear of it.")
        return redirect(barrier)
    return ask(request, barrier, form, "Add progress", action=action)


def finish_action(request, reference, pk):
    barrier, action = _action(request, reference, pk)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data["status"] == action.Status.DONE
        verb = action.finish if done else action.drop
        verb(by=request.user, outcome=form.cleaned_data["outcome"])
        messages.success(request, "Saved.")
        return redirect(barrier)
    return ask(request, barrier, form, "Finish an action", action=action)
