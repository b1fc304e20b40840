"""Error pages say what happened and lead on to pages that are there."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.members.reading import words
from tests.page_forms import read

pytestmark = pytest.mark.django_db


def test_everything_on_the_missing_page_leads_somewhere(anonymous):
    page = read(anonymous.read("/nothing-here", status=404), "/nothing-here")
    targets = [link for link in page.links if link.startswith("/") and "/static/" not in link]
    for target in [*targets, *(form.action for form in page.forms)]:
        assert resolve(target.split("?")[0]), target


def test_missing_page_searches_the_needs(anonymous, world):
    page = read(anonymous.read("/nothing-here", status=404), "/nothing-here")
    search = next(form for form in page.forms if "q" in form.names())
    found = anonymous.read(f"{search.action}?q={world.public_need.title}")
    assert world.public_need.title in found


def test_form_that_cannot_be_checked_says_so_and_not_that_a_role_is_missing():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))
    said = words(response)
    assert "Send the form again" in said
    assert "your role does not let you" not in said
