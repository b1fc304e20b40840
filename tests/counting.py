"""How many queries a page makes, without those that note who is signed in."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

FRAME = ("usersessions_usersession", "SAVEPOINT", "django_session")


def queries(visitor, url) -> int:
    """Queries of the page itself, once the visitor's session is known."""
    visitor.read(url)
    with CaptureQueriesContext(connection) as captured:
        visitor.read(url)
    texts = [query["sql"] for query in captured]
    return sum(not any(word in sql for word in FRAME) for sql in texts)
