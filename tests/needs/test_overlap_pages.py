"""The overlap pages: every number leads to its rows, what may not be seen is not counted."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse

from needs import matching
from needs.landscape import href_of
from needs.models import Contract, ContractTerms, Need, Overlap
from needs.views.overlap_pair import pair_href
from tests.counting import queries
from tests.factories import (
    BoroughFactory,
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    NeedFactory,
    SupplierFactory,
    days,
)

pytestmark = pytest.mark.django_db

PAGES = ["needs:dashboard", "needs:overlap", "needs:overlap_matrix", "needs:overlap_timeline"]


@pytest.fixture
def telephony():
    return CapabilityFactory(slug="telephony", name="Contact centre telephony", lead_time_months=6)


def contract(borough, capability, **facts):
    facts = {"title": f"Telephony in {borough.short_name}", "end": days(400)} | facts
    row = ContractFactory(borough=borough, capability=capability, **facts)
    matching.rematch(row)
    return row


def need(borough, capability, **facts):
    facts = {"title": f"Contact centre for {borough.short_name}", "published": True} | facts
    row = NeedFactory(borough=borough, capability=capability, **facts)
    matching.rematch(row)
    return row


def pair_url(pair):
    return pair_href(pair.side_a.record, pair.side_b.record)


def read_text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]))


@pytest.fixture
def two_contracts(camden, brent, telephony):
    """The same supplier in two boroughs; a third borough has nothing."""
    BoroughFactory(slug="ealing", short_name="Ealing")
    supplier = SupplierFactory(name="Ringdove Ltd")
    return [contract(borough, telephony, supplier=supplier) for borough in (camden, brent)]


class TestRanking:
    def test_says_first_who_shares_what_and_by_when(self, officer, camden, brent, telephony):
        contract(camden, telephony)
        need(brent, telephony)
        page = read_text(officer.read(reverse("needs:overlap")))
        assert "2 boroughs have Contact centre telephony: 1 contract and 1 need" in page
        assert "2 of 2 boroughs" in page

    def test_one_borough_alone_is_not_overlap(self, officer, camden, telephony):
        contract(camden, telephony)
        page = officer.read(reverse("needs:overlap"))
        assert "No category is shared by two boroughs" in page
        assert "Clear filters" in page

    def test_numbers_lead_to_their_rows(self, officer, camden, brent, telephony):
        contract(camden, telephony)
        contract(brent, telephony)
        page = officer.read(reverse("needs:overlap"))
        [href] = re.findall(r'href="([^"]+)" aria-label="2 contracts for', page)
        rows = officer.read(href.split("#")[0])
        assert "Telephony in Camden" in rows
        assert "Telephony in Brent" in rows
        assert 'id="contracts"' in rows

    @pytest.mark.parametrize(
        ("values", "shown"), [([], "Not shown"), ([1, 2], "Not shown"), ([1, 2, 3], "£60,000")]
    )
    def test_money_needs_three_boroughs(self, officer, camden, telephony, values, shown):
        for number in values or [0, 0]:
            row = contract(BoroughFactory(), telephony)
            if number:
                ContractTermsFactory(contract=row, value_pence=number * 1_000_000)
        assert shown in officer.read(reverse("needs:overlap"))

    def test_whole_life_values_are_spread_over_the_term(self, officer, telephony):
        for _ in range(3):
            row = contract(BoroughFactory(), telephony, start=days(-1060), end=days(400))
            ContractTermsFactory(
                contract=row,
                value_pence=400_000_00,
                value_basis=ContractTerms.Basis.WHOLE_LIFE,
            )
        assert "£300,000" in officer.read(reverse("needs:overlap"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("group=core_technologies", True),
            ("group=business_systems", False),
            ("horizon=24", True),
            ("horizon=6", False),
            ("borough=camden", True),
            ("borough=camden&other=ealing", False),
            ("supplier=ringdove", True),
            ("supplier=nobody", False),
            ("category=telephony", True),
        ],
    )
    def test_filters_narrow_and_stand_as_chips(self, officer, two_contracts, query, found):
        page = officer.read(f"{reverse('needs:overlap')}?{query}")
        assert ("1 shared category" in page) is found
        assert "Remove filter" in page

    @pytest.mark.parametrize("query", ["group=nonsense", "horizon=-1", "borough=%00", "other=x"])
    def test_a_filter_that_makes_no_sense_is_said_and_left_out(self, officer, query):
        page = officer.read(f"{reverse('needs:overlap')}?{query}")
        assert "There is a problem" in page

    def test_the_csv_has_the_same_rows_and_runs_no_formula(self, officer, camden, brent):
        capability = CapabilityFactory(slug="x", name="=1+1")
        contract(camden, capability)
        contract(brent, capability)
        response = officer.get(f"{reverse('needs:overlap')}?format=csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert lines[1].startswith("'=1+1,")


class TestWhatCounts:
    @pytest.fixture
    def theirs(self, brent, telephony):
        return need(brent, telephony, title="Zebra switchboard")

    @pytest.mark.parametrize(
        "change",
        [
            {"status": "withdrawn"},
            {"status": "submitted"},
            {"status": "closed", "close_outcome": "dropped"},
            {"visibility": "sealed"},
        ],
        ids=lambda change: next(iter(change.values())),
    )
    def test_what_is_gone_is_gone_at_once(self, officer, theirs, change):
        urls = ["/dashboard", "/overlap/timeline", "/overlap/telephony"]
        assert all("Zebra switchboard" in officer.read(url) for url in urls)
        Need.objects.filter(pk=theirs.pk).update(**change)
        assert not any("Zebra switchboard" in officer.read(url) for url in urls)

    def test_a_sealed_record_changes_no_byte_for_others(self, officer, brent, camden, telephony):
        contract(camden, telephony)
        contract(brent, telephony)
        urls = [reverse(name) for name in PAGES] + ["/overlap/telephony"]
        before = [officer.read(url) for url in urls]
        need(brent, telephony, sealed=True)
        assert [officer.read(url) for url in urls] == before

    def test_its_own_borough_counts_it_and_sees_its_matches(
        self, other_officer, brent, camden, telephony
    ):
        contract(camden, telephony, title="Contact centre telephony")
        need(brent, telephony, title="Contact centre telephony", sealed=True)
        page = other_officer.read("/overlap/telephony")
        assert "Closest pairs, and why" in page
        assert "My borough" in page

    def test_pairs_follow_the_filters_as_the_rows_do(self, officer, camden, brent, telephony):
        contract(camden, telephony, title="Contact centre telephony", end=days(200))
        contract(brent, telephony, title="Contact centre telephony", end=days(900))
        assert "Closest pairs, and why" in officer.read("/overlap/telephony")
        assert "Closest pairs, and why" in officer.read("/overlap/telephony?horizon=36")
        assert "Closest pairs, and why" in officer.read("/overlap/telephony?borough=brent")
        assert "Closest pairs, and why" not in officer.read("/overlap/telephony?horizon=12")

    def test_stale_rows_are_left_out_and_said(self, officer, camden, brent, telephony):
        contract(camden, telephony)
        contract(brent, telephony)
        contract(brent, telephony, title="Old phones", review_by=days(-1))
        page = officer.read("/overlap/telephony")
        assert "Old phones" not in page
        assert "1 record left out of every total here" in page

    def test_confirming_brings_a_row_back_at_once(self, officer, camden, telephony):
        row = contract(camden, telephony, review_by=days(-1))
        assert "Telephony in Camden" not in officer.read("/overlap/telephony")
        row.set_confirmed(by=officer.user)
        row.save()
        assert "Telephony in Camden" in officer.read("/overlap/telephony")


class TestMatrix:
    def test_nought_is_a_number_and_silence_is_said(self, officer, camden, brent, telephony):
        contract(camden, telephony)
        contract(brent, CapabilityFactory(slug="wifi", name="Wi-Fi"))
        BoroughFactory(slug="ealing", short_name="Ealing")
        page = officer.read(reverse("needs:overlap_matrix"))
        rows = dict(
            re.findall(r"<tr>\s*<th scope=\"row\"[^>]*>([A-Z]\w+)</th>(.*?)</tr>", page, re.S)
        )
        assert rows["Ealing"].count("Not shared") == 2
        assert 'href="/overlap/telephony?borough=camden"' in rows["Camden"]
        assert ">0</span>" in rows["Brent"]
        assert "1 borough has shared nothing yet" in page

    def test_a_number_leads_to_that_boroughs_rows(self, officer, camden, brent, telephony):
        contract(camden, telephony)
        contract(brent, telephony)
        page = officer.read("/overlap/telephony?borough=camden")
        rows = page.split('id="contract-rows-caption"')[1].split("</table>")[0]
        assert "Telephony in Camden" in rows
        assert "Telephony in Brent" not in rows

    def test_the_csv_says_not_shared(self, officer, camden, telephony):
        contract(camden, telephony)
        BoroughFactory(slug="ealing", short_name="Ealing")
        text = officer.get("/overlap/matrix?format=csv").content.decode("utf-8-sig")
        assert "Ealing,Not shared" in text
        assert "Camden,1" in text


class TestTimeline:
    def test_earliest_decision_first_and_the_rest_counted(self, officer, camden, brent, telephony):
        contract(camden, telephony, title="Later", end=days(900))
        contract(brent, telephony, title="Sooner", end=days(300))
        contract(brent, telephony, title="Passed", end=days(30))
        contract(brent, telephony, title="Undated", start=None, end=None)
        page = officer.read(reverse("needs:overlap_timeline"))
        assert page.index("Sooner") < page.index("Later")
        assert "Passed" not in page.split("<table")[1].split("</table>")[0]
        assert "1 whose decide-by date has passed or is not known, and 1 with no dates" in page

    def test_the_csv_has_those_that_passed_too(self, officer, camden, telephony):
        dates = {"last_confirmed_on": days(-20), "review_by": days(345)}
        contract(camden, telephony, title="Passed", end=days(30), **dates)
        text = officer.get("/overlap/timeline?format=csv").content.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text))
        assert row["Title"] == "Passed"
        assert row["Last confirmed"] == days(-20).isoformat()
        assert row["Review by"] == days(345).isoformat()


class TestCapability:
    def test_unknown_is_not_found(self, officer):
        officer.read("/overlap/nothing-such", status=404)

    def test_nobody_has_it_says_so(self, officer, telephony):
        assert "No borough has shared a contract or a need" in officer.read("/overlap/telephony")

    def test_windows_say_who_is_in_who_can_join_and_who_is_not(
        self, officer, camden, brent, telephony
    ):
        ealing = BoroughFactory(slug="ealing", short_name="Ealing")
        harrow = BoroughFactory(slug="harrow", short_name="Harrow")
        need(camden, telephony, earliest_start=days(400), latest_start=days(500))
        contract(brent, telephony, end=days(200), extensions=[12])
        contract(ealing, telephony, end=days(1400))
        contract(harrow, telephony, start=None, end=None)
        page = read_text(officer.read("/overlap/telephony"))
        assert "When boroughs could move together" in page
        assert "Brent: Telephony in Brent Can join by using its 12-month extension, to" in page
        assert "Camden: Contact centre for Camden In as it stands" in page
        assert re.search(r"do not fit: Ealing, Telephony in Ealing . Cannot move before \d", page)
        assert "Dates not known: Harrow, Telephony in Harrow" in page

    def test_notice_terms_bring_the_decision_forward(self, officer, camden, telephony):
        row = contract(camden, telephony, end=datetime.date(2030, 6, 30))
        ContractTermsFactory(contract=row, notice_months=12, value_pence=None)
        page = officer.read("/overlap/telephony")
        assert "30 June 2029" in page

    def test_records_pages_are_where_the_links_lead(self, camden, telephony):
        for record in (contract(camden, telephony), need(camden, telephony)):
            kind = type(record).__name__.lower()
            assert href_of(kind, record.reference) == record.get_absolute_url()


class TestPair:
    def test_parts_shown_add_up_to_the_total_shown(self, officer, camden, brent, telephony):
        need(camden, telephony, title="Contact centre telephony")
        contract(brent, telephony, title="Telephony for the contact centre")
        page = officer.read(pair_url(Overlap.objects.get()))
        points = [float(p) for p in re.findall(r'points">([+-][\d.]+)<', page)]
        [total] = re.findall(r'points">([\d.]+)</td></tr></tfoot>', page)
        assert len(points) > 2
        assert sum(points) == pytest.approx(float(total), abs=1e-9)
        assert "Both are Contact centre telephony" in page

    @pytest.mark.parametrize("change", [{"visibility": "sealed"}, {"status": "withdrawn"}])
    def test_it_is_gone_with_either_side(self, officer, brent, camden, telephony, change):
        theirs = need(brent, telephony, title="Contact centre telephony")
        contract(camden, telephony, title="Contact centre telephony")
        url = pair_url(Overlap.objects.get())
        officer.read(url)
        Need.objects.filter(pk=theirs.pk).update(**change)
        assert (
            officer.get(url).content
            == officer.get("/overlap/pairs/CON-ZZZZZZZ/NEED-ZZZZZZZ").content
        )

    def test_own_need_waiting_for_review_is_shown_its_overlaps(
        self, officer, other_officer, camden, brent, telephony
    ):
        contract(brent, telephony, title="Contact centre telephony")
        need(camden, telephony, title="Contact centre", published=False, submitted=True)
        url = pair_url(Overlap.objects.get())
        officer.read(url)
        other_officer.read(url, status=404)


@pytest.mark.parametrize("name", [*PAGES, "capability", "pair"])
def test_queries_do_not_grow_with_the_rows(officer, camden, brent, telephony, name):
    def fill(count):
        for _ in range(count):
            contract(camden, telephony, title="Contact centre telephony")
            need(brent, telephony, title="Contact centre telephony")

    fill(1)
    pages = {
        "capability": "/overlap/telephony",
        "pair": pair_url(Overlap.objects.first()),
    }
    url = pages.get(name) or reverse(name)
    few = queries(officer, url)
    fill(9)
    assert queries(officer, url) == few <= 10


def test_a_contract_that_is_over_is_nowhere(officer, camden, telephony):
    contract(camden, telephony, start=days(-900), end=days(-2))
    assert Contract.objects.count() == 1
    assert "Telephony in Camden" not in officer.read("/overlap/telephony")
