"""Pages about boroughs, made of what several rooms know of them."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from assistive_tech.models import CaseStudy
from members.boundaries import paths_of
from members.models import Borough
from members.permissions import is_member
from needs.models import Contract, Need, PublishedNotice
from needs.notice_rows import read_notices
from needs.notice_rows import row_of as notice_row
from needs.rows import draw_all

SHOWN = 10  # rows of each kind on a borough's page


@login_not_required
def boroughs(request):
    """The 33 boroughs with what they share: a map, and the list that is the real control."""
    found = list(Borough.objects.all())
    needs = _by_borough(_needs(request.user))
    contracts = _by_borough(Contract.objects.visible_to(request.user).live())
    paths, view_box = paths_of({b.gss: b.boundary for b in found if b.boundary})
    rows = [
        {
            "name": b.short_name,
            "href": b.get_absolute_url(),
            "needs": needs[b.gss],
            "contracts": contracts[b.gss],
            "count": needs[b.gss] if needs[b.gss] or contracts[b.gss] else None,
        }
        for b in found
    ]
    shapes = [
        {"path": paths[b.gss], **row} for b, row in zip(found, rows, strict=True) if b.gss in paths
    ]
    context = {
        "rows": rows,
        "shapes": shapes,
        "view_box": view_box,
        "sharing": sum(row["count"] is not None for row in rows),
    }
    return render(request, "members/boroughs.html", context)


def _needs(user):
    return Need.objects.visible_to(user).live()


def _by_borough(rows) -> Counter:
    """How many rows each borough has, by GSS code."""
    return Counter(rows.order_by().values_list("borough", flat=True))


@login_not_required
def borough(request, slug):
    """One borough: public facts, its needs, contracts and notices that this reader may see."""
    found = get_object_or_404(Borough.objects.prefetch_related("loti_periods"), slug=slug)
    member = is_member(request.user)
    needs = _needs(request.user).filter(borough=found)
    contracts = Contract.objects.visible_to(request.user).live().filter(borough=found)
    notices = PublishedNotice.objects.visible_to(request.user).filter(borough=found)
    studies = CaseStudy.objects.visible_to(request.user).filter(borough=found)
    contract_count = contracts.count()
    context = {
        "borough": found,
        "facts": _facts(found),
        "needs": draw_all(needs.order_by("-published_at", "reference")[:SHOWN], member=member),
        "need_count": needs.count(),
        "contracts": contracts.select_related("supplier", "capability").order_by("end")[:SHOWN],
        "contract_count": contract_count,
        "unconfirmed": contract_count - contracts.fresh().count(),
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
