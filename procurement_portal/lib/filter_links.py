"""Links of a filtered list: the same address with something added, changed or left out."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

CURSORS = ("after", "before")
SHORTEN = 60  # characters of a chip's text


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def kept(params: QueryDict, form: forms.Form, *extra: str) -> list[tuple[str, str]]:
    """The filters in use as pairs: known names only, nothing empty, no place in the list."""
    names = [*form.fields, *extra]
    return [(name, value) for name in names for value in params.getlist(name) if value]


def with_value(pairs: list[tuple[str, str]], name: str, value: str) -> list[tuple[str, str]]:
    """The same with `name` only once, as `value`; left out when that is empty."""
    others = [pair for pair in pairs if pair[0] != name]
    return [*others, (name, value)] if value else others


def chips_of(form: forms.Form, pairs: list[tuple[str, str]], path: str) -> list[dict]:
    """One chip a value in use, each a link that leaves it out: label, text and href.

    Values that the form refused have their message at the field and no chip.
    """
    chips = []
    for name, field in form.fields.items():
        if name not in form.cleaned_data:
            continue
        for pair in pairs:
            if pair[0] == name:
                href = address(path, (p for p in pairs if p != pair))
                text = _text(field, pair[1])
                chips.append({"label": field.label, "text": text, "href": href})
    return chips


def _text(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.BooleanField | forms.NullBooleanField):
        return "Yes"
    choices = {str(k): str(v) for k, v in getattr(field, "choices", [])}
    return choices.get(value, value[:SHORTEN])
