"""What each borough's example register holds, worked out from the day of loading.

A borough's contracts are the ones of its clusters (`data/clusters.toml`: contracts that end within
the same months, so that windows always lie ahead) and a choice of the others.
"""

import calendar
import datetime
from dataclasses import dataclass, replace
from random import Random

from needs.models.contract import add_months
from procurement_portal.demo.texts import read, register_lines

Date = datetime.date

ROUTES = (
    "Open tender", "Framework call-off", "Framework call-off", "Framework: direct award",
    "Competitive flexible procedure", "Request for quotations", "Direct award",
)  # fmt: skip
EXTENSIONS = ((0, 0), (1, 12), (2, 12), (2, 12), (1, 24))
NOTICE_MONTHS = (3, 3, 6, 6, 6, 12)
# Of a hundred contracts outside the clusters: how many are past their term and running on an
# extension, over, and without an end. The others end between three and forty-four months ahead.
RUNNING_ON, OVER, OPEN_ENDED = 7, 4, 4
OF_OTHER_CLUSTERS = 0.35


@dataclass(frozen=True)
class ExampleContract:
    """One row, before it is printed the way its borough prints rows. Values in whole pounds."""

    capability: str
    reference: str
    title: str
    description: str
    supplier: str
    product: str
    department: str
    start: Date
    end: Date | None
    extension_count: int
    extension_months: int
    annual_value: int
    total_value: int
    notice_months: int
    route: str
    is_sme: bool
    is_vcse: bool


@dataclass(frozen=True)
class Term:
    """When a contract ends and how it may be extended; `end` is None when it has no end."""

    end: Date | None
    extension_count: int = 0
    extension_months: int = 0


def month_end(day: Date, months: int) -> Date:
    """The last day of the month that many months from `day`."""
    there = add_months(day.replace(day=1), months)
    return there.replace(day=calendar.monthrange(there.year, there.month)[1])


def clusters_of(slug: str) -> dict[str, dict]:
    """The clusters a borough is in, keyed by capability."""
    return {c["capability"]: c for c in read("clusters")["cluster"] if slug in c["boroughs"]}


def contracts_of(slug: str, today: Date) -> list[ExampleContract]:
    """The contracts of one borough's register; the same on the same day."""
    chance = Random(f"register of {slug}")
    clusters = clusters_of(slug)
    others = _others(clusters, chance)
    chosen = chance.sample(others, read("registers")[slug]["rows"] - len(clusters))
    capabilities = sorted([*clusters, *chosen])
    serials = sorted(chance.sample(range(104, 980), len(capabilities)))
    contracts = []
    for capability, serial in zip(capabilities, serials, strict=True):
        term = (
            _term_in_cluster(clusters[capability], today, chance)
            if capability in clusters
            else _term(capability, today, chance)
        )
        contracts.append(_contract(capability, serial, term, today, chance))
    return contracts


def _others(own: dict[str, dict], chance: Random) -> list[str]:
    """Capabilities to choose the rest from: few of the clusters that others are in."""
    clustered = {cluster["capability"] for cluster in read("clusters")["cluster"]}
    return [
        capability
        for capability in sorted(set(register_lines()) - set(own))
        if capability not in clustered or chance.random() < OF_OTHER_CLUSTERS
    ]


def later_contracts_of(slug: str, today: Date) -> list[ExampleContract]:
    """The same register some months on: two extensions taken up and three contracts added."""
    chance = Random(f"later register of {slug}")
    contracts = contracts_of(slug, today)
    extendable = [c for c in contracts if c.end and c.end > today and c.extension_count]
    for contract in chance.sample(extendable, 2):
        contracts[contracts.index(contract)] = _extended(contract)
    others = sorted(set(register_lines()) - {contract.capability for contract in contracts})
    for serial, capability in enumerate(chance.sample(others, 3), start=981):
        term = Term(month_end(today, chance.randint(20, 40)), 1, 12)
        contracts.append(_contract(capability, serial, term, today, chance))
    return contracts


def _extended(contract: ExampleContract) -> ExampleContract:
    return replace(
        contract,
        end=add_months(contract.end, contract.extension_months),
        extension_count=contract.extension_count - 1,
    )


def _term_in_cluster(cluster: dict, today: Date, chance: Random) -> Term:
    months = cluster["ends_in"] + chance.randint(0, cluster["spread"])
    return Term(month_end(today, months), *cluster["extensions"])


def _term(capability: str, today: Date, chance: Random) -> Term:
    """For a contract outside the clusters; where there is one, not before it or within it."""
    drawn = chance.randrange(100)
    extensions = chance.choice(EXTENSIONS)
    cluster = next((c for c in read("clusters")["cluster"] if c["capability"] == capability), None)
    if cluster:
        after = cluster["ends_in"] + cluster["spread"] + chance.randint(7, 24)
        return Term(month_end(today, after), *extensions)
    if drawn < RUNNING_ON:
        return Term(month_end(today, -chance.randint(1, 9)), 2, 12)
    if drawn < RUNNING_ON + OVER:
        return Term(month_end(today, -chance.randint(1, 6)))
    if drawn < RUNNING_ON + OVER + OPEN_ENDED:
        return Term(None)
    return Term(month_end(today, chance.randint(3, 44)), *extensions)


def _contract(
    capability: str, serial: int, term: Term, today: Date, chance: Random
) -> ExampleContract:
    line = register_lines()[capability]
    supplier, product = chance.choice(_weighted(line["sells"])).split(" | ")
    about = read("suppliers")[supplier]
    years = chance.choice(line["years"])
    start, years = _start(term.end, years, today)
    low, high = line["a_year"]
    annual = chance.randrange(low * 1000, high * 1000, 500)
    return ExampleContract(
        capability=capability,
        reference=f"C{start.year % 100:02}-{serial:04}",
        title=_titled(chance.choice(line["titles"]), start, chance),
        description=chance.choice(line["says"]),
        supplier=_as_printed(supplier, about.get("aliases", []), chance),
        product=product,
        department=line["team"],
        start=start,
        end=term.end,
        extension_count=term.extension_count,
        extension_months=term.extension_months,
        annual_value=annual,
        total_value=annual * years,
        notice_months=chance.choice(NOTICE_MONTHS),
        route=chance.choice(ROUTES),
        is_sme=about["sme"],
        is_vcse=about.get("vcse", False),
    )


def _weighted(sells: list[str]) -> list[str]:
    """The first supplier of a line holds about half of it: incumbents are shared."""
    return [sells[0]] * max(1, len(sells) - 1) + sells[1:]


def _start(end: Date | None, years: int, today: Date) -> tuple[Date, int]:
    """A start before today, and the years from it to the end."""
    if end is None:
        return month_end(today, -12 * years - 12) + datetime.timedelta(days=1), years
    while True:
        start = add_months(end + datetime.timedelta(days=1), -12 * years)
        if start < today:
            return start, years
        years += 1


def _titled(title: str, start: Date, chance: Random) -> str:
    """A title as one of several people would put it."""
    in_a_sentence = title if title[1].isupper() else title[0].lower() + title[1:]
    others = (
        f"Provision of {in_a_sentence}",
        f"{title} {start.year}",
        f"{title} (call-off)",
        f"Supply and support: {in_a_sentence}",
    )
    return title if chance.random() < 0.5 else chance.choice(others)


def _as_printed(name: str, aliases: list[str], chance: Random) -> str:
    """A supplier's name as one of several people would type it."""
    drawn = chance.randrange(10)
    if drawn < 2 and aliases:
        return chance.choice(aliases)
    if drawn < 4:
        return name.replace(" Ltd", " Limited")
    if drawn == 4:
        return name.replace(" Ltd", "")
    return name
