"""Pages about boroughs, made of what several rooms know of them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from assistive_tech.models import CaseStudy
from members.boundaries import paths_of
from members.models import Borough
from members.permissions import is_member
from needs.coverage import Freshness, freshness_by_borough, freshness_of, london_in_words
from needs.models import Contract, Need, PublishedNotice
from needs.notice_rows import read_notices
from needs.notice_rows import row_of as notice_row
from needs.rows import draw_all

SHOWN = 10  # rows of each kind on a borough's page
RELATED = ("borough", "supplier", "capability")


@login_not_required
def boroughs(request):
    """The 33 boroughs with what they share: a map, and the list that is the real control."""
    found = list(Borough.objects.all())
    figures = freshness_by_borough(request.user)
    paths, view_box = paths_of({b.gss: b.boundary for b in found if b.boundary})
    rows = [_row(b, figures.get(b.gss, Freshness())) for b in found]
    shapes = [
        {"path": paths[b.gss], **row} for b, row in zip(found, rows, strict=True) if b.gss in paths
    ]
    context = {
        "rows": rows,
        "shapes": shapes,
        "view_box": view_box,
        "sharing": sum(row["count"] is not None for row in rows),
        "headline": london_in_words(figures, len(rows)),
    }
    return render(request, "members/boroughs.html", context)


def _row(borough: Borough, figures: Freshness) -> dict:
    """What the borough shares that counts, and how much of all it shares that is."""
    return {
        "name": borough.short_name,
        "href": borough.get_absolute_url(),
        "needs": figures.needs,
        "contracts": figures.contracts,
        "count": figures.needs if figures.total else None,
        "figures": figures,
    }


def _needs(user):
    return Need.objects.visible_to(user).live()


@login_not_required
def borough(request, slug):
    """One borough: public facts, its needs, contracts and notices that this reader may see."""
    found = get_object_or_404(Borough.objects.prefetch_related("loti_periods"), slug=slug)
    member = is_member(request.user)
    needs = _needs(request.user).filter(borough=found)
    contracts = Contract.objects.visible_to(request.user).counting().filter(borough=found)
    notices = PublishedNotice.objects.visible_to(request.user).filter(borough=found)
    studies = CaseStudy.objects.visible_to(request.user).filter(borough=found)
    freshness = freshness_of(request.user, found)
    context = {
        "borough": found,
        "facts": _facts(found),
        "needs": draw_all(needs.order_by("-published_at", "reference")[:SHOWN], member=member),
        "need_count": freshness.needs,
        "contracts": contracts.select_related(*RELATED).order_by("end")[:SHOWN],
        "freshness": freshness,
        "faded": _faded(request.user, found, member),
        "notices": [
            notice_row(f, member=member)
            for f in read_notices(notices).order_by("-published_order", "notice_id")[:SHOWN]
        ],
        "notice_count": notices.count(),
        "studies": studies.only("slug", "title")[:SHOWN],
        "member": member,
        "today": timezone.localdate(),
    }
    return render(request, "members/borough.html", context)


def _faded(user, borough: Borough, member: bool) -> dict:
    """The first records that nobody confirmed in time: shown, and counted nowhere."""
    needs = Need.objects.visible_to(user).unconfirmed().filter(borough=borough)
    contracts = Contract.objects.visible_to(user).live().unconfirmed().filter(borough=borough)
    related = contracts.select_related(*RELATED)
    return {
        "needs": draw_all(needs.order_by("-published_at", "reference")[:SHOWN], member=member),
        "contracts": related.order_by("end", "pk")[:SHOWN],
    }


def _facts(borough: Borough) -> list[dict]:
    """Rows of a summary list. Each period of LOTI membership names where it is known from."""
    facts = [
        {"key": "Full name", "value": borough.name},
        {"key": "GSS code", "value": borough.gss},
        {"key": "Register code", "value": borough.code},
        {"key": "Website", "value": borough.website, "href": borough.website},
    ]
    facts += [{"key": "LOTI member", "value": p.in_words} for p in borough.loti_periods.all()]
    if not borough.loti_periods.all():
        facts.append({"key": "LOTI member", "value": "Not known to this portal"})
    return facts
