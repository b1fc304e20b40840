"""Posting: one thing per page, every answer kept, one need however often the form is sent."""

import re
import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from needs import matching
from needs.models import Need, NeedTerms
from tests.factories import (
    CapabilityFactory,
    ContractFactory,
    ContractTermsFactory,
    MembershipFactory,
    NeedFactory,
    days,
)
from tests.visitors import visitor

pytestmark = pytest.mark.django_db

PROBLEM = "Repairs are typed twice and one job in eight goes to the wrong trade."


def start(person, title="Housing repairs scheduling", token=None, **extra):
    data = {"title": title, "token": token or uuid.uuid4(), **extra}
    return person.post(reverse("needs:post_start"), data)


def step_url(need, step, query=""):
    return reverse("needs:post_step", args=[need.reference, step]) + query


def say(person, need, step, query="", **answers):
    """Answer one page as the browser would: with the version that the page carries."""
    url = step_url(need, step, query)
    version = re.search(r'name="version" value="(\d+)"', person.read(url)).group(1)
    return person.post(url, {"version": version, **answers})


@pytest.fixture
def draft(camden, officer):
    need = NeedFactory(
        borough=camden, owner=officer.user, title="Repairs", problem="", users="", outcome=""
    )
    NeedTerms.objects.create(need=need)
    return need


def test_start_page_says_what_you_need_and_how_long(officer):
    page = officer.read(reverse("needs:post"))
    assert "It takes about 10 minutes" in page
    assert "when the contract you have now ends" in page


def test_unfinished_drafts_are_offered(officer, draft, colleague):
    assert draft.title in officer.read(reverse("needs:post"))
    assert draft.title not in colleague.read(reverse("needs:post"))


def test_first_answer_makes_a_draft_and_asks_for_the_kind(officer, camden):
    response = start(officer)
    need = Need.objects.get()
    assert (need.title, need.borough, need.status) == (
        "Housing repairs scheduling",
        camden,
        "draft",
    )
    assert need.owner == officer.user
    assert response.headers["Location"] == step_url(need, "capability")


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "Enter what you need"),
        ("x" * 101, "What you need must be 100 characters or less"),
    ],
    ids=["empty", "too long"],
)
def test_bad_title_is_shown_back(officer, title, message):
    page = start(officer, title=title).content.decode()
    assert "Error: " in page.split("</title>")[0]
    assert message in page
    assert title in page
    assert not Need.objects.exists()


def test_form_without_its_token_makes_nothing(officer):
    response = officer.post(reverse("needs:post_start"), {"title": "Repairs", "token": "no"})
    assert "Send the form again" in response.content.decode()
    assert not Need.objects.exists()


def test_form_sent_twice_makes_one_need(officer):
    token = uuid.uuid4()
    first, second = start(officer, token=token), start(officer, token=token)
    assert first.headers["Location"] == second.headers["Location"]
    assert Need.objects.count() == 1


def test_another_person_with_the_same_token_makes_their_own(officer, colleague):
    token = uuid.uuid4()
    start(officer, token=token)
    start(colleague, token=token)
    assert Need.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_form_sent_at_the_same_moment_makes_one_need(officer):
    token, answers = uuid.uuid4(), []
    gate = threading.Barrier(4)

    def press():
        person = visitor(officer.user)
        gate.wait()
        answers.append(start(person, token=token).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert Need.objects.count() == 1


def test_person_of_two_boroughs_says_for_which(officer, brent):
    MembershipFactory(user=officer.user, borough=brent)
    officer.user.__dict__.pop("active_memberships", None)
    assert "Select which borough it is for" in start(officer).content.decode()
    start(officer, borough=brent.gss)
    assert Need.objects.get().borough == brent


def test_started_from_a_contract_its_facts_are_filled_in(officer, camden):
    contract = ContractTermsFactory(
        contract__borough=camden, contract__title="Repairs system", contract__product="FixIt"
    ).contract
    page = officer.read(reverse("needs:post") + f"?contract={contract.reference}")
    assert "You are starting from" in page
    url = reverse("needs:post_start") + f"?contract={contract.reference}"
    assert 'value="Repairs system"' in officer.read(url)
    officer.post(url, {"title": "Repairs system", "token": uuid.uuid4()})
    terms = Need.objects.get().terms
    assert terms.current_contract == contract
    assert terms.current_supplier == contract.supplier.name
    assert (terms.contract_ends, terms.notice_months) == (contract.end, 6)
    assert terms.annual_price_pence == 12_000_000
    assert Need.objects.get().capability == contract.capability


def test_contract_of_another_borough_is_not_found(officer, brent):
    contract = ContractFactory(borough=brent)
    officer.read(reverse("needs:post") + f"?contract={contract.reference}", status=404)


def test_kind_is_suggested_from_the_title(officer, draft):
    housing = CapabilityFactory(slug="repairs", synonyms=["repairs scheduling"])
    draft.title, draft.capability = "Repairs scheduling", None
    draft.save()
    page = officer.read(step_url(draft, "capability"))
    assert 'value="repairs"' in page
    say(officer, draft, "capability", suggested="repairs")
    draft.refresh_from_db()
    assert draft.capability == housing
    assert draft.tender_group == housing.tender_group


def test_kind_can_be_searched_for_and_chosen_from_all(officer, draft):
    parking = CapabilityFactory(slug="parking", synonyms=["penalty charge notices"])
    page = officer.read(step_url(draft, "capability", "?q=penalty+charge+notices"))
    assert page.count('value="parking"') == 2  # among the suggestions, and in the whole list
    say(officer, draft, "capability", suggested="other", other="parking")
    draft.refresh_from_db()
    assert draft.capability == parking


def test_none_of_these_without_another_is_refused(officer, draft):
    page = say(officer, draft, "capability", suggested="other").content.decode()
    assert "Select what kind of need it is" in page


def test_answer_is_saved_and_the_next_page_follows(officer, draft):
    response = say(officer, draft, "problem", problem=PROBLEM)
    assert response.headers["Location"] == step_url(draft, "users")
    draft.refresh_from_db()
    assert draft.problem == PROBLEM


def test_draft_goes_on_where_another_device_left_it(officer, draft):
    say(officer, draft, "problem", problem=PROBLEM)
    other_device = visitor(officer.user)
    assert PROBLEM in other_device.read(step_url(draft, "problem"))
    tasks = other_device.read(reverse("needs:post_tasks", args=[draft.reference]))
    assert "pages answered" in tasks


def test_come_back_later_saves_and_shows_the_list(officer, draft):
    response = say(officer, draft, "problem", problem=PROBLEM, later="1")
    assert response.headers["Location"] == reverse("needs:post_tasks", args=[draft.reference])
    draft.refresh_from_db()
    assert draft.problem == PROBLEM


@pytest.mark.parametrize(
    ("step", "answers", "message"),
    [
        ("problem", {"problem": ""}, "Enter why you need it"),
        ("problem", {"problem": "It is bad"}, "Say a little more about why you need it"),
        ("users", {"users": "x" * 4001}, "what they need must be 4000 characters or less"),
        (
            "contract",
            {"contract_ends_day": "3", "contract_ends_year": "2031"},
            "The date your contract ends must include a month",
        ),
        (
            "contract",
            {
                "contract_ends_day": "31",
                "contract_ends_month": "2",
                "contract_ends_year": "2031",
            },
            "The date your contract ends must be a real date",
        ),
        (
            "contract",
            {
                "contract_ends_day": "1",
                "contract_ends_month": "2",
                "contract_ends_year": "2020",
            },
            "The date your contract ends must be in the future, or tick",
        ),
        ("contract", {"annual_price_pence": "lots"}, "Yearly value must be a number, like 120000"),
        ("value", {}, "Select a value band"),
        ("timing", {}, "Select how far along it is"),
        ("visibility", {}, "Select who can see this need"),
    ],
)
def test_bad_answer_says_what_to_do_and_loses_nothing(officer, draft, step, answers, message):
    response = say(officer, draft, step, **answers)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert page.count("Error: ") >= 1
    for typed in answers.values():
        assert typed[:200] in page


def test_latest_start_before_earliest_is_refused(officer, draft):
    early, late = days(100), days(200)
    page = say(
        officer,
        draft,
        "timing",
        phase="planning",
        earliest_start_day=late.day,
        earliest_start_month=late.month,
        earliest_start_year=late.year,
        latest_start_day=early.day,
        latest_start_month=early.month,
        latest_start_year=early.year,
    ).content.decode()
    assert "The latest start must be the same as or after the earliest start" in page


def test_ended_contract_is_accepted_when_ticked(officer, draft):
    say(
        officer,
        draft,
        "contract",
        contract_ends_day="1",
        contract_ends_month="2",
        contract_ends_year="2020",
        has_ended="on",
    )
    assert NeedTerms.objects.get(need=draft).contract_ends.year == 2020


def test_contract_is_picked_from_own_register_only(officer, draft, camden, brent):
    own = ContractFactory(borough=camden, title="Our repairs system")
    other = ContractFactory(borough=brent, title="Their repairs system")
    page = officer.read(step_url(draft, "contract"))
    assert own.title in page
    assert other.title not in page
    say(officer, draft, "contract", current_contract=own.reference)
    terms = NeedTerms.objects.get(need=draft)
    assert terms.current_contract == own
    assert terms.current_supplier == own.supplier.name
    page = say(officer, draft, "contract", current_contract=other.reference).content.decode()
    assert "Select the contract again: that answer is not on the list" in page


def test_back_button_does_not_stop_ones_own_draft(officer, draft):
    url = step_url(draft, "problem")
    officer.post(url, {"version": draft.version, "problem": PROBLEM})
    response = officer.post(url, {"version": draft.version, "problem": PROBLEM + " Daily."})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.problem.endswith("Daily.")


def test_colleague_who_saved_first_is_not_written_over(officer, colleague, draft):
    url = step_url(draft, "problem")
    colleague.post(url, {"version": draft.version, "problem": "Written by my colleague first."})
    response = officer.post(url, {"version": draft.version, "problem": PROBLEM})
    assert response.status_code == 409
    assert PROBLEM in response.content.decode()
    draft.refresh_from_db()
    assert draft.problem == "Written by my colleague first."


def test_similar_records_of_others_come_before_writing(officer, draft, brent):
    theirs = NeedFactory(
        borough=brent, published=True, title="Repairs scheduling", capability=draft.capability
    )
    sealed = NeedFactory(
        borough=brent,
        published=True,
        sealed=True,
        title="Repairs planning",
        capability=draft.capability,
    )
    for need in (theirs, sealed):
        matching.rematch(need)
    page = officer.read(reverse("needs:post_similar", args=[draft.reference]))
    assert "1 borough has something similar" in page
    assert theirs.title in page
    assert "Ours too" in page
    assert sealed.title not in page


def test_contract_elsewhere_is_shown_and_cannot_be_joined(officer, draft, brent):
    contract = ContractFactory(
        borough=brent, title="Repairs scheduling", capability=draft.capability
    )
    matching.rematch(contract)
    page = officer.read(reverse("needs:post_similar", args=[draft.reference]))
    assert contract.get_absolute_url() in page
    assert "Contract they have now" in page
    assert ">Ours too<" not in page


def test_without_anything_similar_the_page_says_so(officer, draft):
    page = officer.read(reverse("needs:post_similar", args=[draft.reference]))
    assert "You are the first to post this" in page
    response = officer.post(reverse("needs:post_similar", args=[draft.reference]))
    assert response.headers["Location"] == step_url(draft, "problem")


def test_unknown_page_is_not_found(officer, draft):
    officer.read(step_url(draft, "colour"), status=404)


def test_answers_to_a_submitted_need_come_too_late(officer, camden):
    need = NeedFactory(borough=camden, submitted=True)
    officer.read(step_url(need, "problem"), status=409)


@pytest.mark.parametrize("invented", [True, False], ids=["example person", "real person"])
def test_what_an_example_person_posts_is_an_example(officer, invented):
    officer.user.is_example = invented
    officer.user.save()
    start(officer)
    assert Need.objects.get().is_example is invented
