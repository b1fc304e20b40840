"""Example CIOs' votes on the tender groups, this quarter and the two before it."""

import datetime
from random import Random

from members.models import Borough, Membership
from needs.models import TenderGroup, TenderGroupVote
from needs.models.tender_group_vote import quarter_of
from needs.votes import quarter_before
from procurement_portal.demo.people import People

QUARTERS = 3
VOTED = 0.8  # of the boroughs with a CIO, in a quarter
# Chances of very, fairly, not very and not attractive: core technologies were found most promising.
LEANING = {
    TenderGroup.CORE_TECHNOLOGIES: (55, 30, 12, 3),
    TenderGroup.BUSINESS_SYSTEMS: (25, 40, 25, 10),
    TenderGroup.INNOVATIVE_TOOLS: (15, 40, 30, 15),
}


def load_votes(today: datetime.date, people: People) -> None:
    """The same votes for the same quarter however often it runs; a real vote stays."""
    boroughs = {borough.slug: borough for borough in Borough.objects.all()}
    quarter, rows = quarter_of(today), []
    for _ in range(QUARTERS):
        for slug, roles in sorted(people.by_borough.items()):
            for user in roles.get(Membership.Role.CIO, ()):
                rows += _votes(boroughs[slug], quarter, user)
        quarter = quarter_before(quarter)
    TenderGroupVote.objects.bulk_create(rows, ignore_conflicts=True)


def _votes(borough: Borough, quarter: datetime.date, user) -> list[TenderGroupVote]:
    chance = Random(f"vote of {borough.slug} in {quarter}")
    if chance.random() > VOTED:
        return []
    return [
        TenderGroupVote(
            borough=borough,
            quarter=quarter,
            group=group,
            attractiveness=chance.choices(TenderGroupVote.Attractiveness.values, weights)[0],
            by=user,
            is_example=True,
        )
        for group, weights in LEANING.items()
    ]
