"""Suppliers by any of their names: known ones are found, new ones are kept once."""

from collections.abc import Iterable

from needs.models import Contract, Supplier
from needs.register import supplier_key


def suppliers_named(names: Iterable[str], *, is_example: bool) -> dict[str, Supplier]:
    """Each name's supplier, by name or alias whatever its case and company form.

    Names that nobody has yet become suppliers. A name that two imports add at once is added once.
    """
    wanted = {supplier_key(name): name for name in names}
    known = _by_key()
    missing = [
        Supplier(name=name, is_example=is_example)
        for key, name in wanted.items()
        if key not in known
    ]
    if missing:
        Supplier.objects.bulk_create(missing, ignore_conflicts=True)
        known = _by_key()
    return {name: known[supplier_key(name)] for name in names}


def _by_key() -> dict[str, Supplier]:
    """Names go before aliases, and the supplier known longest before later ones."""
    suppliers = list(Supplier.objects.order_by("-pk"))
    found = {supplier_key(alias): s for s in suppliers for alias in s.aliases}
    return found | {supplier_key(supplier.name): supplier for supplier in suppliers}


def forget_unused(made: list[int]) -> int:
    """Remove those of these suppliers that nothing names any more; how many.

    A contract, a version of one that is still here, and another name each keep a supplier.
    """
    versions = Contract.history.filter(supplier_id__in=made, id__in=Contract.objects.values("pk"))
    unused = Supplier.objects.filter(pk__in=made, contracts__isnull=True, aliases=[]).exclude(
        pk__in=versions.values("supplier_id")
    )
    return unused.delete()[0]


def note_size(supplier: Supplier, values: dict) -> bool:
    """Keep what a register says about a supplier that nobody has said; whether it was new."""
    learnt = False
    for name in ("is_sme", "is_vcse"):
        if name in values and getattr(supplier, name) is None:
            setattr(supplier, name, values[name])
            learnt = True
    return learnt
