"""The few lines of guidance that stand where people work, and a link to the rest."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from guidance.changes import sections
from guidance.models import GuideInStep, GuideVersion
from procurement_portal.lib.markdown import render, sanitised

MOST_WORDS = 70
POSTING = "post-"

Step = GuideInStep.Step


@dataclass(frozen=True)
class Advice:
    """What is shown: the guide's title, the section's heading and words, where the rest is.

    `newer` is where the guide stands now, if the words shown come from an earlier version.
    """

    title: str
    section: str
    html: SafeString
    href: str
    number: int
    is_cut: bool
    newer: str


def advice_for(user, step: str) -> Advice | None:
    """What is pinned to a step; None where nothing is, or its section is gone."""
    pin = (
        GuideInStep.objects.visible_to(user)
        .filter(step=step)
        .select_related("version__guide")
        .order_by("-pk")
        .first()
    )
    if pin is None or pin.version is None:
        return None
    return _advice(pin.version, pin.section)


def _advice(version: GuideVersion, section: str) -> Advice | None:
    text = dict(sections(version.body)).get(section)
    if text is None:
        return None
    short, is_cut = shortened(text.partition("\n")[2])
    anchors = {heading["text"]: heading["id"] for heading in version.headings}
    is_current = version.pk == version.guide.published_version_id
    page = version.guide.get_absolute_url()
    anchor = f"#{anchors[section]}" if section in anchors else ""
    return Advice(
        title=version.title,
        section=section,
        html=sanitised(render(short).html),
        href=(page if is_current else version.get_absolute_url()) + anchor,
        number=version.number,
        is_cut=is_cut,
        newer="" if is_current else page,
    )


def shortened(markdown: str, most: int = MOST_WORDS) -> tuple[str, bool]:
    """The first lines of a section, at most this many words and at least one line, and whether
    there are more. It ends after a whole line: a paragraph or an item of a list."""
    kept, words = [], 0
    lines = markdown.strip().split("\n")
    for line in lines:
        words += len(line.split())
        if kept and words > most:
            break
        kept.append(line)
    while len(kept) > 1 and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept), len(kept) < len(lines)


def section_choices(versions: list[GuideVersion]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select: each guide's title with its sections, as "slug/heading" and heading."""
    return [
        (
            version.title,
            [(f"{version.guide.slug}/{h['text']}", h["text"]) for h in version.headings],
        )
        for version in versions
    ]


def pins(user) -> list[dict]:
    """Every step in order: {step, label, pin, is_behind, is_gone}."""
    newest = {
        pin.step: pin
        for pin in GuideInStep.objects.visible_to(user)
        .newest()
        .select_related("version__guide__published_version", "by")
    }
    return [
        {
            "step": step.value,
            "label": step.label,
            "pin": newest.get(step),
            "is_behind": is_behind(newest.get(step)),
        }
        for step in Step
    ]


def is_behind(pin: GuideInStep | None) -> bool:
    """Whether the guide has been published anew since its words were pinned."""
    return bool(pin and pin.version and pin.version_id != pin.version.guide.published_version_id)
