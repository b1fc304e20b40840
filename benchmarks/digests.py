"""Digests in batches against a naive builder that works person by person; CPU a mail."""

import datetime
import time

from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.measure import Row, milliseconds, times
from community.digest import BATCH, build_digests
from community.emails import Fragments, digest_email
from community.models import Digest, Follow
from community.periods import last_week
from members.models import Borough, Membership, User
from needs.models import Capability, Contract, Need, Overlap

PEOPLE = 2_000
NAIVE = 60  # people the naive builder is timed on
NEW = 60  # needs published in the period


def prepare(period) -> list[User]:
    boroughs = list(Borough.objects.all())
    capabilities = list(Capability.objects.all()[:40])
    inside = period.starts + datetime.timedelta(hours=30)
    for n in range(NEW):
        Need.objects.create(
            reference=f"NEED-DIG{n:04d}",
            borough=boroughs[n % 33],
            capability=capabilities[n % 40],
            title=f"A need of the week, number {n}",
            problem="What is not working today, said in a sentence or two.",
            status=Need.Status.PUBLISHED,
            published_at=inside,
            review_by=timezone.localdate() + datetime.timedelta(days=90),
        )
    people = User.objects.bulk_create(
        User(email=f"reader{n}@example.org", name=f"Reader {n}") for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(user=user, borough=boroughs[n % 33], status=Membership.Status.ACTIVE)
        for n, user in enumerate(people)
    )
    Follow.objects.bulk_create(
        Follow(user=user, capability=capabilities[(n + k) % 40])
        for n, user in enumerate(people)
        for k in range(6)
    )
    return people


def row_for(user, period) -> Digest:
    return Digest(
        user=user,
        period=period.key,
        period_from=period.starts,
        period_to=period.ends,
        message_id=f"<{user.pk}@example.org>",
    )


def in_batches(people, period) -> None:
    fragments = Fragments()
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        contents = build_digests(batch, period)
        for user in batch:
            if contents[user.pk].items:
                digest_email(row_for(user, period), contents[user.pk], fragments).message()


def one_by_one(user, period) -> None:
    """What a digest is without any thought for the next person's."""
    follows = [f.capability for f in Follow.objects.filter(user=user).select_related("capability")]
    needs = []
    for capability in follows:
        needs += (
            Need.objects.visible_to(user)
            .filter(capability=capability, published_at__gte=period.starts)
            .select_related("borough", "capability")
        )
    borough = user.memberships.select_related("borough").first().borough
    overlaps = list(
        Overlap.objects.visible_to(user)
        .of_boroughs([borough.pk])
        .filter(found_at__gte=period.starts)[:10]
    )
    stale = list(Contract.objects.filter(borough=borough, review_by__lte=timezone.localdate())[:10])
    sections = [
        {
            "heading": "New needs",
            "lines": [
                {
                    "text": render_to_string("emails/digest_item.txt", line),
                    "html": render_to_string("emails/digest_item.html", line),
                }
                for line in (
                    {"item": {"title": need.title, "reason": str(need.borough)}, "url": need.title}
                    for need in needs
                )
            ],
        }
    ]
    context = {"name": user.display_name, "sections": sections, "period": period, "rest": 1}
    context |= {"overlaps": overlaps, "stale": stale, "headline": "What is new"}
    mail = EmailMultiAlternatives(
        "What is new", render_to_string("emails/digest.txt", context), to=[user.email]
    )
    mail.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    mail.message()


def run() -> list[Row]:
    period = last_week(timezone.now())
    people = prepare(period)
    in_batches(people[:BATCH], period)
    one_by_one(people[0], period)
    begun = time.process_time()
    in_batches(people, period)
    ours = (time.process_time() - begun) / len(people)
    begun = time.process_time()
    for user in User.objects.filter(pk__in=[p.pk for p in people[:NAIVE]]):
        one_by_one(user, period)
    naive = (time.process_time() - begun) / NAIVE
    with CaptureQueriesContext(connection) as asked:
        build_digests(people[:BATCH], period)
    return [
        Row(
            f"Digest for each of {PEOPLE:,} people, CPU a mail",
            milliseconds(ours),
            f"{milliseconds(naive)} built person by person",
            times(ours, naive),
            "≤ 0.12×",
        ),
        Row("Queries for 200 digests", str(len(asked)), "–", "–", "≤ 6"),
    ]
