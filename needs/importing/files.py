"""The uploaded file: looked at when it arrives, read whole when it is checked."""

import datetime

from django.db import transaction
from django.utils import timezone

from members.models import Borough
from needs.models import ColumnMapping, RegisterImport
from needs.register import FIELDS, guess_columns, is_known_heading
from needs.register.rows import printed
from procurement_portal.lib.tables import Table, read_table

LOOK_AT = 60  # rows read on arrival: headings and samples
SAMPLES = 3
SAME_UPLOAD_WITHIN = datetime.timedelta(minutes=5)  # a double click, or Back and again
TEMPLATE_EXAMPLE = {
    "register_reference": "EX-001",
    "title": "Example: delete this row",
    "description": "What the supplier provides",
    "supplier": "Example Supplier Ltd",
    "product": "Example System",
    "department": "Housing",
    "start": "2024-04-01",
    "end": "2027-03-31",
    "break_on": "2026-04-01",
    "extension": "2 x 12 months",
    "notice_months": "6",
    "total_value": "360000",
    "annual_value": "120000",
    "value": "",
    "route": "Framework call-off",
    "capability": "",
    "is_sme": "Yes",
    "is_vcse": "No",
}


def read_register(content: bytes, first_rows: int | None = None) -> Table:
    """Raises TableError, whose text its owner can read."""
    return read_table(bytes(content), is_known_heading, first_rows)


@transaction.atomic
def start_import(
    *, borough: Borough, by, file_name: str, content: bytes, is_example: bool = False
) -> RegisterImport:
    """Keep an uploaded file with its headings and guessed columns. Raises TableError.

    The same file sent twice within minutes, as by a double click, makes one import.
    """
    table = read_register(content, LOOK_AT)
    Borough.objects.select_for_update(no_key=True).get(pk=borough.pk)  # one upload at a time
    again = RegisterImport.objects.filter(
        borough=borough,
        by=by,
        status=RegisterImport.Status.UPLOADED,
        created_at__gt=timezone.now() - SAME_UPLOAD_WITHIN,
        content=content,
    ).first()
    if again:
        return again
    remembered = ColumnMapping.objects.filter(borough=borough).first()
    return RegisterImport.objects.create(
        borough=borough,
        by=by,
        file_name=file_name[-200:],
        content=content,
        headings=table.headings,
        samples=_samples(table),
        notes=table.notes,
        columns=guess_columns(table.headings, remembered.columns if remembered else None),
        rows_total=len(table.rows),
        is_example=is_example,
    )


def _samples(table: Table) -> dict[str, list[str]]:
    """Heading to its first different values."""
    samples = {}
    for index, heading in enumerate(table.headings):
        texts = (" ".join(printed(row.cells[index]).split())[:60] for row in table.rows)
        samples[heading] = list(dict.fromkeys(text for text in texts if text))[:SAMPLES]
    return samples


def template_rows() -> tuple[list[str], list[list[str]]]:
    """Headings and one example row of the register we understand without matching columns."""
    headings = [field.label for field in FIELDS.values()]
    return headings, [[TEMPLATE_EXAMPLE[name] for name in FIELDS]]
