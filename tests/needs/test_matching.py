"""Sides and pairs follow the records; what a person may see decides what they are shown."""

import random

import pytest
from django.db import connection

from needs import matching
from needs.models import Contract, Need, Overlap, OverlapSide
from tests.factories import (
    BoroughFactory,
    CapabilityFactory,
    ContractFactory,
    NeedFactory,
    NeedTermsFactory,
    SupplierFactory,
    days,
)

pytestmark = pytest.mark.django_db

HOUSING = "Replacement housing management system for tenancies and rents"


@pytest.fixture
def housing():
    return CapabilityFactory(
        slug="housing-management",
        name="Housing management",
        synonyms=["tenancy management", "rent accounting"],
        acronyms=["HMS"],
        products=["NEC Housing"],
        suppliers=["Aareon"],
    )


@pytest.fixture
def parking():
    return CapabilityFactory(
        slug="parking", name="Parking enforcement", synonyms=["penalty charge notices"]
    )


def pairs():
    return {
        (
            str(o.side_a.record.reference),
            str(o.side_b.record.reference),
        )
        if o.side_a.record.reference < o.side_b.record.reference
        else (o.side_b.record.reference, o.side_a.record.reference): (
            o.score,
            str(o.parts),
            o.label,
        )
        for o in Overlap.objects.all()
    }


class TestSuggestions:
    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("New system for tenancy management", "tenancy management"),
            ("Replace NEC Housing", "NEC Housing"),
            ("Our HMS is out of support", "HMS"),
        ],
        ids=["synonym", "product", "acronym"],
    )
    def test_the_right_one_comes_first_and_says_why(self, housing, parking, text, why):
        first = matching.suggest_capabilities(text)[0]
        assert first.capability == housing
        assert why in first.why
        assert 0 < first.certainty <= 1

    def test_at_most_as_many_as_asked_for(self, housing, parking):
        assert len(matching.suggest_capabilities("housing parking enforcement", limit=1)) == 1

    @pytest.mark.parametrize("text", ["", "🏠🏠", "Invitation to tender", "x" * 20_000])
    def test_nothing_to_go_by_suggests_nothing(self, housing, text):
        assert matching.suggest_capabilities(text) == []

    def test_a_new_capability_is_known_at_once(self, housing):
        matching.suggest_capabilities("housing")
        bins = CapabilityFactory(slug="waste", name="Waste collection", synonyms=["bin rounds"])
        assert matching.suggest_capabilities("bin rounds")[0].capability == bins


class TestSides:
    def test_a_draft_has_no_side(self, housing):
        need = NeedFactory(capability=housing)
        assert matching.rematch(need) == 0
        assert not OverlapSide.objects.exists()

    def test_a_need_sent_to_draft_again_loses_its_side(self, housing):
        need = NeedFactory(published=True)
        matching.rematch(need)
        Need.objects.filter(pk=need.pk).update(status=Need.Status.DRAFT)
        matching.rematch(need)
        assert not OverlapSide.objects.exists()

    def test_a_need_carries_its_current_supplier_found_by_alias(self):
        supplier = SupplierFactory(name="Capita Business Services Ltd", aliases=["Capita"])
        terms = NeedTermsFactory(need__published=True, current_supplier="Capita")
        matching.rematch(terms.need)
        side = OverlapSide.objects.get()
        assert (side.supplier, side.supplier_key) == (supplier, "capitabusinessservices")


class TestPairs:
    def test_two_boroughs_with_the_same_thing_make_one_pair_in_order(self, housing):
        need = NeedFactory(published=True, title=HOUSING, capability=housing)
        contract = ContractFactory(title="Housing management software", capability=housing)
        for record in (need, contract, need):
            matching.rematch(record)
        pair = Overlap.objects.get()
        assert {pair.side_a.record, pair.side_b.record} == {need, contract}
        assert pair.score == pytest.approx(sum(part["points"] for part in pair.parts), abs=1e-9)

    def test_one_borough_is_never_paired_with_itself(self, camden, housing):
        for _ in range(2):
            need = NeedFactory(borough=camden, published=True, title=HOUSING, capability=housing)
            matching.rematch(need)
        assert not Overlap.objects.exists()

    def test_text_that_changed_replaces_the_pairs(self, housing, parking):
        need = NeedFactory(published=True, title=HOUSING, capability=housing)
        matching.rematch(ContractFactory(title="Housing management", capability=housing))
        matching.rematch(need)
        need.title, need.capability, need.problem = "Parking permits", parking, ""
        need.save()
        matching.rematch(need)
        assert not Overlap.objects.exists()

    def test_changed_dates_leave_the_score_alone(self, housing):
        need = NeedFactory(published=True, title=HOUSING, capability=housing)
        matching.rematch(ContractFactory(title="Housing management", capability=housing))
        matching.rematch(need)
        before = pairs()
        need.earliest_start, need.latest_start = days(2000), days(2100)
        need.save()
        matching.rematch(need)
        assert pairs() == before
        assert need.side.window_from == days(2000)


TITLES = [
    HOUSING,
    "Housing repairs scheduling",
    "Parking permits and penalty charge notices",
    "Laptops for staff",
    "Hire of laptops",
    "Adults case management",
    "Children's case management",
    "🏠",
    "",
]


def _edit(rng, capabilities, boroughs):
    """One random change, matched as the worker would."""
    pick = rng.random()
    if pick < 0.35:
        record = rng.choice([NeedFactory, ContractFactory])(
            borough=rng.choice(boroughs), title=rng.choice(TITLES)
        )
    else:
        records = [*Need.objects.all(), *Contract.objects.all()]
        if not records:
            return
        record = rng.choice(records)
    record.title = rng.choice(TITLES)
    record.capability = rng.choice([*capabilities, None])
    if isinstance(record, Need):
        record.status = rng.choice(["draft", "submitted", "published", "withdrawn"])
        record.problem = rng.choice(["", "Officers cannot see repairs on a phone."])
    else:
        record.product = rng.choice(["", "NEC Housing"])
        record.supplier = rng.choice([None, SupplierFactory._meta.model.objects.first()])
    record.version += 1
    record.save()
    if pick > 0.95:
        record.delete()
    else:
        matching.rematch(record)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(1, 4))]
)
def test_matching_one_by_one_equals_a_full_rebuild(seed, housing, parking):
    rng = random.Random(seed)
    child = CapabilityFactory(slug="repairs", name="Housing repairs", parent=housing)
    capabilities = [housing, parking, child]
    boroughs = [BoroughFactory() for _ in range(4)]
    SupplierFactory(name="Aareon Ltd")
    for _ in range(40):
        _edit(rng, capabilities, boroughs)
    one_by_one = pairs()
    assert one_by_one
    assert matching.rebuild() == len(one_by_one)
    assert pairs() == one_by_one


class TestSimilarRecords:
    def test_another_boroughs_need_is_found_with_its_reasons(self, officer, other_officer, housing):
        need = NeedFactory(
            borough_id="E09000005", published=True, title=HOUSING, capability=housing
        )
        matching.rematch(need)
        [found] = matching.similar_records(
            officer.user, title="Housing management system", capability=housing
        )
        assert found.record == need
        assert found.score == pytest.approx(sum(part.points for part in found.parts), abs=1e-9)
        assert any("Both are Housing management" in part.sentence for part in found.parts)

    @pytest.mark.parametrize(
        "change",
        [
            {"visibility": "sealed"},
            {"status": "withdrawn"},
            {"status": "submitted"},
            {"review_by": days(-1)},
        ],
        ids=["sealed", "withdrawn", "not published", "stale"],
    )
    def test_what_may_not_be_shown_is_not(self, officer, brent, housing, change):
        need = NeedFactory(borough=brent, published=True, title=HOUSING, capability=housing)
        matching.rematch(need)
        Need.objects.filter(pk=need.pk).update(**change)
        assert not matching.similar_records(officer.user, title=HOUSING, capability=housing)

    def test_own_borough_is_left_out(self, officer, camden, housing):
        need = NeedFactory(borough=camden, published=True, title=HOUSING, capability=housing)
        matching.rematch(need)
        assert not matching.similar_records(officer.user, title=HOUSING, capability=housing)

    def test_a_stranger_is_shown_nothing(self, outsider, brent, housing):
        matching.rematch(NeedFactory(borough=brent, published=True, title=HOUSING, public=True))
        assert not matching.similar_records(outsider.user, title=HOUSING, capability=housing)


class TestWaiting:
    def test_a_need_posted_while_the_queue_was_away_is_found_and_matched(self, housing):
        NeedFactory(published=True, title=HOUSING, capability=housing)
        ContractFactory(title=HOUSING, capability=housing)
        NeedFactory(title="Draft")
        assert matching.match_waiting() == 2
        assert Overlap.objects.count() == 1
        assert matching.match_waiting() == 0

    def test_an_edit_waits_until_it_is_matched(self, housing):
        need = NeedFactory(published=True)
        matching.rematch(need)
        need.version += 1
        need.save()
        assert list(matching.waiting()) == [need]


def test_one_boroughs_records_make_no_pair_among_themselves(camden, housing):
    for _ in range(3):
        NeedFactory(borough=camden, published=True, title=HOUSING, capability=housing)
    assert matching.rebuild() == 0
    assert OverlapSide.objects.count() == 3


class TestPairsGoWithTheirSides:
    """The database looks up no foreign keys of pairs: see ADR 0025."""

    @pytest.fixture
    def pair(self, housing):
        for _ in range(2):
            matching.rematch(NeedFactory(published=True, title=HOUSING, capability=housing))
        return Overlap.objects.get()

    def test_whatever_deletes_the_side(self, pair):
        with connection.cursor() as cursor:
            cursor.execute("delete from needs_overlapside where id = %s", [pair.side_b_id])
        assert not Overlap.objects.exists()
        assert OverlapSide.objects.get().matched_at is None  # its list has a place free

    def test_one_that_was_left_behind_is_shown_to_nobody_until_it_is_taken_away(
        self, pair, moderator
    ):
        Overlap.objects.filter(pk=pair.pk).update(side_b=pair.side_b_id + 1)
        for pairs in (Overlap.objects.visible_to(moderator.user), Overlap.objects.live()):
            assert not pairs.exists()
        matching.rebuild()
        assert Overlap.objects.get() == pair
