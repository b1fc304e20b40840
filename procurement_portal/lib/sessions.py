"""Sessions in the database, as Django keeps them; read with SQL that is made once."""

from functools import cache

from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.utils import timezone

from procurement_portal.lib.prepared import Prepared


class SessionStore(KeptInDatabase):
    def _get_session_from_db(self):
        """The row; None, and no key any more, when there is none or its time is over."""
        for row in _rows(self.model).about(self.session_key):
            if row.expire_date > timezone.now():
                return row
        self._session_key = None
        return None


@cache
def _rows(model) -> Prepared:
    return Prepared(lambda key: model.objects.filter(session_key=key), "no key")
