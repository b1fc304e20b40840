"""The candidate queue: what was found, whether it is included, and the case study it begins."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from assistive_tech.candidate_forms import CandidateForm, DecideForm, ExtractForm, ImportForm
from assistive_tech.duplicates import Known
from assistive_tech.models import Candidate
from assistive_tech.permissions import can_handle_candidates
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.references import ReferenceConverter

PAGE_SIZE = 20
REFERENCE = re.compile(ReferenceConverter.regex)
Status = Candidate.Status
DONE = {
    "include": "included", "exclude": "excluded", "reopen": "put back", "edit": "changed",
}  # fmt: skip


def _must_handle(user) -> None:
    if not can_handle_candidates(user):
        raise PermissionDenied("Only LOTI’s moderators see what was found and not yet decided.")


def candidates(request):
    _must_handle(request.user)
    status = request.GET.get("status")
    if status not in Status.values:
        status = Status.CANDIDATE
    form = DecideForm(candidates=Candidate.objects.visible_to(request.user))
    return _queue(request, status, form)


def _queue(request, status: str, form):
    seen = Candidate.objects.visible_to(request.user)
    counts = dict(seen.order_by().values_list("status").annotate(n=Count("pk")))
    here = reverse("assistive_tech:candidates")
    rows = seen.filter(status=status).select_related("case_study")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    known = Known(request.user) if status == Status.CANDIDATE and page else None
    context = {
        "form": form,
        "tabs": [
            {
                "text": label,
                "href": f"{here}?status={value}",
                "count": counts.get(value, 0),
                "active": value == status,
            }
            for value, label in Status.choices
        ],
        "status": status,
        "rows": [
            {"candidate": one, "alike": known.like_candidate(one) if known else []} for one in page
        ],
        "page": page,
        "previous_href": _page(status, page.number - 1) if page.has_previous() else "",
        "next_href": _page(status, page.number + 1) if page.has_next() else "",
        "undo": _undoable(request),
    }
    return render(request, "assistive_tech/candidates.html", context)


def _page(status: str, number: int) -> str:
    return f"?{urlencode({'status': status, 'page': number})}"


def _undoable(request) -> list[Candidate]:
    """Those just decided, as far as that can be undone."""
    references = REFERENCE.findall(request.GET.get("decided", ""))[:PAGE_SIZE]
    decided = Candidate.objects.visible_to(request.user).filter(reference__in=references)
    return list(decided.filter(status__in=(Status.INCLUDED, Status.EXCLUDED)))


@require_POST
def decide_candidates(request):
    """Include, exclude or put back those ticked; all of them or none."""
    _must_handle(request.user)
    form = DecideForm(request.POST, candidates=Candidate.objects.visible_to(request.user))
    if not form.is_valid():
        status = request.POST.get("status")
        return _queue(request, status if status in Status.values else Status.CANDIDATE, form)
    chosen, verb = list(form.cleaned_data["chosen"]), form.cleaned_data["verb"]
    count = Candidate.decide_all(chosen, verb, by=request.user, **form.given)
    messages.success(request, f"{format_count(count, 'candidate', 'candidates')} {DONE[verb]}.")
    if len(chosen) == 1 and verb == "include":
        return redirect(chosen[0])
    decided = "" if verb == "reopen" else f"?decided={','.join(one.reference for one in chosen)}"
    return redirect(reverse("assistive_tech:candidates") + decided)


def new_candidate(request):
    _must_handle(request.user)
    typed = request.POST if request.method == "POST" else None
    known = Known(request.user) if typed is not None else None
    form = CandidateForm(typed, known=known)
    if typed is None or not form.is_valid():
        return render(request, "assistive_tech/new_candidate.html", {"form": form})
    [added] = Candidate.add_all([form.texts], by=request.user)
    messages.success(request, f"Added “{added.title}”.")
    return redirect("assistive_tech:candidates")


def import_candidates(request):
    _must_handle(request.user)
    links = Candidate.objects.visible_to(request.user).values_list("link", flat=True)
    if request.method != "POST":
        return render(request, "assistive_tech/import_candidates.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES, links=links)
    if not form.is_valid():
        return render(request, "assistive_tech/import_candidates.html", {"form": form})
    added = Candidate.add_all(form.rows, by=request.user)
    messages.success(request, f"Added {format_count(len(added), 'candidate', 'candidates')}.")
    return redirect("assistive_tech:candidates")


def found_candidate(user, reference) -> Candidate:
    _must_handle(user)
    rows = Candidate.objects.visible_to(user).select_related("case_study", "added_by")
    return get_object_or_404(rows, reference=reference)


def candidate(request, reference):
    one = found_candidate(request.user, reference)
    return _one(request, one, ExtractForm(initial={"title": one.title}))


def _one(request, one: Candidate, form):
    rows = (
        ("Link", one.link, one.link),
        ("Title of the source", one.source_title),
        ("Where it was searched", one.searched_in),
        ("Searched for", one.search_string),
        ("Found on", one.found_on),
        ("Summary", one.summary),
        ("Excluded because", one.get_excluded_because_display()),
        ("In words", one.in_words),
    )
    decide = DecideForm(candidates=Candidate.objects.visible_to(request.user))
    context = {
        "candidate": one,
        "rows": [
            {"key": key, "value": value, "typed": True, "href": "".join(href)}
            for key, value, *href in rows
            if value
        ],
        "alike": Known(request.user).like_candidate(one) if one.status != Status.EXTRACTED else [],
        "form": form,
        "decide": decide,
        "may_decide": one.can_move("include"),
        "may_reopen": one.can_move("reopen"),
        "may_extract": one.can_move("extract"),
        "may_edit": one.can_move("edit"),
        "events": [
            {"title": DONE.get(event.verb, "extracted").capitalize(), "by": event.by,
             "at": event.at, "text": event.reason}
            for event in one.events.select_related("by")
        ],
    }  # fmt: skip
    return render(request, "assistive_tech/candidate.html", context)


@require_POST
def extract_candidate(request, reference):
    """Begin its case study, which then goes the way of every draft."""
    one = found_candidate(request.user, reference)
    form = ExtractForm(request.POST)
    if not form.is_valid():
        return _one(request, one, form)
    study = one.extract(by=request.user, **form.cleaned_data)
    messages.success(request, "A draft is begun with its source. Fill in what the source says.")
    return redirect("assistive_tech:edit", slug=study.slug)
