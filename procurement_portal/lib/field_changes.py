"""What differs between two versions of a record, field by field, for people to read."""

from dataclasses import dataclass

from django.db import models

MOST_VERSIONS = 50
# Bookkeeping: it changes with every save and says nothing a reader would want.
UNREMARKABLE = {
    *("id", "version", "last_confirmed_on", "confirmed_by", "review_by", "search"),
    "portal_reading",
}


@dataclass(frozen=True)
class Change:
    """One field's old and new text, with the field's name for people."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Saved:
    """One save: who, when, and what it changed; `first` where nothing came before."""

    at: object
    by: str
    first: bool
    changes: list[Change]


def saves(record: models.Model) -> list[Saved]:
    """The versions django-simple-history kept of a record, newest first, 50 at most."""
    kept = list(record.history.select_related("history_user")[: MOST_VERSIONS + 1])
    described = []
    for index, version in enumerate(kept[:MOST_VERSIONS]):
        before = kept[index + 1] if index + 1 < len(kept) else None
        by = str(version.history_user) if version.history_user else "LOTI"
        changes = _changes(type(record), before, version) if before else []
        described.append(Saved(version.history_date, by, before is None, changes))
    return described


def _changes(model: type[models.Model], before, after) -> list[Change]:
    delta = after.diff_against(before, excluded_fields=UNREMARKABLE)
    return [
        Change(
            label_of(model, change.field),
            readable(model, change.field, change.old),
            readable(model, change.field, change.new),
        )
        for change in delta.changes
    ]


def differences(model: type[models.Model], theirs, yours: dict) -> list[Change]:
    """Where what somebody typed (`yours`, by field name) differs from the record as it stands."""
    rows = []
    for name, typed in yours.items():
        stands = getattr(theirs, name)
        if stands != typed:
            rows.append(
                Change(
                    label_of(model, name),
                    readable(model, name, stands),
                    readable(model, name, typed),
                )
            )
    return rows


def label_of(model: type[models.Model], name: str) -> str:
    text = str(model._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def readable(model: type[models.Model], name: str, value) -> str:
    """A value as people read it: a choice's words, a list's entries one a line."""
    if value is None or value == "":
        return ""
    field = model._meta.get_field(name)
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(value, list):
        return "\n".join(_entry(entry, choices) for entry in value)
    return str(choices.get(value, value))


def _entry(entry, choices: dict) -> str:
    if isinstance(entry, dict):
        return ", ".join(filter(None, entry.values()))
    return str(choices.get(entry, entry))
