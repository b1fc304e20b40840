"""Bringing a table into line with rows from a file: only what differs is written."""

from dataclasses import dataclass

from django.db import models

BATCH = 1_000


@dataclass(frozen=True)
class Upserted:
    """How many rows were new, changed and already the same."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __str__(self):
        return f"{self.new:,} new, {self.changed:,} changed, {self.same:,} the same"


def upsert(model: type[models.Model], keys: tuple[str, ...], rows: list[dict]) -> Upserted:
    """Make `model` hold every one of `rows`, found again by the fields named in `keys`.

    Rows that the list lacks stay: a file never deletes. Each row is a dictionary of attribute
    names (`parent_id`, not `parent`). Versioned models are saved one by one, so that each
    change keeps its version.
    """
    existing = {tuple(getattr(o, k) for k in keys): o for o in model._base_manager.all()}
    new, changed = [], []
    for row in rows:
        found = existing.get(tuple(row[k] for k in keys))
        if found is None:
            new.append(model(**row))
        elif any(getattr(found, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(found, name, value)
            changed.append(found)
    if hasattr(model, "history"):
        for record in new:
            record.save(force_insert=True)
    else:
        model._base_manager.bulk_create(new, batch_size=BATCH)
    for record in changed:
        record.save()
    return Upserted(len(new), len(changed), len(rows) - len(new) - len(changed))
