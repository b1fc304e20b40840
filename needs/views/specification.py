"""A need's specification: to read here, and to take away as PDF."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from needs.models import Need
from needs.specification import audience_of, describe
from needs.specification_files import file_of, order_file, ready_file
from needs.tasks.specifications import render_specification
from needs.views.found import found_need
from procurement_portal.lib.queue import enqueue_on_commit

REFRESH = 2  # seconds


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def specification(request, reference):
    """The text, and how far its PDF is; POST orders the PDF, again after a failure."""
    need = found_need(request, reference)
    spec = describe(need, audience_of(request.user))
    if request.method == "POST":
        file = order_file(need, spec)
        if file.is_working:
            enqueue_on_commit(render_specification, file.pk)
        return redirect("needs:specification", reference=need.reference)
    file = file_of(need, spec)
    context = {
        "need": need,
        "spec": spec,
        "file": file,
        "refresh_seconds": REFRESH if file and file.is_working else None,
    }
    return render(request, "needs/specification.html", context)


@login_not_required
@require_safe
def specification_pdf(request, reference):
    """The file, once it is made; until then the page that says how far it is."""
    visible = Need.objects.visible_to(request.user).only("reference")
    need = get_object_or_404(visible, reference=reference)
    file = ready_file(need.pk, audience_of(request.user))
    if file is None:
        return redirect("needs:specification", reference=need.reference)
    etag = quote_etag(file.content_hash)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(file.content, content_type="application/pdf")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
