"""New guidance and evidence, changed guides, guides to review, records handed over.

`PARTS` are rows of `community.rows`.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from assistive_tech.models import CaseStudy, CaseStudyEvent
from community.lines import Item, Kind, Line, Scope, last_reminder
from community.periods import LONDON
from community.rows import Row, columns, is_new
from guidance.models import Guide, GuideFollow
from members.models import Membership
from needs.models import HandOver
from procurement_portal.lib.formatting import format_count, format_uk_date

APPRAISED = 1  # in the column of numbers: no new case study, but a new judgement
REVIEW_REMINDERS = (14, 0)  # days before


def publication_lines(rows: Mapping[str, list[Row]], scope: Scope) -> Iterator[Line]:
    """Lines for everybody and for single readers."""
    for row in rows[Kind.HANDED]:
        yield handed_line(row.to, row.title, row.text, row.at)
    for row in rows[Kind.GUIDANCE]:
        if row.to:
            version = f"Version {row.number}: {row.text}"
            yield changed_line(row.to, row.name, row.title, version, row.at)
        else:
            yield new_guide_line(row.name, row.title, row.text, row.at)
    for row in rows[Kind.CASE_STUDY]:
        yield from study_lines(row.name, row.title, row.text, row.number, row.at)
    reviews = defaultdict(list)
    for row in rows[Kind.CONFIRM]:
        reviews[row.to].append((row.at.astimezone(LONDON).date(), row.name, row.title))
    for owner, due in reviews.items():
        yield from review_line(owner, sorted(due), scope.ends)


def handed_over(scope: Scope) -> QuerySet:
    """Hand-overs to these readers; the text holds the counts of needs and contracts."""
    counts = Concat(
        Cast("needs_count", CharField()), Value(" "), Cast("contracts_count", CharField())
    )
    return HandOver.objects.filter(to__in=scope.readers, **is_new(scope, "at")).values_list(
        *columns(Kind.HANDED, to=F("to"), title=F("borough__short_name"), text=counts, at=F("at"))
    )


def new_guides(scope: Scope) -> QuerySet:
    """Guides whose first version came out; what changes later is for those who follow them."""
    return Guide.objects.filter(
        **is_new(scope, "versions__published_at"),
        versions__number=1,
        published_version__isnull=False,
    ).values_list(
        *columns(
            Kind.GUIDANCE,
            name=F("slug"),
            title=F("published_version__title"),
            text=F("published_version__summary"),
            number=F("published_version__number"),
            at=F("versions__published_at"),
        )
    )


def changed_guides(scope: Scope) -> QuerySet:
    """The newest version of each guide that one of these readers follows."""
    newest = "guide__published_version"
    return GuideFollow.objects.filter(
        **is_new(scope, f"{newest}__published_at"),
        **{f"{newest}__number__gt": 1},
        user__in=scope.readers,
    ).values_list(
        *columns(
            Kind.GUIDANCE,
            to=F("user_id"),
            name=F("guide__slug"),
            title=F(f"{newest}__title"),
            text=F(f"{newest}__change_note"),
            number=F(f"{newest}__number"),
            at=F(f"{newest}__published_at"),
        )
    )


def guides_to_review(scope: Scope) -> QuerySet:
    """Guides these readers answer for, whose review falls into the period; moderators only."""
    moderators = Membership.objects.active().filter(role=Membership.Role.MODERATOR)
    return Guide.objects.filter(
        owner__in=moderators.filter(user__in=scope.readers).values("user"),
        published_version__isnull=False,
        review_by__gte=scope.floor.date(),
        review_by__lte=scope.last_day(max(REVIEW_REMINDERS)),
    ).values_list(
        *columns(
            Kind.CONFIRM,
            to=F("owner_id"),
            name=F("slug"),
            title=F("published_version__title"),
            at=Cast("review_by", DateTimeField()),
        )
    )


def new_studies(scope: Scope) -> QuerySet:
    return (
        CaseStudy.objects.listed()
        .filter(**is_new(scope, "published_at"))
        .values_list(
            *columns(
                Kind.CASE_STUDY,
                name=F("slug"),
                title=F("title"),
                text=technology(),
                at=F("published_at"),
            )
        )
    )


def appraised_studies(scope: Scope) -> QuerySet:
    """Those whose two appraisals agree now."""
    return CaseStudyEvent.objects.filter(
        **is_new(scope, "at"), verb="publish", record__status__in=CaseStudy.LISTED
    ).values_list(
        *columns(
            Kind.CASE_STUDY,
            name=F("record__slug"),
            title=F("record__title"),
            text=technology("record__"),
            number=Value(APPRAISED, IntegerField()),
            at=F("at"),
        )
    )


PARTS = (
    *(handed_over, new_guides, changed_guides, guides_to_review),
    *(new_studies, appraised_studies),
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


def new_guide_line(slug: str, title: str, text: str, at) -> Line:
    url = reverse("guidance:guide", kwargs={"slug": slug})
    order, headline = (-at.timestamp(), title), f"New guidance: {title}"
    item = Item(Kind.GUIDANCE, title, url, text, "New guidance", order, headline)
    return Line(("everybody",), item, at)


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
