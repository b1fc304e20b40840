"""A register of 5,000 rows: checked, loaded, and given again, with nothing else going on."""

import csv
import io
import time
from datetime import date, timedelta

from benchmarks.measure import Row, times
from members.models import Borough, User
from needs.importing import check, load, start_import
from needs.models import Capability, Contract
from needs.register import guess_columns

ROWS = 5_000


def register(rows: int) -> bytes:
    """A register as councils publish it, of all the portal's categories."""
    names = list(Capability.objects.values_list("name", flat=True))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["Contract Ref", "Contract Title", "Supplier Name", "Start Date", "End Date", "Total Value"]
    )
    for n in range(rows):
        begins = date(2024, 1, 31) + timedelta(days=n % 700)
        ends = begins + timedelta(days=1_460)
        title = f"{names[n % len(names)]} {n}"
        supplier = f"Supplier {n % 300} Ltd"
        writer.writerow([f"C{n}", title, supplier, f"{begins:%d/%m/%Y}", f"{ends:%d/%m/%Y}", n])
    return out.getvalue().encode()


def imported(content: bytes, borough, by) -> float:
    """Seconds from upload to loaded."""
    begun = time.monotonic()
    upload = start_import(borough=borough, by=by, file_name="register.csv", content=content)
    upload.begin_check(by=by, columns=guess_columns(upload.headings), day_first=True)
    check(upload)
    upload.refresh_from_db()
    if upload.counts.get("new") or upload.counts.get("changed"):
        upload.confirm(by=by)
        load(upload)
    return time.monotonic() - begun


def bare(borough) -> float:
    """Seconds Django needs to write as many contracts with nothing asked of them."""
    begun = time.monotonic()
    Contract.objects.bulk_create(
        Contract(borough=borough, row_key=f"bare {n}", title=f"Bare {n}", source="typed")
        for n in range(ROWS)
    )
    return time.monotonic() - begun


def run() -> list[Row]:
    first, second = Borough.objects.all()[:2]
    by = User.objects.create_user("import@example.org")
    content = register(ROWS)
    plain = bare(second)
    loaded = imported(content, first, by)
    again = imported(content, first, by)
    if Contract.objects.filter(borough=first).count() != ROWS:
        raise RuntimeError("the register did not load whole")
    return [
        Row(
            "Register of 5,000 rows: read, checked, matched to categories, loaded",
            f"{loaded:.1f} s",
            f"{plain:.1f} s bare bulk_create",
            times(loaded, plain),
            "≤ 30 s",
        ),
        Row(
            "The same file again: nothing changes",
            f"{again:.1f} s",
            f"{loaded:.1f} s first time",
            times(again, loaded),
            "–",
        ),
    ]
