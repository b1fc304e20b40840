"""How a register's headings, cells and rows are read."""

import datetime

import pytest

from needs.register import compare, date_order, guess_columns, read_rows, row_key, supplier_key
from needs.register.cells import parse_extension, parse_money, parse_notice, parse_yes_no
from needs.register.columns import vat_of
from needs.register.dates import BadCell, parse_date
from needs.register.rows import Reading
from procurement_portal.lib.tables import Row


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Reference number", "register_reference"),
        ("Title of agreement", "title"),
        ("Local authority department responsible", "department"),
        ("Description of the goods and/or services being provided", "description"),
        ("Supplier name and details", "supplier"),
        ("Sum to be paid over the length of the contract", "total_value"),
        ("Estimated annual spending or budget for the contract", "annual_value"),
        ("Contract Value (£)", "value"),
        ("Start Date (DD/MM/YYYY)", "start"),
        ("CONTRACT_END_DATE", "end"),
        ("Contract   Expiry", "end"),
        ("Option to extend", "extension"),
        ("Extension (months)", "extension"),
        ("Supplier(s)", "supplier"),
        ("SME (Y/N)", "is_sme"),
        ("Estimated annual value of the contract (ex VAT)", "annual_value"),
        ("£ p.a.", "annual_value"),
        ("Cost p.a. (ex VAT)", "annual_value"),
        ("Application name", "product"),
        ("Tender process", "route"),
        ("Review date", None),
        ("Notes", None),
    ],
)
def test_headings_of_the_transparency_code_and_of_councils_are_known(heading, field):
    assert next(iter(guess_columns([heading])), None) == field


def test_the_exact_heading_wins_and_each_field_has_one_column():
    columns = guess_columns(["Contract end date including extensions", "End date", "Title", "Name"])
    assert columns == {"end": "End date", "title": "Title"}


def test_columns_matched_last_time_come_first():
    remembered = {"title": "What", "supplier": "Gone"}
    assert guess_columns(["What", "Title"], remembered) == {"title": "What"}


@pytest.mark.parametrize(
    ("heading", "vat"),
    [("Value (inc VAT)", True), ("Value excl. VAT", False), ("Net value", False), ("Value", None)],
)
def test_a_heading_may_say_whether_vat_is_in(heading, vat):
    assert vat_of(heading) is vat


@pytest.mark.parametrize(
    ("text", "pence", "basis"),
    [
        ("120000", 12_000_000, ""),
        ("£120,000", 12_000_000, ""),
        ("£ 120 000.50", 12_000_050, ""),
        ("120k", 12_000_000, ""),
        ("£1.2m", 120_000_000, ""),
        ("£1.25 million", 125_000_000, ""),
        ("GBP 90,000", 9_000_000, ""),
        ("£45,000 per annum", 4_500_000, "annual"),
        ("45000 p.a.", 4_500_000, "annual"),
        ("£45,000 total", 4_500_000, "whole_life"),
        ("0", 0, ""),
        ("1234.5678", 123_457, ""),
        ("Commercially sensitive", None, ""),
    ],
)
def test_money_is_read_as_whole_pence(text, pence, basis):
    assert parse_money(text)[:2] == (pence, basis)


def test_a_cell_may_say_whether_vat_is_in():
    assert parse_money("£10,000 (inc VAT)")[2] is True
    assert parse_money("£10,000 ex VAT")[2] is False


@pytest.mark.parametrize(
    "text", ["€100", "$5", "1.234", "-5", "£100k-£200k", "lots", "1,20,000", "£", "10^9",
             "99999999999999999999"],
)  # fmt: skip
def test_money_that_could_be_misread_is_refused(text):
    with pytest.raises(BadCell):
        parse_money(text)


@pytest.mark.parametrize(
    ("text", "heading", "months"),
    [
        ("2+1", "", [24, 12]),
        ("1+1+1", "", [12, 12, 12]),
        ("12 months + 6 months", "", [12, 6]),
        ("24+12 months", "", [24, 12]),
        ("2 years and 1 year", "", [24, 12]),
        ("2 x 12 months + 6 months", "", [12, 12, 6]),
        ("2 x 12 months", "", [12, 12]),
        ("2x12m", "", [12, 12]),
        ("1 × 2 years", "", [24]),
        ("two 12 month", "", [12, 12]),
        ("3 extensions of 1 year", "", [12, 12, 12]),
        ("up to 24 months", "", [24]),
        ("12 months", "", [12]),
        ("1 year extension", "", [12]),
        ("1+1", "", [12, 12]),
        ("+1+1", "", [12, 12]),
        ("1 + 1 years", "", [12, 12]),
        ("12+12", "", [12, 12]),
        ("2+2", "", [24, 24]),
        ("24", "Extension (months)", [24]),
        ("2", "Extension years", [24]),
        ("None", "", []),
        ("0", "", []),
    ],
)
def test_extensions_are_read_as_the_months_of_each(text, heading, months):
    assert parse_extension(text, heading) == months


@pytest.mark.parametrize(
    "text", ["Yes", "24", "1+12", "2 years + 1", "50 x 12 months", "see contract"]
)
def test_extensions_that_could_be_misread_are_refused(text):
    with pytest.raises(BadCell, match="such as 2 x 12 months"):
        parse_extension(text, "Extension")


@pytest.mark.parametrize(
    ("text", "months"),
    [("6", 6), ("6 months", 6), ("3m", 3), ("one month", 1), ("90 days", 3), ("4 weeks", 1),
     ("1 year", 12), ("91 days notice", 3)],
)  # fmt: skip
def test_notice_is_read_in_months(text, months):
    assert parse_notice(text) == months


@pytest.mark.parametrize(
    ("text", "value"), [("Y", True), ("yes", True), ("N", False), ("No", False), ("SME", True)]
)
def test_yes_and_no(text, value):
    assert parse_yes_no(text) is value


@pytest.mark.parametrize(
    "text",
    ["28/02/2027", "28.02.2027", "28-2-27", "2027-02-28", "2027-02-28T00:00:00", "2027/02/28",
     "28 February 2027", "28th Feb 2027", "28-Feb-27", "Sunday, 28 February 2027",
     "February 28, 2027", "28/02/2027 00:00", "28 of February 2027"],
)  # fmt: skip
def test_dates_are_read_in_the_forms_councils_use(text):
    assert parse_date(text, day_first=True, ending=True) == datetime.date(2027, 2, 28)


def test_the_order_of_a_file_decides_doubtful_dates():
    assert parse_date("03/04/2027", day_first=True, ending=False) == datetime.date(2027, 4, 3)
    assert parse_date("03/04/2027", day_first=False, ending=False) == datetime.date(2027, 3, 4)


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("31/02/2027", "is not a real date", "Use 2027-02-28"),
        ("30/02/2028", "is not a real date", "Use 2028-02-29"),
        ("31/04/2027", "is not a real date", "Use 2027-04-30"),
        ("31 June 2027", "is not a real date", "Use 2027-06-30"),
        ("12/13/2027", "is not a real date", "Use a date like 2027-03-31"),
        ("March 2027", "has no day", "Use 2027-03-31"),
        ("03/2027", "has no day", "Use 2027-03-31"),
        ("46112", "is a number Excel keeps for a date", "Use 2026-03-31"),
        ("01/04/1066", "has the year 1066", "Use a date between"),
        ("soon", "is not a date", "Use a date like 2027-03-31"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(text, problem, remedy):
    with pytest.raises(BadCell) as refused:
        parse_date(text, day_first=True, ending=True)
    assert refused.value.problem == problem
    assert refused.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["03/04/2027", "28/02/2027"], True),
        (["03/04/2027", "02/28/2027"], False),
        (["03/04/2027"], None),
        (["03/04/2027", "28/02/2027", "02/28/2027"], None),
        (["2027-04-03", "05/05/2027", "3 April 2027"], True),
        (["31/02/2027", "03/04/2027"], True),
    ],
    ids=["proof of day", "proof of month", "no proof", "both", "no doubt", "unreal proof"],
)
def test_the_order_of_dates_is_known_for_a_file_or_asked(texts, day_first):
    assert date_order(texts).day_first is day_first


def test_doubtful_dates_are_shown_as_examples():
    assert date_order(["03/04/2027", "03/04/2027", "01/02/2026"]).examples == [
        "03/04/2027", "01/02/2026",
    ]  # fmt: skip


HEADINGS = ["Ref", "Title", "Supplier", "Start date", "End date", "Extension options",
            "Contract value (ex VAT)", "Notice period"]  # fmt: skip


def read(*rows, headings=HEADINGS, day_first=True):
    reading = Reading(headings, guess_columns(headings), day_first)
    padded = [[*row, *[""] * (len(headings) - len(row))] for row in rows]
    return read_rows([Row(n, cells) for n, cells in enumerate(padded, start=14)], reading)


def test_a_row_becomes_values():
    day = datetime.date(2024, 4, 1)
    (row,), _ = read(
        ["C1", " Housing  system ", "NEC Ltd", day, "31/03/2027", "2 x 12 months", "£1.2m", "6"]
    )
    assert not row.errors
    assert row.values == {
        "register_reference": "C1", "title": "Housing system", "supplier": "NEC Ltd",
        "start": "2024-04-01", "end": "2027-03-31", "extensions": [12, 12],
        "value_pence": 120_000_000, "value_basis": "unknown", "vat_included": False,
        "notice_months": 6,
    }  # fmt: skip


def test_tbc_and_empty_cells_say_nothing():
    (row,), _ = read(["C1", "Housing", "TBC", "n/a", "-", "", "TBC", "Unknown"])
    assert row.values == {"register_reference": "C1", "title": "Housing"}


def test_a_rolling_contract_has_no_end():
    rows, _ = read(["C1", "Water", "", "", "Rolling"], ["C2", "Gas", "", "", "31/12/9999"])
    assert [row.values["end"] for row in rows] == [None, None]


@pytest.mark.parametrize("text", ["3+1+1", "3+1 years"])
def test_extensions_that_may_count_the_present_term_are_refused(text):
    (row,), _ = read(["C1", "Housing", "", "01/04/2024", "31/03/2027", text])
    assert [error.sentence(row.number) for error in row.errors] == [
        f"Row 14, column Extension options: {text} may count the present term as well. "
        "Write each extension with its length, such as 2 x 12 months or 2 years + 1 year"
    ]


@pytest.mark.parametrize(
    ("start", "text", "months"),
    [
        ("01/04/2024", "2+1", [24, 12]),
        ("01/04/2024", "3 years + 1 year", [36, 12]),
        ("01/04/2026", "1+1", [12, 12]),
    ],
    ids=["shorter than the term", "each with its unit", "equal"],
)
def test_extensions_of_any_length_are_kept_in_their_order(start, text, months):
    (row,), _ = read(["C1", "Housing", "", start, "31/03/2027", text])
    assert (row.errors, row.values["extensions"]) == ([], months)


def test_a_date_that_is_not_real_is_refused_with_row_column_and_remedy():
    (row,), _ = read(["C1", "Housing", "", "", "31/02/2027"])
    assert [error.sentence(row.number) for error in row.errors] == [
        "Row 14, column End date: 31/02/2027 is not a real date. Use 2027-02-28"
    ]


def test_every_error_of_a_row_is_named():
    (row,), _ = read(["C1", "", "", "soon", "later", "maybe", "lots", "never"])
    assert [error.column for error in row.errors] == [
        "Start date", "End date", "Extension options", "Notice period",
        "Contract value (ex VAT)", "Title",
    ]  # fmt: skip


def test_an_end_before_the_start_is_refused():
    (row,), _ = read(["C1", "Housing", "", "01/04/2027", "31/03/2026"])
    assert row.errors[0].sentence(14) == (
        "Row 14, column End date: 31/03/2026 is before the start date, 01/04/2027. Check both dates"
    )


def test_a_long_title_is_refused():
    (row,), _ = read(["C1", "x" * 301])
    assert "has 301 characters" in row.errors[0].sentence(14)


def test_an_error_of_excel_is_refused():
    (row,), _ = read(["C1", "Housing", "", "#REF!"])
    assert "is an error Excel shows" in row.errors[0].sentence(14)


def test_a_repeated_reference_is_refused_with_the_other_row():
    (first, second), _ = read(["C 1", "Housing"], ["c1", "Parking"])
    assert not first.errors
    assert second.errors[0].sentence(15) == (
        "Row 15, column Ref: c1 is also on row 14. Give each contract its own reference"
    )


def test_the_same_contract_twice_without_reference_is_refused():
    (_, second), _ = read(["", "Housing", "NEC Ltd"], ["", "housing", "NEC Limited"])
    assert "is also on row 14" in second.errors[0].sentence(15)


def test_section_titles_and_totals_are_skipped():
    rows, skipped = read(
        ["Adult social care"], ["C1", "Care system"], ["Grand total", "", "", "", "", "", "500"]
    )
    assert [row.values["title"] for row in rows] == ["Care system"]
    assert skipped == [14, 16]


def test_whole_life_value_goes_before_annual_value():
    headings = ["Title", "Annual value", "Total value"]
    rows, _ = read(["A", "100", "300"], ["B", "100", "TBC"], headings=headings)
    assert [(r.values["value_pence"], r.values["value_basis"]) for r in rows] == [
        (30_000, "whole_life"), (10_000, "annual"),
    ]  # fmt: skip


def test_what_our_own_files_mark_as_text_comes_back_as_typed():
    (row,), _ = read(["C1", "'=HYPERLINK broken"])
    assert row.values["title"] == "=HYPERLINK broken"


@pytest.mark.parametrize(
    ("one", "other"),
    [("NEC Software Ltd", "NEC SOFTWARE LIMITED"), ("Smith & Sons", "Smith and Sons plc"),
     ("Civica UK Limited", "Civica"), ("A.B.C. Ltd.", "ABC")],
)  # fmt: skip
def test_one_supplier_written_two_ways_is_the_same(one, other):
    assert supplier_key(one) == supplier_key(other)


def test_a_name_of_company_words_alone_still_counts():
    assert supplier_key("The Group Ltd") != supplier_key("The Company plc")


def test_identity_is_the_reference_or_else_title_supplier_and_start():
    assert row_key({"register_reference": "CN 12", "title": "A"}) == "ref:cn12"
    one = {"title": "Housing system", "supplier": "NEC Ltd", "start": "2024-04-01"}
    assert row_key(one) == row_key({**one, "title": "HOUSING  System", "supplier": "NEC Limited"})
    assert row_key(one) != row_key({**one, "start": "2025-04-01"})


def test_what_a_row_does_not_say_is_no_change():
    current = {"title": "Housing", "supplier": "NEC Ltd", "end": "2027-03-31", "notice_months": 6}
    assert compare({"title": "Housing ", "supplier": "NEC Limited"}, current) == []
    (change,) = compare({"end": "2028-03-31"}, current)
    assert (change.label, change.old, change.new) == ("End date", "2027-03-31", "2028-03-31")


def test_the_same_amount_without_its_basis_is_no_change():
    current = {"value_pence": 100, "value_basis": "annual", "vat_included": False}
    row = {"value_pence": 100, "value_basis": "unknown", "vat_included": None}
    assert compare(row, current) == []
