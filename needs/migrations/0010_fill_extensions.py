"""Extensions of one length become a list of lengths, in contracts and in stored imports."""

from django.db import migrations

FILL = """
update {table} set extensions = array_fill(extension_months, array[extension_count::int])
where extension_count > 0 and extension_months > 0;
"""
BACK = """
update {table} set extension_count = cardinality(extensions), extension_months = extensions[1]
where cardinality(extensions) > 0;
"""
TABLES = ("needs_contract", "needs_historicalcontract")
OLD = ("extension_count", "extension_months")
BATCH = 500


def listed(count: int | None, months: int | None) -> list[int]:
    return [months] * count if count and months else []


def in_one(values: dict) -> dict:
    """The same values with a list in place of the two numbers; untouched without them."""
    if not set(OLD) & set(values):
        return values
    kept = {name: value for name, value in values.items() if name not in OLD}
    return {**kept, "extensions": listed(*(values.get(name) for name in OLD))}


def change_in_one(changes: list, values: dict) -> list:
    """One change for the two numbers; `values` has what the row says of both."""
    said = {name: (old, new) for name, old, new in changes if name in OLD}
    if not said:
        return changes
    old, new = (
        listed(*(said.get(name, (values.get(name),) * 2)[side] for name in OLD)) for side in (0, 1)
    )
    return [*(change for change in changes if change[0] not in OLD), ["extensions", old, new]]


def fill_rows(apps, _schema):
    ImportRow = apps.get_model("needs", "ImportRow")
    rows = ImportRow.objects.exclude(values={}).only("values", "changes", "before")
    some = []
    for row in rows.iterator(BATCH):
        row.changes = change_in_one(row.changes, row.values)
        row.values = in_one(row.values)
        if row.before:
            row.before["columns"] = in_one(row.before["columns"])
        some.append(row)
        if len(some) == BATCH:
            ImportRow.objects.bulk_update(some, ["values", "changes", "before"])
            some = []
    ImportRow.objects.bulk_update(some, ["values", "changes", "before"])


class Migration(migrations.Migration):
    dependencies = [("needs", "0009_contract_extensions")]

    operations = [
        migrations.RunSQL(
            "".join(FILL.format(table=table) for table in TABLES),
            "".join(BACK.format(table=table) for table in TABLES),
        ),
        migrations.RunPython(fill_rows, migrations.RunPython.noop),
    ]
