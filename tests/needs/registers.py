"""Registers as councils send them, for tests that import one."""

from needs.models import Contract
from needs.tasks import load_import

HEADINGS = "Contract reference,Title,Supplier,Start date,End date,Extension options,Total value"


def csv_of(*rows, headings=HEADINGS):
    return "\n".join([headings, *rows]).encode()


def loaded(register_import, by):
    register_import.confirm(by=by)
    load_import(register_import.pk)
    register_import.refresh_from_db()
    return register_import


def contract(reference) -> Contract:
    return Contract.objects.select_related("terms", "supplier").get(register_reference=reference)


def outcomes(register_import):
    return {key: n for key, n in register_import.counts.items() if n}
