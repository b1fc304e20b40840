"""The page that finds three techniques: for anybody, from what they know of a purchase."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from needs.models import Threshold
from tests.counting import queries
from tests.factories import TechniqueFactory, days
from tests.walking import Undo

URL = reverse("guidance:find_technique")
ASKED = {"group": "core_technologies", "band": "to_250k", "months": "9", "market": "unknown"}


@pytest.fixture(autouse=True, scope="module")
def _catalogue(django_db_setup, django_db_blocker):
    """The catalogue, below what each test does and undoes."""
    with django_db_blocker.unblock(), Undo():
        call_command("load_guidance", verbosity=0)
        Threshold.objects.create(
            **{"kind": "sub-central-goods-and-services", "pence": 20_772_000, "source": "The Act"},
            **{"valid_from": days(-300), "checked_on": days(-6)},
        )
        yield


def points(page: str) -> list[list[float]]:
    """The numbers of each technique's table: its parts, and the sum last."""
    tables = re.findall(r'<table class="app-parts">.*?</table>', page, flags=re.S)
    return [[float(n) for n in re.findall(r'points">\+?([\d.]+)</td>', t)] for t in tables]


def test_three_in_order_with_reasons_that_add_up_as_printed(anonymous):
    page = anonymous.read(URL, data=ASKED | {"level": "2"})
    tables = points(page)
    assert len(tables) == 3
    for *parts, total in tables:
        assert len(parts) == 5
        assert abs(sum(parts) - total) < 1e-9
    assert [t[-1] for t in tables] == sorted((t[-1] for t in tables), reverse=True)
    assert page.index("1. <a") < page.index("2. <a") < page.index("3. <a")
    assert "It helps where you hardly know the market." in page
    assert "£100,000 to £250,000 without VAT may reach the £207,720 threshold" in page
    assert "Pipeline notice and shared pipeline: It is everyday preparation" in page


def test_an_exact_value_counts_before_a_range(anonymous):
    page = anonymous.read(URL, data=ASKED | {"value": "£180,000"})
    assert "£180,000 is £216,000 with VAT at 20%, which reaches the £207,720 threshold" in page
    assert 'value="£180,000"' in page, "what was typed stays"


def test_no_time_left_says_so_and_offers_all(anonymous):
    page = anonymous.read(URL, data={"months": "0", "value": "500000"})
    assert "There is not enough time: it takes 1 week at the least, and 0 are left." in page
    TechniqueFactory._meta.model.objects.exclude(weeks_low=None).update(stage="strategy")
    TechniqueFactory._meta.model.objects.filter(weeks_low=None).delete()
    page = anonymous.read(URL, data={"months": "0"})
    assert "Nothing fits your purchase" in page
    assert "See all techniques" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"months": "soon"}, "The number of months must be a number, like 12"),
        ({"months": "-1"}, "The number of months must be 0 or more"),
        ({"months": "121"}, "The number of months must be 120 or less"),
        ({"value": "lots"}, "must be a number, like 120000"),
        ({"group": "x"}, "that answer is not on the list"),
        ({"level": "9"}, "that answer is not on the list"),
        ({"market": "a\x00"}, "that answer is not on the list"),
    ],
)
def test_a_wrong_answer_is_said_at_its_field(anonymous, wrong, message):
    page = anonymous.read(URL, data=ASKED | wrong)
    assert "There is a problem" in page
    assert message in page
    assert not points(page)


def test_nothing_answered_asks_for_one_and_nothing_asked_shows_the_form(anonymous):
    assert "Answer one question or more" in anonymous.read(URL, data={"group": "", "months": ""})
    assert "There is a problem" not in anonymous.read(URL)


def test_without_a_threshold_nothing_is_said_of_it(anonymous):
    Threshold.objects.all().delete()
    page = anonymous.read(URL, data=ASKED)
    assert len(points(page)) == 3
    assert "threshold, which" not in page


def test_a_threshold_to_come_does_not_hold_yet(anonymous):
    Threshold.objects.create(
        **{"kind": "sub-central-goods-and-services", "pence": 99_900, "source": "A later Act"},
        **{"valid_from": days(1), "checked_on": days(-6)},
    )
    assert "£207,720" in anonymous.read(URL, data=ASKED)


def test_queries_do_not_grow(anonymous):
    url = f"{URL}?group=core_technologies&months=9"
    before = queries(anonymous, url)
    TechniqueFactory.create_batch(10)
    assert queries(anonymous, url) == before == 2
