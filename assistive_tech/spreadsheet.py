"""Case studies in a spreadsheet, one a row: the blank, what is filled in, and reading it back.

The columns are the fields of the template by their labels. Whatever is read goes through the
forms of the sections, so that a cell is held to what the page would accept.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal

from assistive_tech.forms import OutcomeFormSet, outcomes_of, section_form
from assistive_tech.forms.outcomes import MOST_OUTCOMES, OutcomeForm
from assistive_tech.models import CaseStudy, TechnologyClass
from assistive_tech.template import (
    LABELS,
    SECTIONS,
    choices_of,
    is_answered,
    is_lines,
    is_money,
    is_several,
    model_field,
    words_of,
)
from procurement_portal.lib.tables import (
    Row,
    TableError,
    column_letter,
    plain_text,
    read_table,
    write_workbook,
)

OUTCOMES = "Outcomes"
# What a line of the column holds. New parts come last, so that files of before stay good.
PARTS = (
    *("metric", "value", "unit", "direction", "outcome_area", "measured_how", "note"),
    *("interval_low", "interval_high", "p_value", "kind"),
)
PART_NAMES = {name: OutcomeForm.base_fields[name].label for name in PARTS}
OUTCOMES_HELP = (
    f"One a line, parts divided by |: {' | '.join(PART_NAMES.values()).lower()}. "
    "Later parts may be left out"
)
ONLY_OUT = ("Code", "State")  # written for readers, not read back
FIELDS = tuple(name for name in LABELS if name != "borough")
MOST_STUDIES = 50
A_FORMULA = "this reads as a formula. Paste its value instead"
SHEET, GUIDE = "Case studies", "How to fill it in"


@dataclass(frozen=True)
class Read:
    """What a file holds: each study's answers and outcomes, or why none of them is kept."""

    studies: list[tuple[dict, list[dict]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def heading(name: str) -> str:
    return f"{LABELS[name]} (GBP)" if is_money(name) else LABELS[name]


COLUMNS = {heading(name): name for name in FIELDS} | {OUTCOMES: "outcomes"}
KNOWN = {text.lower(): name for text, name in COLUMNS.items()} | {
    text.lower(): "" for text in ONLY_OUT
}


def workbook_of(studies) -> bytes:
    """XLSX of studies with their `outcomes` fetched; without any, the blank to fill in."""
    rows = [_row(study) for study in studies]
    kinds = "; ".join(TechnologyClass.objects.values_list("name", flat=True))
    guide = [["Column", "What goes in it", "What may be chosen"]]
    guide += [
        [heading(name), model_field(name).help_text, _choices(name, kinds)] for name in FIELDS
    ]
    guide += [[OUTCOMES, OUTCOMES_HELP, _outcome_choices()]]
    return write_workbook({SHEET: [[*ONLY_OUT, *COLUMNS], *rows], GUIDE: guide})


def _choices(name: str, kinds: str) -> str:
    if name == "technology_class":
        return kinds
    several = "Several, divided by ; — " if is_several(name) else ""
    return several + "; ".join(choices_of(name).values())


def _outcome_choices() -> str:
    """A line for each part that is a closed list."""
    return "\n".join(
        f"{PART_NAMES[name]}: {'; '.join(str(words) for value, words in choices if value)}"
        for name in PARTS
        if (choices := _choices_of_part(name))
    )


def _choices_of_part(name: str) -> list[tuple[str, str]]:
    return getattr(OutcomeForm.base_fields[name], "choices", [])


def _row(study: CaseStudy) -> list:
    lines = [_outcome_line(outcome) for outcome in study.outcomes.all()]
    cells = [_cell(study, name) for name in FIELDS]
    return [study.code, study.get_status_display(), *cells, "\n".join(lines)]


def _cell(study: CaseStudy, name: str):
    value = getattr(study, name)
    if is_money(name) or isinstance(value, int):
        return Decimal(value) / 100 if is_money(name) and value is not None else value
    if is_several(name):
        return words_of(study, name).replace("\n", "; ")
    return words_of(study, name)


def _outcome_line(outcome) -> str:
    parts = [_part(outcome, name).replace("|", "/") for name in PARTS]
    return " | ".join(parts).rstrip(" |")


def _part(outcome, name: str) -> str:
    """A choice in words, a number as short as it can be written."""
    value = getattr(outcome, name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    words = dict(_choices_of_part(name))
    return str(words.get(value, value)) if value else ""


def read_studies(content: bytes) -> Read:
    """The studies in a file, or every fault with its row and column; never some of them.

    Raises TableError where the file as a whole cannot be read.
    """
    table = read_table(content, lambda text: text.lower() in KNOWN, plain=True)
    unknown = [
        f"Row {table.heading_row}, column {column_letter(place)}: “{text}” is not a column of the "
        "template. Take it out, or use the blank"
        for place, text in enumerate(table.headings)
        if text.lower() not in KNOWN and any(row.cells[place] for row in table.rows)
    ]
    names = [KNOWN.get(text.lower(), "") for text in table.headings]
    _check_shape(names, table.rows)
    if unknown:
        return Read(faults=unknown)
    kinds = {kind.name.lower(): kind.pk for kind in TechnologyClass.objects.all()}
    formulas = [] if table.sheet else _formulas(names, table.rows)
    return Read(faults=formulas) if formulas else _read_rows(names, table.rows, kinds)


def _check_shape(names: list[str], rows: list[Row]) -> None:
    for needed in ("title", "technology_class"):
        if needed not in names:
            raise TableError(f"There is no column “{LABELS[needed]}”. Use the blank")
    if not rows:
        raise TableError("There is no row below the headings. Give each case study a row")
    if len(rows) > MOST_STUDIES:
        raise TableError(f"There are {len(rows)} rows. Import up to {MOST_STUDIES} at a time")


def _formulas(names: list[str], rows: list[Row]) -> list[str]:
    """Cells of a CSV file that a spreadsheet would run; in a workbook they are refused before."""
    return [
        f"{_where(row, column_letter(place), names[place])}: {A_FORMULA}"
        for row in rows
        for place, cell in enumerate(row.cells)
        if names[place] and str(cell).startswith(("=", "@"))
    ]


def _read_rows(names: list[str], rows: list[Row], kinds: dict[str, str]) -> Read:
    studies, faults = [], []
    for row in rows:
        cells = {name: _text(row.cells[i]) for i, name in enumerate(names) if name}
        answers, outcomes, found = _read_row(cells, kinds)
        studies.append((answers, outcomes))
        letters = {name: column_letter(i) for i, name in enumerate(names) if name}
        faults += [f"{_where(row, letters.get(name, 'A'), name)}: {fault}" for name, fault in found]
    return Read(faults=faults) if faults else Read(studies=studies)


def _where(row: Row, letter: str, name: str) -> str:
    return f"Row {row.number}, column {letter} “{_heading_of(name)}”"


def _heading_of(name: str) -> str:
    return OUTCOMES if name == "outcomes" else heading(name)


def _text(cell) -> str:
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return plain_text(str(cell))


def _read_row(cells: dict[str, str], kinds) -> tuple[dict, list[dict], list[tuple[str, str]]]:
    """Answers, outcomes, and faults as (field, sentence)."""
    faults: list[tuple[str, str]] = []
    answers: dict = {}
    for section in SECTIONS:
        names = [name for name in section.fields if name in FIELDS]
        data = {name: _value(name, cells.get(name, ""), kinds) for name in names}
        form = section_form(section.slug, {**data, "started_from": 0})
        if form.is_valid():
            answers |= form.answers
        faults += [(name, errors[0]) for name, errors in form.errors.items()]
    outcomes, wrong = _read_outcomes(cells.get("outcomes", ""))
    return answers, outcomes, [*faults, *wrong]


def _value(name: str, text: str, kinds: dict[str, str]):
    """A cell as the form of its section would get it: words become the values they stand for."""
    if name == "technology_class":
        return kinds.get(text.lower(), text)
    words = {label.lower(): value for value, label in choices_of(name).items()}
    if is_several(name):
        parts = [part.strip() for part in re.split(r"[;\n]", text)]
        return [words.get(part.lower(), part) for part in parts if part]
    if words:
        return words.get(text.lower(), text)
    return text.replace(";", "\n") if is_lines(name) and "\n" not in text else text


def _read_outcomes(text: str) -> tuple[list[dict], list[tuple[str, str]]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_OUTCOMES:
        return [], [("outcomes", f"there are {len(lines)} lines; give {MOST_OUTCOMES} or less")]
    data = {"outcomes-TOTAL_FORMS": len(lines), "outcomes-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) > len(PARTS):
            return [], [("outcomes", f"line {number + 1} has more than {len(PARTS)} parts")]
        for name, part in zip(PARTS, parts, strict=False):
            data[f"outcomes-{number}-{name}"] = _outcome_value(name, part)
    formset = OutcomeFormSet(data, prefix="outcomes")
    if formset.is_valid():
        return outcomes_of(formset), []
    return [], [
        ("outcomes", f"line {number}, {PART_NAMES[name].lower()}: {errors[0]}")
        for number, form in enumerate(formset, start=1)
        for name, errors in form.errors.items()
    ]


def _outcome_value(name: str, text: str) -> str:
    """The part as the form would get it: words become the value they stand for."""
    choices = _choices_of_part(name)
    return next((value for value, label in choices if label.lower() == text.lower()), text)


def sections_answered(study: CaseStudy) -> list[str]:
    """The sections of which the file said something."""
    return [
        section.slug
        for section in SECTIONS
        if any(is_answered(study, name) for name in section.fields if name in FIELDS)
    ]
