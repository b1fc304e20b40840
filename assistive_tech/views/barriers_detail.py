from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from assistive_tech.barrier_words import happenings
from assistive_tech.models import CaseStudy, Trial
from assistive_tech.permissions import (
    boroughs_to_write_for,
    can_answer_merge,
    can_edit_barrier,
    can_moderate_barrier,
    can_read_merges,
    can_remove_file,
    can_resolve_barrier,
    can_update_action,
    can_validate_barrier,
    can_withdraw_barrier,
)
from assistive_tech.views.barriers_found import barrier_or_404
from members.models import Borough
from members.permissions import borough_ids, is_member, is_moderator


@login_not_required
def barrier(request, reference):
    """One barrier; the address of a merged one leads to what it went into."""
    found = barrier_or_404(request.user, reference)
    if found.merged_into:
        return redirect(found.merged_into)
    user = request.user
    sharing = list(found.sharing.select_related("borough").order_by("borough__short_name"))
    links = found.links.filter(case_study__status__in=CaseStudy.LISTED)
    context = {
        "barrier": found,
        "sharing": sharing,
        "classes": found.technology_classes.all(),
        "actions": _actions(user, found),
        "links": links.select_related("case_study"),
        "trials": Trial.objects.visible_to(user).filter(barrier_links__barrier=found),
        "files": _files(user, found),
        "absorbed": found.merged.all(),
        "happenings": happenings(found, names=is_member(user), merges=can_read_merges(user, found)),
        "names": is_member(user),
        "joining": _joining(user, found, sharing),
        **_what_may_be_done(user, found, {row.borough_id for row in sharing}),
    }
    return render(request, "assistive_tech/barrier.html", context)


def _actions(user, barrier) -> list[dict]:
    """Open ones by their due date, then the rest; with progress lines, newest first."""
    actions = barrier.actions.select_related("owner", "borough").prefetch_related("progress")
    ordered = sorted(actions, key=lambda action: (not action.is_open, action.due_on, action.pk))
    return [
        {
            "action": action,
            "progress": action.progress.all(),
            "may_update": action.is_open
            and user.is_authenticated
            and can_update_action(user, action),
        }
        for action in ordered
    ]


def _files(user, barrier) -> list[dict]:
    signed_in = user.is_authenticated
    return [
        {"file": file, "may_remove": signed_in and can_remove_file(user, file)}
        for file in barrier.files.defer("content").select_related("barrier")
    ]


def _joining(user, barrier, sharing) -> list[dict]:
    """The boroughs this person may speak for: each can say “us too” or take it back."""
    own = borough_ids(user) if barrier.is_open else []
    has = {row.borough_id for row in sharing}
    return [
        {"borough": borough, "has": borough.pk in has}
        for borough in (Borough.objects.filter(gss__in=own) if own else ())
        if borough.pk != barrier.borough_id
    ]


def _what_may_be_done(user, barrier, boroughs: set[str]) -> dict:
    """Flags for the template."""
    if not user.is_authenticated:
        return {}
    moderates = can_moderate_barrier(user)
    works = is_moderator(user) or bool(boroughs & set(boroughs_to_write_for(user)))
    proposed = barrier.merges.filter(status="proposed").select_related("into").first()
    acted_on = barrier.status in barrier.ACTED_ON
    allowed = {
        "may_edit": barrier.can_move("edit") and can_edit_barrier(user, barrier),
        "may_validate": barrier.can_move("validate") and can_validate_barrier(user, barrier),
        "may_prioritise": moderates and (barrier.can_move("prioritise") or acted_on),
        "may_resolve": barrier.can_move("resolve") and can_resolve_barrier(user, barrier),
        "may_accept": moderates and barrier.can_move("accept"),
        "may_reopen": moderates and barrier.can_move("reopen"),
        "may_withdraw": barrier.can_move("withdraw") and can_withdraw_barrier(user, barrier),
        "may_merge": moderates and barrier.is_open and not proposed,
    }
    undoable = _undoable(barrier) if moderates else []
    return {
        **allowed,
        "may_work": works and barrier.status != barrier.Status.WITHDRAWN,
        "may_act": works and acted_on,
        "may_do": any(allowed.values()) or bool(undoable),
        "moderates": moderates,
        "proposed": proposed if proposed and works else None,
        "may_answer": bool(proposed) and can_answer_merge(user, barrier, proposed),
        "undoable": undoable,
    }


def _undoable(barrier) -> list:
    merges = barrier.merges_into.filter(status="accepted").select_related("barrier")
    return [merge for merge in merges if merge.can_undo]
