"""Cells of a register as councils type them: money, extensions, notice, yes and no."""

import datetime
import difflib
import math
import re
from collections.abc import Mapping
from decimal import Decimal

from needs.register.dates import BadCell

# What people type where they have nothing to say; it never erases what is known.
EMPTY = {
    "", "-", "–", "—", "n/a", "na", "n.a.", "n.a", "none", "nil", "null", "tbc", "tba", "tbd",
    "unknown", "not known", "not applicable", "to be confirmed", "to be agreed", "not stated",
    "?", "#n/a", "not available", "x", "..", "...",
}  # fmt: skip
SECRET = {"confidential", "commercially sensitive", "commercial in confidence", "redacted",
          "exempt", "withheld", "commercially confidential"}  # fmt: skip
OPEN_ENDED = {"ongoing", "on-going", "on going", "rolling", "rolling contract", "perpetual",
              "open ended", "open-ended", "no end date", "continuous", "evergreen",
              "rolling annual", "in perpetuity", "indefinite"}  # fmt: skip
NO_BREAK = {"no", "n", "false", "no break", "no breaks", "no break clause"}
SOME_BREAK = {"yes", "y", "true", "break clause"}
MULTIPLES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000,
             "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}  # fmt: skip
LARGEST_PENCE = 10**14  # a million million pounds is a slip of the keyboard
MONEY = re.compile(
    r"(?:gbp|£)?\s*(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d*\.?\d+)\s*"
    r"(?P<multiple>k|thousand|mn?|million|bn|billion)?\s*(?:gbp|pounds?)?\s*"
    r"(?P<basis>p\.?a\.?|per annum|per year|a year|annually|/ ?year|/ ?yr|each year|total)?"
    r"(?:\s*\(?(?P<vat>inc|incl|including|exc?|excl|excluding)\.? vat\)?)?"
)
WORDS = {"one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
         "twelve": 12, "eighteen": 18, "twenty four": 24, "twenty-four": 24}  # fmt: skip
NUMBER = r"\d{1,3}|" + "|".join(sorted(WORDS, key=len, reverse=True))
UNIT = r"years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?|d"
TIMES = re.compile(
    rf"(?:up to |a maximum of |maximum |option of )?(?P<count>{NUMBER})\s*"
    rf"(?:x|×|\*|extensions? of|options? of|periods? of|further periods? of|lots of| )\s*"
    rf"(?:up to )?(?P<length>{NUMBER})[ \-]*(?P<unit>{UNIT})(?: each| periods?| extensions?)?"
)
ONE = re.compile(
    rf"(?:up to |option of |plus |\+ ?|maximum )*(?P<length>{NUMBER})[ \-]*(?P<unit>{UNIT})"
    r"(?: extensions?| option(?:al)?| notice| in total| max(?:imum)?)*"
)
PLUS = re.compile(r"\s*(?:\+|\bplus\b|&|\band\b)\s*")
PART = re.compile(rf"(?P<length>\d{{1,3}})[ \-]*(?P<unit>{UNIT})?")
MOST_EXTENSIONS, MOST_MONTHS = 20, 240
MOST_BARE_YEARS = 5  # a figure alone up to here is years
DAYS_OF_MONTH = 30.5
HOW_TO_EXTEND = "Write each extension with its length, such as 2 x 12 months or 2 years + 1 year"


def is_empty(text: str) -> bool:
    return " ".join(text.lower().split()) in EMPTY


def parse_money(text: str) -> tuple[int | None, str, bool | None]:
    """Whole pence, basis ("annual", "whole_life" or "") and VAT included. Raises BadCell.

    Pence are None for amounts that are kept back ("Commercially sensitive").
    """
    plain = " ".join(text.lower().split()).rstrip(".")
    if plain in SECRET:
        return None, "", None
    if re.search(r"[€$]|\b(eur|euros?|usd|dollars?)\b", plain):
        raise BadCell("is not in pounds", "Give the value in pounds, like 120000")
    found = MONEY.fullmatch(plain)
    if not found or re.fullmatch(r"\d+\.\d{3}", plain):  # 1.234 may be a thousand elsewhere
        raise BadCell("is not an amount", "Use a number, like 120000, or leave it empty")
    number = Decimal(re.sub(r"[, ]", "", found["number"])) * MULTIPLES[found["multiple"] or ""]
    pence = int((number * 100).to_integral_value())
    if pence > LARGEST_PENCE:
        raise BadCell("is too large", "Check the number of noughts")
    basis = {"": "", "total": "whole_life"}.get(found["basis"] or "", "annual")
    vat = None if not found["vat"] else found["vat"].startswith("inc")
    return pence, basis, vat


def parse_extension(text: str, heading: str = "") -> list[int]:
    """Months of each extension, in the order written; none for "No". Raises BadCell.

    A bare number takes the unit that the heading names ("Extension (months)").
    """
    plain = _tidy(text)
    if plain in {"no", "0", "none", "nil", "no extension", "no extensions"}:
        return []
    readings = (_times(plain), _single(plain, heading), _sum(plain))
    months = next((found for found in readings if found is not None), None)
    if months is None:
        raise BadCell("does not say how often and how long", HOW_TO_EXTEND)
    if len(months) > MOST_EXTENSIONS or max(months, default=0) > MOST_MONTHS:
        raise BadCell("is longer than a contract can be", HOW_TO_EXTEND)
    return [length for length in months if length]


def may_count_first_term(
    text: str, months: list[int], start: datetime.date | None, end: datetime.date | None
) -> bool:
    """Whether "3+1+1" may mean a term of three years, the present one, and two extensions of one.

    Only unequal lengths with a figure that has no unit of its own, and the first as long as the
    present term, or when that is not known.
    """
    bare = any(part.isdecimal() for part in PLUS.split(_tidy(text)))
    if len(set(months)) < 2 or not bare:
        return False
    if start is None or end is None:
        return True
    return abs((end - start).days / DAYS_OF_MONTH - months[0]) <= 1


def _tidy(text: str) -> str:
    plain = " ".join(text.lower().replace("(s)", "s").split()).strip(".")
    return re.sub(r"^\((.*)\)$", r"\1", plain)


def _times(plain: str) -> list[int] | None:
    found = TIMES.fullmatch(plain)
    if not found:
        return None
    return _number(found["count"]) * [_months(_number(found["length"]), found["unit"])]


def _single(plain: str, heading: str) -> list[int] | None:
    if plain.isdecimal():
        unit = re.search(r"months?|years?", heading.lower())
        return unit and [_months(int(plain), unit[0])]
    found = ONE.fullmatch(plain)
    return found and [_months(_number(found["length"]), found["unit"])]


def _sum(plain: str) -> list[int] | None:
    """ "1+1", "12 + 6 months", "2 years and 1 year", "2 x 12 months + 6 months".

    A bare figure has the unit that follows later; with none at all, figures up to five are years,
    as councils mean them, and from six on months.
    """
    parts = [part for part in PLUS.split(plain) if part]
    if len(parts) < 2:
        return None
    unit = _unit_of_bare(parts)
    months: list[int] = []
    for text in reversed(parts):
        part = PART.fullmatch(text)
        unit = (part and part["unit"]) or unit
        lengths = [_months(int(part["length"]), unit)] if part and unit else _times(text)
        if not lengths:
            return None
        months = [*lengths, *months]
    return months


def _unit_of_bare(parts: list[str]) -> str:
    """Years or months when no part has a unit; "" when one has, or some must be each."""
    if not all(part.isdecimal() for part in parts):
        return ""
    years = {int(part) <= MOST_BARE_YEARS for part in parts}
    if len(years) > 1:
        return ""
    return "years" if years.pop() else "months"


def _number(text: str) -> int:
    return WORDS.get(text) or int(text)


def _months(length: int, unit: str) -> int:
    """Months for a length, rounded up: acting a little early does no harm."""
    if unit.startswith("y"):
        return length * 12
    if unit.startswith("w"):
        return math.ceil(length * 7 / DAYS_OF_MONTH)
    return math.ceil(length / DAYS_OF_MONTH) if unit.startswith("d") else length


def parse_notice(text: str) -> int:
    """Months of notice; a bare number is months. Raises BadCell."""
    plain = _tidy(text)
    found = ONE.fullmatch(plain)
    if plain.isdecimal():
        months = int(plain)
    elif found:
        months = _months(_number(found["length"]), found["unit"])
    else:
        raise BadCell("is not a number of months", "Use a number, like 6, or leave it empty")
    if months > MOST_MONTHS:
        raise BadCell("is too long", "Give the notice in months, like 6")
    return months


def category_key(text: str) -> str:
    """A category's name without case, blanks and marks."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def parse_category(text: str, known: Mapping[str, str]) -> str:
    """The category's own name; `known` leads there from `category_key` of any of its names.

    Raises BadCell, with the nearest name when one is near.
    """
    key = category_key(text)
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
    remedy = f"Use {known[near[0]]}" if near else "Use the name of a category of the portal"
    raise BadCell("is not a category of the portal", f"{remedy}, or leave it empty")


def parse_yes_no(text: str) -> bool:
    """Raises BadCell."""
    plain = text.strip().lower()
    if plain in {"y", "yes", "true", "1", "sme", "vcse", "small", "medium", "micro", "✓"}:
        return True
    if plain in {"n", "no", "false", "0", "large", "non-sme", "neither"}:
        return False
    raise BadCell("is neither yes nor no", "Use Yes or No, or leave it empty")
