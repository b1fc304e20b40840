"""New guidance and evidence, changed guides, guides to review, records handed over.

All of them in one query: a union of rows (kind, to whom, slug, title, text, number, at).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import CharField, DateTimeField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from assistive_tech.models import CaseStudy, CaseStudyEvent
from community.lines import Item, Kind, Line, last_reminder
from community.periods import LONDON
from guidance.models import Guide, GuideFollow
from members.models import Membership
from needs.models import HandOver
from procurement_portal.lib.formatting import format_count, format_uk_date

EVERYBODY = 0
APPRAISED = 1  # in the column of numbers: no new case study, but a new judgement
REVIEW_REMINDERS = (14, 0)  # days before
PUBLICATIONS = {
    Kind.GUIDANCE: ("guidance:guide", "New guidance"),
}


def publication_lines(readers, floor: datetime.datetime, ends: datetime.datetime) -> Iterator[Line]:
    """Lines for everybody and for single readers, of what happened after `floor`, up to `ends`."""
    guides = (new_guides, changed_guides, guides_to_review)
    parts = (handed_over, *guides, new_studies, appraised_studies)
    first, *others = (part(readers, floor, ends).order_by() for part in parts)
    reviews = defaultdict(list)
    for kind, to, slug, title, text, number, at in first.union(*others, all=True):
        if kind == Kind.HANDED:
            yield handed_line(to, title, text, at)
        elif kind == Kind.CONFIRM:
            reviews[to].append((at.astimezone(LONDON).date(), slug, title))
        elif kind == Kind.CASE_STUDY:
            yield from study_lines(slug, title, text, number, at)
        elif to:
            yield changed_line(to, slug, title, f"Version {number}: {text}", at)
        else:
            yield published_line(kind, slug, title, text, at)
    for owner, due in reviews.items():
        yield from review_line(owner, sorted(due), ends)


def columns(kind: Kind, *others) -> tuple:
    """`others` are to whom, slug, title, text, number and at."""
    return Value(kind.value, CharField()), *others


def number_of(value: int) -> Value:
    return Value(value, IntegerField())


def handed_over(readers, floor, ends):
    """Hand-overs to these readers; the text holds the counts of needs and contracts."""
    counts = Concat(
        Cast("needs_count", CharField()), Value(" "), Cast("contracts_count", CharField())
    )
    return HandOver.objects.filter(to__in=readers, at__gt=floor, at__lte=ends).values_list(
        *columns(
            Kind.HANDED,
            F("to"),
            Value("", CharField()),
            F("borough__short_name"),
            counts,
            number_of(0),
            F("at"),
        )
    )


def new_guides(readers, floor, ends):
    """Guides whose first version came out; what changes later is for those who follow them."""
    return Guide.objects.filter(
        published_version__isnull=False,
        versions__number=1,
        versions__published_at__gt=floor,
        versions__published_at__lte=ends,
    ).values_list(
        *columns(
            Kind.GUIDANCE,
            number_of(EVERYBODY),
            F("slug"),
            F("published_version__title"),
            F("published_version__summary"),
            F("published_version__number"),
            F("versions__published_at"),
        )
    )


def changed_guides(readers, floor, ends):
    """The newest version of each guide that one of these readers follows."""
    return GuideFollow.objects.filter(
        user__in=readers,
        guide__published_version__number__gt=1,
        guide__published_version__published_at__gt=floor,
        guide__published_version__published_at__lte=ends,
    ).values_list(
        *columns(
            Kind.GUIDANCE,
            F("user_id"),
            F("guide__slug"),
            F("guide__published_version__title"),
            F("guide__published_version__change_note"),
            F("guide__published_version__number"),
            F("guide__published_version__published_at"),
        )
    )


def guides_to_review(readers, floor, ends):
    """Guides these readers answer for, whose review falls into the period; moderators only."""
    moderators = Membership.objects.active().filter(role=Membership.Role.MODERATOR)
    last_day = ends.astimezone(LONDON).date() + datetime.timedelta(days=max(REVIEW_REMINDERS))
    return Guide.objects.filter(
        owner__in=moderators.filter(user__in=readers).values("user"),
        published_version__isnull=False,
        review_by__gte=floor.date(),
        review_by__lte=last_day,
    ).values_list(
        *columns(
            Kind.CONFIRM,
            F("owner_id"),
            F("slug"),
            F("published_version__title"),
            Value("", CharField()),
            number_of(0),
            Cast("review_by", DateTimeField()),
        )
    )


def new_studies(readers, floor, ends):
    listed = CaseStudy.objects.listed()
    return listed.filter(published_at__gt=floor, published_at__lte=ends).values_list(
        *columns(
            Kind.CASE_STUDY,
            number_of(EVERYBODY),
            F("slug"),
            F("title"),
            technology(),
            number_of(0),
            F("published_at"),
        )
    )


def appraised_studies(readers, floor, ends):
    """Those whose two appraisals agree now."""
    published = CaseStudyEvent.objects.filter(
        verb="publish", at__gt=floor, at__lte=ends, record__status__in=CaseStudy.LISTED
    )
    return published.values_list(
        *columns(
            Kind.CASE_STUDY,
            number_of(EVERYBODY),
            F("record__slug"),
            F("record__title"),
            technology("record__"),
            number_of(APPRAISED),
            F("at"),
        )
    )


def technology(prefix: str = "") -> Concat:
    """The slug of a case study's kind of technology and, after a space, its name."""
    field = f"{prefix}technology_class"
    return Concat(f"{field}_id", Value(" "), f"{field}__name", output_field=CharField())


def study_lines(slug: str, title: str, text: str, number: int, at) -> Iterator[Line]:
    """What is new is for everybody, and first for those who follow its kind of technology.

    That it was appraised is told to them alone.
    """
    technology_class, _, name = text.partition(" ")
    url = reverse("assistive_tech:detail", kwargs={"slug": slug})
    if number != APPRAISED:
        order, headline = (1, -at.timestamp(), title), f"New case study: {title}"
        item = Item(Kind.CASE_STUDY, title, url, name, "New case study", order, headline)
        yield Line(("everybody",), item, at)
    said, began = (f"{name}. Appraised twice: how sure we are stands on its page.", "Appraised")
    if number != APPRAISED:
        said, began = name, "New case study"
    order, headline = (0, -at.timestamp(), title), f"{began}: {title}"
    item = Item(Kind.CASE_STUDY, title, url, said, f"You follow {name}", order, headline)
    yield Line(("technology", technology_class), item, at)


def published_line(kind, slug: str, title: str, text: str, at) -> Line:
    name, reason = PUBLICATIONS[kind]
    url = reverse(name, kwargs={"slug": slug})
    order, headline = (-at.timestamp(), title), f"{reason}: {title}"
    return Line(("everybody",), Item(kind, title, url, text, reason, order, headline), at)


def changed_line(to: int, slug: str, title: str, text: str, at) -> Line:
    """For one who follows the guide: which version, and what changed in its author's words."""
    item = Item(
        Kind.GUIDANCE,
        title,
        reverse("guidance:guide", kwargs={"slug": slug}),
        text,
        "You follow this page",
        (-at.timestamp(), title),
        f"Changed: {title}",
    )
    return Line(("person", to), item, at)


def review_line(owner: int, due: list[tuple], ends: datetime.datetime) -> Iterator[Line]:
    """One line however many guides: (day, slug, title) of each, the first due first."""
    moments = [last_reminder(day, REVIEW_REMINDERS, ends) for day, _, _ in due]
    told = [(at, *guide) for at, guide in zip(moments, due, strict=True) if at]
    if not told:
        return
    day, words = told[0][1], format_count(len(told), "guide", "guides")
    single = len(told) == 1
    title = told[0][3] if single else f"{words} to review"
    item = Item(
        Kind.CONFIRM,
        title,
        reverse("guidance:guide", kwargs={"slug": told[0][2]})
        if single
        else reverse("moderation_guidance"),
        f"Review by {format_uk_date(day)}: confirm that it still holds, or change it.",
        "You own this page" if single else "You own these pages",
        (day, title),
        f"Review by {format_uk_date(day)}: {title}",
    )
    yield Line(("person", owner), item, max(at for at, *_ in told))


def handed_line(user_id: int, borough: str, counts: str, at: datetime.datetime) -> Line:
    """Told once to the person who keeps the records now."""
    needs, contracts = (int(count) for count in counts.split())
    kept = [(needs, "need", "needs"), (contracts, "contract", "contracts")]
    what = " and ".join(format_count(*count) for count in kept if count[0])
    title = f"{what} of {borough} {'is' if needs + contracts == 1 else 'are'} now yours"
    text = "The person who kept them left the borough. Read them, and confirm what is still true."
    url = reverse("needs:my_contracts" if contracts else "needs:my_needs")
    order = (-at.timestamp(), borough)
    item = Item(Kind.HANDED, title, url, text, f"You lead {borough}", order, title)
    return Line(("person", user_id), item, at)
