"""Journey 1: an officer posts a need from a contract, or joins another borough's instead."""

import pytest

from needs import matching
from needs.models import Interest, Need
from tests.factories import (
    BoroughDomainFactory,
    ContractFactory,
    ContractTermsFactory,
    MembershipFactory,
    NeedFactory,
    SupplierFactory,
    days,
)
from tests.journeys.browsing import Keyboard

ADDRESS = "priya.shah@camden.gov.uk"
TITLE = "Replacement of the housing repairs system"
PROBLEM = "One repair in eight is sent to the wrong trade and has to be done twice."
USERS = "60 call handlers, and 9,000 tenants who book on a phone."
OUTCOME = "Nine jobs in ten are done at the first visit within a year."
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def priya(camden):
    """An officer of Camden who has signed in before."""
    BoroughDomainFactory(borough=camden, domain="camden.gov.uk")
    return MembershipFactory(borough=camden, user__email=ADDRESS, user__name="Priya Shah").user


@pytest.fixture
def our_contract(camden, housing_repairs):
    """The row of Camden's register that the need starts from."""
    contract = ContractFactory(
        borough=camden,
        title="Housing repairs scheduling",
        capability=housing_repairs,
        supplier=SupplierFactory(name="Hillside Software"),
        end=days(500),
    )
    ContractTermsFactory(contract=contract, value_pence=45_000_00, notice_months=6)
    matching.rematch(contract)
    return contract


@pytest.fixture
def brents_need(brent, housing_repairs):
    need = NeedFactory(
        borough=brent,
        published=True,
        title="New housing repairs scheduling system",
        problem="Repairs are sent to the wrong trade, and residents wait twice.",
        capability=housing_repairs,
    )
    matching.rematch(need)
    return need


def begin_from_contract(here):
    """From the register's row to the page of what others have."""
    here.open("/my-borough/contracts")
    here.follow("Housing repairs scheduling")
    here.press("Post a need from this contract")
    here.reads("You are starting from Housing repairs scheduling")
    here.press("Start now")
    here.fill("What do you need?", TITLE)
    here.press("Save and continue")
    here.reads("What kind of need is it?")
    assert here.page.get_by_label("Housing repairs", exact=True).is_checked()
    here.press("Save and continue")


def say_why(here):
    here.fill("Why do you need it?", PROBLEM)
    here.press("Save and continue")
    here.fill("Who will use it, and what do they need?", USERS)
    here.press("Save and continue")


def give_the_rest(here):
    """From the outcome to the last question, keeping what the contract filled in."""
    here.fill("What outcome do you want?", OUTCOME)
    here.press("Save and continue")
    here.reads("What contract do you have for this now?")
    assert here.page.get_by_label("Supplier now").input_value() == "Hillside Software"
    here.press("Save and continue")
    here.fill_date("Latest it must start", days(560))
    here.choose("Planning")
    here.press("Save and continue")
    here.choose("£250,000 to £500,000")
    here.fill("Estimated value (optional)", "480,000")
    here.press("Save and continue")
    here.choose("Approach the market together")
    here.press("Save and continue")
    here.fill("What must it do?", "Works offline")
    here.press("Save and continue")
    here.press("Save and continue")  # nobody has to say who could supply it
    here.fill("Who should other boroughs contact?", "Housing systems manager")
    here.press("Save and continue")
    here.choose("Members of any London borough")
    here.press("Save and continue")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_officer_posts_resumes_elsewhere_and_submits(
    script, browse, worker, priya, our_contract, brents_need, mail_to
):
    at_work = browse(java_script_enabled=script)
    at_work.open("/my-borough/contracts")
    at_work.sign_in(ADDRESS, mail_to)
    at_work.reads("Your contracts")
    begin_from_contract(at_work)
    at_work.reads("1 borough has something similar")
    at_work.reads(brents_need.title)
    at_work.reads("Both are Housing repairs")
    at_work.press("Ours is different: continue")
    say_why(at_work)
    at_work.page.get_by_label("What outcome do you want?").fill("Not sent yet")
    at_work.page.context.close()  # the tab is closed in the middle of an answer

    at_home = browse(java_script_enabled=script, viewport={"width": 390, "height": 800})
    at_home.open("/post")
    at_home.sign_in(ADDRESS, mail_to)
    at_home.reads("Go on with one you began")
    at_home.follow(TITLE)
    at_home.reads("5 of 14 pages answered")
    at_home.press("Continue")
    give_the_rest(at_home)
    at_home.reads("Check your answers before you submit")
    for answer in (TITLE, PROBLEM, USERS, OUTCOME, "Hillside Software", "£45,000", "£480,000"):
        at_home.reads(answer)
    at_home.press("Submit")
    need = Need.objects.get(title=TITLE)
    at_home.reads("Need submitted")
    at_home.reads(need.reference)
    at_home.reads("A LOTI moderator reads it within 2 working days")
    at_home.reads(brents_need.title, within=30)
    at_home.reads("Both are Housing repairs")
    assert need.submitted_by == priya
    assert need.terms.current_contract == our_contract


def test_officer_joins_instead_in_two_fields(
    browse, worker, officer, other_officer, our_contract, brents_need
):
    here = browse(officer)
    begin_from_contract(here)
    here.press("Ours too")
    here.reads("My borough has this need too")
    assert here.page.locator("main form .govuk-form-group > fieldset").count() == 2
    here.press("Join")
    here.reads("Enter when you would want it")
    here.fill_date("When would you want it?", days(400))
    here.choose("£100,000 to £250,000")
    here.press("Join")
    here.reads("Camden has joined this need")
    here.reads("Your draft “Replacement of the housing repairs system” is still saved")
    here.follow("withdraw it")
    here.press("Withdraw this need")
    here.reads("Withdrawn: Replacement of the housing repairs system")

    brent = browse(other_officer)
    brent.open(brents_need.get_absolute_url())
    brent.reads("1 other borough has it too")
    brent.reads(str(officer.user))
    assert Interest.objects.get().value_band == Need.ValueBand.TO_250K


def test_officer_posts_by_keyboard_on_a_narrow_screen(
    browse, worker, officer, our_contract, brents_need
):
    here = browse(officer, viewport=PHONE)
    here.open("/post")
    keys = Keyboard(here.page)
    keys.press("Start now")
    keys.write("What do you need?", TITLE)
    keys.press("Save and continue")
    keys.pick("Housing repairs")
    keys.press("Save and continue")
    here.reads("1 borough has something similar")
    keys.press("Ours is different: continue")
    for question, answer in (
        ("Why do you need it?", PROBLEM),
        ("Who will use it, and what do they need?", USERS),
        ("What outcome do you want?", OUTCOME),
    ):
        keys.write(question, answer)
        keys.press("Save and continue")
    keys.write("Supplier now", "Hillside Software")
    keys.press("Save and continue")
    keys.date("Latest it must start", days(560))
    keys.pick("Planning")
    keys.press("Save and continue")
    for label in ("Not known yet", "Share facts and lessons"):
        keys.pick(label)
        keys.press("Save and continue")
    for _ in range(3):  # requirements, suppliers and contact may stay empty
        keys.press("Save and continue")
    keys.pick("Members of any London borough")
    keys.press("Save and continue")
    here.reads("Check your answers before you submit")
    keys.press("Submit")
    here.reads("Need submitted")
    here.reads(brents_need.title, within=30)
    assert Need.objects.get(title=TITLE).status == Need.Status.SUBMITTED
