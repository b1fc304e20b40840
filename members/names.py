"""Which borough a name means: as printed in notices, in whatever of the usual forms.

Only a whole name counts. "London Boroughs of Richmond and Wandsworth" names two boroughs and
"Barnet Homes" none, so neither is guessed.
"""

import re
from collections.abc import Iterable

from members.models import Borough

# What stands before and after a borough's own name. Tried from both ends until nothing more
# comes off; never in the middle.
BEFORE = (
    "mayor and burgesses of",
    "mayor burgesses of",
    "lord mayor and citizens of",
    "mayor and commonalty and citizens of",
    "council of",
    "corporation of",
    "london borough of",
    "london borough",
    "royal borough of",
    "royal borough",
    "city of",
    "lb of",
    "lb",
    "rb of",
    "rb",
    "the",
)
AFTER = (
    "london borough council",
    "borough council",
    "city council",
    "council",
    "london borough",
    "corporation",
    "lbc",
    "lb",
)
# Short forms that mean one borough only when it is called a borough: there are other Richmonds
# and Kingstons.
SHORTENED = {"richmond": "richmond upon thames", "kingston": "kingston upon thames"}
INITIALS = {
    "rbkc": "kensington and chelsea",
    "rbk": "kingston upon thames",
    "lbbd": "barking and dagenham",
    "lbhf": "hammersmith and fulham",
    "lbth": "tower hamlets",
    "lbwf": "waltham forest",
    "wcc": "westminster",
}
BOROUGH_FORM = re.compile(r"\b(london borough|royal borough|lb|rb)\b")
COUNCIL_FORM = re.compile(r"\b(borough|lb|rb|council|corporation|city of)\b")
DEPARTMENT = re.compile(r"\s+[-–—|:]\s+|\s*[(,;]|\s+on behalf of\s+|\s+acting by\s+", re.IGNORECASE)


def plain(name: str) -> str:
    """Lower case, "and" for "&", single spaces, no punctuation."""
    text = name.casefold().replace("&", " and ").replace("’", "").replace("'", "")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def bare(name: str) -> str:
    """The plain name without what councils put around it."""
    text, before = plain(name), None
    while text != before:
        before = text
        for words in BEFORE:
            text = text.removeprefix(f"{words} ")
        for words in AFTER:
            text = text.removesuffix(f" {words}")
    return text


class BoroughNames:
    """Finds boroughs by name; made once for a whole import."""

    def __init__(self, boroughs: Iterable[Borough]):
        self._by_name: dict[str, str] = {}
        self._by_code: dict[str, str] = {}
        for borough in boroughs:
            self._by_code[borough.gss] = self._by_code[borough.code] = borough.gss
            for name in (borough.name, borough.short_name, *borough.alternative_names):
                self._by_name[bare(name)] = borough.gss

    def by_code(self, code: str) -> str | None:
        """GSS code for a GSS or register code; None when it is neither."""
        return self._by_code.get(code.strip().upper())

    def find(self, name: str) -> str | None:
        """GSS code of the one borough this name means, or None.

        A department after the name does not matter: "London Borough of Camden – Adult Social
        Care".
        """
        found = self._whole(name)
        head = DEPARTMENT.split(name, maxsplit=1)[0]
        if found is None and head != name and COUNCIL_FORM.search(plain(head)):
            return self._whole(head)
        return found

    def _whole(self, name: str) -> str | None:
        text = bare(name)
        text = INITIALS.get(text, text)
        if BOROUGH_FORM.search(plain(name)):
            text = SHORTENED.get(text, text)
        return self._by_name.get(text)
