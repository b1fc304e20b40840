"""A borough's example register, taken the way of any upload: columns, dry run, confirm, load."""

import datetime
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction

from members.models import Borough, User
from needs import importing
from needs.models import ColumnMapping, Contract, RegisterImport, Supplier
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.demo.writing import RegisterFile, later_register_of, register_of
from procurement_portal.lib.freshness import review_date

Status = RegisterImport.Status
# Boroughs whose register was last confirmed more than a year ago: it has faded from the totals.
FORGOTTEN = {"bexley": 410, "havering": 396}


def files_folder() -> Path:
    """Where the example registers lie, for trying the import page with."""
    return Path(settings.MEDIA_ROOT) / "example-registers"


def load_suppliers() -> None:
    """Invented suppliers under their full names, before registers name them in other ways."""
    Supplier.objects.bulk_create(
        (
            Supplier(
                name=name,
                aliases=about.get("aliases", []),
                is_sme=about["sme"],
                is_vcse=about.get("vcse", False),
                is_example=True,
            )
            for name, about in read("suppliers").items()
        ),
        ignore_conflicts=True,
    )


def load_registers(today: datetime.date, people: People) -> int:
    """Write and import the register of each of these people's boroughs that has none; how many."""
    loaded = set(
        RegisterImport.objects.filter(is_example=True).values_list("borough__slug", flat=True)
    )
    missing = Borough.objects.filter(slug__in=set(people.by_borough) - loaded).order_by("gss")
    for borough in missing:
        registers = registers_of(borough, today)
        _write(registers)
        lead = people.lead(borough.slug)
        _confirm_in_the_past(load_register(borough, lead, registers[0]), lead, today)
    return len(missing)


def write_files(borough: Borough, today: datetime.date) -> list[Path]:
    """The borough's registers, to upload by hand."""
    return _write(registers_of(borough, today))


def registers_of(borough: Borough, today: datetime.date) -> list[RegisterFile]:
    """The borough's register, its next one, and its next one with errors."""
    about = (borough.slug, borough.name, today)
    return [
        register_of(*about),
        later_register_of(*about),
        later_register_of(*about, with_errors=True),
    ]


def _write(registers: list[RegisterFile]) -> list[Path]:
    files_folder().mkdir(parents=True, exist_ok=True)
    for register in registers:
        (files_folder() / register.name).write_bytes(register.content)
    return [files_folder() / register.name for register in registers]


@transaction.atomic
def load_register(borough: Borough, by: User, register: RegisterFile) -> RegisterImport:
    """The whole journey of an upload. A file that the importer refuses raises TableError."""
    upload = importing.start_import(
        borough=borough,
        by=by,
        file_name=register.name,
        content=register.content,
        is_example=True,
    )
    upload.begin_check(by=by, columns=register.columns)
    importing.check(upload)
    if upload.status == Status.QUESTION:
        upload.begin_check(by=by, columns=register.columns, day_first=True)
        importing.check(upload)
    upload.confirm(by=by)
    importing.load(upload)
    ColumnMapping.objects.update_or_create(
        borough=borough, defaults={"columns": register.columns, "day_first": upload.day_first}
    )
    return upload


def _confirm_in_the_past(upload: RegisterImport, by: User, today: datetime.date) -> None:
    """Registers are not all confirmed on the same day."""
    slug = upload.borough.slug
    chance = Random(f"confirmed {slug}")
    days_ago = FORGOTTEN.get(slug) or chance.randint(3, 240)
    on = today - datetime.timedelta(days=days_ago)
    upload.borough.contracts.filter(is_example=True).update(
        last_confirmed_on=on, confirmed_by=by, review_by=review_date(Contract.FRESHNESS_KIND, on)
    )
