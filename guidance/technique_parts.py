"""The parts of a technique's page in order, each with an anchor, so that a comment can name it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from guidance.models import Edition, Technique
from guidance.technique_facts import facts_of, lists_of, texts_of

SOURCES = {"sources": "Sources"}  # stands after the logged uses


def parts_of(technique: Technique | Edition) -> list[dict]:
    """{"anchor", "title"} and "text", or "rows" with what they rest on, or "lines"."""
    texts = [{"title": t["key"], "text": t["value"]} for t in texts_of(technique) if t["value"]]
    glance = {
        "title": "At a glance",
        "rows": facts_of(technique),
        "basis": technique.estimate_basis,
    }
    lists = [{"title": part["key"], **part} for part in lists_of(technique)]
    return [{"anchor": slugify(part["title"]), **part} for part in (*texts, glance, *lists)]


def titles(technique: Technique | Edition) -> dict[str, str]:
    return {part["anchor"]: part["title"] for part in parts_of(technique)} | SOURCES


def quoted_part(technique: Technique | Edition, anchor: str) -> SafeString | None:
    """A part as its page shows it; None for what is none."""
    part = next((part for part in parts_of(technique) if part["anchor"] == anchor), None)
    if part is None:
        return None
    return render_to_string("guidance/includes/technique_part.html", {"part": part})
