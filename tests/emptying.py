"""Emptying the database after a test that committed.

Django truncates every table and makes content types and permissions anew: over a second, mostly
for tables that hold nothing. Here only tables that hold rows are emptied, and what every database
has from its migrations stays.
"""

from functools import cache

from django.db import connections, transaction
from django.test import TransactionTestCase
from psycopg2 import sql

KEPT = ("django_migrations", "django_content_type", "auth_permission", "django_site")


def use() -> None:
    """From now on tests that commit clean up in this way."""
    TransactionTestCase._fixture_teardown = _teardown


def _teardown(test: TransactionTestCase) -> None:
    for alias in test._databases_names(include_mirrors=False):
        empty(alias)


def empty(alias: str) -> None:
    """Delete all rows but those of `KEPT`; foreign keys are checked when all are gone."""
    one_each = [
        sql.SQL("(select {} from {} limit 1)").format(sql.Literal(name), sql.Identifier(name))
        for name in _tables(alias)
    ]
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(sql.SQL(" union all ").join(one_each))
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))


@cache
def _tables(alias: str) -> list[str]:
    found = connections[alias].introspection.django_table_names(
        only_existing=True, include_views=False
    )
    return sorted(set(found) - set(KEPT))
