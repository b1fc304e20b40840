"""Registers as councils send them, for tests that import one."""

from needs.tasks import load_import

HEADINGS = "Contract reference,Title,Supplier,Start date,End date,Extension options,Total value"


def csv_of(*rows, headings=HEADINGS):
    return "\n".join([headings, *rows]).encode()


def loaded(register_import, by):
    register_import.confirm(by=by)
    load_import(register_import.pk)
    register_import.refresh_from_db()
    return register_import
