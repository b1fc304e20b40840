"""One contract: who reads what, adding, editing together, confirming, categories."""

import datetime

import pytest

from needs.models import Contract
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    SupplierFactory,
)


@pytest.fixture
def telephony(camden):
    contract = ContractFactory(
        borough=camden,
        title="Telephony",
        supplier=SupplierFactory(name="BT plc"),
        register_reference="C1",
        start=datetime.date(2024, 4, 1),
        end=datetime.date(2027, 3, 31),
        extensions=[12, 12],
        last_confirmed_on=datetime.date(2026, 3, 4),
        licence="Open Government Licence v3.0",
        source_url="https://www.example.org/notice",
    )
    ContractTermsFactory(contract=contract, value_pence=12_345_600, notice_months=6)
    return contract


def answers(contract=None, **changes):
    """The edit form as it is shown, with changes."""
    shown = {
        "title": "Telephony", "register_reference": "C1", "supplier_name": "BT plc",
        "product": "", "description": "", "department": "",
        "capability": contract.capability_id if contract else "",
        "start_0": "1", "start_1": "4", "start_2": "2024",
        "start_day": "1", "start_month": "4", "start_year": "2024",
        "end_day": "31", "end_month": "3", "end_year": "2027",
        "extension": "2 x 12 months", "notice_months": "6",
        "value_pence": "123456", "value_basis": "annual", "vat_included": "", "route": "",
        "visibility": "members", "version": contract.version if contract else 1,
    }  # fmt: skip
    return shown | changes


def edit_url(contract):
    return f"{contract.get_absolute_url()}/edit"


def test_members_of_other_boroughs_read_facts_and_terms_but_no_history(other_officer, telephony):
    text = other_officer.read(telephony.get_absolute_url())
    for words in (
        "Telephony", "BT plc", "31 March 2027", "2 of 12 months, until 31 March 2029",
        "Confirmed 4 March 2026 by Camden", "£123,456", "6 months", "Open Government Licence v3.0",
    ):  # fmt: skip
        assert words in text
    assert "History" not in text
    assert "Confirm this contract" not in text


def test_the_public_reads_a_public_contract_without_its_terms(anonymous, telephony):
    telephony.visibility = "public"
    telephony.save()
    text = anonymous.read(telephony.get_absolute_url())
    assert "Telephony" in text
    assert "£123,456" not in text
    assert "6 months" not in text
    assert "Commercial terms" not in text


def test_a_sealed_contract_is_missing_for_everybody_else(other_officer, anonymous, camden):
    sealed = ContractFactory(borough=camden, sealed=True)
    for visitor in (other_officer, anonymous):
        assert visitor.get(sealed.get_absolute_url()).status_code == 404


def test_a_contract_from_a_notice_says_that_nobody_confirmed_it(officer, camden):
    contract = ContractFactory(borough=camden, source="notice", last_confirmed_on=None)
    text = officer.read(contract.get_absolute_url())
    assert "From a published notice, not confirmed by the borough" in text
    officer.post(f"{contract.get_absolute_url()}/confirm")
    assert "From a published notice, confirmed by Camden" in officer.read(
        contract.get_absolute_url()
    )


def test_its_own_borough_may_post_a_need_from_it(officer, telephony):
    text = officer.read(telephony.get_absolute_url())
    assert f"/post?contract={telephony.reference}" in text


def test_a_contract_is_added_by_hand(officer, camden):
    capability = CapabilityFactory(slug="telephony", name="Telephony systems")
    answer = officer.post("/my-borough/contracts/add", answers(capability=capability.pk))
    added = Contract.objects.get()
    assert answer["Location"] == added.get_absolute_url()
    assert (added.title, added.supplier.name, added.source) == ("Telephony", "BT plc", "typed")
    assert added.borough == camden
    assert added.latest_end == datetime.date(2029, 3, 31)
    assert (added.terms.value_pence, added.terms.notice_months) == (12_345_600, 6)
    assert added.capability_certainty is None
    assert added.history.get().history_user == officer.user


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Enter what the contract is for"),
        ({"end_year": "2023"}, "The end date must be the same as or after the start date"),
        ({"end_day": "31", "end_month": "2"}, "The end date must be a real date"),
        ({"start_month": ""}, "The start date must include a month"),
        ({"extension": "several"}, "“several” does not say how often and how long"),
        ({"extension": "3+1+1"}, "“3+1+1” may count the present term as well. Write each"),
        ({"value_pence": "lots"}, "Value must be a number, like 120000"),
        ({"visibility": ""}, "Select who can see this contract"),
        ({"title": "x" * 301}, "What the contract is for must be 300 characters or less"),
    ],
)
def test_what_cannot_be_saved_is_refused_beside_its_field(officer, changes, message):
    text = officer.post("/my-borough/contracts/add", answers(**changes)).content.decode()
    assert message in text
    assert "<title>Error: " in text
    assert 'value="BT plc"' in text
    assert not Contract.objects.exists()


def test_the_same_reference_twice_names_the_other(officer, telephony):
    telephony.row_key = "ref:c1"
    telephony.save()
    text = officer.post("/my-borough/contracts/add", answers(title="Another")).content.decode()
    assert "“Telephony” has this reference already" in text


def test_an_edit_is_saved_with_its_version_and_who(officer, telephony):
    assert 'value="123456"' in officer.read(edit_url(telephony))
    officer.post(edit_url(telephony), answers(telephony, title="Cloud telephony"))
    telephony.refresh_from_db()
    assert (telephony.title, telephony.version) == ("Cloud telephony", 2)
    text = officer.read(telephony.get_absolute_url())
    assert "Title: Telephony → Cloud telephony" in text
    assert officer.user.display_name in text


def test_the_later_of_two_edits_is_refused_and_shows_both(officer, colleague, telephony):
    mine = answers(telephony, title="Mine", notice_months="9")
    colleague.post(edit_url(telephony), answers(telephony, title="Theirs"))
    answer = officer.post(edit_url(telephony), mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert f"{colleague.user.display_name} changed this contract just now" in text
    assert "Theirs" in text
    assert "Mine" in text
    assert Contract.objects.get().title == "Theirs"
    officer.post(edit_url(telephony), {**mine, "version": "2"})
    saved = Contract.objects.select_related("terms").get()
    assert (saved.title, saved.terms.notice_months, saved.version) == ("Mine", 9, 3)


def test_other_boroughs_see_but_cannot_change(other_officer, telephony):
    assert other_officer.get(edit_url(telephony)).status_code == 403
    assert other_officer.post(edit_url(telephony), answers(telephony)).status_code == 403
    address = telephony.get_absolute_url()
    assert other_officer.post(f"{address}/confirm").status_code == 403
    assert other_officer.post(f"{address}/category").status_code == 403


def test_a_category_is_chosen_by_a_person_and_then_certain(officer, telephony):
    capability = CapabilityFactory(slug="voice", name="Voice", synonyms=["telephony"])
    telephony.capability, telephony.capability_certainty = None, None
    telephony.save()
    url = f"{telephony.get_absolute_url()}/category"
    assert "<strong>Voice</strong>" in officer.read(url)
    officer.post(url, {"capability": capability.pk})
    telephony.refresh_from_db()
    assert (telephony.capability, telephony.capability_certainty) == (capability, None)
    assert "Category: Not given → Voice" in officer.read(telephony.get_absolute_url())


def test_queries_of_the_page_do_not_grow_with_its_history(
    officer, telephony, django_assert_max_num_queries
):
    for n in range(5):
        telephony.title = f"Telephony {n}"
        telephony.save()
    officer.read(telephony.get_absolute_url())  # the first visit writes its session
    with django_assert_max_num_queries(8):
        officer.read(telephony.get_absolute_url())
