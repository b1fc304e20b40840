"""A borough's own register as a list: searched, sorted, paged, downloaded, confirmed."""

import csv
import datetime
import io
import re

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from needs.models import Contract, ContractTerms
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    MembershipFactory,
    SupplierFactory,
    days,
)

LIST = "/my-borough/contracts"


def titles(text):
    """The contracts' titles in the order shown."""
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<]+)</a>', text)


def test_an_empty_register_says_why_and_offers_one_action(officer):
    text = officer.read(LIST)
    assert "We do not know your contracts yet" in text
    assert "Upload your contract register (about 5 minutes)" in text


def test_a_row_tells_supplier_end_extension_confirmation_and_example(officer, camden):
    ContractFactory(
        borough=camden,
        title="Telephony",
        supplier__name="BT plc",
        product="Cloud Voice",
        end=datetime.date(2028, 3, 31),
        extensions=[12, 12],
        is_example=True,
        last_confirmed_on=datetime.date(2026, 3, 4),
    )
    text = officer.read(LIST)
    for words in (
        "Telephony", "BT plc", "Cloud Voice", "31 March 2028", "Can run until 31 March 2030",
        "Confirmed 4 March 2026", "Example</strong>", "Not known yet",
    ):  # fmt: skip
        assert words in text


def test_other_boroughs_contracts_are_not_in_it(officer, brent):
    ContractFactory(borough=brent, title="Brent's own", public=True)
    assert "Brent&#x27;s own" not in officer.read(LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=parking", ["Parking permits"]),
        ("q=nec", ["Housing system"]),
        ("q=CN-77", ["Parking permits"]),
        ("supplier=nec", ["Housing system"]),
        ("system=cx", ["Housing system"]),
        ("capability=parking", ["Parking permits"]),
        ("ends=6", ["Parking permits"]),
        ("ends=over", ["Old thing"]),
        ("ends=open", ["Endless"]),
        ("stale=1", ["Endless"]),
        ("q=nothing-like-it", []),
        ("ends=nonsense", ["Old thing", "Parking permits", "Housing system", "Endless"]),
        ("q=%00", ["Old thing", "Parking permits", "Housing system", "Endless"]),
        ("sort=title", ["Endless", "Housing system", "Old thing", "Parking permits"]),
        ("sort=supplier", ["Parking permits", "Housing system", "Endless", "Old thing"]),
        ("sort=nonsense&after=nonsense", ["Old thing", "Parking permits", "Housing system",
                                          "Endless"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_and_sorted(officer, camden, query, found):
    def add(title, supplier, end, **more):
        return ContractFactory(
            borough=camden, title=title, supplier=SupplierFactory(name=supplier), end=end, **more
        )

    add("Housing system", "NEC Ltd", days(500), product="Cx Housing")
    parking = CapabilityFactory(slug="parking", name="Parking")
    add("Parking permits", "Conduent", days(90), capability=parking, register_reference="CN-77")
    add("Old thing", "Zed", days(-9), stale=True)
    add("Endless", "Water plc", None, stale=True)
    assert titles(officer.read(f"{LIST}?{query}")) == found


def test_chips_remove_one_filter_and_keep_the_others(officer, camden):
    ContractFactory(borough=camden, title="Parking permits")
    text = officer.read(f"{LIST}?q=parking&ends=24&sort=title")
    assert "Keywords: parking" in text
    assert "Ends: Within 24 months" in text
    assert f"{LIST}?ends=24&amp;sort=title" in text


def test_no_match_offers_to_clear_the_filters(officer, camden):
    ContractFactory(borough=camden)
    text = officer.read(f"{LIST}?q=nothing")
    assert "No contracts match these filters" in text


@pytest.mark.parametrize("sort", ["end", "title", "supplier", "confirmed", "decide"])
def test_paging_shows_every_contract_once(officer, camden, sort):
    for n in range(60):
        ContractFactory(borough=camden, title=f"~Contract {n:02}", end=days(n // 7 * 30))
    seen, url = [], f"{LIST}?sort={sort}"
    while url:
        text = officer.read(url)
        seen += titles(text)
        following = re.search(r'href="([^"]+)" rel="next"', text)
        url = following and following[1].replace("&amp;", "&")
    assert sorted(seen) == [f"~Contract {n:02}" for n in range(60)]


def test_queries_do_not_grow_with_the_rows(officer, camden, django_assert_max_num_queries):
    officer.read(LIST)  # the first visit writes its session

    def queries():
        with django_assert_max_num_queries(8) as counted:
            officer.read(LIST)
        return len(counted)

    for _ in range(2):
        ContractTermsFactory(contract__borough=camden)
    few = queries()
    for _ in range(20):
        ContractTermsFactory(contract__borough=camden)
    assert queries() == few


def test_downloads_have_the_rows_of_the_list(officer, camden):
    contract = ContractFactory(
        borough=camden, title="=1+1 Parking", register_reference="C1",
        start=datetime.date(2024, 4, 1), end=datetime.date(2027, 3, 31),
        extensions=[12, 12], last_confirmed_on=days(-20), review_by=days(345),
    )  # fmt: skip
    ContractTermsFactory(contract=contract, value_pence=12_000_050)
    ContractFactory(borough=camden, title="Something else")
    content = officer.get(f"{LIST}/export.csv?q=parking").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["Title of agreement"] == "'=1+1 Parking"
    assert (row["Start date"], row["End date"]) == ("2024-04-01", "2027-03-31")
    assert (row["Annual value"], row["Total value"]) == ("120000.5", "")
    assert row["Extension options"] == "2 x 12 months"
    assert row["Last confirmed"] == days(-20).isoformat()
    assert row["Review by"] == days(345).isoformat()
    book = load_workbook(io.BytesIO(officer.get(f"{LIST}/export.xlsx?q=parking").content))
    assert book.active.cell(2, 2).data_type == "s"
    assert officer.get(f"{LIST}/export.pdf").status_code == 404


def test_ticked_contracts_are_confirmed_and_a_version_kept(officer, camden):
    ticked = ContractFactory(borough=camden, stale=True)
    other = ContractFactory(borough=camden, stale=True)
    answer = officer.post(
        f"{LIST}/confirm", {"reference": ticked.reference, "back": f"{LIST}?stale=1"}
    )
    assert answer["Location"] == f"{LIST}?stale=1"
    ticked.refresh_from_db()
    other.refresh_from_db()
    assert ticked.last_confirmed_on == timezone.localdate()
    assert ticked.confirmed_by == officer.user
    assert not ticked.is_stale
    assert other.is_stale
    assert ticked.history.first().history_change_reason == "Confirmed"
    assert "1 contract is confirmed as of today" in officer.read(LIST)


def test_nothing_ticked_says_what_to_do(officer, camden):
    answer = officer.post(f"{LIST}/confirm", {"back": "https://elsewhere.example/"}, follow=True)
    assert answer.redirect_chain[0][0] == LIST
    assert "Tick the contracts that are still right" in answer.content.decode()


def test_another_boroughs_contracts_cannot_be_confirmed(other_officer, camden):
    contract = ContractFactory(borough=camden, stale=True)
    other_officer.post(f"{LIST}/confirm", {"reference": contract.reference})
    contract.refresh_from_db()
    assert contract.is_stale


def test_a_lead_confirms_the_whole_register_after_being_asked(lead, officer, camden, brent):
    for borough in (camden, camden, brent):
        ContractFactory(borough=borough, stale=True)
    assert "all 2 contracts of Camden" in lead.read(f"{LIST}/confirm-all")
    lead.post(f"{LIST}/confirm-all")
    assert Contract.objects.fresh().filter(borough=camden).count() == 2
    assert not Contract.objects.fresh().filter(borough=brent).exists()
    assert officer.post(f"{LIST}/confirm-all").status_code == 403


def test_a_person_of_two_boroughs_switches(officer, brent):
    ContractFactory(borough=brent, title="Brent thing")
    assert officer.get(f"{LIST}?borough=brent").status_code == 404
    MembershipFactory(user=officer.user, borough=brent)
    assert "See Brent’s contracts instead" in officer.read(LIST)
    assert titles(officer.read(f"{LIST}?borough=brent")) == ["Brent thing"]


def test_a_value_of_each_basis_stands_in_its_own_column(officer, camden):
    for basis in ContractTerms.Basis.values:
        ContractTermsFactory(contract__borough=camden, value_basis=basis, value_pence=100)
    content = officer.get(f"{LIST}/export.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert sorted((r["Total value"], r["Annual value"], r["Value"]) for r in rows) == [
        ("", "", "1"), ("", "1", ""), ("1", "", ""),
    ]  # fmt: skip
