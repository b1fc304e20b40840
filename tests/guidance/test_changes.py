import pytest

from guidance.changes import changed_sections

OLD = "Intro\n\n## What it is\n\nA talk.\n\n## How\n\nOpenly."
TABLE = {
    "the same": (OLD, []),
    "one section": (OLD.replace("talk", "chat"), ["What it is"]),
    "before the headings": (OLD.replace("Intro", "Begin"), ["Before the first heading"]),
    "put in": (OLD.replace("## How", "## Why\n\nTo learn.\n\n## How"), ["Why (put in)"]),
    "taken out": (OLD.split("## How", maxsplit=1)[0], ["How (taken out)"]),
    "a heading with other words": (OLD.replace("## How", "## How to"), ["How to"]),
    "white space alone": (f"{OLD}\n\n", []),
}


@pytest.mark.parametrize(("new", "labels"), TABLE.values(), ids=TABLE.keys())
def test_only_the_sections_that_differ_are_shown(new, labels):
    assert [change.label for change in changed_sections(OLD, new)] == labels


def test_a_heading_that_stayed_is_not_said_twice():
    [change] = changed_sections(OLD, OLD.replace("talk", "chat"))
    assert (change.old, change.new) == ("A talk.", "A chat.")


def test_a_section_put_in_has_an_empty_side_and_keeps_its_heading():
    [change] = changed_sections("## How\n\nOpenly.", "## How\n\nOpenly.\n\n## Why\n\nTo learn.")
    assert (change.old, change.new) == ("", "## Why\n\nTo learn.")


def test_a_heading_in_a_code_block_is_no_heading():
    [change] = changed_sections("```\n# one\n```\n\nText", "```\n# two\n```\n\nText")
    assert change.label == "Before the first heading"
