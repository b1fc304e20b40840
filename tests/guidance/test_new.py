import pytest
from django.urls import reverse

from guidance.models import Guide

URL = reverse("guidance:new")
GOOD = {"slug": "buy-together", "stage": "strategy", "position": "4"}


def test_a_new_guide_goes_on_to_its_text_and_stays_unseen(moderator, anonymous):
    response = moderator.post(URL, GOOD)
    assert response.url == reverse("guidance:edit", args=["buy-together"])
    assert Guide.objects.get().owner == moderator.user
    anonymous.read("/guidance/buy-together", status=404)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": ""}, "Enter the address"),
        ({"slug": "Two words"}, "small letters, numbers and hyphens"),
        ({"slug": "techniques"}, "used by another page"),
        ({"slug": "a" * 81}, "80 characters or less"),
        ({"stage": ""}, "Select a stage"),
        ({"stage": "elsewhere"}, "that answer is not on the list"),
        ({"position": "-1"}, "0 or more"),
        ({"position": "first"}, "must be a number"),
        ({"position": "99999999"}, "32767 or less"),
    ],
)
def test_bad_input_is_named_at_its_field(moderator, change, message):
    page = moderator.post(URL, GOOD | change).content.decode()
    assert "Error: " in page
    assert message in page
    assert not Guide.objects.exists()


def test_an_address_is_used_once(moderator, guide):
    page = moderator.post(URL, GOOD | {"slug": guide.slug}).content.decode()
    assert "There is already a guide with this address" in page
