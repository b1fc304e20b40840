"""What a second reader would notice."""

import pytest

from needs.checks import remarks
from needs.models import Need

PLAIN = "Officers type each repair twice and residents wait a second time for the visit."


def kinds(text, supplier=""):
    need = Need(title="Repairs", problem=text, users=PLAIN, outcome=PLAIN)
    return {remark.kind for remark in remarks(need, supplier) if remark.field == "problem"}


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        ("J. Smith knows more.", "person"),
        ("Mrs O’Brien knows more.", "person"),
        ("Contact Priya Shah for more.", "person"),
        ("Write to priya@camden.gov.uk for more.", "email"),
        ("Ring 020 7946 0991 for more.", "phone"),
        ("Ring +44 7700 900123 for more.", "phone"),
        ("The supplier charges £45,000 a year.", "price"),
        ("It is £12.50 per user for each of us.", "price"),
        ("Hillside Software has told us so.", "supplier"),
    ],
)
def test_what_should_not_be_published_is_noticed(added, kind):
    assert kinds(f"{PLAIN} {added}", supplier="Hillside Software") == {kind}


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"{PLAIN} NHS and DWP data come by API from the GIS.",
        f"{PLAIN} Savings of £2m are in the budget for 2028.",
        f"{PLAIN} UPRN 10023456789012345 is one of them.",
        f"{PLAIN} Open 1 April 2028 to 31 March 2031.",
    ],
    ids=["plain", "acronyms", "budget", "long number", "dates"],
)
def test_ordinary_text_passes(text):
    assert kinds(text) == set()


def test_capitals_and_short_texts_are_noticed():
    assert kinds(PLAIN.upper()) == {"loud"}
    assert kinds("It is old.") == {"short"}


@pytest.mark.timeout(20, method="signal")  # a fraction of a second, unless a pattern hangs
@pytest.mark.parametrize("filler", ["a", "1", "£1", "A.", "0 ", "Ask "])
def test_the_longest_text_is_read_to_its_end(filler):
    text = (filler * 4000)[:3900] + " Write to priya@camden.gov.uk for more."
    assert "email" in kinds(text)
