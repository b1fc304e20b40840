"""Example registers: read without an error, as varied as real ones, windows always ahead."""

import datetime
import json
from collections import Counter

import pytest
from django.conf import settings

from needs.importing.files import read_register
from needs.models.contract import add_months
from needs.register import guess_columns, read_rows
from needs.register.rows import Reading
from procurement_portal.demo.registers import clusters_of, contracts_of, month_end
from procurement_portal.demo.texts import read, register_lines
from procurement_portal.demo.writing import later_register_of, register_of, style_of

DAY = datetime.date(2027, 2, 10)
SLUGS = sorted(read("registers"))
# Every weekday and month, leap days and the ends of months among them.
DAYS = [datetime.date(2026, 11, 1) + datetime.timedelta(days=23 * n) for n in range(34)] + [
    datetime.date(2028, 2, 29),
    datetime.date(2026, 12, 31),
    datetime.date(2027, 8, 31),
]


def lead_times():
    path = settings.BASE_DIR / "needs" / "data" / "capabilities.json"
    return {c["slug"]: c["lead_time_months"] for c in json.loads(path.read_text(encoding="utf-8"))}


def rows_of(register):
    """Rows as the importer reads them with the register's own columns."""
    table = read_register(register.content)
    rows, _ = read_rows(table.rows, Reading(table.headings, register.columns))
    return rows


@pytest.mark.parametrize("slug", SLUGS)
def test_the_importer_reads_every_row_and_guesses_every_column(slug):
    register = register_of(slug, "A council", DAY)
    assert guess_columns(read_register(register.content).headings) == register.columns
    rows = rows_of(register)
    assert len(rows) == style_of(slug).rows
    assert [error for row in rows for error in row.errors] == []


@pytest.mark.parametrize("slug", ["camden", "brent", "haringey", "havering", "lewisham"])
def test_what_is_read_is_what_was_meant(slug):
    read_back = {
        row.values["title"].lower(): row.values for row in rows_of(register_of(slug, "", DAY))
    }
    for contract in contracts_of(slug, DAY):
        values = read_back[contract.title.lower()]
        assert values["start"] == contract.start.isoformat()
        assert values["end"] == (contract.end.isoformat() if contract.end else None)
        months = contract.extension_count * contract.extension_months
        assert sum(values.get("extensions", [])) == months


def test_registers_differ_as_those_of_councils_do():
    styles = [style_of(slug) for slug in SLUGS]
    files = Counter(style.file for style in styles)
    assert files["xlsx"] >= 6
    assert set(files) == {"csv", "csv_bom", "latin", "latin_semicolon", "utf16", "xlsx"}
    assert len({style.headings for style in styles}) == 6
    assert len({style.dates for style in styles}) == 5
    assert all(18 <= style.rows <= 45 for style in styles)


def test_the_same_day_makes_the_same_register():
    for slug in ("camden", "brent", "newham"):
        first, second = (rows_of(register_of(slug, "A council", DAY)) for _ in range(2))
        assert first == second


@pytest.mark.parametrize("cluster", read("clusters")["cluster"], ids=lambda c: c["capability"])
def test_contracts_of_a_cluster_end_within_the_same_months(cluster):
    ends = [
        contract.end
        for slug in cluster["boroughs"]
        for contract in contracts_of(slug, DAY)
        if contract.capability == cluster["capability"]
    ]
    assert 4 <= len(ends) <= 9
    assert len(ends) == len(cluster["boroughs"])
    assert max(ends) <= month_end(min(ends), cluster["spread"])


def test_every_window_lies_ahead_whatever_the_day_of_loading():
    leads = lead_times()
    for day in DAYS:
        for slug in SLUGS:
            clusters = clusters_of(slug)
            for contract in contracts_of(slug, day):
                assert contract.start < day
                if contract.capability in clusters:
                    assert add_months(contract.end, -leads[contract.capability]) > day, day


def test_every_supplier_and_capability_is_described():
    assert set(register_lines()) <= set(lead_times())
    sold = {one.split(" | ")[0] for line in register_lines().values() for one in line["sells"]}
    assert sold == set(read("suppliers"))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_next_register_with_errors_has_three(slug):
    rows = rows_of(later_register_of(slug, "A council", DAY, with_errors=True))
    assert len([error for row in rows for error in row.errors]) == 3
