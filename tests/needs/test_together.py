"""Hand-picked sets and scenarios: shared by address, and never more than the reader may see."""

import re

import pytest
from django.urls import reverse

from needs import matching
from tests.counting import queries
from tests.factories import (
    BoroughFactory,
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    days,
)
from tests.needs.test_overlap_pages import contract, need, read_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Telephony", lead_time_months=6)


@pytest.fixture
def brents(brent, telephony):
    """Ends too early for Camden's need, but for one extension."""
    return contract(brent, telephony, end=days(200), extensions=[12])


@pytest.fixture
def camdens(camden, telephony):
    return need(camden, telephony, earliest_start=days(400), latest_start=days(500))


def picked(*records, **more) -> str:
    query = "&".join(f"record={getattr(r, 'reference', r)}" for r in records)
    extra = "".join(f"&{key}={value}" for key, value in more.items())
    return f"{reverse('needs:together')}?{query}{extra}"


class TestPickedSet:
    def test_shows_when_they_could_move_together(self, officer, brents, camdens):
        page = read_text(officer.read(picked(brents, camdens)))
        assert "2 contracts and needs are compared, of 2 boroughs" in page
        assert "2 boroughs, the first to decide by" in page
        assert "Can join by using its 12-month extension" in page

    def test_says_what_each_must_decide_and_when_a_notice_counts(self, officer, brents, camdens):
        ContractTermsFactory(contract=brents, notice_months=3)
        page = read_text(officer.read(picked(brents, camdens)))
        assert re.search(r"Extend to \d+ \w+ 20\d\d by", page)
        assert re.search(r"Give notice to end on \d+ \w+ 20\d\d by", page)
        assert "Begin procuring by" in page
        assert re.search(r"To start on [\w ]+, go to market by [\w ]+; to start on", page)
        assert re.search(r"planned procurement notice counts when it is published \d", page)
        assert "Procurement Act 2023, section 15" in page

    def test_a_notice_date_that_has_passed_is_said_to_have(self, officer, brents, camdens):
        ContractTermsFactory(contract=brents, notice_months=12)
        page = read_text(officer.read(picked(brents, camdens)))
        assert re.search(r"Extend to [^:]+: the date for that, [\w ]+, has passed", page)

    def test_lower_case_and_repeated_references_are_understood(self, officer, brents, camdens):
        page = officer.read(picked(brents.reference.lower(), brents, camdens))
        assert "2 contracts and needs are compared" in page

    def test_one_can_be_taken_out_or_added(self, officer, brents, camdens):
        page = officer.read(picked(brents, camdens))
        without = re.findall(r'href="([^"]+)">Remove', page)
        assert f"/overlap/together?record={camdens.reference}" in without
        assert f'name="record" value="{brents.reference}"' in page

    def test_a_whole_category_can_be_picked(self, officer, brents, camdens, telephony):
        page = officer.read(f"{reverse('needs:together')}?category=telephony")
        assert "2 contracts and needs are compared" in page
        assert "Everything in Telephony" in page

    def test_nothing_picked_says_what_to_do(self, officer):
        assert "Nothing is picked yet" in officer.read(reverse("needs:together"))

    def test_what_is_no_reference_is_an_error_at_the_field(self, officer):
        page = officer.read(picked("contract%2012"))
        assert "Enter a reference as its page shows it" in page
        assert 'value="contract 12"' in page

    def test_a_record_without_a_category_or_dates_is_no_error(self, officer, camdens, brent):
        row = ContractFactory(borough=brent, capability=None, start=None, end=None)
        matching.rematch(row)
        page = read_text(officer.read(picked(row, camdens)))
        assert "No dates hold two boroughs" in page
        assert f"Dates not known: Brent, {row.title}" in page

    def test_who_has_not_confirmed_in_time_is_left_out_and_named(self, officer, camdens, brent):
        row = ContractFactory(borough=brent, stale=True, title="Old switchboard")
        matching.rematch(row)
        page = read_text(officer.read(picked(row, camdens)))
        assert "nobody has confirmed it in time: Brent, Old switchboard" in page

    def test_a_second_record_costs_no_more_queries(self, officer, brents, camdens):
        one = queries(officer, picked(brents))
        assert queries(officer, picked(brents, camdens)) == one <= 6


class TestWhoSees:
    def test_hidden_and_missing_references_answer_the_same_bytes(self, officer, camdens, brent):
        sealed = NeedFactory(borough=brent, published=True, sealed=True, title="Zyxsealed")
        matching.rematch(sealed)
        answers = []
        for reference in (sealed.reference, f"{sealed.reference[:-5]}ZZZZZ"):
            page = officer.read(picked(camdens, reference))
            assert "Zyxsealed" not in page
            answers.append(page.replace(reference, "").replace("ZZZZZ", ""))
        assert answers[0] == answers[1]

    def test_each_reader_sees_what_they_may(self, officer, other_officer, brent, camdens):
        sealed = contract(brent, camdens.capability, visibility="sealed", title="Zyxsealed")
        address = picked(camdens, sealed)
        assert "Zyxsealed" in other_officer.read(address)
        assert "Zyxsealed" not in officer.read(address)

    def test_an_extension_of_a_hidden_contract_is_as_one_that_is_not_there(
        self, officer, camdens, brent
    ):
        sealed = contract(brent, camdens.capability, visibility="sealed", extensions=[12])
        answers = [
            officer.read(picked(camdens, extend=f"{reference}.1"))
            for reference in (sealed.reference, "CON-ZZZZZZZ")
        ]
        assert answers[0] == answers[1]
        assert "supposes an extension that none of these contracts has" in answers[0]


class TestScenarios:
    def test_says_what_an_extension_would_gain(self, officer, brents, camdens):
        page = read_text(officer.read("/overlap/telephony"))
        assert "If Brent takes its 12-month extension, 2 boroughs fit" in page
        assert "As things stand, Brent could start with no other" in page

    def test_the_link_supposes_it_and_leads_back(self, officer, brents, camdens):
        [href] = re.findall(r'href="([^"]+)">See these dates', officer.read("/overlap/telephony"))
        assert f"extend={brents.reference}.1" in href
        page = officer.read(href.replace("&amp;", "&").split("#")[0])
        assert "Brent uses its 12-month extension" in page
        assert "2 boroughs, the first to decide by" in page
        assert 'href="/overlap/telephony#windows">See every way to join' in page

    def test_supposing_nothing_is_extended_but_what_is_asked(self, officer, brents, camdens):
        ealing = BoroughFactory(slug="ealing", short_name="Ealing")
        other = contract(ealing, camdens.capability, end=days(210), extensions=[12])
        page = read_text(
            officer.read(picked(brents, camdens, other, extend=f"{brents.reference}.1"))
        )
        assert "Out, because their dates do not fit: Ealing" in page

    @pytest.mark.parametrize("asked", ["1", "nonsense", ".1", "{ref}.2", "{ref}.0", "{ref}.²"])
    def test_an_extension_that_is_not_there_is_left_out_and_said(
        self, officer, brents, camdens, asked
    ):
        url = picked(brents, camdens, extend=asked.format(ref=brents.reference))
        assert "supposes an extension that none of these contracts has" in officer.read(url)


class TestCaps:
    @pytest.fixture
    def many(self, camden, brent, telephony):
        """Five windows of two boroughs, apart from each other."""
        for start in range(300, 800, 100):
            for borough in (camden, brent):
                need(borough, telephony, earliest_start=days(start), latest_start=days(start + 9))

    def test_the_first_windows_are_shown_and_the_others_offered(self, officer, many):
        page = officer.read("/overlap/telephony")
        assert page.count(": 2 boroughs, the first to decide by") == 3
        assert "Show the other 2 windows" in page
        page = officer.read("/overlap/telephony?show=windows")
        assert page.count(": 2 boroughs, the first to decide by") == 5

    def test_pairs_too(self, officer, many):
        page = officer.read("/overlap/telephony")
        assert page.count(" of 100</li>") == 6
        assert "Show the other 19 pairs" in page
        assert officer.read("/overlap/telephony?show=pairs").count(" of 100</li>") == 25


class TestTicking:
    def test_lists_offer_it(self, officer, brents, camdens, camden):
        ContractFactory(borough=camden)
        assert f'name="record" value="{brents.reference}"' in officer.read("/overlap/telephony")
        assert 'name="category" value="telephony"' in officer.read(reverse("needs:overlap"))
        assert f'formaction="{reverse("needs:together")}"' in officer.read("/my-borough/contracts")

    def test_rows_ticked_in_a_register_lead_to_an_address_to_share(self, officer, brents):
        asked = {"reference": [brents.reference, "nonsense"], "back": "/my-borough/contracts"}
        response = officer.post(reverse("needs:together"), asked)
        assert response.status_code == 302
        assert response["Location"] == picked(brents)
