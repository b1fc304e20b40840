"""What happened to a barrier, as people read it."""

from operator import itemgetter

from assistive_tech.models import Barrier, BarrierMergeEvent

# Verb to words, and whether the event's reason is shown under them.
WORDS = {
    "raise": "Raised by {borough}",
    "join": "{reason} said “us too”",
    "leave": "{reason} took “us too” back",
    "edit": "Text changed",
    "validate": "Validated",
    "prioritise": "Prioritised",
    "change_priority": "Priority changed",
    "act": "In action",
    "resolve": "Resolved",
    "accept": "Accepted: boroughs live with it",
    "reopen": "Opened again",
    "withdraw": "Withdrawn",
    "absorb": "Another barrier was merged into this one",
    "give_back": "A merged barrier became one of its own again",
}
REASON_IN_WORDS = ("join", "leave")
PARTED = "Became a barrier of its own again"
MERGE_WORDS = {
    "propose": "LOTI proposed to merge it into “{into}”",
    "decline": "{borough} declined the merge into “{into}”",
    "take_back": "LOTI no longer proposes to merge it into “{into}”",
}


def happenings(barrier: Barrier, *, names: bool, merges: bool = False) -> list[dict]:
    """Title, text, who (only with `names`) and when, newest first.

    `merges`: with what LOTI asked of who raised it, and the answer, which is between the two.
    """
    found = _own_happenings(barrier, names)
    if merges:
        found += _merge_happenings(barrier)
    return sorted(found, key=itemgetter("at"), reverse=True)


def _merge_happenings(barrier: Barrier) -> list[dict]:
    """Proposals that led to nothing, or to nothing yet: what was merged leads elsewhere."""
    events = BarrierMergeEvent.objects.filter(record__barrier=barrier, verb__in=MERGE_WORDS)
    return [
        {
            "title": MERGE_WORDS[event.verb].format(
                borough=barrier.raiser, into=event.record.into.title
            ),
            "text": event.reason or (event.record.reason if event.verb == "propose" else ""),
            "by": str(event.by) if event.by else "",
            "at": event.at,
        }
        for event in events.select_related("by", "record__into").order_by("-at", "-pk")
    ]


def _own_happenings(barrier: Barrier, names: bool) -> list[dict]:
    return [
        {
            "title": words_of(event.verb, event.reason, barrier),
            "text": "" if event.verb in REASON_IN_WORDS else event.reason,
            "by": str(event.by) if names and event.by else "",
            "at": event.at,
        }
        for event in barrier.events.select_related("by").order_by("-at", "-pk")
    ]


def words_of(verb: str, reason: str, barrier: Barrier) -> str:
    return WORDS.get(verb, PARTED).format(reason=reason, borough=barrier.raiser)


# What the boroughs that share it hear of.
TOLD = ("validate", "prioritise", "change_priority", "act", "resolve", "accept", "reopen", "absorb")


def told_words(verb: str, reason: str) -> str:
    """A happening that is told, as a sentence or two."""
    return f"{WORDS[verb]}. {reason}".strip()
