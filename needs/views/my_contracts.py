"""A borough's own contracts register: list, download, confirm."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from needs.contract_export import CONTRACT_HEADINGS, contract_rows
from needs.contract_list import ORDERS, ContractFilter, capability_choices, listed
from needs.models import Contract
from needs.permissions import can_confirm_contract, can_confirm_register, can_import_register
from needs.tasks import match_contracts, match_in_parts
from needs.views.import_register import table_response
from needs.views.own_borough import other_boroughs, own_borough
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value
from procurement_portal.lib.formatting import COUNT_LIMIT, format_uk_date
from procurement_portal.lib.keyset import page_of
from procurement_portal.lib.queue import enqueue_on_commit

PAGE = 25
EXPORTED = 10_000
CONFIRMED_AT_ONCE = 100
SORTS = [
    ("title", "Contract"),
    ("supplier", "Supplier"),
    ("end", "Ends"),
    ("decide", "Decide by"),
    ("confirmed", "Confirmed"),
]


def my_contracts(request):
    borough = own_borough(request)
    chosen, contracts = _filtered(request, borough)
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
    context = {
        "borough": borough,
        "other_boroughs": other_boroughs(request, borough),
        "form": chosen.form,
        "chips": chips_of(chosen.form, pairs, path),
        "clear_href": address(path, unfiltered),
        "narrowed": any(request.GET.get(name) for name in chosen.filters),
        "total": contracts.order_by()[: COUNT_LIMIT + 1].count(),
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
        "here": request.get_full_path(),
    }
    return render(request, "needs/my_contracts.html", context)


def _filtered(request, borough):
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
        "confirmed": format_uk_date(row["last_confirmed_on"]),
        "from_notice": row["source"] == Contract.Source.NOTICE,
    }


def export_contracts(request, kind):
    """The rows of the list, filters kept, all pages."""
    borough = own_borough(request)
    _, contracts = _filtered(request, borough)
    rows = listed(contracts).order_by("end_key", "reference")[:EXPORTED]
    name = f"contracts-{borough.slug}-{timezone.localdate().isoformat()}"
    return table_response(kind, name, CONTRACT_HEADINGS, contract_rows(rows))


@require_POST
def confirm_contracts(request):
    """Confirm the contracts ticked in the list."""
    ticked = request.POST.getlist("reference")[:CONFIRMED_AT_ONCE]
    references = [reference.replace("\0", "") for reference in ticked]
    found = Contract.objects.visible_to(request.user).filter(reference__in=references)
    contracts = list(found.owned_by(request.user))
    if not all(can_confirm_contract(request.user, contract) for contract in contracts):
        raise PermissionDenied
    for contract in contracts:
        contract.confirm(by=request.user)
    if contracts:
        enqueue_on_commit(match_contracts, [contract.pk for contract in contracts])
        words = "contract is" if len(contracts) == 1 else "contracts are"
        messages.success(request, f"{len(contracts)} {words} confirmed as of today")
    else:
        messages.warning(request, "Tick the contracts that are still right, then confirm them")
    return redirect(_back_to_list(request))


def _back_to_list(request) -> str:
    """The list as it was: our own address and nothing else."""
    path = reverse("needs:my_contracts")
    back = request.POST.get("back", "")
    return back if back == path or back.startswith(f"{path}?") else path


def confirm_register(request):
    """A lead or CIO says that the whole register holds; asked first, for it is many contracts."""
    borough = own_borough(request)
    if not can_confirm_register(request.user, borough):
        raise PermissionDenied("Only a lead or CIO can confirm the whole register.")
    contracts = Contract.objects.visible_to(request.user).filter(borough=borough)
    if request.method == "POST":
        confirmed = contracts.confirm_all(by=request.user)
        match_in_parts(confirmed)
        messages.success(request, f"All {len(confirmed):,} contracts are confirmed as of today")
        return redirect(address(reverse("needs:my_contracts"), [("borough", borough.slug)]))
    context = {"borough": borough, "total": contracts.count()}
    return render(request, "needs/confirm_register.html", context)
