"""Contracts get their supplier's name as their own register wrote it, else as it was shown."""

from django.db import migrations

from needs.register.diff import supplier_key

BATCH = 500
# Versions show what their contract shows, where it is the same supplier still.
FILL_VERSIONS = """
update needs_historicalcontract h
set supplier_name = coalesce(
  (select c.supplier_name from needs_contract c where c.id = h.id and c.supplier_id = h.supplier_id),
  s.name)
from needs_supplier s
where s.id = h.supplier_id and h.supplier_name = '';
"""


def printed_names(apps) -> dict[int, str]:
    """By contract, the supplier's name in the last row of a register that was loaded into it."""
    rows = apps.get_model("needs", "ImportRow").objects.filter(
        contract__isnull=False, outcome__in=["new", "changed"], values__has_key="supplier"
    )
    return dict(rows.order_by("pk").values_list("contract_id", "values__supplier"))


def fill(apps, _schema):
    Contract = apps.get_model("needs", "Contract")
    printed, some = printed_names(apps), []
    contracts = Contract.objects.filter(supplier__isnull=False, supplier_name="")
    for contract in contracts.select_related("supplier").defer("search").iterator(BATCH):
        supplier, name = contract.supplier, printed.get(contract.pk) or ""
        own = {supplier_key(each) for each in (supplier.name, *supplier.aliases)}
        contract.supplier_name = name if supplier_key(name) in own else supplier.name
        some.append(contract)
    Contract.objects.bulk_update(some, ["supplier_name"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("needs", "0026_supplier_names")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FILL_VERSIONS, migrations.RunSQL.noop),
    ]
