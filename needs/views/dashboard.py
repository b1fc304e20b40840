"""The CIO's page: what to decide this quarter, with whom, and how sure the figures are."""

import datetime

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from members.models import Borough
from members.permissions import main_borough
from needs import sentences
from needs.coverage import Freshness, freshness_by_borough, london_in_words
from needs.landscape import coverage_of, landscape_for
from needs.models import Conversation, ConversationInvite, TenderGroup
from needs.permissions import can_see_overlap
from needs.ranking import decisions, ending, figures_by_capability, most_like, shared
from needs.views.overlap_tables import capability_lines, row_lines
from needs.views.own_overlaps import new_overlaps
from procurement_portal.lib.formatting import format_uk_date

NEW_DAYS = 30
SHOWN = 10
FEW = 5


def dashboard(request):
    """Decisions first; then own contracts, ranked categories, what changed and data health."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    borough = main_borough(request.user)
    group = chosen_group(request.GET.get("group"))
    landscape = landscape_for(request.user)
    in_group = landscape.narrowed(lambda row: row.tender_group == group)
    name = borough.short_name if borough else ""
    figures = shared(figures_by_capability(in_group))
    ending_rows = ending(landscape, name)
    context = {
        "borough": borough,
        "decisions": [decision_card(d) for d in decisions(landscape, name)],
        "asked": waiting_conversations(request.user, borough),
        "ending": row_lines(ending_rows[:SHOWN], landscape.today),
        "ending_total": len(ending_rows),
        "tabs": tabs(group),
        "group_name": TenderGroup(group).label,
        "group": group,
        "sentence": sentences.of_ranking(figures),
        "figures": capability_lines(figures[:SHOWN]),
        "new_needs": row_lines(new_needs(landscape, name), landscape.today),
        "new_overlaps": new_overlaps(request.user, borough, NEW_DAYS),
        "health": data_health(request.user, borough),
        "most_like": most_like_lines(landscape, borough),
        "contracts_href": reverse("needs:my_contracts"),
        "upload_href": reverse("needs:import_register"),
        "coverage": coverage_of(in_group, Borough.objects.count()),
    }
    return render(request, "needs/dashboard.html", context)


def chosen_group(asked: str | None) -> str:
    """The tender group asked for; core technologies, which CIOs look at first, when none is."""
    return asked if asked in TenderGroup.values else TenderGroup.CORE_TECHNOLOGIES


def tabs(group: str) -> list[dict]:
    order = [TenderGroup.CORE_TECHNOLOGIES, TenderGroup.BUSINESS_SYSTEMS]
    order.append(TenderGroup.INNOVATIVE_TOOLS)
    href = reverse("needs:dashboard")
    return [
        {"text": g.label, "href": f"{href}?group={g.value}#categories", "active": g == group}
        for g in order
    ]


def decision_card(decision) -> dict:
    row = decision.row
    href = reverse("needs:overlap_capability", kwargs={"slug": row.capability})
    count = sentences.count(len(decision.others), "other borough")
    return {
        "title": row.capability_name,
        "rows": [
            {"key": "Decide by", "value": format_uk_date(decision.by)},
            {"key": "What to decide", "value": sentences.of_decision(decision), "href": row.href},
            {"key": "Who else", "value": f"{count}: {sentences.join_names(decision.others)}"},
        ],
        "actions": [{"text": "See who could move together", "href": href}],
    }


def new_needs(landscape, name: str) -> list:
    """Other boroughs' needs published in the last month, the newest first."""
    since = landscape.today - datetime.timedelta(days=NEW_DAYS)
    rows = [
        row
        for row in landscape.counting
        if row.published_on and row.published_on >= since and row.borough != name
    ]
    return sorted(rows, key=lambda row: (row.published_on, row.side), reverse=True)[:FEW]


def waiting_conversations(user, borough):
    """What other boroughs ask this one to talk about, the first to be answered first."""
    if borough is None:
        return []
    waiting = ConversationInvite.objects.visible_to(user).waiting().filter(borough=borough)
    asked = Conversation.objects.visible_to(user).filter(invites__in=waiting)
    return asked.select_related("borough", "capability").order_by("answer_by")


def data_health(user, borough) -> dict | None:
    """How much of the borough's data counts, its contracts, and London's coverage."""
    if borough is None:
        return None
    figures = freshness_by_borough(user)
    own = figures.get(borough.pk, Freshness())
    return {
        "own": own,
        "contracts": own.contracts + own.stale_contracts,
        "london": london_in_words(figures, Borough.objects.count()),
    }


def most_like_lines(landscape, borough) -> list[dict]:
    if borough is None:
        return []
    href = reverse("needs:overlap")
    return [
        {
            "name": name,
            "number": sentences.count(number, "category", "categories"),
            "href": f"{href}?borough={borough.slug}&other={slug}",
        }
        for name, slug, number in most_like(landscape, borough.short_name)[:FEW]
    ]
