"""A stamp that changes with every committed change to what lists of needs show."""

from django.db import connection, models


class ListStamp(models.Model):
    """One row: the transaction that last changed anything a list of needs shows.

    Deferred triggers on those tables set it as each transaction commits (docs/adr/0009), so a
    list kept under a stamp is never shown after a commit that changed it.
    """

    transaction = models.BigIntegerField()

    def __str__(self):
        return str(self.transaction)


def list_stamp() -> int | None:
    """The present stamp, or None where there is none to go by: then nothing may be kept."""
    with connection.cursor() as cursor:
        cursor.execute("select transaction from needs_liststamp")
        found = cursor.fetchone()
    return found[0] if found else None
