"""The people of all boroughs, for LOTI's moderators, and the domains boroughs are known by."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from members.forms import DomainForm
from members.models import Borough, BoroughDomain, Membership
from members.permissions import can_moderate_people
from members.views.people import people_of, people_rows
from members.views.posted import posted

Status, Role = Membership.Status, Membership.Role


def _must_moderate(request):
    if not can_moderate_people(request.user):
        raise PermissionDenied("Only LOTI’s moderators see this page.")


def moderation_people(request):
    _must_moderate(request)
    seen = Membership.objects.visible_to(request.user).select_related("user", "borough")
    leading = Q(memberships__role__in=Membership.LEADING)
    boroughs = Borough.objects.annotate(
        waiting=Count("memberships", Q(memberships__status=Status.PENDING)),
        active=Count("memberships", Q(memberships__status=Status.ACTIVE)),
        leads=Count("memberships", Q(memberships__status=Status.ACTIVE) & leading),
    )
    context = {
        "waiting": people_rows(request.user, seen.waiting()[:100]),
        "boroughs": boroughs,
        "team": seen.moderating().order_by("user__name", "pk"),
    }
    return render(request, "members/moderation_people.html", context)


def moderation_borough(request, slug):
    """One borough's people and domains."""
    _must_moderate(request)
    borough = get_object_or_404(Borough, slug=slug)
    form = DomainForm(posted(request), instance=BoroughDomain(borough=borough))
    if request.method == "POST" and form.is_valid():
        domain = form.save()
        messages.success(request, f"Addresses at {domain} now point to {borough}")
        return redirect("members:moderation_borough", slug=slug)
    context = {
        "borough": borough,
        "form": form,
        "domains": borough.domains.all(),
        **people_of(request.user, borough),
    }
    return render(request, "members/moderation_borough.html", context)


@require_POST
def remove_domain(request, slug, pk):
    """New people with this domain have to ask; those who belong already are not touched."""
    _must_moderate(request)
    borough = get_object_or_404(Borough, slug=slug)
    domain = get_object_or_404(borough.domains, pk=pk)
    domain.delete()
    messages.success(request, f"Addresses at {domain} no longer point to {borough}")
    return redirect("members:moderation_borough", slug=slug)
