"""What the portal's rules read from a row of `assistive_tech/data/`: text in, template out. Pure.

Each rule is a table of patterns, so that anybody can see why a record says what it says. What no
rule finds stays unknown. What a rule found is named in `portal_reading`, and the pages mark it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from assistive_tech.vocabulary import (
    Comparator,
    Connectivity,
    Design,
    Measure,
    Now,
    OutcomeArea,
    Population,
    ResultKind,
    SourceType,
    YesNoUnknown,
)

# A claim by a supplier or in the press says nothing of a design.
CLAIMED_BY = {"vendor_report": SourceType.SUPPLIER, "press_report": SourceType.NEWS}

# Host or its ending, the first that fits. A host that is not here leaves the source unknown.
HOSTS = (
    (SourceType.PEER_REVIEWED, ("pmc.ncbi.nlm.nih.gov",)),
    (SourceType.SUPPLIER, ("earzz.com", "abilia.com", "tunstall.com", "tunstall.co.uk")),
    (
        SourceType.NEWS,
        (
            *("thenational.scot", "digitalhealth.net", "cities-today.com", "ukauthority.com"),
            *("www-ukauthority-com.azurewebsites.net", "communitycare.co.uk", "eurekalert.org"),
            *("theisleofthanetnews.com", "homecareinsight.co.uk", "londonlocal.news"),
        ),
    ),
    (
        SourceType.COUNCIL,
        ("gov.uk", "loti.london", "england.nhs.uk", "college.police.uk"),
    ),
)
TITLE_SAYS = (
    (SourceType.PEER_REVIEWED, r"\((Health Technology Assessment|Age and Ageing|BJPsych Open)\b"),
    (SourceType.EVALUATION, r"\bevaluation report\b|\bproject evaluation\b"),
)
COUNTRIES = {
    "England and Wales": r"England and Wales",
    "Spain": r"Spain",
    "Scotland": r"Ross and Cromarty",
    "Wales": r"(?<!England and )\bWales|Cardiff",
    "United Kingdom": r"United Kingdom",
    "England": r"London|England(?! and)|English|Dorset|Warwickshire|Norfolk|Cumbria|Hertfordshire"
    r"|Durham|Kent|West Midlands|Dudley|Yorkshire|Somerset|Sussex|Aylesbury|Hampshire|Coventry"
    r"|Essex|Suffolk|Cornwall|Teesside|Cambridgeshire|Birmingham|Lancashire|St Helens|Swindon"
    r"|Halton",
}
POPULATIONS = (
    (Population.OLDER, r"\bolder (and vulnerable )?(people|adults)\b"),
    (Population.DEMENTIA, r"\bdementia\b"),
    (Population.LEARNING, r"\blearning disabilit"),
    (Population.AUTISTIC, r"\bautis"),
    (Population.SENSORY, r"\b(hearing|sight) loss\b"),
    (Population.PHYSICAL, r"\bphysical disabilit"),
    (Population.MENTAL_HEALTH, r"\bmental (ill )?health\b"),
)
BY_SETTING = {
    "workforce": Population.STAFF,
    "council_housing": Population.TENANTS,
    "general_needs_housing": Population.TENANTS,
    "temporary_accommodation": Population.TENANTS,
}
# What is sought, in the words of the need; all that fit. The words are those of the records that
# come with the portal: a person who goes missing, being kept safe, what was escalated.
SOUGHT = (
    (
        OutcomeArea.INDEPENDENCE,
        r"independen|before moving to care|care home entry|24-hour support|round-the-clock"
        r"|decline for people supported at home|daily (functioning|routines)|time and routine",
    ),
    (OutcomeArea.FALLS, r"\bfalls?\b|\bfallers?\b"),
    (OutcomeArea.SAFETY, r"safe\b|missing\b(?! or)|searches for|welfare|deaths"),
    (
        OutcomeArea.HOSPITAL,
        r"hospital|admission|ambulance|A&E|discharge|deterioration|remote clinical",
    ),
    (OutcomeArea.HEALTH, r"symptoms|anxiety|respiratory|winter illness|deterioration"),
    (OutcomeArea.WELLBEING, r"loneliness|isolat|comfort|engagement for|agitation|reassur|sleep"),
    (OutcomeArea.CARERS, r"reassuring families"),
    (OutcomeArea.MEDICATION, r"medication|medicine"),
    (
        OutcomeArea.STAFF_TIME,
        r"practitioner time|administration|time writing|writing case notes|double-up|travel time"
        r"|injury among carers|carer strain",
    ),
    (OutcomeArea.CARE_COST, r"\bcosts?\b|budgets|high spend|homecare packages|growing demand"),
    (OutcomeArea.HOUSING, r"damp|cold|condition of housing"),
)
# What a measure is about: the first that fits.
AREA_OF_METRIC = (
    (OutcomeArea.SAFETY, r"safe(guarding|r)|missing|injur|concerns escalated"),
    (OutcomeArea.CARE_COST, r"saving|\bcosts?\b|return per|benefits|efficiency|cost-effective"),
    (OutcomeArea.HOSPITAL, r"hospital|admission|ambulance|bed days|a&e|emergency"),
    (OutcomeArea.FALLS, r"\bfalls?\b"),
    (OutcomeArea.INDEPENDENCE, r"time (living|at home)|without 24-hour"),
    (OutcomeArea.STAFF_TIME, r"admin|time saved|support time|visit time|carer visits|carers needed"
     r"|fatigue|tiredness|speed of|conversation|assessments|disruptiveness"),
    (OutcomeArea.WELLBEING, r"wellbeing|loneliness"),
    (OutcomeArea.HEALTH, r"symptoms|hads|honos|challenging behaviour"),
    (OutcomeArea.HOUSING, r"inspections"),
    (OutcomeArea.TAKE_UP, r"using|devices|sessions|tablets|log-ins|calls|call minutes|referrals"
     r"|roll-out|funded|taking part|wanting to continue|opted out|delivery"),
)  # fmt: skip
MEASURES = (
    (Measure.OTHER_VALIDATED, r"\bHADS\b|\bHONOS"),
    (Measure.RECORDS, r"\brecords\b|routine|administrative data"),
)
CONNECTIVITY = (
    (Connectivity.BROADBAND, r"wi-fi needed|needs broadband"),
    (Connectivity.CELLULAR, r"with SIMs"),
    (Connectivity.LOW_POWER, r"low-power wide-area"),
)
SAID_BY_PEOPLE = r"reporting|feeling|felt|wanting|wellbeing of users"
NOW = (
    (Now.SCALED, r"rolled out|rolls out|went on to fund|win roll-out funding|then wider purchase"),
    (Now.CONTINUED, r"contract extended|contract adapted|extended by four"),
)
NUMBERS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
DURATION = re.compile(rf"\b({'|'.join(NUMBERS)})[ -](week|month)s?\b", re.IGNORECASE)


def template_of(row: dict) -> dict:
    """Fields of the template that a rule could fill, by name; nothing for what none found."""
    enrolled, completed = _sample(row)
    found = {
        "design": _design(row),
        "source_type": _source_type(row),
        "country": ", ".join(_all(COUNTRIES.items(), row["location"] or "", flags=0)),
        "supplier_funded": _yes(r"commissioned by (the )?supplier|supplier-commissioned", row),
        "outcomes_sought": _all(SOUGHT, row["need_addressed"] or ""),
        "populations": _populations(row),
        "connectivity": _all(CONNECTIVITY, everything(row)),
        "comparator": _comparator(row),
        "baseline": _baseline(row),
        "enrolled": enrolled,
        "completed": completed,
        "duration_weeks": _weeks(row["evaluation_method"] or ""),
        "measures": _all(MEASURES, _measured(row), flags=0),
        "dpia": _yes(r"data protection assessment came before", row),
        "now": _first(NOW, everything(row)),
    }
    return {name: value for name, value in found.items() if value}


def result_of_metric(metric: str) -> dict:
    """Fields of one outcome that a rule could fill."""
    found = {
        "outcome_area": _first(AREA_OF_METRIC, metric),
        "kind": ResultKind.SUBJECTIVE.value if re.search(SAID_BY_PEOPLE, metric) else "",
    }
    return {name: value for name, value in found.items() if value}


def everything(row: dict) -> str:
    """All the words of a row."""
    names = ("title", "need_addressed", "intervention", "evaluation_method", "source_title")
    return " | ".join([row[name] or "" for name in names] + row["barriers"] + row["lessons"])


def _all(table, text: str, flags=re.IGNORECASE) -> list[str]:
    return [str(value) for value, pattern in table if re.search(pattern, text, flags)]


def _first(table, text: str) -> str:
    return next(iter(_all(table, text)), "")


def _yes(pattern: str, row: dict) -> str:
    return YesNoUnknown.YES.value if re.search(pattern, everything(row), re.IGNORECASE) else ""


def _design(row: dict) -> str:
    level = row["evidence_level"]
    return level if level in Design.values and level != Design.UNKNOWN else ""


def _source_type(row: dict) -> str:
    if row["evidence_level"] in CLAIMED_BY:
        return CLAIMED_BY[row["evidence_level"]].value
    host = (urlsplit(row["source_url"] or "").hostname or "").removeprefix("www.")
    said = _first(TITLE_SAYS, row["source_title"] or "")
    return said or next(
        (kind.value for kind, hosts in HOSTS if any(_within(host, each) for each in hosts)), ""
    )


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _populations(row: dict) -> list[str]:
    # Lessons speak of others too: staff who found it of use, say.
    named = _all(POPULATIONS, everything({**row, "lessons": []}))
    by_setting = BY_SETTING.get(row["care_setting"])
    return [*named, by_setting.value] if by_setting else named


def _comparator(row: dict) -> str:
    text = everything(row)
    if re.search(r"compared with usual care|four usual care", text):
        return Comparator.USUAL_CARE.value
    if re.search(r"compared with basic alarm", text):
        return Comparator.OTHER_TECHNOLOGY.value
    return Comparator.NONE.value if re.search(r"no comparison group", text) else ""


def _baseline(row: dict) -> str:
    """A before-and-after study measured before: that is what the words mean."""
    method = row["evaluation_method"] or ""
    taken = row["evidence_level"] == Design.BEFORE_AFTER or re.search(r"pre and post", method)
    return YesNoUnknown.YES.value if taken else ""


def _sample(row: dict) -> tuple[int | None, int | None]:
    found = re.search(r"\b(\d+) of (\d+) completed\b", everything(row))
    return (int(found[2]), int(found[1])) if found else (None, None)


def _weeks(method: str) -> int | None:
    found = DURATION.search(method)
    if not found:
        return None
    count = NUMBERS[found[1].lower()]
    return count if found[2].lower() == "week" else round(count * 52 / 12)


def _measured(row: dict) -> str:
    metrics = [outcome["metric"] for outcome in row["outcomes"]]
    return " | ".join([row["evaluation_method"] or "", *metrics])
