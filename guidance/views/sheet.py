"""A technique on one page of PDF: ordered, waited for, and downloaded."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from guidance.models import Technique, TechniqueSheet
from guidance.sheet import sheet_of
from guidance.sheet_files import file_of, order_file
from guidance.tasks import render_sheet
from procurement_portal.lib.queue import enqueue_on_commit

REFRESH = 2  # seconds


def _technique(user, slug) -> Technique:
    return get_object_or_404(Technique.objects.visible_to(user).with_uses(), slug=slug)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, slug):
    """How far the PDF is; POST orders it, again after a failure."""
    technique = _technique(request.user, slug)
    said = sheet_of(technique)
    if request.method == "POST":
        file = order_file(technique, said)
        if file.is_working:
            enqueue_on_commit(render_sheet, file.pk)
        return redirect("guidance:sheet", slug=slug)
    file = file_of(technique, said)
    context = {
        "technique": technique,
        "file": file,
        "refresh_seconds": REFRESH if file and file.is_working else None,
    }
    return render(request, "guidance/sheet.html", context)


@login_not_required
@require_safe
def sheet_pdf(request, slug):
    """The file, once it is made; until then the page that says how far it is."""
    technique = _technique(request.user, slug)
    file = file_of(technique, sheet_of(technique))
    if file is None or file.status != TechniqueSheet.Status.READY:
        return redirect("guidance:sheet", slug=slug)
    etag = quote_etag(file.content_hash)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(file.content), content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{slug}.pdf"'
    return response
