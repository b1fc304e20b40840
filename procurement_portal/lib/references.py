"""References people read out: random, so that nothing can be counted or guessed from them.

A running number would tell an outsider that a sealed need was posted between two public
ones; seven characters of 30 letters and digits tell nothing (docs/adr/0002).
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U


def new_reference(prefix: str) -> str:
    """Such as `NEED-7K3M2QX`: the prefix and seven random characters (22 thousand million)."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"


class ReferenceConverter:
    """`<reference:…>` in a route: nothing else reaches the view, so nothing else is looked up."""

    regex = "[A-Z]{3,4}-[0-9A-Z]{7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
