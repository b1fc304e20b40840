"""How windows and scenarios read: who is in, what each must decide by when, and why not. Pure."""

import datetime

from needs.scenarios import Scenario, Use
from needs.sentences import count, join_names
from needs.windows import Alignment, Duty, Mover, Outside, Place, Reason
from procurement_portal.lib.formatting import format_uk_date


def between(opens: datetime.date, closes: datetime.date) -> str:
    """ "31 March 2028", or "1 April to 30 June 2028"."""
    if opens == closes:
        return format_uk_date(opens)
    first = format_uk_date(opens)
    if opens.year == closes.year:
        first = first.removesuffix(f" {opens.year}")
    return f"{first} to {format_uk_date(closes)}"


def of_window(window: Alignment) -> str:
    """ "1 April to 30 June 2028: 6 boroughs, the first to decide by 31 August 2027"."""
    text = f"{between(window.opens, window.closes)}: {count(len(window.boroughs), 'borough')}"
    if window.decide_by:
        text += f", the first to decide by {format_uk_date(window.decide_by)}"
    return text


def to_market(window: Alignment) -> str:
    """The last days to go to market: for the first day of a window and for its last."""
    first, last = window.opens, window.closes
    by = format_uk_date(window.tender_notice_by(first))
    text = f"To start on {format_uk_date(first)}, go to market by {by}"
    if last > first:
        by = format_uk_date(window.tender_notice_by(last))
        text += f"; to start on {format_uk_date(last)}, by {by}"
    return f"{text}."


def extension_of(mover: Mover, extensions: int) -> str:
    """ "its 12-month extension", or "its 2 extensions (36 months)"."""
    months = mover.extended_by(extensions)
    if extensions == 1:
        return f"its {months}-month extension"
    return f"its {extensions} extensions ({months} months)"


def how(place: Place, window: Alignment) -> str:
    """What puts a record into a window."""
    if place.extensions:
        extension = extension_of(place.mover, place.extensions)
        text = f"Can join by using {extension}, to {format_uk_date(place.extends_to)}"
        if place.stands_until < window.closes and place.mover.exits[-1] > place.extends_to:
            text += ", and later by using more"
        return text
    if place.mover.exits and place.stands_until < place.mover.exits[0]:
        return f"Can join by ending it early, by {format_uk_date(place.stands_until)}"
    if place.stands_until >= window.closes:
        return "In as it stands"
    last = format_uk_date(place.stands_until)
    if place.mover.exits and place.mover.exits[-1] > place.stands_until:
        return f"In as it stands for a start by {last}, and later if it is extended"
    return f"In as it stands for a start by {last}"


def duties(place: Place, today: datetime.date) -> list[str]:
    """What must be done by when, the soonest first; a date that has passed is said to have."""
    return [_duty(place, duty, by, today) for by, duty in place.duties]


def _duty(place: Place, duty: Duty, by: datetime.date, today: datetime.date) -> str:
    if by < today:
        return f"{_what(place, duty)}: the date for that, {format_uk_date(by)}, has passed"
    return f"{_what(place, duty)} by {format_uk_date(by)}"


def _what(place: Place, duty: Duty) -> str:
    if duty is Duty.PROCURE:
        return "Begin procuring"
    leaves = format_uk_date(place.extends_to or place.stands_until)
    return f"Extend to {leaves}" if duty is Duty.EXTEND else f"Give notice to end on {leaves}"


def why_out(out: Outside) -> str:
    """Why a record is not in a window."""
    day = format_uk_date(out.day)
    if out.reason is Reason.NO_TIME:
        return f"Must move by {day}, sooner than it takes to procure"
    if out.reason is Reason.OPENS_AFTER:
        return f"Cannot move before {day}"
    if not out.mover.exits:
        return f"Must start by {day}"
    extended = " with every extension" if len(out.mover.exits) > 1 else ""
    return f"Ends on {day}{extended}"


def of_scenario(scenario: Scenario) -> str:
    """ "If Brent takes its 12-month extension, 6 boroughs fit 1 to 30 April 2028. …"."""
    first, *others = scenario.uses
    takes = [f"{first.mover.borough} takes {_extension(first)}"]
    takes += [f"{use.mover.borough} {_extension(use)}" for use in others]
    fit = count(len(scenario.boroughs), "borough")
    return (
        f"If {join_names(takes)}, {fit} fit {between(scenario.opens, scenario.closes)}. "
        f"{_as_things_stand(scenario)}."
    )


def _extension(use: Use) -> str:
    return extension_of(use.mover, use.extensions)


def _as_things_stand(scenario: Scenario) -> str:
    several = len(scenario.uses) > 1
    whose = "any of them" if several else scenario.uses[0].mover.borough
    if scenario.before == 0:
        which = "all of them end" if several else "it ends"
        return f"As things stand, {which} sooner than it takes to procure"
    if scenario.before == 1:
        nobody = "none of them could start with another"
        return f"As things stand, {nobody if several else f'{whose} could start with no other'}"
    others = count(scenario.before - 1, "other")
    if several:
        return f"As things stand, the most {whose} could start with is {others}"
    return f"As things stand, {whose} could start with {others}"


def of_supposed(use: Use) -> str:
    """ "Brent uses its 12-month extension, to 31 March 2029"."""
    return f"{use.mover.borough} uses {_extension(use)}, to {format_uk_date(use.extends_to)}"
