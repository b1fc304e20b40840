"""A borough's own contracts register: list and download."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from needs.confirming import last_undoable
from needs.contract_export import CONTRACT_HEADINGS, contract_rows
from needs.contract_list import ORDERS, ContractFilter, capability_choices, listed
from needs.forms.categories import unconfirmed
from needs.models import Contract
from needs.permissions import can_confirm_register, can_import_register
from needs.views.import_register import table_response
from needs.views.own_borough import other_boroughs, own_borough
from procurement_portal.lib.filter_links import CURSORS, address, chips_of, kept, with_value
from procurement_portal.lib.formatting import COUNT_LIMIT, format_count, format_uk_date
from procurement_portal.lib.freshness import freshness_words
from procurement_portal.lib.keyset import page_of

PAGE = 25
EXPORTED = 10_000
SORTS = [
    ("title", "Contract"),
    ("supplier", "Supplier"),
    ("end", "Ends"),
    ("decide", "Decide by"),
    ("confirmed", "Confirmed"),
]


def my_contracts(request):
    borough = own_borough(request)
    chosen, contracts = filtered_contracts(request, borough)
    order = request.GET.get("sort") if request.GET.get("sort") in ORDERS else "end"
    page = page_of(
        listed(contracts),
        ORDERS[order],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=PAGE,
    )
    pairs = kept(request.GET, chosen.form, "sort", "borough")
    unfiltered = [pair for pair in pairs if pair[0] == "borough"]
    path = reverse("needs:my_contracts")
    total = contracts.order_by()[: COUNT_LIMIT + 1].count()
    context = {
        "borough": borough,
        "other_boroughs": other_boroughs(request, borough),
        "form": chosen.form,
        "chips": chips_of(chosen.form, pairs, path),
        "clear_href": address(path, unfiltered),
        "narrowed": any(request.GET.get(name) for name in chosen.filters),
        "total": total,
        "rows": [_shown(row) for row in page.rows],
        "sorts": _sorts(order, pairs),
        "previous": page.before and address(path, with_value(pairs, "before", page.before)),
        "next": page.after and address(path, with_value(pairs, "after", page.after)),
        "exports": [
            {
                "text": kind.upper(),
                "href": address(reverse("needs:export_contracts", args=[kind]), pairs),
            }
            for kind in ("csv", "xlsx")
        ],
        "can_import": can_import_register(request.user, borough),
        "can_confirm_all": can_confirm_register(request.user, borough),
        **_confirming(request, borough, pairs, page),
    }
    return render(request, "needs/my_contracts.html", context)


def _confirming(request, borough, pairs: list, page) -> dict:
    """What the list offers for confirming: ticks, all that match, and the way back."""
    ticked = request.GET.get("tick") == "page"
    path, place = reverse("needs:my_contracts"), request.GET.dict()
    cursors = [(name, place[name]) for name in CURSORS if place.get(name)]
    here = [*pairs, *cursors]
    narrowing = [pair for pair in pairs if pair[0] != "sort"]
    due = (
        Contract.objects.visible_to(request.user)
        .filter(borough=borough)
        .live()
        .unconfirmed()
        .count()
    )
    named = [("borough", borough.slug), ("stale", "1")]
    own = Contract.objects.visible_to(request.user).filter(borough=borough)
    unchecked = unconfirmed(own).count()
    return {
        "here": address(path, here),
        "ticked": ticked,
        "tick_text": f"Tick all {len(page.rows)} on this page",
        "tick_href": address(path, here if ticked else [*here, ("tick", "page")]),
        "confirm_all_href": address(reverse("needs:confirm_register"), narrowing),
        "due": due and format_count(due, "contract needs", "contracts need"),
        "due_href": address(path, named),
        "undo": last_undoable(request.user),
        "unchecked": unchecked and format_count(unchecked, "contract", "contracts"),
        "unchecked_href": address(reverse("needs:contract_categories"), named[:1]),
    }


def filtered_contracts(request, borough):
    """The filter and the contracts it leaves; one that was misused leaves all."""
    own = Contract.objects.visible_to(request.user).filter(borough=borough)
    chosen = ContractFilter(request.GET, own, capabilities=capability_choices())
    return chosen, chosen.qs if chosen.form.is_valid() else own


def _sorts(order: str, pairs: list) -> list[dict]:
    return [
        {
            "text": text,
            "active": name == order,
            "href": address(reverse("needs:my_contracts"), with_value(pairs, "sort", name)),
        }
        for name, text in SORTS
    ]


def _shown(row: dict) -> dict:
    """A row in words. Extensions are told because the end is that of the current term."""
    stale = row["review_by"] is None or row["review_by"] < timezone.localdate()
    extension = ""
    if row["extensions"]:
        extension = f"Can run until {format_uk_date(row['latest_end'])}"
    return {
        **row,
        "href": reverse("needs:contract", args=[row["reference"]]),
        "ends": format_uk_date(row["end"]) or "No end date",
        "extension": extension,
        "decide_by": format_uk_date(row["decide_by"]) or "Not known yet",
        "decide_passed": row["decide_by"] is not None and row["decide_by"] < timezone.localdate(),
        "stale": stale,
        "freshness": freshness_words(
            row["last_confirmed_on"], row["review_by"], stale=stale, counted=True
        ),
        "from_notice": row["source"] == Contract.Source.NOTICE,
    }


def export_contracts(request, kind):
    """The rows of the list, filters kept, all pages."""
    borough = own_borough(request)
    _, contracts = filtered_contracts(request, borough)
    rows = listed(contracts).order_by("end_key", "reference")[:EXPORTED]
    name = f"contracts-{borough.slug}-{timezone.localdate().isoformat()}"
    return table_response(kind, name, CONTRACT_HEADINGS, contract_rows(rows))
