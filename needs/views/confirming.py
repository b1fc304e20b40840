"""Saying of many records at once that they are still right; and taking it back for a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.permissions import borough_ids
from needs.confirming import confirm_records, in_words, undo
from needs.models import Confirmation, Contract, Need
from needs.permissions import can_confirm_contract, can_confirm_need, can_confirm_register
from needs.views.my_contracts import filtered_contracts
from needs.views.own_borough import own_borough
from procurement_portal.lib.filter_links import address, kept
from procurement_portal.lib.formatting import format_count

CONFIRMED_AT_ONCE = 300  # as many as a page has boxes to tick
SHOWN = 10
LISTS = ("needs:my_contracts", "needs:my_needs")


def _ticked(request) -> list[str]:
    """References ticked in a list; PostgreSQL cannot look for a null character."""
    ticked = request.POST.getlist("reference")[:CONFIRMED_AT_ONCE]
    return [reference.replace("\0", "") for reference in ticked]


def _confirm_ticked(request, records, allowed, noun: str) -> None:
    """Confirm these, which must all be the person's to confirm, and say how many there were."""
    if not all(allowed(request.user, record) for record in records):
        raise PermissionDenied
    confirmation = confirm_records(by=request.user, **{noun: records})
    if confirmation:
        verb = "is" if confirmation.count == 1 else "are"
        messages.success(request, f"{in_words(confirmation)} {verb} confirmed as of today")
    else:
        messages.warning(request, f"Tick the {noun} that are still right, then confirm them")


@require_POST
def confirm_contracts(request):
    """Confirm the contracts ticked in the list."""
    found = Contract.objects.visible_to(request.user).filter(reference__in=_ticked(request))
    own = found.owned_by(request.user)
    _confirm_ticked(request, own, can_confirm_contract, "contracts")
    return redirect(_back(request, "needs:my_contracts"))


@require_POST
def confirm_needs(request):
    """Confirm the needs ticked on the borough's page."""
    if not borough_ids(request.user):
        raise PermissionDenied
    found = Need.objects.visible_to(request.user).filter(reference__in=_ticked(request))
    own = found.owned_by(request.user)
    _confirm_ticked(request, own, can_confirm_need, "needs")
    return redirect(_back(request, "needs:my_needs"))


def _back(request, default: str) -> str:
    """The list as it was: our own address and nothing else."""
    back = request.POST.get("back", "")
    paths = [reverse(name) for name in LISTS]
    ours = any(back == path or back.startswith(f"{path}?") for path in paths)
    return back if ours else reverse(default)


def confirm_register(request):
    """All contracts that the list's filters leave, asked first, for they are many.

    Without a filter that is the whole register, which is for a lead or CIO to confirm.
    """
    borough = own_borough(request)
    chosen, contracts = filtered_contracts(request, borough)
    filters = kept(request.GET, chosen.form)
    list_href = address(reverse("needs:my_contracts"), [("borough", borough.slug), *filters])
    if not chosen.form.is_valid():  # a filter that was misused would leave every contract
        return redirect(list_href)
    if not filters and not can_confirm_register(request.user, borough):
        raise PermissionDenied("Only a lead or CIO can confirm the whole register.")
    total = contracts.count()
    if request.method == "POST" and request.POST.get("total", str(total)) == str(total):
        confirmation = confirm_records(by=request.user, contracts=contracts)
        count = format_count(confirmation.count, "contract", "contracts") if confirmation else "No"
        messages.success(request, f"{count} confirmed as of today")
        return redirect(address(reverse("needs:my_contracts"), [("borough", borough.slug)]))
    context = {
        "borough": borough,
        "narrowed": bool(filters),
        "total": total,
        "changed": request.method == "POST",
        "rows": contracts.order_by("end", "reference")[:SHOWN],
        "more": max(0, total - SHOWN),
        "action": request.get_full_path(),
        "list_href": list_href,
    }
    return render(request, "needs/confirm_register.html", context)


@require_POST
def undo_confirmation(request, reference):
    """Take one's own last confirmations back."""
    found = get_object_or_404(Confirmation.objects.visible_to(request.user), reference=reference)
    count = format_count(undo(found, by=request.user), "confirmation is", "confirmations are")
    messages.success(request, f"{count} taken back")
    return redirect(_back(request, "needs:my_contracts"))
