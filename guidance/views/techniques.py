from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from guidance.effort import ENOUGH, days_of, weeks_of
from guidance.feedback_forms import UsefulForm
from guidance.feedback_links import comment_link, links_of
from guidance.filters import TechniqueFilter
from guidance.models import Feedback, Technique
from guidance.permissions import can_edit_technique, can_log_use
from guidance.sections import titles_of
from guidance.stages import published_guides
from guidance.technique_facts import comparison
from guidance.technique_forms import FEWEST, MOST, CompareTechniquesForm
from guidance.technique_parts import parts_of
from guidance.uses import uses_of
from guidance.views.guide import MOST_SHOWN
from members.permissions import is_member
from procurement_portal.lib.filter_links import address, chips_of, kept


@login_not_required
def techniques(request):
    """The catalogue. What is ticked to compare is sent with the filters, and so stays ticked."""
    every = Technique.objects.visible_to(request.user).with_uses()
    listed = TechniqueFilter(request.GET, queryset=every)
    ticked = set(request.GET.getlist("technique"))
    rows = [
        {
            "technique": found,
            "days": days_of(found),
            "weeks": weeks_of(found),
            "ticked": found.slug in ticked,
        }
        for found in listed.qs.defer("search")
    ]
    hidden = ticked - {row["technique"].slug for row in rows}
    filters = kept(request.GET, listed.form)
    context = {
        "form": listed.form,
        "rows": rows,
        "chips": chips_of(listed.form, kept(request.GET, listed.form, "technique"), request.path),
        "elsewhere": _named(every, hidden) if hidden else [],
        "without_ticks": address(request.path, filters) if ticked else "",
    }
    return render(request, "guidance/techniques.html", context)


def _named(techniques, slugs: set[str]):
    """Those of these slugs; what is no slug finds nothing."""
    return techniques.filter(slug__in=[slug for slug in slugs if slug.isprintable()])


@login_not_required
def compare_techniques(request):
    """Two to four side by side; anything else asks which."""
    found = list(Technique.objects.visible_to(request.user).with_uses().defer("search"))
    form = CompareTechniquesForm(
        request.GET if "technique" in request.GET else None, techniques=found
    )
    if not form.is_valid():
        return render(request, "guidance/compare_techniques.html", {"form": form})
    compared = form.cleaned_data["technique"]
    context = {
        "columns": [{"technique": t, "without": _without(t, compared)} for t in compared],
        "rows": comparison(compared),
        "others": [t for t in found if t not in compared] if len(compared) < MOST else [],
        "choose": _list_of(request, compared),
    }
    return render(request, "guidance/compare_techniques.html", context)


def _list_of(request, compared) -> str:
    """The list as it was narrowed, with these ticked."""
    form = TechniqueFilter(request.GET, queryset=Technique.objects.visible_to(request.user)).form
    ticks = [("technique", technique.slug) for technique in compared]
    return address(reverse("guidance:techniques"), [*kept(request.GET, form), *ticks])


def _without(technique, compared) -> str:
    """The address of the comparison without this one, or "" where too few would be left."""
    left = [("technique", other.slug) for other in compared if other != technique]
    return address(reverse("guidance:compare_techniques"), left) if len(left) >= FEWEST else ""


@login_not_required
def technique(request, slug):
    techniques = Technique.objects.visible_to(request.user).with_uses()
    found = get_object_or_404(techniques, slug=slug)
    guides = [guide for guide in published_guides(request.user) if guide.stage == found.stage]
    link = comment_link(found, found.version, titles_of(found))
    context = {
        "technique": found,
        "parts": [{**part, "link": link(part["anchor"])} for part in parts_of(found)],
        "comment_on_sources": link("sources"),
        "comments": Feedback.objects.visible_to(request.user).on_show().of_page(found)[:MOST_SHOWN],
        "useful_form": UsefulForm(),
        "links": links_of(found, found.version),
        "guides": guides,
        "may_edit": can_edit_technique(request.user),
        "may_log": can_log_use(request.user),
        "member": is_member(request.user),
        "uses": uses_of(found, request.user),
        "missing": max(0, ENOUGH - found.uses_count),
    }
    return render(request, "guidance/technique.html", context)
