"""A category on one page of PDF: ordered, waited for, and downloaded."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from needs.brief import brief_of
from needs.brief_files import file_of, order_file
from needs.models import Capability, CapabilityBrief
from needs.permissions import can_see_overlap
from needs.tasks.briefs import render_brief
from procurement_portal.lib.queue import enqueue_on_commit

REFRESH = 2  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request, slug):
    """What the page says, and how far its PDF is; POST orders the PDF, again after a failure."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    capability = get_object_or_404(Capability, slug=slug)
    said = brief_of(capability)
    if request.method == "POST":
        file = order_file(capability, said)
        if file.is_working:
            enqueue_on_commit(render_brief, file.pk)
        return redirect("needs:brief", slug=slug)
    file = file_of(capability, said)
    context = {
        "capability": capability,
        "brief": said,
        "file": file,
        "refresh_seconds": REFRESH if file and file.is_working else None,
    }
    return render(request, "needs/brief.html", context)


@require_safe
def brief_pdf(request, slug):
    """The file, once it is made; until then the page that says how far it is."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    capability = get_object_or_404(Capability, slug=slug)
    file = file_of(capability, brief_of(capability))
    if file is None or file.status != CapabilityBrief.Status.READY:
        return redirect("needs:brief", slug=slug)
    etag = quote_etag(file.content_hash)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(file.content), content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    day = file.created_at.date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{slug}-brief-{day}.pdf"'
    return response
