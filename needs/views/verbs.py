"""The verbs of a need's own borough, after it was submitted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from needs.confirming import confirm_records
from needs.forms.verbs import CloseForm, WithdrawForm
from needs.models import Need
from needs.permissions import can_close_need, can_confirm_need, can_withdraw_need
from needs.views.found import found_need
from procurement_portal.lib.workflow import MoveNotPossible


def _refuse_others(allowed: bool, need) -> None:
    if not allowed:
        raise PermissionDenied(f"Only people from {need.borough} can do this.")


@require_POST
def confirm(request, reference):
    need = found_need(request, reference)
    _refuse_others(can_confirm_need(request.user, need), need)
    one = Need.objects.visible_to(request.user).filter(pk=need.pk)
    if confirm_records(by=request.user, needs=one) is None:
        raise MoveNotPossible(need, "confirm")
    messages.success(request, "Thank you. The need is marked as still true today")
    return redirect(need)


@require_POST
def procure(request, reference):
    need = found_need(request, reference)
    _refuse_others(can_close_need(request.user, need), need)
    need.procure(by=request.user)
    messages.success(request, "The need is marked as procuring")
    return redirect(need)


@require_POST
def award(request, reference):
    need = found_need(request, reference)
    _refuse_others(can_close_need(request.user, need), need)
    need.award(by=request.user)
    messages.success(request, "The need is marked as awarded. Close it when the work is done")
    return redirect(need)


def close(request, reference):
    need = found_need(request, reference)
    _refuse_others(can_close_need(request.user, need), need)
    if not need.can_move("close"):
        raise MoveNotPossible(need, "close")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        need.close(by=request.user, **form.cleaned_data)
        messages.success(request, "The need is closed")
        return redirect(need)
    return render(request, "needs/close.html", {"need": need, "form": form})


def withdraw(request, reference):
    need = found_need(request, reference)
    _refuse_others(can_withdraw_need(request.user, need), need)
    if not need.can_move("withdraw"):
        raise MoveNotPossible(need, "withdraw")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        need.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Withdrawn: {need}")
        return redirect("needs:my_needs")
    joined = need.interests.joined().count()
    return render(request, "needs/withdraw.html", {"need": need, "form": form, "joined": joined})
