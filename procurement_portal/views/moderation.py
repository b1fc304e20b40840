"""The moderation queue: what waits for LOTI, oldest first; and the log of what was decided."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assistive_tech.barrier_queue import barriers_waiting
from assistive_tech.moderation import appraisals_waiting
from assistive_tech.moderation import waiting as case_studies_waiting
from guidance.moderation import comments_waiting, overdue_guides
from guidance.moderation import waiting as guidance_waiting
from members.models import Membership
from members.permissions import is_moderator
from needs.handing import without_owner
from needs.models import Need, NeedClaim, NeedEvent
from procurement_portal.lib.counts import count_each
from procurement_portal.lib.formatting import format_age
from procurement_portal.lib.working_days import add_working_days

WORKING_DAYS = 2  # what authors are promised
SHOWN = 50
LOG_PAGE = 50


@dataclass(frozen=True)
class Kind:
    """A tab of the queue: its page, and what waits there for this moderator.

    `waiting` gives querysets, whose rows are counted, or a number where it takes more to know it.
    """

    text: str
    route: str
    waiting: Callable
    query: str = ""


def needs_waiting(user):
    return Need.objects.visible_to(user).waiting_for_review()


def needs_changed(user):
    return Need.objects.visible_to(user).changed_since_review()


def people_waiting(user):
    return Membership.objects.visible_to(user).filter(status=Membership.Status.PENDING)


def content_waiting(user) -> list[dict]:
    """Guidance and case studies submitted for review, oldest first."""
    items = guidance_waiting(user) + case_studies_waiting(user)
    return sorted(items, key=lambda item: item["since"])


def to_hand_over(user) -> int:
    """Boroughs with records that nobody keeps: they wait for LOTI to find a lead."""
    return len(without_owner(user))


KINDS = (
    Kind("Needs", "moderation", lambda user: [needs_waiting(user)]),
    Kind("Changed needs", "moderation", lambda user: [needs_changed(user)], "?kind=changed"),
    Kind(
        "Guidance and case studies", "moderation_content", lambda user: len(content_waiting(user))
    ),
    Kind("Guidance to review", "moderation_guidance", lambda user: [overdue_guides(user)]),
    Kind("Comments", "moderation_comments", lambda user: [comments_waiting(user)]),
    Kind("To appraise", "moderation_appraisals", lambda user: [appraisals_waiting(user)]),
    Kind("Barriers", "moderation_barriers", barriers_waiting),
    Kind("Freshness", "moderation_freshness", to_hand_over),
    Kind("People", "members:moderation_people", lambda user: [people_waiting(user)]),
)


def waiting_counts(user) -> list[int]:
    """How many wait in each of `KINDS`."""
    waiting = [kind.waiting(user) for kind in KINDS]
    asked = iter(count_each(rows for each in waiting if isinstance(each, list) for rows in each))
    return [sum(next(asked) for _ in each) if isinstance(each, list) else each for each in waiting]


def tabs(user, current: str) -> list[dict]:
    """The queue's tabs with their counts; `current` is the address of the one shown."""
    entries = []
    for kind, count in zip(KINDS, waiting_counts(user), strict=True):
        href = reverse(kind.route) + kind.query
        entries.append({"text": kind.text, "href": href, "count": count, "active": href == current})
    return entries


def _only_moderators(user) -> None:
    if not is_moderator(user):
        raise PermissionDenied("Only LOTI’s moderators can open the moderation queue.")


def moderation(request):
    _only_moderators(request.user)
    changed = request.GET.get("kind") == "changed"
    queue = needs_changed(request.user) if changed else needs_waiting(request.user)
    claims = NeedClaim.objects.visible_to(request.user).held().select_related("by")
    queue = queue.select_related("borough", "owner", "capability").prefetch_related(
        Prefetch("claim", queryset=claims)
    )
    here = reverse("moderation") + ("?kind=changed" if changed else "")
    items = [_item(need, changed, request.user) for need in queue[:SHOWN]]
    context = {
        "tabs": tabs(request.user, here),
        "changed": changed,
        "items": items,
        "last": _last_decision(request.user) if not items else "",
    }
    return render(request, "procurement_portal/moderation.html", context)


def _item(need, changed: bool, user) -> dict:
    """A row of the queue: how long it has waited, and by when an answer was promised."""
    since = need.changed_at if changed else need.submitted_at
    due = add_working_days(since, WORKING_DAYS)
    claim = getattr(need, "claim", None)
    return {
        "need": need,
        "since": since,
        "due": due,
        "late": due < timezone.localdate(),
        "claimed_by": claim.by if claim else None,
        "own": user.pk in (need.owner_id, need.changed_by_id, need.submitted_by_id),
    }


def _last_decision(user) -> str:
    """How long the last need decided about had waited, in words; "" when there was none."""
    decided = NeedEvent.objects.visible_to(user).decisions().filter(from_status="submitted")
    last = decided.order_by("-pk").first()
    if last is None:
        return ""
    asked = (
        NeedEvent.objects.visible_to(user)
        .filter(record=last.record_id, to_status="submitted", pk__lt=last.pk)
        .order_by("-pk")
        .first()
    )
    return format_age(asked.at, last.at) if asked else ""


def moderation_log(request):
    _only_moderators(request.user)
    events = NeedEvent.objects.visible_to(request.user).decisions()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = list(events.select_related("by", "record__borough").order_by("-pk")[: LOG_PAGE + 1])
    more = len(found) > LOG_PAGE
    found = found[:LOG_PAGE]
    context = {
        "events": found,
        "tabs": tabs(request.user, ""),
        "next_href": f"?before={found[-1].pk}" if more else "",
    }
    return render(request, "procurement_portal/moderation_log.html", context)
