"""Categories: what systems do for a council, and who needs or has one."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from members.permissions import is_member
from needs.models import Capability, Contract, CpvCode, Need
from needs.permissions import can_set_lead_time
from needs.rows import draw_all
from procurement_portal.lib.formatting import format_months

SHOWN = 20


@login_not_required
def capabilities(request):
    """Every category under its parent, with how much of it this reader can see.

    A parent's numbers hold its children's, as its own page does.
    """
    found = list(Capability.objects.select_related("parent"))
    parents = {c.pk: c.parent_id for c in found}
    needs = _counted(_needs(request.user), parents)
    contracts = _counted(_contracts(request.user), parents)
    groups: dict[int, dict] = {
        c.pk: {"capability": c, "rows": []} for c in found if c.parent_id is None
    }
    for capability in found:
        groups[capability.parent_id or capability.pk]["rows"].append(
            {
                "name": capability.name,
                "href": capability.get_absolute_url(),
                "needs": needs[capability.pk],
                "contracts": contracts[capability.pk],
            }
        )
    return render(request, "needs/capabilities.html", {"groups": list(groups.values())})


def _counted(rows, parents: dict) -> Counter:
    """How many rows each capability has, those of its children included."""
    counted = Counter(rows.values_list("capability", flat=True))
    for pk, count in list(counted.items()):
        if parents.get(pk):
            counted[parents[pk]] += count
    return counted


def _needs(user):
    return Need.objects.visible_to(user).live().order_by()


def _contracts(user):
    return Contract.objects.visible_to(user).counting().order_by()


@login_not_required
def capability(request, slug, read_more=()):
    """One category: what it is, how long it takes to buy, and who needs or has it.

    `read_more`: text and href of what other rooms have on it.
    """
    found = get_object_or_404(
        Capability.objects.select_related("parent", "service_area").prefetch_related("children"),
        slug=slug,
    )
    member = is_member(request.user)
    family = [found.pk, *(child.pk for child in found.children.all())]
    needs = _needs(request.user).filter(capability__in=family)
    contracts = _contracts(request.user).filter(capability__in=family)
    context = {
        "capability": found,
        "facts": _facts(found, can_set_lead_time(request.user)),
        "needs": draw_all(needs.order_by("-published_at", "reference")[:SHOWN], member=member),
        "need_count": needs.count(),
        "contracts": contracts.select_related("borough").order_by("end", "pk")[:SHOWN],
        "contract_count": contracts.count(),
        "member": member,
        "follows": request.user.is_authenticated
        and found.followers.filter(user=request.user).exists(),
        "read_more": read_more,
    }
    return render(request, "needs/capability.html", context)


def _facts(capability: Capability, may_set: bool) -> list[dict]:
    codes = CpvCode.objects.in_bulk(capability.cpv_codes)
    named = [str(codes[code]) for code in capability.cpv_codes if code in codes]
    facts = [
        {"key": "Tender group", "value": capability.get_tender_group_display()},
        {"key": "Service", "value": str(capability.service_area or "")},
        {"key": "Also called", "value": ", ".join([*capability.synonyms, *capability.acronyms])},
        {
            "key": "Usual lead time",
            "value": f"{format_months(capability.lead_time_months)} from going to market to start",
            "actions": _set_lead_time(capability) if may_set else [],
        },
        {"key": "CPV codes", "value": "\n".join(named), "typed": True},
    ]
    if capability.parent:
        parent = capability.parent
        facts.insert(0, {"key": "Part of", "value": parent.name, "href": parent.get_absolute_url()})
    return facts


def _set_lead_time(capability: Capability) -> list[dict]:
    href = reverse("needs:set_lead_time", kwargs={"slug": capability.slug})
    return [{"text": "Change", "href": href}]
