"""The start page: what this is for, and what there is to read."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assistive_tech.models import CaseStudy
from members.permissions import is_member
from needs.filters import ON_TIME
from needs.models import Contract, Need
from needs.rows import draw_all

SOONEST = 5


@login_not_required
def home(request):
    """The same page for everybody, with more in its figures for those who may see more."""
    needs = Need.objects.visible_to(request.user).live().filter(published_at__isnull=False)
    contracts = Contract.objects.visible_to(request.user).counting()
    sharing = set(needs.order_by().values_list("borough", flat=True).distinct())
    sharing |= set(contracts.order_by().values_list("borough", flat=True).distinct())
    coming = needs.filter(latest_start__gte=timezone.localdate()).order_by(
        "earliest_start", "reference"
    )
    studies = CaseStudy.objects.visible_to(request.user)
    context = {
        "figures": [
            {
                "number": f"{needs.count():,}",
                "text": "needs that boroughs share",
                "href": f"{reverse('needs:index')}?confirmed={ON_TIME}",
            },
            {
                "number": f"{len(sharing)} of 33",
                "text": "boroughs with something to see",
                "href": reverse("members:boroughs"),
            },
            {
                "number": f"{studies.listed().count():,}",
                "text": "case studies of assistive technology",
                "href": reverse("assistive_tech:index"),
            },
        ],
        "soonest": draw_all(coming[:SOONEST], member=is_member(request.user)),
        "member": is_member(request.user),
    }
    return render(request, "procurement_portal/home.html", context)
