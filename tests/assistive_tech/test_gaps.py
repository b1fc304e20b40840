"""The gap map against a count done the slow way, and the rules that a reader relies on."""

from random import Random

import pytest

from assistive_tech.gaps import Cell, Study, cells, emptiest_first

ROWS = ["alarms", "pets", "apps"]
COLUMNS = ["falls", "wellbeing", "carers"]
PEOPLE = ["older_people", "dementia"]


def chance_studies(seed: int) -> list[Study]:
    chance = Random(seed)
    return [
        Study(
            technology=chance.choice([*ROWS, "elsewhere"]),
            outcomes=tuple(chance.sample(COLUMNS, chance.randint(0, 3))),
            populations=tuple(chance.sample(PEOPLE, chance.randint(0, 2))),
            level=chance.choice([None, 1, 2, 3, 4]),
            confidence=chance.choice(["", "low", "moderate", "high"]),
            is_claim=chance.random() < 0.3,
        )
        for _ in range(chance.randint(0, 40))
    ]


def slowly(studies, technology, column, axis) -> Cell:
    """One cell by reading every study again for each of its facts."""
    there = [
        s
        for s in studies
        if s.technology == technology
        and column in (s.outcomes if axis == "outcome" else s.populations)
    ]
    claims = [s for s in there if s.is_claim]
    level, confidence = None, ""
    for number in (1, 2, 3, 4, 5):
        if any(s.level == number and not s.is_claim for s in there):
            level = number
    for word in ("low", "moderate", "high"):
        if any(s.confidence == word and s.level == level and not s.is_claim for s in there):
            confidence = word
    return Cell(technology, column, len(there), len(claims), level, confidence)


@pytest.mark.parametrize("axis", ["outcome", "population"])
@pytest.mark.parametrize("seed", range(30))
def test_every_cell_is_what_counting_slowly_finds(seed, axis):
    studies = chance_studies(seed)
    columns = COLUMNS if axis == "outcome" else PEOPLE
    expected = [slowly(studies, row, column, axis) for row in ROWS for column in columns]
    assert cells(studies, ROWS, columns, axis) == expected


def one(*studies) -> Cell:
    return cells(studies, ["alarms"], ["falls"], "outcome")[0]


def study(**facts) -> Study:
    return Study("alarms", ("falls",), (), **facts)


def test_a_claim_is_counted_and_never_raises_the_level():
    cell = one(study(level=4, confidence="high", is_claim=True), study(level=2, confidence="low"))
    assert (cell.studies, cell.claims, cell.level, cell.confidence) == (2, 1, 2, "low")


def test_the_confidence_is_that_of_the_best_level():
    cell = one(study(level=3, confidence="low"), study(level=1, confidence="high"))
    assert (cell.level, cell.confidence) == (3, "low")


@pytest.mark.parametrize(
    ("studies", "empty", "weak"),
    [
        ([], True, False),
        ([study(level=4, is_claim=True)], False, True),
        ([study(level=None)], False, True),
        ([study(level=2)], False, True),
        ([study(level=3)], False, False),
    ],
    ids=["nothing", "a claim", "not known", "no comparison", "compared"],
)
def test_what_counts_as_a_gap(studies, empty, weak):
    cell = one(*studies)
    assert (cell.is_empty, cell.is_weak, cell.is_gap) == (empty, weak, empty or weak)


def test_the_emptiest_come_first_and_the_likeliest_gap_of_them():
    grid = [
        Cell("alarms", "falls", studies=5, level=3),
        Cell("alarms", "wellbeing"),
        Cell("alarms", "carers", studies=1, level=1),
        Cell("pets", "falls", studies=1, claims=1),
        Cell("pets", "wellbeing", studies=3, level=4),
        Cell("pets", "carers"),
    ]
    found = [(cell.technology, cell.column) for cell in emptiest_first(grid)]
    assert found == [
        ("alarms", "wellbeing"),  # much is known of both, elsewhere
        ("pets", "carers"),
        ("pets", "falls"),
        ("alarms", "carers"),
        ("alarms", "falls"),
        ("pets", "wellbeing"),
    ]
