"""One contract: read it, add it, edit it, confirm it, say what it is for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from needs.confirming import confirm_records
from needs.connecting import asking_of
from needs.contract_facts import contract_facts, source_of, terms_facts, versions_of
from needs.forms import ContractCapabilityForm, ContractForm
from needs.models import Contract
from needs.permissions import (
    can_confirm_contract,
    can_edit_contract,
    can_post_need,
    can_see_contract_history,
    can_see_terms,
)
from needs.tasks import match_contracts
from needs.views.own_borough import own_borough, posted
from procurement_portal.lib.formatting import format_age
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.lib.workflow import StaleEdit


def _found(request, reference) -> Contract:
    related = ("borough", "supplier", "capability", "service_area", "confirmed_by", "terms", "side")
    contracts = Contract.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(contracts, reference=reference)


def _own(request, reference) -> Contract:
    """A contract this person may edit; 403 for one they only see."""
    found = _found(request, reference)
    if not can_edit_contract(request.user, found):
        raise PermissionDenied(f"Only people of {found.borough} can change this contract.")
    return found


@login_not_required
def contract(request, reference):
    found = _found(request, reference)
    member = can_see_terms(request.user)
    own = can_edit_contract(request.user, found)
    history = can_see_contract_history(request.user, found)
    context = {
        "contract": found,
        "facts": contract_facts(found, member=member),
        "terms": terms_facts(found) if member else [],
        "source": source_of(found),
        "versions": versions_of(found) if history else [],
        "asking": asking_of(found) if own else None,
        "can_edit": own,
        "can_confirm": can_confirm_contract(request.user, found),
        "can_post": own and can_post_need(request.user),
    }
    return render(request, "needs/contract.html", context)


def add_contract(request):
    borough = own_borough(request)
    new = Contract(borough=borough, is_example=request.user.is_example)
    form = ContractForm(posted(request), instance=new)
    if request.method == "POST" and form.is_valid():
        saved = form.save(by=request.user)
        enqueue_on_commit(match_contracts, [saved.pk])
        messages.success(request, "The contract is added")
        return redirect(saved)
    return render(request, "needs/add_contract.html", {"form": form, "borough": borough})


def edit_contract(request, reference):
    found = _own(request, reference)
    form = ContractForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.save(by=request.user)
        except StaleEdit as stale:
            return _conflict(request, form, stale.record)
        enqueue_on_commit(match_contracts, [saved.pk])
        messages.success(request, "The contract is saved")
        return redirect(saved)
    return render(request, "needs/edit_contract.html", {"form": form, "contract": found})


def _conflict(request, typed: ContractForm, saved: Contract):
    """Somebody saved first: both versions, and the typed one ready to save on top."""
    last = saved.history.select_related("history_user").first()
    again = ContractForm({**request.POST.dict(), "version": saved.version}, instance=saved)
    context = {
        "contract": saved,
        "who": last.history_user if last else None,
        "ago": _ago(last.history_date if last else timezone.now()),
        "rows": typed.compared_with(saved),
        "form": again,
    }
    return render(request, "needs/edit_contract_conflict.html", context, status=409)


def _ago(moment) -> str:
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago" if minutes else "just now"
    return f"{format_age(moment)} ago"


@require_POST
def confirm_contract(request, reference):
    found = _found(request, reference)
    if not can_confirm_contract(request.user, found):
        raise PermissionDenied(f"Only people of {found.borough} can confirm this contract.")
    one = Contract.objects.visible_to(request.user).filter(pk=found.pk)
    confirm_records(by=request.user, contracts=one)
    messages.success(request, "The contract is confirmed as of today")
    return redirect(found)


def contract_capability(request, reference):
    found = _own(request, reference)
    form = ContractCapabilityForm(posted(request), contract=found)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        enqueue_on_commit(match_contracts, [found.pk])
        messages.success(request, "The category is saved")
        return redirect(found)
    return render(request, "needs/contract_capability.html", {"form": form, "contract": found})
