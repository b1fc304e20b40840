"""A hand-picked set of needs and contracts: when those boroughs could move together."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from needs import sentences
from needs.forms.together import PickForm, is_reference, tidy
from needs.landscape import Landscape, landscape_of
from needs.models import Capability
from needs.permissions import can_see_overlap
from needs.views.overlap_tables import row_lines
from needs.views.window_blocks import Pairs, window_context
from needs.windows import add_months
from procurement_portal.lib.filter_links import address

MOST_RECORDS = 100  # in one address
AXIS_MONTHS = 48


def together(request):
    """The windows of the records in the address, of those that this reader may see.

    `record` is a reference and `category` a category's slug, each as often as needed. Rows ticked
    in a list are posted here; the answer is the address to share.
    """
    if not can_see_overlap(request.user):
        raise PermissionDenied
    path = reverse("needs:together")
    if request.method == "POST":
        ticked, _ = references_in(request.POST.getlist("reference"))
        return HttpResponseRedirect(address(path, [("record", r) for r in ticked]))
    references, wrong = references_in(request.GET.getlist("record"))
    categories = categories_in(request.GET.getlist("category"))
    landscape = landscape_of(request.user, references, [slug for slug, _ in categories])
    kept = [("record", reference) for reference in references]
    kept += [("category", slug) for slug, _ in categories]
    context = {
        **window_context(landscape.counting, landscape.today, request.GET, path, kept),
        "sentence": _sentence(landscape),
        "lines": picked_lines(landscape, kept, path),
        "stale": picked_lines(Landscape(landscape.today, landscape.stale), kept, path),
        "missing": missing_lines(landscape, references, kept, path),
        "categories": [
            {"name": name, "without": _without(kept, ("category", slug), path)}
            for slug, name in categories
        ],
        "form": PickForm({"record": wrong}) if wrong else PickForm(),
        "hidden": kept,
        "axis_start": landscape.today,
        "axis_end": add_months(landscape.today, AXIS_MONTHS),
    }
    return render(request, "needs/together.html", context)


def references_in(values: list[str]) -> tuple[list[str], str]:
    """References, each once, and the first thing in their place that is none ("" if nothing)."""
    typed = [value for value in values[:MOST_RECORDS] if value.strip()]
    wrong = next((value for value in typed if not is_reference(tidy(value))), "")
    return list(dict.fromkeys(tidy(v) for v in typed if is_reference(tidy(v)))), wrong


def categories_in(slugs: list[str]) -> list[tuple[str, str]]:
    """Slug and name of the categories that there are."""
    asked = [slug for slug in slugs[:MOST_RECORDS] if "\0" not in slug]
    return list(Capability.objects.filter(slug__in=asked).values_list("slug", "name"))


def _sentence(landscape: Landscape) -> str:
    """ "4 contracts and needs are compared, of 3 boroughs."."""
    rows = landscape.counting
    if not rows:
        return ""
    boroughs = sentences.count(len({row.borough for row in rows}), "borough")
    picked = sentences.count(len(rows), "contract or need is", "contracts and needs are")
    return f"{picked} compared, of {boroughs}."


def picked_lines(landscape: Landscape, kept: Pairs, path: str) -> list[dict]:
    """The records as a table prints them; those picked one by one can be taken out."""
    rows = sorted(landscape.counting, key=lambda row: (row.borough, row.title, row.side))
    lines = row_lines(rows, landscape.today)
    for line in lines:
        pair = ("record", line["row"].reference)
        line["without"] = _without(kept, pair, path) if pair in kept else ""
    return lines


def missing_lines(landscape: Landscape, references, kept: Pairs, path: str) -> list[dict]:
    """References that lead to nothing this reader can use: hidden, over and made up alike."""
    found = {row.reference for row in (*landscape.counting, *landscape.stale)}
    return [
        {"reference": reference, "without": _without(kept, ("record", reference), path)}
        for reference in references
        if reference not in found
    ]


def _without(kept: Pairs, pair: tuple[str, str], path: str) -> str:
    return address(path, [other for other in kept if other != pair])
