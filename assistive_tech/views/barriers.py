from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assistive_tech.barrier_exports import entry_of, table_of
from assistive_tech.barrier_filters import SORTS, BarrierFilter
from assistive_tech.models import Barrier
from assistive_tech.permissions import can_raise_barrier
from members.permissions import borough_ids, is_member
from procurement_portal.lib.feeds import atom
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value

PAGE_SIZE = 20
FEED_ENTRIES = 50


def _listed(request) -> BarrierFilter:
    barriers = Barrier.objects.visible_to(request.user).listed().with_counts()
    return BarrierFilter(
        request.GET, queryset=barriers.order_by(*SORTS["boroughs"][1]).defer("search")
    )


@login_not_required
def barriers(request):
    listed = _listed(request)
    form = listed.form
    found = listed.qs.sharing_with(borough_ids(request.user))
    found = found.prefetch_related("technology_classes")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    pairs = kept(request.GET, form) if form.is_valid() else []
    context = {
        "form": form,
        "page": page,
        "count": page.paginator.count,
        "chips": chips_of(form, pairs, request.path),
        "previous_href": _page(request, pairs, page, -1) if page.has_previous() else "",
        "next_href": _page(request, pairs, page, 1) if page.has_next() else "",
        "csv_href": address(reverse("assistive_tech:barriers_export"), pairs),
        "atom_href": address(reverse("assistive_tech:barriers_feed"), pairs),
        "may_raise": can_raise_barrier(request.user),
        "has_borough": bool(borough_ids(request.user)),
        "is_member": is_member(request.user),
    }
    return render(request, "assistive_tech/barriers.html", context)


def _page(request, pairs, page, step: int) -> str:
    return address(request.path, with_value(pairs, "page", str(page.number + step)))


@login_not_required
def barriers_export(request):
    """The same rows as the list, whole, as CSV."""
    found = _listed(request).qs.prefetch_related("boroughs", "technology_classes", "actions")
    content = table_of(found, settings.SITE_URL)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="barriers.csv"'
    return response


@login_not_required
def barriers_feed(request):
    """The same rows as the list, what changed last first."""
    found = _listed(request).qs.annotate(changed_at=Coalesce(Max("events__at"), "created_at"))
    entries = [entry_of(barrier) for barrier in found.order_by("-changed_at", "-pk")[:FEED_ENTRIES]]
    return atom(
        title="Barriers to assistive technology",
        subtitle="What gets in the way, which boroughs it stops, and what is done about it",
        path=reverse("assistive_tech:barriers"),
        feed_path=reverse("assistive_tech:barriers_feed"),
        entries=entries,
    )


def my_barriers(request):
    """What the person has to do, and every barrier that their boroughs share or raised."""
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied("Only accepted members of a borough see this page.")
    seen = Barrier.objects.visible_to(request.user)
    shared = seen.exclude(status="merged").sharing_with(own).filter(is_ours=True)
    actions = request.user.barrier_actions.filter(status="open").select_related("barrier")
    asked = seen.filter(borough__in=own, merges__status="proposed")
    context = {
        "barriers": shared.with_counts().defer("search").order_by("title", "pk"),
        "actions": list(actions),
        "asked": asked.defer("search"),
        "may_raise": can_raise_barrier(request.user),
    }
    return render(request, "assistive_tech/my_barriers.html", context)
