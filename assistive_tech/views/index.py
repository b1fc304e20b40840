from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from assistive_tech.barrier_reading import following, in_the_way
from assistive_tech.exports import document_of, table_of
from assistive_tech.filters import CaseStudyFilter
from assistive_tech.models import CaseStudy, TechnologyClass
from assistive_tech.permissions import can_create_case_study
from assistive_tech.reading import claim_of, level_words
from assistive_tech.searching import found_in, with_extracts
from assistive_tech.spreadsheet import workbook_of
from members.permissions import borough_ids
from procurement_portal.lib.feeds import Entry, atom
from procurement_portal.lib.filter_links import address, chips_of, kept, with_value

PAGE_SIZE = 20
FEED_ENTRIES = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _listed(request) -> CaseStudyFilter:
    """The library is what is listed, to everyone alike; drafts are on the borough's own page."""
    studies = CaseStudy.objects.visible_to(request.user).listed()
    return CaseStudyFilter(
        request.GET, studies.select_related("technology_class", "borough").defer("search")
    )


@login_not_required
def index(request):
    listed = _listed(request)
    form = listed.form
    words = form.cleaned_data.get("q", "") if form.is_valid() else ""
    studies = with_extracts(listed.qs, words) if words else listed.qs
    page = Paginator(studies, PAGE_SIZE).get_page(request.GET.get("page"))
    pairs = kept(request.GET, form) if form.is_valid() else []
    listed.count_choices()
    rows = [
        {
            "study": study,
            "claim": claim_of(study),
            "level": level_words(study),
            "found": found_in(study) if words else {},
        }
        for study in page
    ]
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "count": page.paginator.count,
        "chips": chips_of(form, pairs, request.path),
        "previous_href": _page(request, pairs, page, -1) if page.has_previous() else "",
        "next_href": _page(request, pairs, page, 1) if page.has_next() else "",
        "csv_href": address(reverse("assistive_tech:export"), pairs),
        "json_href": address(reverse("assistive_tech:export_json"), pairs),
        "xlsx_href": address(reverse("assistive_tech:export_xlsx"), pairs),
        "atom_href": address(reverse("assistive_tech:feed"), pairs),
        "may_create": can_create_case_study(request.user),
        "has_borough": bool(borough_ids(request.user)),
        **_about_technology(request.user, dict(pairs).get("technology")),
    }
    return render(request, "assistive_tech/index.html", context)


def _about_technology(user, slug: str | None) -> dict:
    """Where one kind of technology is chosen: what gets in its way, and whether they follow it."""
    technology = TechnologyClass.objects.filter(slug=slug).first() if slug else None
    if technology is None:
        return {}
    return {
        "technology": technology,
        "in_the_way": in_the_way(user, technology),
        "following": following(user, technology),
    }


def _page(request, pairs, page, step: int) -> str:
    return address(request.path, with_value(pairs, "page", str(page.number + step)))


@login_not_required
def export(request):
    """The same rows as the list, whole, as CSV."""
    studies = _listed(request).qs.prefetch_related("outcomes")
    table = table_of(studies, settings.SITE_URL)
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="case-studies.csv"'
    return response


@login_not_required
def export_json(request):
    """The same rows as the list, whole, as JSON."""
    studies = _listed(request).qs.prefetch_related("outcomes")
    return JsonResponse(document_of(studies, settings.SITE_URL), json_dumps_params={"indent": 1})


@login_not_required
def export_xlsx(request):
    """The same rows as the list, in the columns that can be imported again."""
    book = workbook_of(_listed(request).qs.prefetch_related("outcomes"))
    response = HttpResponse(book, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="case-studies.xlsx"'
    return response


@login_not_required
def feed(request):
    """The same rows as the list, the newest here first."""
    studies = _listed(request).qs.order_by("-published_at", "-pk")[:FEED_ENTRIES]
    entries = [
        Entry(
            identity=study.code,
            title=study.title,
            path=study.get_absolute_url(),
            summary=_summary(study),
            published=study.published_at,
            updated=study.published_at,
        )
        for study in studies
    ]
    return atom(
        title="Assistive technology case studies",
        subtitle="What was tried, for whom, and how sure anybody can be",
        path=reverse("assistive_tech:index"),
        feed_path=reverse("assistive_tech:feed"),
        entries=entries,
    )


def _summary(study) -> str:
    """State, strength and what was done, in sentences."""
    parts = (
        study.get_status_display(),
        claim_of(study) or study.get_evidence_level_display(),
        level_words(study),
        study.summary or study.intervention,
    )
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
