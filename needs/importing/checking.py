"""The dry run: every row read, compared and counted; nothing of the register is touched."""

import dataclasses
from collections.abc import Callable

from django.db import transaction

from needs.importing.categories import category_names
from needs.importing.files import read_register
from needs.importing.plan import (
    Outcome,
    PlannedRow,
    Register,
    counts_of,
    plan_hash,
    plan_row,
)
from needs.models import ImportRow, RegisterImport
from needs.register import FIELDS, date_order, read_rows
from needs.register.rows import Reading, ReadRow, printed
from procurement_portal.lib.tables import Table

BATCH = 1_000
LISTED = 20  # row numbers named in a note


def check(
    register_import: RegisterImport, on_progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Read the file and write the report, or ask about its dates. Raises TableError.

    `on_progress` is told rows done and rows in all. Ends in CHECKED or QUESTION.
    """
    table = read_register(register_import.content)
    day_first = register_import.day_first
    if day_first is None:
        order = date_order(_dates_of(table, register_import.columns))
        if order.day_first is None:
            register_import.ask(doubtful_dates=order.examples)
            return
        day_first = order.day_first
    total = len(table.rows)
    RegisterImport.objects.filter(pk=register_import.pk).update(rows_total=total)
    reading = Reading(
        table.headings, register_import.columns, day_first, categories=category_names()
    )
    read, skipped = read_rows(table.rows, reading, lambda done: on_progress(done, total))
    rows = planned(read, register_import)
    notes = [*table.notes, *_note_on_skipped(skipped)]
    write_report(register_import, rows, {row.number: row for row in read}, notes, total)


def _dates_of(table: Table, columns: dict[str, str]):
    """The texts in columns of dates."""
    for name, field in FIELDS.items():
        if field.kind in ("date", "break") and name in columns:
            index = table.headings.index(columns[name])
            yield from (r.cells[index] for r in table.rows if isinstance(r.cells[index], str))


def planned(read: list[ReadRow], register_import: RegisterImport) -> list[PlannedRow]:
    register = Register(register_import.borough_id)
    register.recognise((row.number, row.values) for row in read if not row.errors)
    title = register_import.columns["title"]
    return [
        PlannedRow(row.number, row.values, Outcome.REFUSED, errors=row.errors)
        if row.errors
        else plan_row(row.number, row.values, register, title)
        for row in read
    ]


def _note_on_skipped(numbers: list[int]) -> list[str]:
    if not numbers:
        return []
    listed = ", ".join(str(number) for number in numbers[:LISTED])
    more = f" and {len(numbers) - LISTED:,} more" if len(numbers) > LISTED else ""
    rows = "Row" if len(numbers) == 1 else "Rows"
    were = "was" if len(numbers) == 1 else "were"
    return [f"{rows} {listed}{more} {were} left out as section titles or totals."]


@transaction.atomic
def write_report(
    register_import: RegisterImport,
    rows: list[PlannedRow],
    read: dict[int, ReadRow],
    notes: list[str],
    total: int,
) -> None:
    """Store each row's outcome and move to CHECKED.

    Running twice is harmless: the second finds the first's report and MoveNotPossible undoes its
    own.
    """
    register_import.rows.all().delete()
    ImportRow.objects.bulk_create(
        (_stored(register_import, row, read.get(row.number)) for row in rows), batch_size=BATCH
    )
    register_import.move(
        "report",
        by=None,
        counts=counts_of(rows),
        plan_hash=plan_hash(rows),
        notes=notes,
        rows_total=total,
    )


def _stored(register_import, row: PlannedRow, read: ReadRow | None) -> ImportRow:
    refused = row.outcome == Outcome.REFUSED
    return ImportRow(
        register_import=register_import,
        number=row.number,
        outcome=row.outcome,
        values={} if refused else row.values,
        cells=[printed(cell) for cell in read.cells] if refused and read else [],
        errors=[dataclasses.asdict(error) for error in row.errors],
        changes=[dataclasses.astuple(change) for change in row.changes],
        contract=row.contract,
        may_be=row.recognised.contract if row.recognised and not row.contract else None,
        recognised=row.recognised.why if row.recognised else "",
        replaces=row.replaces,
    )
