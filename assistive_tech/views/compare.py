from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from assistive_tech.comparison import FEWEST, MOST
from assistive_tech.models import CaseStudy
from assistive_tech.side_by_side import rows_of


@login_not_required
def compare(request):
    """Two to four case studies of the library side by side, in the order they were ticked."""
    codes = list(dict.fromkeys(code for code in request.GET.getlist("study") if code))
    asked = codes[: MOST + 1]
    found = {
        study.code: study
        for study in CaseStudy.objects.visible_to(request.user)
        .listed()
        .filter(code__in=[code[:10].replace("\x00", "") for code in asked])
        .select_related("technology_class", "borough")
        .prefetch_related("outcomes")
        .defer("search")
    }
    studies = [found[code] for code in asked if code in found]
    problem = _problem(len(codes), len(studies))
    context = {
        "studies": studies,
        "problem": problem,
        "groups": [] if problem else rows_of(studies),
        "lost": len(asked) - len(studies),
    }
    return render(request, "assistive_tech/compare.html", context)


def _problem(asked: int, found: int) -> str:
    """Why there is nothing to compare; empty when there is."""
    if asked > MOST:
        return f"You ticked {asked}. Four side by side are as many as can be read: tick fewer."
    if found < FEWEST:
        return "Tick two to four case studies in the library to see them side by side."
    return ""
