"""The people of a borough, for its leads; and what they decide about each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from members.forms import AcceptForm, ReasonForm, RoleForm
from members.models import Borough, Membership
from members.permissions import (
    borough_ids,
    can_change_role,
    can_decide_membership,
    can_end_membership,
    can_see_own_people,
    is_moderator,
    roles_to_give,
)
from members.tasks import tell
from members.views.posted import posted
from procurement_portal.lib.queue import enqueue_on_commit

Status = Membership.Status


def people_rows(user, memberships) -> list[dict]:
    """Each membership with what this person may do about it."""
    return [
        {
            "membership": each,
            "can_decide": each.status == Status.PENDING and can_decide_membership(user, each),
            "can_change_role": can_change_role(user, each),
            "can_end": can_end_membership(user, each),
        }
        for each in memberships
    ]


def people_of(user, borough) -> dict:
    """The parts of a people page: who waits, who belongs, who did."""
    seen = Membership.objects.visible_to(user).filter(borough=borough)
    seen = seen.select_related("user", "borough", "decided_by")
    return {
        "waiting": people_rows(user, seen.waiting()),
        "active": people_rows(user, seen.active().order_by("user__name", "pk")),
        "past": seen.filter(status__in=[Status.REFUSED, Status.ENDED]).order_by("-decided_at")[:50],
    }


def people(request):
    if not can_see_own_people(request.user):
        raise PermissionDenied("Only your borough’s lead or CIO sees this page.")
    led = borough_ids(request.user, Membership.LEADING)
    boroughs = list(Borough.objects.filter(pk__in=led))
    borough = next((b for b in boroughs if b.slug == request.GET.get("borough")), boroughs[0])
    context = {
        "borough": borough,
        "others": [b for b in boroughs if b != borough],
        **people_of(request.user, borough),
    }
    return render(request, "members/people.html", context)


def _people_page(user, membership) -> str:
    """The list this membership is decided from."""
    if is_moderator(user):
        borough = membership.borough
        if borough is None:
            return reverse("members:moderation_people")
        return reverse("members:moderation_borough", kwargs={"slug": borough.slug})
    return f"{reverse('members:people')}?borough={membership.borough.slug}"


def _membership(request, pk) -> Membership:
    return get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("user", "borough"), pk=pk
    )


def _decide(request, membership, form, template, act):
    """Show the form; once it is valid, act, tell the person and go back to the list."""
    back = _people_page(request.user, membership)
    if request.method == "POST" and form.is_valid():
        done = act(form.cleaned_data)
        enqueue_on_commit(tell, membership.pk)
        messages.success(request, done)
        return redirect(back)
    context = {"form": form, "membership": membership, "back": back}
    return render(request, template, context)


def accept(request, pk):
    membership = _membership(request, pk)
    if not can_decide_membership(request.user, membership):
        raise PermissionDenied
    roles = [Membership.Role(role) for role in roles_to_give(request.user, membership)]
    for_a_time = membership.basis != Membership.Basis.DOMAIN
    initial = {"role": Membership.Role.OFFICER}
    form = AcceptForm(posted(request), roles=roles, for_a_time=for_a_time, initial=initial)

    def act(answers):
        membership.accept(by=request.user, **answers)
        return f"{membership.user} now belongs to {membership.borough}"

    return _decide(request, membership, form, "members/accept.html", act)


def refuse(request, pk):
    membership = _membership(request, pk)
    if not can_decide_membership(request.user, membership):
        raise PermissionDenied

    def act(answers):
        membership.refuse(by=request.user, **answers)
        return f"{membership.user} is refused and will read why in an email"

    return _decide(request, membership, ReasonForm(posted(request)), "members/refuse.html", act)


def end(request, pk):
    membership = _membership(request, pk)
    if not can_end_membership(request.user, membership):
        raise PermissionDenied

    def act(answers):
        membership.end(by=request.user, **answers)
        return f"{membership.user} no longer belongs to {membership.borough}"

    return _decide(request, membership, ReasonForm(posted(request)), "members/end.html", act)


def change_role(request, pk):
    membership = _membership(request, pk)
    if not can_change_role(request.user, membership):
        raise PermissionDenied
    roles = [Membership.Role(role) for role in roles_to_give(request.user, membership)]
    form = RoleForm(posted(request), roles=roles, initial={"role": membership.role})

    def act(answers):
        membership.change_role(by=request.user, **answers)
        return f"{membership.user} is now {membership.get_role_display()} of {membership.borough}"

    return _decide(request, membership, form, "members/change_role.html", act)
