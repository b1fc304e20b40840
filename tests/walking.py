"""Walking the policy table: every route of ours with an address in the test world."""

from collections.abc import Callable

from django.core import mail
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from psycopg2 import sql

from tests.access_policy import POLICY
from tests.audiences import OK, VISITORS

# Where it is noted that somebody is signed in: a page more or less is not a change.
PASSING = {"django_session", "usersessions_usersession"}


def route_names(resolver=None, prefix=""):
    """Names of all routes, with their namespaces; a route with no name is an error."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from route_names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def addresses(world, names=POLICY) -> dict[str, str]:
    """Route name to address; makes the records that the addresses name, all at once."""
    return {name: reverse(name, kwargs=POLICY[name].kwargs(world)) for name in names}


def allowed(name: str) -> list[str]:
    """The visitors who may open the route."""
    return [who for who in VISITORS if POLICY[name].expects(who) == OK]


class Undo(transaction.Atomic):
    """What happens inside never happened: the next step finds the world as it was."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *exception):
        transaction.set_rollback(True)
        super().__exit__(*exception)


def state() -> dict[str, tuple]:
    """Rows and a fingerprint of every table."""
    tables = sorted(set(connection.introspection.table_names()) - PASSING)
    part = sql.SQL("select {}, count(*), md5(string_agg(r::text, ' ' order by r::text)) from {} r")
    parts = [part.format(sql.Literal(name), sql.Identifier(name)) for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" union all ").join(parts))
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}


def changes(walk: dict[str, Callable]) -> list[str]:
    """Which steps of a walk change a row or send an e-mail: each by itself when one did."""
    before = state()

    def done_by(steps) -> list[str]:
        with Undo():
            for step in steps:
                step()
            told = [name for name, rows in state().items() if rows != before[name]]
        told += [message.subject for message in mail.outbox]
        mail.outbox.clear()
        return told

    if not done_by(walk.values()):
        return []
    told = {name: done_by([step]) for name, step in walk.items()}
    return [f"{name} changed {what}" for name, what in told.items() if what]
