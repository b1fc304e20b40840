"""Facts read by rule: what shares words and is not the same, who uses it, how big. Pure.

Flags are short strings, so that a record's can be stored and two records' compared:
"adults_children:left", "bought:works", "used:tenants", "value:3".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

READ_LIMIT = 12_000  # characters looked at


def _any(*patterns: str) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Contradiction:
    """Two ways round that share words and are not the same thing."""

    name: str
    left: re.Pattern
    left_words: str
    right: re.Pattern
    right_words: str


CONTRADICTIONS = (
    Contradiction(
        "adults_children",
        _any(r"adults?['’]?", r"adult(?:s|s['’])? social care", "older people", "elderly"),
        "adults",
        _any(r"child(?:ren)?(?:['’]s)?", "youth", "early years", "fostering", "send", "pupils?"),
        "children",
    ),
    Contradiction(
        "buy_hire",
        _any("purchase of", "buy(?:ing)?", "outright purchase"),
        "buying",
        _any("hire of", "hire", "rental", "leas(?:e|ing) of"),
        "hiring",
    ),
    Contradiction(
        "goods_service",
        _any("laptops?", "handsets?", "devices", "hardware", "equipment", "monitors"),
        "equipment",
        _any("consultancy", "advisory services?", "managed service", "training services?"),
        "a service",
    ),
    Contradiction(
        "staff_residents",
        _any("staff intranet", "intranet", "internal(?:-| )facing", "for staff only"),
        "staff",
        _any("resident(?:s)? portal", "public(?:-| )facing", "customer portal", "citizen portal"),
        "residents",
    ),
)

# What a title says is bought, where it says so; titles that name different things differ.
BOUGHT = {
    "software": (
        "software",
        _any(
            "software", "systems?", "ict package", "platforms?", r"licen[cs](?:es?|ing)", "saas",
            "apps?", "portal", "database", "modules?", "applications?", "erp", "crm",
        ),
    ),
    "equipment": (
        "equipment",
        _any(
            "hardware", "laptops?", "desktops?", "devices?", "handsets?", "servers?", "storage",
            "equipment", "cameras?", "printers?", "photocopiers?", "microphones?", "switches",
            "routers?", "sensors?", "vehicles?", "furniture",
        ),
    ),
    "works": (
        "building works",
        _any(
            "works", r"refurbish\w*", "construction", "re-?roofing", "demolition",
            "build(?:ing)? of", "resurfacing", "extension to", "landscaping",
        ),
    ),
    "advice": (
        "advice or design",
        _any(
            "discovery", "alpha", "beta", r"consultan\w+", "advis(?:e|o)rs?", "advisory",
            "feasibility", "options appraisal", "analysis", "re-?design", "user research",
            "design validation", "review of", "training", "assessments?", "evaluation",
            "stud(?:y|ies)",
        ),
    ),
    "people": (
        "people who do the work",
        _any(
            "processing", "call handling", "mailing", "outsourced", "staff(?:ing)?", "agency",
            "care", "support service", "advocacy", "treatment", "placements?", "guarding",
            "cleaning", "officers?",
        ),
    ),
    "hire": ("hire", _any("hire", "rental", "leas(?:e|ing)")),
}  # fmt: skip

# Who uses it: the first that a text names.
USERS = {
    "residents": ("residents", _any("residents?", "citizens?", "members of the public")),
    "tenants": ("tenants and leaseholders", _any("tenants?", "leaseholders?", "tenancies")),
    "staff": ("council staff", _any("all staff", "council staff", "our staff", "officers")),
    "schools": ("schools", _any("schools?", "teachers", "pupils?")),
    "social_workers": ("social workers", _any("social workers?", "practitioners?")),
    "businesses": ("businesses", _any("businesses", "traders", "landlords?")),
    "drivers": ("drivers", _any("motorists?", "drivers?")),
    "carers": ("people who draw on care", _any("carers?", "service users", "older people")),
}
# Upper limits of value bands in pounds, whole life, as needs are posted with them; then no limit.
VALUE_BANDS = (50_000, 100_000, 250_000, 500_000, 1_000_000)
BAND_WORDS = (
    "up to £50,000",
    "£50,000 to £100,000",
    "£100,000 to £250,000",
    "£250,000 to £500,000",
    "£500,000 to £1 million",
    "over £1 million",
)


def flags_in(title: str, text: str = "") -> frozenset[str]:
    """Every flag a title and its text raise; both sides of a contradiction count as neither."""
    whole = f"{title}. {text}"[:READ_LIMIT]
    title = title[:READ_LIMIT]
    found = {f"bought:{key}" for key, (_, said) in BOUGHT.items() if said.search(title)}
    named = ((said.search(whole), key) for key, (_, said) in USERS.items())
    first = min(((at.start(), key) for at, key in named if at), default=None)
    if first:
        found.add(f"used:{first[1]}")
    for rule in CONTRADICTIONS:
        left, right = bool(rule.left.search(whole)), bool(rule.right.search(whole))
        if left != right:
            found.add(f"{rule.name}:{'left' if left else 'right'}")
    return frozenset(found)


def value_flag(pounds: float | None) -> frozenset[str]:
    """The band that a whole-life value lies in; none for a value that is not known."""
    if pounds is None:
        return frozenset()
    return frozenset({f"value:{sum(pounds > limit for limit in VALUE_BANDS)}"})


def by_rule(flags: Iterable[str]) -> dict[str, frozenset[str]]:
    """Flags by the rule that reads them: no rule reads another's."""
    found: dict[str, set[str]] = {}
    for flag in flags:
        found.setdefault(flag.partition(":")[0], set()).add(flag)
    return {rule: frozenset(its) for rule, its in found.items()}


def after(prefix: str, flags: Iterable[str]) -> set[str]:
    """What follows the prefix in those flags that have it."""
    return {flag.removeprefix(prefix) for flag in flags if flag.startswith(prefix)}
