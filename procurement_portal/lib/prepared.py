"""A question that nearly every request asks, with its SQL made once.

Making the SQL anew takes Django three times as long as the database takes to answer.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet


class Prepared:
    """The queryset that `ask` makes of a value, for any value in the place of `sample`.

    `sample` is a value that stands nowhere else in the question. Whatever else stands in it stays
    as it was at first: a question that names the day is prepared anew each day.
    """

    def __init__(self, ask: Callable[[Any], QuerySet], sample):
        self.sample, self.queryset = sample, ask(sample)
        # With the connection of whichever thread asks: this is Django's stand-in for it.
        self.compiler = self.queryset.query.get_compiler(connection=connection)
        self.sql, self.values = self.compiler.as_sql()

    def about(self, value) -> list[Model]:
        """What the queryset would give for this value."""
        values = tuple(value if given == self.sample else given for given in self.values)
        compiler = copy(self.compiler)
        compiler.as_sql = lambda: (self.sql, values)
        asked = self.queryset.all()
        asked.query.get_compiler = lambda **_: compiler
        return list(asked)
