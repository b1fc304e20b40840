"""Techniques that fit a purchase: for anybody who describes one, and on a need's page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from guidance import finder
from guidance.models import Technique
from guidance.technique_forms import FinderForm
from needs import views as needs
from needs.models import Need
from needs.thresholds import threshold_on
from procurement_portal.lib.filter_links import address

DAYS_A_MONTH = 365.25 / 12


@login_not_required
def find_technique(request):
    """Three techniques for what is said of a purchase, in order, with reasons that add up."""
    asked = any(name in request.GET for name in FinderForm.base_fields)
    form = FinderForm(request.GET if asked else None)
    context = {"form": form}
    if asked and form.is_valid():
        threshold = threshold_on(timezone.localdate())
        situation = form.situation(threshold and threshold.pence)
        candidates = _candidates(request.user)
        context |= {
            "asked": True,
            "found": _rows(situation, candidates),
            "ruled_out": finder.ruled_out(situation, candidates),
            "threshold": threshold,
            "stands": finder.threshold_sentence(situation),
        }
    return render(request, "guidance/find_technique.html", context)


@login_not_required
def need(request, reference):
    """A need's page, with the techniques that fit it."""
    return needs.detail(request, reference, techniques_of=_techniques_of)


def _techniques_of(need: Need, user) -> dict:
    """The three for a need, from what every reader of its page sees: its band, never its value."""
    threshold = threshold_on(timezone.localdate())
    months = _months_to_start(need)
    situation = finder.Situation(
        group=need.tender_group,
        value=finder.BANDS.get(need.value_band),
        threshold=threshold and threshold.pence,
        weeks=None if months is None else finder.weeks_in(months),
        level=need.collaboration_level,
    )
    said = {
        "group": need.tender_group,
        "band": need.value_band if need.value_band in finder.BANDS else "",
        "months": "" if months is None else str(months),
        "level": str(need.collaboration_level),
    }
    pairs = [(name, value) for name, value in said.items() if value]
    return {
        "found": _rows(situation, _candidates(user)),
        "stands": finder.threshold_sentence(situation),
        "change_href": address(reverse("guidance:find_technique"), pairs),
    }


def _months_to_start(need: Need) -> int | None:
    """Whole months until the latest start, or the earliest where no latest is given; 0 if past."""
    start = need.latest_start or need.earliest_start
    if start is None:
        return None
    return max(0, min(120, int((start - timezone.localdate()).days / DAYS_A_MONTH)))


def _candidates(user) -> list[finder.Candidate]:
    techniques = Technique.objects.visible_to(user).with_uses().defer("search", "steps", "sources")
    return [finder.candidate_of(technique) for technique in techniques]


def _rows(situation: finder.Situation, candidates) -> list[dict]:
    return [
        {
            "name": found.candidate.name,
            "href": reverse("guidance:technique", args=[found.candidate.slug]),
            "score": found.score,
            "parts": found.parts,
        }
        for found in finder.find(situation, candidates)
    ]
