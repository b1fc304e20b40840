"""Published notices: the list everybody reads, and the moderator's import."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from members.permissions import is_member
from needs.filters import NoticeFilter, borough_choices
from needs.forms import NoticeFileForm
from needs.models import NoticeImport, PublishedNotice
from needs.notice_rows import NEWEST, STAGES, read_notices, row_of
from needs.permissions import can_import_notices
from needs.tasks import import_notice_file
from procurement_portal.lib import keyset
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value
from procurement_portal.lib.formatting import COUNT_LIMIT, format_count
from procurement_portal.lib.queue import enqueue_on_commit

RECENT_IMPORTS = 10


@login_not_required
def notices(request):
    """Notices as published, newest first, each with its source and licence."""
    visible = PublishedNotice.objects.visible_to(request.user)
    narrowed = NoticeFilter(request.GET, visible, boroughs=borough_choices(), stages=STAGES.items())
    narrowed.form.is_valid()
    rows = narrowed.filter_queryset(visible)
    page = keyset.page_of(
        read_notices(rows),
        NEWEST,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    pairs = kept(request.GET, narrowed.form)
    context = {
        "form": narrowed.form,
        "rows": [row_of(found, member=is_member(request.user)) for found in page.rows],
        "count": format_count(
            rows.order_by().values("pk")[: COUNT_LIMIT + 1].count(), "notice", "notices"
        ),
        "chips": chips_of(narrowed.form, pairs, request.path),
        "previous": _here(request, pairs, "before", page.before),
        "next": _here(request, pairs, "after", page.after),
    }
    return render(request, "needs/notices.html", context)


def _here(request, pairs, name: str, cursor: str) -> str:
    return address(request.path, with_value(pairs, name, cursor)) if cursor else ""


def import_notices(request):
    """A moderator gives a file of notices; a worker reads it."""
    if not can_import_notices(request.user):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NoticeFileForm(*given)
    if form.is_valid():
        notice_import = form.save(by=request.user)
        enqueue_on_commit(import_notice_file, notice_import.pk)
        messages.success(request, f"{notice_import.file_name} was uploaded and is being read")
        return redirect("needs:notice_import", reference=notice_import.reference)
    recent = NoticeImport.objects.visible_to(request.user).defer("content", "refusals")
    context = {"form": form, "recent": recent.select_related("by")[:RECENT_IMPORTS]}
    return render(request, "needs/import_notices.html", context)


def notice_import(request, reference):
    """How far one import is, and what came of it: every refused record with its reason."""
    if not can_import_notices(request.user):
        raise PermissionDenied
    visible = NoticeImport.objects.visible_to(request.user).defer("content")
    found = get_object_or_404(visible, reference=reference)
    running = found.status in (NoticeImport.Status.UPLOADED, NoticeImport.Status.LOADING)
    names = {
        "new": "New notices",
        "changed": "Changed notices",
        "same": "Already here and the same",
        "refused": "Refused",
        "contracts_new": "Contracts made from awards",
        "contracts_changed": "Contracts brought up to date",
    }
    context = {
        "notice_import": found,
        "running": running,
        "counts": [{"key": names[k], "value": f"{v:,}"} for k, v in found.counts.items()],
        "refusals_left_out": max(0, found.counts.get("refused", 0) - len(found.refusals)),
    }
    return render(request, "needs/notice_import.html", context)
