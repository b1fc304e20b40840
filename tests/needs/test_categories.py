"""Categories that the portal worked out, put right many at a time."""

import pytest
from django.urls import reverse

from needs import matching
from needs.models import Contract, Overlap
from tests.factories import CapabilityFactory, ContractFactory, SupplierFactory

pytestmark = pytest.mark.django_db
URL = "needs:contract_categories"


@pytest.fixture
def repairs():
    return CapabilityFactory(slug="housing-repairs", name="Housing repairs")


@pytest.fixture
def payroll():
    return CapabilityFactory(slug="hr-and-payroll", name="HR and payroll")


@pytest.fixture
def guessed(camden, repairs):
    return ContractFactory(
        borough=camden, title="Repairs scheduling", capability=repairs, capability_certainty=0.93,
        supplier=SupplierFactory(name="Ringdove Ltd"),
    )  # fmt: skip


@pytest.fixture
def unknown(camden):
    return ContractFactory(borough=camden, title="Annual support", capability=None)


def send(visitor, contracts, category=None, url=URL):
    data = {
        "contracts": [c.reference for c in contracts],
        "category": category and category.pk or "",
    }
    return visitor.post(reverse(url), data)


def test_each_is_shown_with_what_was_worked_out_and_how_certain(officer, guessed, unknown):
    page = officer.read(reverse(URL))
    assert "Repairs scheduling (Ringdove Ltd): Housing repairs, 93% certain" in page
    assert "): no category found" in page
    assert "2 contracts with a category that the portal worked out" in page


def test_what_stands_beside_each_is_confirmed_at_once(officer, guessed, repairs, worker):
    assert send(officer, [guessed]).status_code == 302
    guessed.refresh_from_db()
    assert (guessed.capability, guessed.capability_certainty) == (repairs, None)
    assert guessed.history.first().history_user == officer.user
    assert "Every contract here has a category that somebody chose" in officer.read(reverse(URL))


def test_all_the_ticked_go_into_the_chosen_category(officer, guessed, unknown, payroll, worker):
    send(officer, [guessed, unknown], payroll)
    chosen = Contract.objects.values_list("capability__slug", "capability_certainty")
    assert set(chosen) == {("hr-and-payroll", None)}


def test_the_overlaps_follow(
    officer, guessed, brent, repairs, worker, django_capture_on_commit_callbacks
):
    matching.rematch(ContractFactory(borough=brent, title=guessed.title, capability=repairs))
    with django_capture_on_commit_callbacks(execute=True):
        send(officer, [guessed])
    parts = Overlap.objects.get().parts
    assert "confirmed by both boroughs" in parts[0]["sentence"]


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ("none", "Tick the contracts that you say something about"),
        ("unknown", "Select a category: for a ticked contract the portal found none"),
        ("gone", "One of the ticked contracts has changed since: read them again"),
        ("theirs", "One of the ticked contracts has changed since: read them again"),
    ],
)
def test_what_cannot_be_saved_is_said_and_changes_nothing(
    officer, guessed, unknown, brent, ticked, said
):
    theirs = ContractFactory(borough=brent, title="Theirs", capability=None)
    confirmed = ContractFactory(borough=guessed.borough, title="Known")
    contracts = {"none": [], "unknown": [guessed, unknown], "gone": [confirmed], "theirs": [theirs]}
    response = send(officer, contracts[ticked])
    assert said in response.content.decode()
    guessed.refresh_from_db()
    assert guessed.capability_certainty == 0.93


def test_a_list_leads_to_its_page_while_there_is_something_to_check(officer, guessed):
    assert "Check the categories of 1 contract" in officer.read(reverse("needs:my_contracts"))
    Contract.objects.update(capability_certainty=None)
    assert "Check the categories" not in officer.read(reverse("needs:my_contracts"))


def test_moderators_put_notices_right_for_every_borough_and_registers_for_none(
    moderator, guessed, brent, repairs, payroll, worker
):
    notice = ContractFactory(
        borough=brent, title="Payroll bureau", source="notice", visibility="public",
        capability=repairs, capability_certainty=0.4,
    )  # fmt: skip
    page = moderator.read(reverse("needs:notice_categories"))
    assert "Payroll bureau" in page
    assert "Repairs scheduling" not in page
    send(moderator, [notice], payroll, "needs:notice_categories")
    notice.refresh_from_db()
    assert (notice.capability, notice.capability_certainty) == (payroll, None)


def test_long_lists_come_fifty_at_a_time(officer, camden, repairs):
    for number in range(52):
        ContractFactory(
            borough=camden, title=f"Repairs {number:02}", capability=repairs,
            capability_certainty=0.5,
        )  # fmt: skip
    page = officer.read(reverse(URL))
    assert page.count('type="checkbox"') == 50
    assert "The first 50 are below" in page
