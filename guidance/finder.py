"""Which three techniques fit a purchase, and why: parts that add up to the score. Pure.

Points are multiples of a half, so that a score equals the sum of its parts exactly as printed.
Weights and the defaults below are this portal's planning advice, not law; the threshold is given.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from guidance.effort import DAYS, WEEKS, amount, days_range, number, span, weeks_range
from guidance.models import Level, MarketKnown, Stage, TenderGroup
from procurement_portal.lib.formatting import format_uk_money

SHOWN = 3
# The most each part can give; together 100.
MARKET, GROUP, TIME, LEVEL, EFFORT = 30.0, 25.0, 20.0, 15.0, 10.0
# What a technique gives up by suiting more than one answer: a special tool before a general one.
MARKET_SHARED, GROUP_SHARED, ANY_LEVEL = (0.0, 4.0, 10.0), (0.0, 3.0, 7.0), 3.0
# Weeks to leave for the tender, the award and getting ready; planning defaults.
TENDER_WEEKS, SMALL_TENDER_WEEKS = 16, 8
PENCE_A_DAY = 20_000_00  # one officer-day for each £20,000 is in proportion; a planning default
WITH_VAT = Decimal("1.2")  # the standard rate since 4 January 2011; thresholds count the tax

KNOWN = {
    MarketKnown.UNKNOWN: "you hardly know the market",
    MarketKnown.SOME: "you know part of the market",
    MarketKnown.WELL: "you know the market well",
}


@dataclass(frozen=True)
class Value:
    """A value in pence, VAT excluded: `high` equals `low` where it is exact, None without end."""

    words: str
    low: int
    high: int | None

    @property
    def middle(self) -> int:
        return self.low if self.high is None else (self.low + self.high) // 2


# As a need's; a test holds the two alike.
BANDS = {
    "to_50k": Value("Up to £50,000", 0, 50_000_00),
    "to_100k": Value("£50,000 to £100,000", 50_000_00, 100_000_00),
    "to_250k": Value("£100,000 to £250,000", 100_000_00, 250_000_00),
    "to_500k": Value("£250,000 to £500,000", 250_000_00, 500_000_00),
    "to_1m": Value("£500,000 to £1 million", 500_000_00, 1_000_000_00),
    "over_1m": Value("Over £1 million", 1_000_000_00, None),
}


def weeks_in(months: int) -> int:
    """Whole weeks: 39 in nine months."""
    return months * 52 // 12


def exactly(pence: int) -> Value:
    return Value(format_uk_money(pence), pence, pence)


@dataclass(frozen=True)
class Situation:
    """What is known of a purchase; "" or None where it is not.

    `threshold` in pence, VAT included. `weeks` until it has to start.
    """

    group: str = ""
    value: Value | None = None
    threshold: int | None = None
    weeks: int | None = None
    level: int | None = None
    market: str = ""

    @property
    def is_above(self) -> bool | None:
        """Whether the value with VAT reaches the threshold; None where that cannot be said."""
        if self.value is None or self.threshold is None:
            return None
        if self.value.low * WITH_VAT >= self.threshold:
            return True
        if self.value.high is not None and self.value.high * WITH_VAT < self.threshold:
            return False
        return None

    @property
    def tender_weeks(self) -> int:
        return SMALL_TENDER_WEEKS if self.is_above is False else TENDER_WEEKS


@dataclass(frozen=True)
class Candidate:
    """A technique as the finder sees it; days and weeks as (low, high), None where not known."""

    slug: str
    name: str
    stage: str = Stage.STRATEGY
    groups: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    market: frozenset[str] = frozenset()
    only_above: bool = False
    days: tuple[float, float] | None = None
    weeks: tuple[float, float] | None = None


@dataclass(frozen=True)
class Part:
    points: float
    sentence: str


@dataclass(frozen=True)
class Found:
    """A technique with its reasons; `score` is the sum of the points."""

    candidate: Candidate
    parts: tuple[Part, ...]
    score: float = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "score", sum(part.points for part in self.parts))


def candidate_of(technique) -> Candidate:
    """Of a technique read `with_uses`: logged effort counts before the estimate."""
    return Candidate(
        slug=technique.slug,
        name=technique.name,
        stage=technique.stage,
        groups=frozenset(technique.tender_groups),
        levels=frozenset(technique.levels),
        market=frozenset(technique.market_known),
        only_above=technique.only_above_threshold,
        days=days_range(technique),
        weeks=weeks_range(technique),
    )


def find(situation: Situation, candidates: Iterable[Candidate]) -> list[Found]:
    """The three that fit best, best first; fewer where others are ruled out.

    Of two with the same score, the one from before the design is fixed, then the lighter one.
    """
    fitting = [c for c in candidates if not veto(situation, c)]
    found = [Found(c, parts_of(situation, c)) for c in fitting]
    return sorted(found, key=_order)[:SHOWN]


def _order(found: Found) -> tuple:
    candidate = found.candidate
    days = candidate.days[1] if candidate.days else float("inf")
    return -found.score, candidate.stage != Stage.STRATEGY, days, candidate.name, candidate.slug


def ruled_out(situation: Situation, candidates: Iterable[Candidate]) -> list[tuple[Candidate, str]]:
    """Those that cannot be used, by name, each with its sentence."""
    reasons = ((c, veto(situation, c)) for c in candidates)
    return sorted(((c, why) for c, why in reasons if why), key=lambda pair: pair[0].name)


def veto(situation: Situation, candidate: Candidate) -> str:
    """Why it cannot be used here, as a sentence; "" where it can."""
    if candidate.stage == Stage.PREPARATION:
        return "It is everyday preparation, tied to no single purchase."
    if candidate.only_above and situation.is_above is False:
        return "It is of use only above the threshold, and this is below."
    lowest = min(candidate.levels, default=0)
    if situation.level is not None and situation.level < lowest:
        return f"It begins at collaboration level {Level(lowest).label}."
    left = weeks_left(situation, candidate)
    if left is not None and candidate.weeks and candidate.weeks[0] > left:
        least = amount(candidate.weeks[0], WEEKS)
        return f"There is not enough time: it takes {least} at the least, and {_left(left)}."
    return ""


def weeks_left(situation: Situation, candidate: Candidate) -> int | None:
    """Weeks until the start, less those for the tender where the technique is not the tender."""
    if situation.weeks is None:
        return None
    tender = 0 if candidate.stage == Stage.EXECUTION else situation.tender_weeks
    return max(0, situation.weeks - tender)


def _left(weeks: int) -> str:
    return f"{weeks} {'is' if weeks == 1 else 'are'} left"


def parts_of(situation: Situation, candidate: Candidate) -> tuple[Part, ...]:
    return (
        _market(situation, candidate),
        _group(situation, candidate),
        _time(situation, candidate),
        _level(situation, candidate),
        _effort(situation, candidate),
    )


def _market(situation: Situation, candidate: Candidate) -> Part:
    if not situation.market:
        said = "You have not said how well you know the market, so this counts half."
        return Part(MARKET / 2, said)
    if situation.market not in candidate.market:
        return Part(0.0, f"It helps less where {KNOWN[situation.market]}.")
    if len(candidate.market) == len(KNOWN):
        said = "It helps however well the market is known."
    else:
        said = f"It helps where {KNOWN[situation.market]}."
    return Part(MARKET - MARKET_SHARED[len(candidate.market) - 1], said)


def _group(situation: Situation, candidate: Candidate) -> Part:
    if not situation.group:
        return Part(GROUP / 2, "The tender group is not known, so this counts half.")
    name = TenderGroup(situation.group).label.lower()
    if situation.group not in candidate.groups:
        return Part(0.0, f"It is made less for {name}.")
    suits = "any tender group" if len(candidate.groups) == len(TenderGroup) else name
    return Part(GROUP - GROUP_SHARED[len(candidate.groups) - 1], f"It suits {suits}.")


def _time(situation: Situation, candidate: Candidate) -> Part:
    if candidate.weeks is None:
        return Part(TIME, "It has no set length and keeps nothing waiting.")
    taken = span(*candidate.weeks, WEEKS)
    left = weeks_left(situation, candidate)
    if left is None:
        return Part(TIME / 2, f"It takes {taken}; the start is not known, so this counts half.")
    room = f"{amount(situation.weeks, WEEKS)} until the start"
    if candidate.stage != Stage.EXECUTION:
        room = f"{room}, less {situation.tender_weeks} for the tender, leave {left}"
    if candidate.weeks[1] <= left:
        return Part(TIME, f"It takes {taken}, and there is time: {room}.")
    return Part(TIME / 2, f"It takes {taken}, and time is short: {room}.")


def _level(situation: Situation, candidate: Candidate) -> Part:
    if situation.level is None:
        return Part(LEVEL / 2, "How far you would go together is not known, so this counts half.")
    name = Level(situation.level).label
    if situation.level not in candidate.levels:
        return Part(0.0, f"It is made less for collaboration level {name}.")
    if len(candidate.levels) == len(Level):
        return Part(LEVEL - ANY_LEVEL, "It works at any level of collaboration.")
    return Part(LEVEL, f"It is made for going as far as {name}.")


def _effort(situation: Situation, candidate: Candidate) -> Part:
    if candidate.days is None:
        return Part(EFFORT / 2, "Its effort is not known, so this counts half.")
    taken = span(*candidate.days, DAYS)
    if situation.value is None:
        return Part(EFFORT / 2, f"It takes {taken}; the value is not known, so this counts half.")
    allowed = situation.value.middle / PENCE_A_DAY
    worth = situation.value.words[0].lower() + situation.value.words[1:]
    if candidate.days[1] <= allowed:
        return Part(EFFORT, f"It takes {taken}, in proportion to a value of {worth}.")
    points = round(2 * EFFORT * allowed / candidate.days[1]) / 2
    fair = number(round(allowed, 1))
    return Part(points, f"It takes {taken}; for a value of {worth} about {fair} is in proportion.")


def threshold_sentence(situation: Situation) -> str:
    """Where the value stands against the threshold, VAT counted; "" where it cannot be said."""
    value, limit = situation.value, situation.threshold
    if value is None or limit is None:
        return ""
    limit_words = f"the {format_uk_money(limit)} threshold, which counts VAT"
    if situation.is_above is None:
        return f"{value.words} without VAT may reach {limit_words}: work out the exact value."
    stands = "reaches" if situation.is_above else "is below"
    if value.low == value.high:
        with_vat = format_uk_money(int(value.low * WITH_VAT))
        return f"{value.words} is {with_vat} with VAT at 20%, which {stands} {limit_words}."
    return f"{value.words} without VAT {stands} {limit_words}."
