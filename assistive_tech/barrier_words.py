"""What happened to a barrier, as people read it."""

from assistive_tech.models import Barrier

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


def happenings(barrier: Barrier, *, names: bool) -> list[dict]:
    """Title, text, who (only with `names`) and when, newest first."""
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
    return WORDS.get(verb, PARTED).format(reason=reason, borough=barrier.borough.short_name)


# What the boroughs that share it hear of.
TOLD = ("validate", "prioritise", "change_priority", "act", "resolve", "accept", "reopen", "absorb")


def told_words(verb: str, reason: str) -> str:
    """A happening that is told, as a sentence or two."""
    return f"{WORDS[verb]}. {reason}".strip()
