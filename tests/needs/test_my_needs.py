"""My borough's needs by state."""

import pytest
from django.urls import reverse

from tests.counting import queries
from tests.factories import InterestFactory, NeedFactory

pytestmark = pytest.mark.django_db


def test_own_needs_stand_under_their_state_and_others_do_not(officer, camden, brent):
    drafts = NeedFactory(borough=camden, title="A draft of ours")
    published = NeedFactory(borough=camden, published=True, sealed=True, title="Ours, sealed")
    NeedFactory(borough=brent, published=True, title="Theirs")
    InterestFactory(need=published)
    page = officer.read(reverse("needs:my_needs"))
    assert "Drafts (1)" in page
    assert page.index("Drafts (1)") < page.index(drafts.title) < page.index("Published (1)")
    assert "<b>1</b> borough has joined" in page
    assert "Theirs" not in page


def test_empty_state_says_what_to_do(officer):
    page = officer.read(reverse("needs:my_needs"))
    assert "Your borough has not posted a need yet" in page
    assert reverse("needs:post") in page


def test_queries_do_not_grow_with_needs(officer, camden):
    def more(count):
        NeedFactory.create_batch(count, borough=camden, published=True)
        return queries(officer, reverse("needs:my_needs"))

    assert more(2) == more(18) <= 5
