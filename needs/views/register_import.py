"""One import: its columns, its dates, its progress, its report, its result."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from needs.forms import DateOrderForm, MatchColumnsForm, SameContractsForm
from needs.models import ImportRow, RegisterImport
from needs.permissions import can_import_register
from needs.register import CellError
from needs.register.words import described_changes
from needs.tasks import start_work
from needs.views.import_register import table_response
from needs.views.own_borough import posted
from procurement_portal.lib.progress import read_progress

Status = RegisterImport.Status
Outcome = ImportRow.Outcome
LISTED = 100  # rows of each kind shown on the page
SLOW_AFTER = 20  # seconds of waiting before the page says that it takes longer
DOING = {
    Status.CHECKING: "Checking your register",
    Status.LOADING: "Loading your register",
    Status.UNDOING: "Undoing the import",
}


def _found(request, reference) -> RegisterImport:
    imports = RegisterImport.objects.visible_to(request.user).select_related("borough", "by")
    found = get_object_or_404(imports.defer("content"), reference=reference)
    if not can_import_register(request.user, found.borough):
        raise PermissionDenied
    return found


def register_import(request, reference) -> HttpResponse:
    found = _found(request, reference)
    if found.status == Status.UPLOADED:
        return redirect("needs:match_columns", reference=reference)
    if found.status == Status.QUESTION:
        return redirect("needs:date_order", reference=reference)
    if found.is_working:
        return _progress_page(request, found)
    if found.status == Status.CHECKED:
        return _report_page(request, found)
    return _result_page(request, found)


def _progress_page(request, found):
    waited = (timezone.now() - found.queued_at).total_seconds() if found.queued_at else 0
    waiting = found.attempts == 0
    context = {
        "import": found,
        "state": "Waiting to start" if waiting else DOING[found.status],
        "title": DOING[found.status],
        "done": read_progress(f"import:{found.pk}"),
        "slow": waited > SLOW_AFTER,
        "refresh": 2 if waited < SLOW_AFTER else 5,
    }
    return render(request, "needs/import_progress.html", context)


def _same_form(found, data=None) -> SameContractsForm:
    rows = found.rows.filter(may_be__isnull=False).select_related("may_be")
    return SameContractsForm(data, rows=rows.defer("may_be__search", "before")[:LISTED])


def _report_page(request, found, form=None):
    rows = found.rows.select_related("contract").defer("contract__search", "values", "before")
    counts = found.counts
    context = {
        "import": found,
        "form": form or _same_form(found),
        "figures": _figures(counts),
        "nothing_to_load": _nothing_to_load(counts),
        "total": sum(counts.values()),
        "refused": [
            sentence
            for row in rows.filter(outcome=Outcome.REFUSED)[:LISTED]
            for sentence in sentences(row)
        ],
        "changed": [
            {
                "number": row.number,
                "contract": row.contract,
                "replaces": row.replaces,
                "recognised": row.recognised,
                "changes": described_changes(row.changes),
            }
            for row in rows.filter(outcome=Outcome.CHANGED)[:LISTED]
        ],
        "new": [
            {"number": number, "title": values["title"], "supplier": values.get("supplier", "")}
            for number, values in found.rows.filter(outcome=Outcome.NEW).values_list(
                "number", "values"
            )[:LISTED]
        ],
        "listed": LISTED,
    }
    return render(request, "needs/import_report.html", context)


def _figures(counts: dict) -> list[dict]:
    words = {"new": "new", "changed": "changed", "same": "the same", "refused": "refused"}
    return [{"number": counts[name], "text": text} for name, text in words.items()]


def _nothing_to_load(counts: dict) -> str:
    """Why there is nothing to load, or "" when there is something."""
    same, refused = counts["same"], counts["refused"]
    if counts["new"] or counts["changed"]:
        return ""
    if not same:
        return "Nothing to load: no row could be read."
    which = "The other rows say" if refused else "Every row says"
    return f"Nothing to load. {which} what the portal has already, so nothing would change."


def sentences(row: ImportRow) -> list[str]:
    return [CellError(**error).sentence(row.number) for error in row.errors]


def _result_page(request, found):
    context = {
        "import": found,
        "counts": found.counts,
        "kept": found.counts.get("kept", []),
        "can_undo": found.can_be_undone,
    }
    return render(request, "needs/import_result.html", context)


def match_columns(request, reference):
    """Which column is what; may be answered again until the register is loaded."""
    found = _found(request, reference)
    if not found.can_move("begin_check"):
        return redirect(found)
    form = MatchColumnsForm(posted(request), register_import=found)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        start_work(found)
        return redirect(found)
    return render(request, "needs/match_columns.html", {"form": form, "import": found})


def date_order(request, reference):
    found = _found(request, reference)
    if found.status != Status.QUESTION:
        return redirect(found)
    form = DateOrderForm(posted(request), register_import=found)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        start_work(found)
        return redirect(found)
    return render(request, "needs/date_order.html", {"form": form, "import": found})


@require_POST
def confirm_import(request, reference):
    found = _found(request, reference)
    if found.status in (Status.LOADING, Status.LOADED):  # pressed twice
        return redirect(found)
    form = _same_form(found, request.POST)
    if not form.is_valid():
        return _report_page(request, found, form)
    found.confirm(by=request.user, same_as=form.cleaned_data.get("same_as"))
    start_work(found)
    return redirect(found)


@require_POST
def undo_import(request, reference):
    found = _found(request, reference)
    if found.status in (Status.UNDOING, Status.UNDONE):  # pressed twice
        return redirect(found)
    found.undo(by=request.user)
    start_work(found)
    messages.info(request, "The import is being undone")
    return redirect(found)


def import_errors(request, reference):
    """The refused rows as they were, each with its reason, to correct and upload again."""
    found = _found(request, reference)
    headings = [*found.headings, "Row", "What to correct"]
    width = len(found.headings)
    rows = []
    for row in found.rows.filter(outcome=Outcome.REFUSED):
        cells = [*row.cells, *[""] * width][:width]
        rows.append([*cells, row.number, "; ".join(sentences(row))])
    return table_response("csv", f"rows-to-correct-{found.reference}", headings, rows)
