"""The column of a register that says from when a contract can be ended early."""

import datetime

import pytest

from needs.register import guess_columns
from tests.needs.test_register import read

BREAKS = ["Ref", "Title", "Start date", "End date", "Break clause"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Break date", "break_on"),
        ("Break Clause", "break_on"),
        ("Earliest termination date", "break_on"),
        ("Date of first break clause", "break_on"),
        ("Termination date", "end"),
        ("Break clause notice period", "notice_months"),
    ],
)
def test_a_break_is_told_from_an_end(heading, field):
    assert guess_columns(["Title", heading])[field] == heading


def test_a_column_that_asks_yes_or_no_holds_no_date():
    assert "break_on" not in guess_columns(["Title", "Break clause (Y/N)"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("30/09/2026", "2026-09-30"), (datetime.date(2026, 9, 30), "2026-09-30"),
     ("No", None), ("No break clause", None)],
)  # fmt: skip
def test_a_break_is_a_date_or_none(cell, value):
    (row,), _ = read(["C1", "Housing", "01/04/2024", "31/03/2027", cell], headings=BREAKS)
    assert (row.errors, row.values["break_on"]) == ([], value)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Yes", "Yes does not say from when. Use a date like 2027-03-31, or leave it empty"),
        ("31/02/2026", "31/02/2026 is not a real date. Use 2026-02-28"),
        ("31/03/2027", "31/03/2027 is not before the end date, 31/03/2027. Check both dates"),
        ("31/03/2024", "31/03/2024 is before the start date, 01/04/2024. Check both dates"),
    ],
)
def test_a_break_that_cannot_be_is_refused_at_its_cell(cell, said):
    (row,), _ = read(["C1", "Housing", "01/04/2024", "31/03/2027", cell], headings=BREAKS)
    assert [e.sentence(14) for e in row.errors] == [f"Row 14, column Break clause: {said}"]
