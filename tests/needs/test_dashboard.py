"""The CIO's dashboard: decisions with names and dates, own contracts, what changed, health."""

import re

import pytest
from django.urls import reverse

from needs import matching
from needs.models import Overlap
from tests.factories import (
    BoroughFactory,
    CapabilityFactory,
    ContractFactory,
    NeedFactory,
    days,
)

pytestmark = pytest.mark.django_db

URL = "/dashboard"


@pytest.fixture
def wifi():
    return CapabilityFactory(slug="wifi", name="Public Wi-Fi", lead_time_months=6)


def share(borough, capability, **facts):
    row = ContractFactory(
        borough=borough,
        capability=capability,
        **({"title": f"Wi-Fi in {borough.short_name}"} | facts),
    )
    matching.rematch(row)
    return row


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]))


class TestDecisions:
    def test_a_decision_names_the_boroughs_the_date_and_one_action(self, cio, camden, brent, wifi):
        share(camden, wifi, end=days(183 + 40))
        share(brent, wifi)
        page = cio.read(URL)
        assert "1 thing to decide this quarter" in page
        assert "1 other borough: Brent" in page
        assert 'href="/overlap/wifi">See who could move together' in page

    def test_too_late_to_replace_it_says_extend_by_the_end(self, cio, camden, brent, wifi):
        share(camden, wifi, end=days(60), extensions=[12])
        share(brent, wifi)
        assert "too soon to replace it first" in cio.read(URL)

    @pytest.mark.parametrize(
        "facts",
        [{"end": days(900)}, {"end": None, "start": None}, {"review_by": days(-1)}],
        ids=["later", "no date", "stale"],
    )
    def test_what_need_not_be_decided_now_is_not_counted(self, cio, camden, brent, wifi, facts):
        share(camden, wifi, **({"end": days(220)} | facts))
        share(brent, wifi)
        assert "0 things to decide this quarter" in cio.read(URL)

    def test_what_nobody_else_shares_is_not_a_decision_together(self, cio, camden, wifi):
        share(camden, wifi, end=days(220))
        assert "0 things to decide this quarter" in cio.read(URL)

    def test_other_boroughs_decisions_are_theirs(self, cio, camden, brent, wifi):
        share(brent, wifi, end=days(220))
        share(camden, wifi, end=days(900))
        assert "0 things to decide this quarter" in cio.read(URL)


class TestRest:
    def test_a_borough_without_contracts_is_told_why_and_what_to_do(self, cio):
        page = cio.read(URL)
        assert "We do not know your contracts yet." in page
        assert 'href="/my-borough/contracts/import">Upload your contract register' in page

    def test_own_contracts_by_their_end(self, cio, camden, wifi):
        share(camden, wifi, title="Second", end=days(300))
        share(camden, wifi, title="First", end=days(200))
        page = cio.read(URL)
        assert page.index("First") < page.index("Second")

    def test_opens_on_core_technologies_and_leads_to_the_others(self, cio, camden, brent, wifi):
        housing = CapabilityFactory(
            slug="housing", name="Housing management", tender_group="business_systems"
        )
        for borough in (camden, brent):
            share(borough, wifi)
            share(borough, housing, title="Housing")
        page = cio.read(URL)
        assert "What boroughs share most: core technologies" in page
        assert "2 boroughs have Public Wi-Fi" in page
        other = cio.read(f"{URL}?group=business_systems")
        assert "2 boroughs have Housing management" in other
        assert "core technologies" in cio.read(f"{URL}?group=nonsense")

    def test_health_counts_what_nobody_confirmed(self, cio, camden, wifi):
        share(camden, wifi)
        share(camden, wifi, review_by=days(-1))
        share(camden, wifi, review_by=None)
        share(camden, wifi, start=days(-900), end=days(-5))
        words = words_of(cio.read(URL))
        assert "Camden: 1 of 3 records confirmed in time (33%)" in words
        assert "2 left out of every total until somebody confirms them: 2 contracts" in words

    def test_most_alike_borough_leads_to_what_both_have(self, cio, camden, brent, wifi):
        for borough in (camden, brent, BoroughFactory()):
            share(borough, wifi)
        page = cio.read(URL)
        assert "/overlap?borough=camden&amp;other=brent" in page
        assert "1 shared category" in cio.read("/overlap?borough=camden&other=brent")

    def test_new_needs_of_others_and_new_overlaps_are_what_changed(self, cio, camden, brent, wifi):
        share(camden, wifi, title="Public Wi-Fi in libraries")
        need = NeedFactory(
            borough=brent, capability=wifi, published=True, title="Public Wi-Fi in libraries"
        )
        matching.rematch(need)
        page = words_of(cio.read(URL))
        assert "New overlaps with your records" in page
        assert "Needs other boroughs published" in page

    def test_new_overlaps_are_told_once_a_record_with_every_borough(self, cio, camden, brent, wifi):
        share(camden, wifi, title="Public Wi-Fi in libraries")
        for borough in (brent, BoroughFactory(short_name="Ealing")):
            share(borough, wifi, title="Public Wi-Fi in libraries")
        matching.rebuild()
        changed = words_of(cio.read(URL)).split("New overlaps with your records")[1]
        told = changed.split("Boroughs most like yours")[0]
        assert told.count("Public Wi-Fi in libraries") == 1
        assert "Brent (likely the same)" in told
        assert "Ealing (likely the same)" in told

    def test_matching_again_does_not_make_an_overlap_new(self, cio, camden, brent, wifi):
        mine = share(camden, wifi, title="Public Wi-Fi in libraries")
        share(brent, wifi, title="Public Wi-Fi in libraries")
        pair = Overlap.objects.get()
        long_ago = pair.found_at.replace(year=2020)
        Overlap.objects.update(found_at=long_ago)
        matching.rematch(mine)
        matching.rebuild()
        assert Overlap.objects.get().found_at == long_ago
        assert "New overlaps" not in cio.read(URL)

    def test_the_loti_team_sees_all_boroughs(self, moderator, camden, brent, wifi):
        share(camden, wifi)
        share(brent, wifi)
        page = moderator.read(reverse("needs:dashboard"))
        assert "All boroughs" in page
        assert "2 boroughs have Public Wi-Fi" in page
