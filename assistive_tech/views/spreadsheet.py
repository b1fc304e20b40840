from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from assistive_tech.blank import blank_path
from assistive_tech.forms import UploadForm
from assistive_tech.models import CaseStudy
from assistive_tech.permissions import boroughs_to_write_for, can_create_case_study
from assistive_tech.spreadsheet import (
    MOST_STUDIES,
    Read,
    read_studies,
    sections_answered,
    workbook_of,
)
from assistive_tech.views.begin import ONLY_AT_LEADS
from assistive_tech.views.index import XLSX
from members.models import Borough
from procurement_portal.lib.formatting import format_count
from procurement_portal.lib.tables import TableError

MOST_FAULTS = 50


@login_not_required
def template_xlsx(request):
    """The blank, with a second sheet that says what goes in each column."""
    response = HttpResponse(workbook_of([]), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="case-study-template.xlsx"'
    return response


@login_not_required
def template_pdf(request):
    """The blank to print."""
    response = HttpResponse(blank_path().read_bytes(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="case-study-template.pdf"'
    return response


def import_studies(request):
    """Make a draft of each row of a spreadsheet; one fault, and nothing is kept."""
    if not can_create_case_study(request.user):
        raise PermissionDenied(ONLY_AT_LEADS)
    boroughs = Borough.objects.filter(gss__in=boroughs_to_write_for(request.user))
    form, read = UploadForm(boroughs=boroughs), Read()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, boroughs=boroughs)
        read = _read(form)
        if read.studies:
            _keep(read, form.cleaned_data["borough"], request.user)
            count = format_count(len(read.studies), "draft", "drafts")
            messages.success(request, f"{count} made. Check and submit each one.")
            return redirect("assistive_tech:mine")
    context = {
        "form": form,
        "faults": read.faults[:MOST_FAULTS],
        "more": max(0, len(read.faults) - MOST_FAULTS),
        "most": MOST_STUDIES,
    }
    return render(request, "assistive_tech/import_studies.html", context)


def _read(form: UploadForm) -> Read:
    """What the file holds; nothing where the form or the whole file is refused, in words."""
    if not form.is_valid():
        return Read()
    try:
        read = read_studies(form.cleaned_data["file"].read())
    except TableError as error:
        form.add_error("file", str(error))
        return Read()
    if read.faults:
        form.add_error("file", "Nothing was imported. Put right what is listed and upload it again")
    return read


@transaction.atomic
def _keep(read: Read, borough: Borough, by) -> None:
    for answers, outcomes in read.studies:
        study = CaseStudy(borough=borough, **answers)
        study.slug = slugify(f"{study.title[:100]}-{study.code}")
        study.answered = sections_answered(study)
        study.save_edit(by=by, started_from=0, outcomes=outcomes)
