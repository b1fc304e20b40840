"""Who visits, and what each kind of page answers to each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

OK, SIGN_IN, FORBIDDEN, HIDDEN, SECOND_FACTOR = "ok", "sign in", "403", "404", "second factor"

STRANGERS = ("outsider", "pending_officer", "former_officer")
OWN = ("officer", "lead", "cio")
VISITORS = (
    "anonymous",
    *STRANGERS,
    "other_officer",
    *OWN,
    "at_lead",
    "moderator_without_second_factor",
    "moderator",
)


def _audience(default: str, **named: str) -> dict[str, str]:
    return {who: named.get(who, default) for who in VISITORS}


def _own(others: str, moderator: str) -> dict[str, str]:
    return _audience(others, anonymous=SIGN_IN, moderator=moderator, officer=OK, lead=OK, cio=OK)


AUDIENCES = {
    # Everybody, signed in or not.
    "public": _audience(OK),
    # Anybody with an account, accepted somewhere or not.
    "signed_in": _audience(OK, anonymous=SIGN_IN),
    # Accepted members of any borough, and the LOTI team.
    "member": _audience(OK, anonymous=SIGN_IN, **dict.fromkeys(STRANGERS, FORBIDDEN)),
    # Accepted members of a borough: somebody of the LOTI team has none.
    "borough_member": _audience(
        OK,
        anonymous=SIGN_IN,
        **dict.fromkeys((*STRANGERS, "moderator", "moderator_without_second_factor"), FORBIDDEN),
    ),
    # The record's own borough; invisible to everybody else, the moderator included.
    "own_borough": _own(HIDDEN, HIDDEN),
    # The same, and a moderator may see it.
    "own_borough_and_moderator": _own(HIDDEN, OK),
    # Visible to members, but only its own borough may do this.
    "own_borough_does": _audience(
        FORBIDDEN,
        anonymous=SIGN_IN,
        officer=OK,
        lead=OK,
        cio=OK,
        **dict.fromkeys(STRANGERS, HIDDEN),
    ),
    # Leads and CIOs of the borough.
    "own_lead": _audience(HIDDEN, anonymous=SIGN_IN, officer=FORBIDDEN, lead=OK, cio=OK),
    # Leads and CIOs, of their own borough: there is nothing to name, so nothing to hide.
    "leads": _audience(FORBIDDEN, anonymous=SIGN_IN, lead=OK, cio=OK),
    # What a borough's CIO alone does, of their own borough.
    "cio": _audience(FORBIDDEN, anonymous=SIGN_IN, cio=OK),
    # Another person's membership of the borough: those who decide about it.
    "decides": _audience(HIDDEN, anonymous=SIGN_IN, lead=OK, cio=OK, moderator=OK),
    # The same, for what only the person may do: those who see it learn no more than that.
    "others_membership": _audience(
        HIDDEN, anonymous=SIGN_IN, lead=FORBIDDEN, cio=FORBIDDEN, moderator=FORBIDDEN
    ),
    # A moderator in a session with a second factor.
    "moderator": _audience(
        FORBIDDEN,
        anonymous=SIGN_IN,
        moderator=OK,
        moderator_without_second_factor=SECOND_FACTOR,
    ),
}


@dataclass(frozen=True)
class Rule:
    audience: str
    kwargs: Callable = field(default=lambda world: {})
    method: str = "GET"
    expected: dict = field(default_factory=dict)
    page: bool = True  # an HTML page people read, so seen in Chromium too

    def expects(self, who: str) -> str:
        if who == "at_lead" and who not in self.expected:
            who = "officer"  # an officer who also owns the borough's case studies
        return self.expected.get(who, AUDIENCES[self.audience][who])
