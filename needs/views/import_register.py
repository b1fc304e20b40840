"""Uploading a contracts register, and the template to fill in."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from needs.forms import UploadForm
from needs.importing import start_import, template_rows
from needs.models import RegisterImport
from needs.permissions import can_import_register
from needs.register import FIELDS
from needs.views.own_borough import other_boroughs, own_borough
from procurement_portal.lib.tables import TableError, write_csv, write_xlsx

RECENT = 5
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def import_register(request):
    borough = own_borough(request)
    if not can_import_register(request.user, borough):
        raise PermissionDenied
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                started = start_import(
                    borough=borough,
                    by=request.user,
                    file_name=file.name,
                    content=file.read(),
                    is_example=request.user.is_example,
                )
            except TableError as error:
                form.add_error("file", str(error))
            else:
                return redirect("needs:match_columns", reference=started.reference)
    imports = RegisterImport.objects.visible_to(request.user).filter(borough=borough)
    context = {
        "form": form,
        "borough": borough,
        "other_boroughs": other_boroughs(request, borough),
        "fields": FIELDS.values(),
        "recent": imports.select_related("by").defer("content")[:RECENT],
    }
    return render(request, "needs/import_register.html", context)


def register_template(request, kind):
    """The headings we understand and one example row, as CSV or XLSX."""
    headings, rows = template_rows()
    return table_response(kind, "contracts-register-template", headings, rows)


def table_response(kind: str, name: str, headings, rows) -> HttpResponse:
    """A table to download; `kind` is csv or xlsx, anything else is 404."""
    if kind == "csv":
        content = write_csv(headings, rows)
    elif kind == "xlsx":
        content = write_xlsx(headings, rows, "Contracts")
    else:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
