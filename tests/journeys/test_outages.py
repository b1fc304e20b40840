"""What people see, and what is kept, while Redis or PostgreSQL is away and when it is back."""

import pytest

from needs import matching
from needs.journey import ORDER
from needs.models import Need, NeedTerms
from needs.tasks import match_waiting
from tests.factories import NeedFactory
from tests.outages import database_away, redis_away

PROBLEM = "One repair in eight is sent to the wrong trade and has to be done twice."
STILL_READ = ("/", "/needs", "/dashboard", "/overlap", "/my-borough/needs", "/post", "/account")


@pytest.fixture
def draft(officer, camden, brent, housing_repairs):
    """Ready to be submitted but for its reason; Brent has something like it."""
    facts = {"title": "Housing repairs scheduling", "capability": housing_repairs}
    matching.rematch(NeedFactory(borough=brent, published=True, **facts))
    answered = [step for step in ORDER if step != "problem"]
    need = NeedFactory(borough=camden, owner=officer.user, problem="", answered=answered, **facts)
    NeedTerms.objects.create(need=need)
    return need


def say_why(here, draft):
    here.open(f"/post/{draft.reference}/problem?next=check")
    here.fill("Why do you need it?", PROBLEM)


def test_redis_away_loses_no_need_and_its_overlaps_are_found_later(browse, worker, officer, draft):
    here = browse(officer)
    with redis_away():
        say_why(here, draft)
        here.press("Save and continue")
        here.reads(PROBLEM)
        here.press("Submit")
        here.reads("Need submitted")
        here.reads(draft.reference)
        here.reads("We are still comparing it with other boroughs’ needs and contracts")
        for path in STILL_READ:
            here.open(path)
    draft.refresh_from_db()
    assert draft.status == Need.Status.SUBMITTED
    match_waiting.delay()  # as the scheduler does every two minutes
    here.open(f"/post/{draft.reference}/submitted")
    here.reads("Both are Housing repairs", within=30)


def test_database_away_is_said_and_the_answer_is_sent_again(browse, worker, officer, draft):
    here = browse(officer)
    say_why(here, draft)
    with database_away():
        here.press("Save and continue")
        here.reads("The portal is not available right now")
        here.reads("what you sent just now was not saved")
        for what, status in {"live": 200, "ready": 503}.items():
            assert here.page.request.get(f"{here.base_url}/health/{what}").status == status
        assert Need.objects.get(pk=draft.pk).problem == ""
    here.page.reload()  # the browser sends the form again
    here.reads("Check your answers before you submit")
    here.reads(PROBLEM)
    assert Need.objects.get(pk=draft.pk).problem == PROBLEM
