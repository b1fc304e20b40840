"""What tests of the list of needs share."""

import re

from needs.models import Need
from tests.factories import NeedFactory


def publish(**fields) -> Need:
    return NeedFactory(published=True, **{"visibility": "public", **fields})


def titles(page: str) -> list[str]:
    return re.findall(r'app-row__title"><a[^>]*>([^<]+)</a>', page)
