import json

import pytest
from django.core.management import call_command

from guidance.reading_age import Reading, prose, read, syllables

PLAIN = "You can ask. You do not need a form."
HARD = (
    "Organisations undertaking collaborative procurement should systematically "
    "institutionalise interoperability considerations throughout specification development."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("cat", 1), ("table", 2), ("make", 1), ("makes", 1), ("pages", 2), ("asked", 1)),
        *(("needed", 2), ("the", 1), ("borough", 2), ("supplier's", 3), ("whole-life", 2)),
        *(("specification", 5), ("CIO", 3), ("2023", 4), ("services", 3), ("boxes", 2)),
    ],
)
def test_syllables_follow_the_rule(word, count):
    assert syllables(word) == count


def test_ages_are_those_of_the_formulas():
    reading = Reading(words=100, sentences=10, syllables=140, letters=450)
    assert reading.age == round(0.39 * 10 + 11.8 * 1.4 - 15.59 + 5, 1)
    assert reading.second_age == round(4.71 * 4.5 + 0.5 * 10 - 21.43 + 5, 1)


def test_plain_words_are_easier_than_long_ones():
    assert read(PLAIN).beside == "easier"
    assert read(HARD).beside == "harder"
    assert read(PLAIN).age < read(HARD).age
    assert read(PLAIN).second_age < read(HARD).second_age


def test_a_text_without_words_has_no_age():
    assert (read("## Only a heading").age, read("").second_age) == (None, None)


def test_only_prose_is_read():
    text = (
        "## What it is\n\nA **short** [page](/guidance/a). It\nhelps.\n\n- One thing\n2. Two\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n## Sources\n\n- A name"
    )
    assert [part.strip() for part in prose(text)] == [
        "A **short** page.",
        "It helps.",
        "One thing",
        "Two",
    ]


def test_the_command_says_how_many_pages_are_within(capsys):
    call_command("reading_age", "--json")
    found = json.loads(capsys.readouterr().out)
    assert len(found["pages"]) == found["easier"] + found["within"] + found["harder"]
    assert found["harder"] == 0
    call_command("reading_age")
    printed = capsys.readouterr().out
    assert "| choose-the-route |" in printed
    assert f"{found['within']} of {len(found['pages'])} pages are within ages 9 to 12" in printed


def test_the_command_reads_what_is_published(guide, capsys):
    call_command("reading_age", "--published")
    assert f"| {guide.slug} | 4 |" in capsys.readouterr().out
