"""Reading trials: the list, and one with all that may be done."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from assistive_tech import trial_rows
from assistive_tech.models import Barrier, Trial
from assistive_tech.permissions import (
    boroughs_to_try_for,
    can_propose_trial,
    can_raise_barrier,
    can_run_trial,
)
from members.models import Borough
from members.permissions import is_member
from procurement_portal.lib.formatting import format_count

PAGE_SIZE = 20


def found_trial(request, reference) -> Trial:
    return get_object_or_404(
        Trial.objects.visible_to(request.user).select_related("technology_class", "lead"),
        reference=reference,
    )


@login_not_required
def trials(request):
    seen = Trial.objects.visible_to(request.user).select_related("technology_class", "lead")
    page = Paginator(seen, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sentence": f"{format_count(page.paginator.count, 'trial', 'trials')} here.",
        "previous_href": f"?page={page.number - 1}" if page.has_previous() else "",
        "next_href": f"?page={page.number + 1}" if page.has_next() else "",
        "may_propose": can_propose_trial(request.user),
    }
    return render(request, "assistive_tech/trials.html", context)


@login_not_required
def trial(request, reference):
    return trial_page(request, found_trial(request, reference))


def trial_page(request, shown: Trial, *, refused=(), status: int = 200):
    """The page of a trial; `refused` is what a gate found missing just now."""
    member = is_member(request.user)
    places, events = shown.with_totals(), list(shown.events.select_related("by"))
    own = boroughs_to_try_for(request.user)
    rows = trial_rows.place_rows(shown, places, member, own)
    recruited = sum(place.recruited for place in places)
    context = {
        "trial": shown,
        "refused": trial_rows.missing_links(shown, refused),
        "question": trial_rows.question_rows(shown),
        "design": trial_rows.design_rows(shown) if _shows_design(shown, member) else [],
        "places": rows,
        "leaving": [row for row in rows if row["leave_href"]],
        "recruited": trial_rows.total_words(recruited, member),
        "completed": trial_rows.total_words(sum(p.completed for p in places), member),
        "timeline": trial_rows.timeline_rows(shown, events),
        "events": trial_rows.event_rows(events) if member else [],
        "stopped_because": next((e.reason for e in reversed(events) if e.verb == "stop"), ""),
        "member": member,
        "barriers": _barriers(request.user, shown),
        "may_raise": can_raise_barrier(request.user),
        "joinable": _joinable(shown, places, own),
        **_steps(request.user, shown, places),
    }
    return render(request, "assistive_tech/trial.html", context, status=status)


def _barriers(user, shown: Trial):
    """What got in its way, as far as this person may read it."""
    barriers = Barrier.objects.visible_to(user).listed().filter(trial_links__trial=shown)
    return barriers.defer("search")


def _shows_design(shown: Trial, member: bool) -> bool:
    return member or shown.status == Trial.Status.REPORTED


def _joinable(shown: Trial, places: list, own: list[str]) -> list[Borough]:
    """Boroughs of the reader's that could still join."""
    inside = {place.borough_id for place in places if not place.left_at}
    missing = [gss for gss in own if gss not in inside]
    return list(Borough.objects.filter(gss__in=missing)) if shown.can_move("join") else []


def _steps(user, shown: Trial, places: list) -> dict:
    """The next step with what it lacks, and what else may be done."""
    if not can_run_trial(user, shown):
        return {}
    verb = shown.next_verb
    lacks = trial_rows.missing_links(shown, shown.lacks(verb, places))
    return {
        "may_run": True,
        "may_edit": shown.can_move("edit"),
        "may_stop": shown.can_move("stop"),
        "next_words": trial_rows.VERB_WORDS.get(verb, ""),
        "lacks": lacks,
    }
