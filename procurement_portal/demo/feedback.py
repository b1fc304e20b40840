"""Example answers and comments on guidance that is real, moved by the verbs, then dated."""

import datetime
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils import timezone

from guidance.models import Edition, Feedback, Guide, GuideVersion, PageAnswer, Technique
from guidance.models.feedback import ACKNOWLEDGE_DAYS
from guidance.sections import titles_of
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.demo.versions import publish_example
from procurement_portal.lib.references import ALPHABET
from procurement_portal.lib.working_days import add_working_days

ASKED_FOR = 60  # days over which answers came in


def load_feedback(today: datetime.date, people: People) -> int:
    """What is missing, on pages that are loaded; how many comments were added."""
    for entry in read("feedback")["answers"]:
        _answer(entry, today)
    known = set(Feedback.objects.filter(is_example=True).values_list("reference", flat=True))
    added = 0
    for entry in read("feedback")["comment"]:
        if reference_of(entry["key"]) not in known:
            added += _comment(entry, Telling(today, people, entry))
    return added


def reference_of(key: str) -> str:
    """Always the same for the same comment, so that documents may name it."""
    return f"CMT-{''.join(Random(f'comment {key}').choices(ALPHABET, k=7))}"


def text_of(entry: dict) -> GuideVersion | Edition | None:
    """What readers see of the page that an entry names; None where it is not loaded."""
    if entry["kind"] == "technique":
        technique = Technique.objects.filter(slug=entry["slug"]).first()
        return technique and technique.edition(technique.version)
    guides = Guide.objects.select_related("published_version").filter(slug=entry["slug"])
    guide = guides.filter(published_version__isnull=False).first()
    return guide and guide.published_version


def _answer(entry: dict, today: datetime.date) -> None:
    """Nothing where the page has example answers already."""
    about = text_of(entry)
    if about is None:
        return
    named = PageAnswer.naming(about)
    pages = {name: named[name] for name in ("guide", "technique_id") if name in named}
    if PageAnswer.objects.filter(is_example=True, **pages).exists():
        return
    chance = Random(f"answers on {entry['slug']}")
    said = [True] * entry["yes"] + [False] * entry["no"]
    chance.shuffle(said)
    words = dict(enumerate(entry["words"]))
    PageAnswer.objects.bulk_create(
        PageAnswer(
            useful=useful,
            words=words.get(place, ""),
            at=working_moment(today, chance.randint(2, ASKED_FOR), chance),
            is_example=True,
            **named,
        )
        for place, useful in enumerate(said)
    )


@dataclass(frozen=True)
class Telling:
    """When what an entry tells of happened, each step some minutes after the one before."""

    today: datetime.date
    people: People
    entry: dict

    def moment(self, step: str, after: datetime.datetime | None = None) -> datetime.datetime:
        chance = Random(f"{self.entry['key']}, {step}")
        at = working_moment(self.today, self.entry[step], chance)
        pause = datetime.timedelta(minutes=chance.randint(10, 50))
        return min(max(at, after + pause), timezone.now()) if after else at

    @property
    def writer(self):
        by = self.entry["by"]
        return self.people.officer(by) if by in self.people.by_borough else None


@transaction.atomic
def _comment(entry: dict, telling: Telling) -> bool:
    about = text_of(entry)
    title = about and titles_of(about).get(entry["section"])
    if title is None:
        return False
    comment = Feedback.send(
        by=telling.writer,
        about=about,
        section=entry["section"],
        section_title=title,
        reference=reference_of(entry["key"]),
        is_example=True,
        **{name: entry[name] for name in ("text", "may_be_shown")},
    )
    # What led to an example version came after the version that it is about.
    at = telling.moment("days", about.published_at if "change" in entry else None)
    comment.at, comment.due = at, add_working_days(at, ACKNOWLEDGE_DAYS)
    comment.save(update_fields=["at", "due"])
    moderators = telling.people.moderators
    if comment.owner is None:
        comment.assign(moderators[0], by=moderators[0])
    _date(comment, at)
    if entry["state"] != "new":
        _move(comment, telling, moderators)
    return True


def _move(comment: Feedback, telling: Telling, moderators: list) -> None:
    """As far as its state says; done only where the version could be published."""
    entry, by = telling.entry, moderators[0]
    answered = telling.moment("answered", comment.at)
    if entry["state"] == "acknowledged":
        comment.acknowledge(by=by)
    elif entry["state"] == "declined":
        comment.decline(by=by, reply=entry["reply"], show=True)
    else:
        comment.accept(by=by, reply=entry["reply"], show=True)
    if comment.reply:
        comment.replied_at = answered
        comment.save(update_fields=["replied_at"])
    _date(comment, answered)
    if entry["state"] == "done":
        published = telling.moment("version", answered)
        version = publish_example(comment.page, entry["change"], published, moderators)
        if version:
            comment.finish(by=by, version=version)
            _date(comment, telling.moment("done", published))


def _date(comment: Feedback, at: datetime.datetime) -> None:
    """What was not dated yet happened then, and nobody is written to about it."""
    comment.events.filter(told_at=None).update(at=at, told_at=at)
