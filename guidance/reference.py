"""The guides, techniques and problem statements that come with the portal, from `guidance/data/`.

They are edited in the portal afterwards, so a load adds what is missing and changes nothing.
"""

import datetime
import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from guidance.models import Guide, GuideInStep, GuideVersion, ProblemStatement, Technique
from procurement_portal.lib.freshness import review_date
from procurement_portal.lib.upsert import Upserted

DATA = Path(__file__).parent / "data"
FIRST_NOTE = "First published."


@transaction.atomic
def load_guides() -> Upserted:
    """Each guide with its first version, published; LOTI is the author where there is no person."""
    known = set(Guide.objects.values_list("slug", flat=True))
    pages = [_page(path) for path in sorted((DATA / "guides").glob("*.md"))]
    new = [(facts, body) for facts, body in pages if facts["slug"] not in known]
    for facts, body in new:
        _publish_first(facts, body)
    return Upserted(new=len(new), same=len(pages) - len(new))


def guide_texts() -> dict[str, str]:
    """The Markdown of each guide that comes with the portal, by slug."""
    pages = map(_page, sorted((DATA / "guides").glob("*.md")))
    return {facts["slug"]: body for facts, body in pages}


def _page(path: Path) -> tuple[dict[str, str], str]:
    """Front matter as a dictionary, and the Markdown after it."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return dict(line.split(": ", 1) for line in front.splitlines()), body.strip() + "\n"


def _publish_first(facts: dict[str, str], body: str) -> None:
    reviewed = datetime.date.fromisoformat(facts["reviewed"])
    guide = Guide.objects.create(
        slug=facts["slug"],
        stage=facts["stage"],
        position=int(facts["order"]),
        last_confirmed_on=reviewed,
        review_by=datetime.date.fromisoformat(facts["review_by"]),
    )
    texts = ("title", "summary", "responsible", "accountable", "consulted", "informed")
    version = GuideVersion(
        guide=guide,
        number=1,
        body=body,
        change_note=FIRST_NOTE,
        status=GuideVersion.Status.PUBLISHED,
        created_at=_noon(reviewed),
        published_at=_noon(reviewed),
        **{name: facts[name] for name in texts},
    )
    version.save()
    version.events.create(
        verb="publish",
        from_status=GuideVersion.Status.IN_REVIEW,
        to_status=GuideVersion.Status.PUBLISHED,
        at=version.published_at,
        by=None,
    )
    guide.published_version = version
    guide.save()


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@transaction.atomic
def load_techniques() -> Upserted:
    """Add techniques that are missing, and what those loaded by an earlier release lack.

    One that nobody has edited is taken from the file as it stands; of an edited one, only fields
    that did not exist when it was loaded.
    """
    known = {technique.code: technique for technique in Technique.objects.all()}
    lines = (DATA / "techniques.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    new = [row for row in rows if row["id"] not in known]
    for row in new:
        _technique(row).save()
    lacking = [
        (known[row["id"]], row)
        for row in rows
        if row["id"] in known and not known[row["id"]].what_it_is
    ]
    for technique, row in lacking:
        _complete(technique, row)
    return Upserted(len(new), len(lacking), len(rows) - len(new) - len(lacking))


FIRST_FACTS = (
    *("purpose", "stage", "typical_duration", "estimate_basis"),
    *("when_to_use", "collaborative_use", "risks", "steps", "sources"),
)
LATER_FACTS = (
    *("what_it_is", "when_to_avoid", "section_16_purposes", "supplier_effort"),
    *("small_suppliers", "tender_groups", "levels", "market_known", "only_above_threshold"),
    *("strengths", "safeguards", "records"),
)


def _technique(row: dict) -> Technique:
    accessed = datetime.date.fromisoformat(row["date_accessed"])
    return Technique(
        code=row["id"],
        slug=slugify(row["technique"]),
        name=row["technique"],
        accessed_on=accessed,
        last_confirmed_on=accessed,
        review_by=review_date(Technique.FRESHNESS_KIND, accessed),
        **{name: row[name] for name in (*FIRST_FACTS, *LATER_FACTS)},
        **_figures(row),
    )


def _figures(row: dict) -> dict[str, Decimal | None]:
    """Lowest and highest officer-days and weeks; a technique without a set length has no weeks."""
    days, weeks = row["officer_days"], row["weeks"] or (None, None)
    names = ("days_low", "days_high", "weeks_low", "weeks_high")
    return {
        name: None if value is None else Decimal(str(value))
        for name, value in zip(names, (*days, *weeks), strict=True)
    }


def _complete(technique: Technique, row: dict) -> None:
    """The version moves on, so that an editor opened before is told and loses nothing."""
    names = LATER_FACTS if technique.version > 1 else (*FIRST_FACTS, *LATER_FACTS)
    values = {name: row[name] for name in names} | _figures(row)
    for name, value in values.items():
        setattr(technique, name, value)
    technique.version += 1
    technique.save()


@transaction.atomic
def load_problem_statements() -> Upserted:
    """Problems in practitioners' words, each linked to the guides that answer it."""
    known = set(ProblemStatement.objects.values_list("text", flat=True))
    guides = {guide.slug: guide for guide in Guide.objects.all()}
    rows = json.loads((DATA / "problem_statements.json").read_text(encoding="utf-8"))
    added = 0
    for position, row in enumerate(rows):
        if row["statement"] in known:
            continue
        problem = ProblemStatement.objects.create(
            text=row["statement"], user_group=row["user"], position=position
        )
        problem.guides.set([guides[slug] for slug in row["guides"] if slug in guides])
        added += 1
    return Upserted(new=added, same=len(rows) - added)


@transaction.atomic
def load_steps() -> Upserted:
    """What each screen shows beside the work, where nobody has chosen yet."""
    known = set(GuideInStep.objects.values_list("step", flat=True))
    published = {
        guide.slug: guide.published_version
        for guide in Guide.objects.select_related("published_version")
        if guide.published_version_id
    }
    rows = json.loads((DATA / "steps.json").read_text(encoding="utf-8"))
    new = [row for row in rows if row["step"] not in known and row["guide"] in published]
    for row in new:
        GuideInStep.objects.create(
            step=row["step"], version=published[row["guide"]], section=row["section"]
        )
    return Upserted(new=len(new), same=len(rows) - len(new))
