"""What a page asks of an address or a form: what it never asks for changes nothing.

So one request tells what many would, with other values where nobody looks.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django import forms
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from needs.forms.fields import plain_newlines

EVERY = "*"  # among the names, where all were gone through or the whole address was read


class Noted(QueryDict):
    """A form or an address' query as it came, which notes the names it is asked for."""

    asked: set[str] = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def _getlist(self, name, *more, **options):
        self.asked.add(name)
        return super()._getlist(name, *more, **options)

    def __contains__(self, name):
        self.asked.add(name)
        return super().__contains__(name)

    def __iter__(self):
        self.asked.add(EVERY)
        return super().__iter__()

    def keys(self):
        self.asked.add(EVERY)
        return super().keys()

    def lists(self):
        if sys._getframe(1).f_code is not plain_newlines.__code__:  # which looks at no name
            self.asked.add(EVERY)
        return super().lists()

    def __deepcopy__(self, memo):
        """A copy asks for nothing yet, and notes what it is asked for beside the others."""
        before = set(self.asked)
        copied = super().__deepcopy__(memo)
        self.asked.intersection_update(before)
        copied.asked = self.asked
        return copied


@contextmanager
def noted() -> Iterator[set[str]]:
    """The names that pages ask for, in their address or their form, until this ends."""
    asked: set[str] = set()

    def note(given: QueryDict) -> QueryDict:
        given.__class__ = Noted
        given.asked = asked
        return given

    query, load, path = WSGIRequest.GET.func, HttpRequest._load_post_and_files, _full_path
    noting = cached_property(lambda request: note(query(request)))
    noting.__set_name__(WSGIRequest, "GET")

    def load_and_note(request):
        load(request)
        note(request._post)

    def note_all(request, **options):
        asked.add(EVERY)
        return path(request, **options)

    with ExitStack() as patches:
        patches.enter_context(mock.patch.object(WSGIRequest, "GET", noting))
        patches.enter_context(mock.patch.object(HttpRequest, "get_full_path", note_all))
        patches.enter_context(mock.patch.object(HttpRequest, "_load_post_and_files", load_and_note))
        yield asked


_full_path = HttpRequest.get_full_path


@contextmanager
def cleaned() -> Iterator[dict[str, forms.Field]]:
    """The fields of each form that is checked until this ends, by the names they are sent under."""
    fields: dict[str, forms.Field] = {}
    clean = forms.BaseForm._clean_fields

    def note(form):
        fields.update({form.add_prefix(name): field for name, field in form.fields.items()})
        return clean(form)

    with mock.patch.object(forms.BaseForm, "_clean_fields", note):
        yield fields


def takes_words(field: forms.Field | None) -> bool:
    """Whether what is typed is kept as it was typed: not made a number, a day or lines."""
    return field is not None and type(field).to_python is forms.CharField.to_python
