"""Asking to be put in touch about a sealed record, and answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.permissions import borough_ids
from needs.connecting import (
    ask,
    asking_of,
    may_ask_again_on,
    pair_of_request,
    records_waiting,
    withdraw,
)
from needs.contract_facts import contract_facts
from needs.facts import COMPARED, label, words
from needs.forms.connecting import AskForm, RefuseForm
from needs.models import ConnectRequest, Contract, Need
from needs.permissions import can_answer_request, can_ask_to_connect
from needs.tasks import tell_connection
from needs.views.overlap_pair import whole
from procurement_portal.lib.formatting import format_uk_date
from procurement_portal.lib.queue import enqueue_on_commit

MOST_SHOWN = 200
FACTS = [name for name in COMPARED if name not in ("title", "visibility")]


def _own_record(request, reference: str) -> Need | Contract:
    """A need or contract of one's own borough: 404 when not visible, 403 when another's."""
    model = Contract if reference.startswith("CON-") else Need
    records = model.objects.visible_to(request.user).select_related("borough", "capability")
    record = get_object_or_404(records, reference=reference)
    if not can_ask_to_connect(request.user, record):
        raise PermissionDenied(f"Only people from {record.borough} can ask about this.")
    return record


def ask_to_connect(request, reference):
    """Ask whoever has something like this record; nothing about them is told."""
    record = _own_record(request, reference)
    if not asking_of(record).may_ask:
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        again = may_ask_again_on(record.borough_id)
        if again is None:
            made = ask(record, by=request.user, **form.cleaned_data)
            _tell(made)
            messages.success(request, "Asked. You are told when a borough answers")
            return redirect(record)
        message = (
            f"Your borough has asked too often this week. Ask again on {format_uk_date(again)}"
        )
        form.add_error(None, message)
    return render(request, "needs/ask_to_connect.html", {"record": record, "form": form})


@require_POST
def withdraw_request(request, reference):
    """Take back what was asked about one's own record, of everybody it was asked of."""
    record = _own_record(request, reference)
    withdrawn = withdraw(record, by=request.user)
    messages.success(request, "Withdrawn" if withdrawn else "There was nothing to withdraw")
    return redirect(record)


def _tell(requests) -> None:
    """Write to the other side about what just happened."""
    for made in requests:
        enqueue_on_commit(tell_connection, made.events.order_by("-pk").first().pk)


def _request(request, reference: str) -> ConnectRequest:
    found = ConnectRequest.objects.visible_to(request.user).with_records()
    found = found.select_related("from_borough", "to_borough", "asked_by", "answered_by")
    return get_object_or_404(found, reference=reference)


def _asked_of_us(request, reference: str) -> ConnectRequest:
    found = _request(request, reference)
    if not can_answer_request(request.user, found):
        raise PermissionDenied("Only people of the borough that was asked can answer.")
    return found


def connections(request):
    """What was asked of one's boroughs, and what they asked."""
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied("You do not belong to a borough yet, so nobody can ask you.")
    visible = ConnectRequest.objects.visible_to(request.user).with_records()
    asked_of_us = visible.filter(to_borough__in=own).select_related("from_borough")
    agreed = visible.filter(from_borough__in=own).select_related("to_borough")
    context = {
        "asked_of_us": asked_of_us[:MOST_SHOWN],
        "agreed": agreed[:MOST_SHOWN],
        "waiting": records_waiting(own),
        "overlap_href": reverse("needs:overlap"),
    }
    return render(request, "needs/connections.html", context)


def connection(request, reference):
    """A request as the asked borough reads it; once agreed, both records for both boroughs."""
    found = _request(request, reference)
    own = can_answer_request(request.user, found)
    connected = found.status == ConnectRequest.Status.ACCEPTED
    pair = pair_of_request(found) if connected or own else None
    context = {
        "found": found,
        "own": own,
        "connected": connected,
        "asked": found.status == ConnectRequest.Status.ASKED,
        "records": [record_card(r) for r in shown_records(found, own=own)],
        "parts": [{"points": whole(p["points"]), "sentence": p["sentence"]} for p in pair.parts]
        if pair
        else [],
        "total": whole(pair.score) if pair else "",
        "events": found.events.select_related("by").order_by("-at", "-pk"),
        "back_href": reverse("needs:connections"),
    }
    return render(request, "needs/connection.html", context)


def shown_records(found: ConnectRequest, *, own: bool) -> list[Need | Contract]:
    """Both while connected, and while the asked borough decides; later each one its own."""
    if found.status == ConnectRequest.Status.ACCEPTED:
        return list(found.records)
    if own and found.status == ConnectRequest.Status.ASKED:
        return list(found.records)
    return [found.record_b if own else found.record_a]


def record_card(record) -> dict:
    """What a record says, without its commercial side."""
    if isinstance(record, Contract):
        rows = [row for row in contract_facts(record, member=False) if row["value"]]
    else:
        answers = ((name, words(record, name)) for name in FACTS)
        rows = [{"key": label(n), "value": value, "typed": True} for n, value in answers if value]
        rows.insert(0, {"key": "Borough", "value": record.borough.short_name})
    return {"title": str(record), "rows": rows, "example": record.is_example}


@require_POST
def accept_request(request, reference):
    found = _asked_of_us(request, reference)
    found.accept(by=request.user)
    _tell([found])
    messages.success(request, f"You are connected with {found.from_borough.short_name}")
    return redirect(found)


def refuse_request(request, reference):
    found = _asked_of_us(request, reference)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found.refuse(by=request.user, **form.cleaned_data)
        _tell([found])
        messages.success(request, "You said no. They are not told which borough you are")
        return redirect("needs:connections")
    return render(request, "needs/refuse_request.html", {"found": found, "form": form})


@require_POST
def end_connection(request, reference):
    """Either borough may; what the connection showed is shown no more."""
    found = _request(request, reference)
    found.end(by=request.user)
    _tell([found])
    messages.success(request, "The connection has ended")
    return redirect("needs:connections")
