"""Example needs: answers, and a past in which example people moved them by the real verbs."""

import datetime
from dataclasses import dataclass
from random import Random

from django.db import transaction

from members.models import Borough, User
from needs.journey import GROUPS
from needs.models import Capability, Contract, Interest, Need, NeedEvent, NeedTerms
from needs.models.contract import add_months
from procurement_portal.demo.moments import working_moment
from procurement_portal.demo.people import People
from procurement_portal.demo.texts import read
from procurement_portal.lib.freshness import review_date
from procurement_portal.lib.references import ALPHABET

FILES = ("needs_homes_and_places", "needs_technology", "needs_people")
ANSWERED = [step.slug for group in GROUPS for step in group.steps]
# What a need may also say, and how many lines of it are chosen.
PARTS = {"must_haves": 2, "data_and_apis": 1, "constraints": 1}
SAYS_MORE = 0.3
# What has happened to a need in each state: verb, and days before the last one. The last happened
# `days` ago.
PASTS = {
    "draft": (),
    "submitted": (("submit", 0),),
    "sent_back": (("submit", 2), ("send_back", 0)),
    "published": (("submit", 2), ("publish", 0)),
    "stale": (("submit", 2), ("publish", 0), ("expire", 0)),
    "procuring": (("submit", 92), ("publish", 90), ("procure", 0)),
    "awarded": (("submit", 122), ("publish", 120), ("procure", 60), ("award", 0)),
    "closed": (("submit", 72), ("publish", 70), ("close", 0)),
    "withdrawn": (("submit", 42), ("publish", 40), ("withdraw", 0)),
}
# Whole life, in thousands of pounds, for the estimate beside each band.
BANDS = {
    Need.ValueBand.UNKNOWN: None,
    Need.ValueBand.TO_50K: (15, 48),
    Need.ValueBand.TO_100K: (52, 98),
    Need.ValueBand.TO_250K: (105, 245),
    Need.ValueBand.TO_500K: (260, 490),
    Need.ValueBand.TO_1M: (510, 980),
    Need.ValueBand.OVER_1M: (1_050, 3_400),
}


@dataclass
class Loading:
    """What every need is made with."""

    today: datetime.date
    people: People
    boroughs: dict[str, Borough]
    capabilities: dict[str, Capability]
    contracts: dict[tuple[str, int], Contract]


def load_needs(today: datetime.date, people: People) -> int:
    """The needs of these people's boroughs, added where they are missing; how many were."""
    boroughs = {b.slug: b for b in Borough.objects.filter(slug__in=people.by_borough)}
    capabilities = {c.slug: c for c in Capability.objects.all()}
    loading = Loading(today, people, boroughs, capabilities, _contracts_now(today))
    entries = [e for name in FILES for e in read(name)["need"] if e["borough"] in boroughs]
    known = set(Need.objects.filter(is_example=True).values_list("reference", flat=True))
    missing = [entry for entry in entries if reference_of(entry["key"]) not in known]
    for entry in missing:
        _load_need(entry, loading)
    return len(missing)


def reference_of(key: str, prefix: str = "NEED") -> str:
    """Always the same for the same example, so that documents may name it."""
    return f"{prefix}-{''.join(Random(f'reference of {key}').choices(ALPHABET, k=7))}"


@transaction.atomic
def _load_need(entry: dict, loading: Loading) -> None:
    chance = Random(f"need {entry['key']}")
    owner = loading.people.officer(entry["borough"])
    need = _new_need(entry, owner, loading, chance)
    _move_through_its_past(need, entry, loading, chance)
    _join(need, entry, loading, chance)


def _new_need(entry: dict, owner: User, loading: Loading, chance: Random) -> Need:
    days_before = sum(days for _, days in PASTS[entry["state"]][:1])
    created = working_moment(
        loading.today, entry["days"] + days_before + chance.randint(3, 20), chance
    )
    borough = loading.boroughs[entry["borough"]]
    capability = loading.capabilities[entry["capability"]]
    contract = loading.contracts.get((borough.pk, capability.pk))
    need = Need(
        reference=reference_of(entry["key"]),
        borough=borough,
        capability=capability,
        tender_group=capability.tender_group,
        service_area=capability.service_area,
        **{name: entry[name] for name in ("title", "problem", "users", "outcome", "visibility")},
        **_parts(entry, capability.tender_group, chance),
        **_timing(entry, contract, capability.lead_time_months, loading.today, chance),
        may_be_asked=entry.get("may_be_asked", False),
        value_band=entry["band"],
        collaboration_level=entry["level"],
        openness=entry["openness"],
        phase=entry["phase"],
        contact=chance.choice(read("need_parts")["interest"]["contacts"]),
        suits_sme=chance.random() < 0.7,
        suits_vcse=chance.random() < 0.25,
        owner=owner,
        changed_by=owner,
        is_example=True,
        created_at=created,
        changed_at=created,
        answered=ANSWERED if entry["state"] != "draft" else ANSWERED[:6],
    )
    need._history_date = created
    need._history_user = owner
    need.save()
    _terms(need, entry, contract, chance).save()
    return need


def _contracts_now(today: datetime.date) -> dict[tuple[str, int], Contract]:
    """By borough and capability, the borough's example contract for it that ends next."""
    contracts = Contract.objects.filter(is_example=True, end__gt=today).select_related("terms")
    last_first = contracts.order_by("-end", "-row_key")
    return {(each.borough_id, each.capability_id): each for each in last_first}


def _parts(entry: dict, group: str, chance: Random) -> dict[str, str]:
    """Must-haves, data needs and constraints: its own, or for some a few that suit its group.

    Most have none: words that every need repeats would look like a reason for an overlap.
    """
    own = {name: entry[name] for name in PARTS if name in entry}
    if own or entry["state"] == "draft" or chance.random() > SAYS_MORE:
        return dict.fromkeys(PARTS, "") | own
    said = read("need_parts")[group]
    return {name: "\n".join(chance.sample(said[name], PARTS[name])) for name in PARTS}


def _timing(
    entry: dict, contract: Contract | None, lead: int, today: datetime.date, chance: Random
) -> dict[str, datetime.date | None]:
    """From the end of the present contract, or some months after the lead time."""
    if entry["state"] == "draft":
        return {}
    if entry["state"] in ("procuring", "awarded"):
        earliest = add_months(today.replace(day=1), chance.randint(2, 5))
    elif contract:
        earliest = contract.end + datetime.timedelta(days=1)
    else:
        earliest = add_months(today.replace(day=1), lead + chance.randint(2, 9))
    latest = add_months(earliest, chance.choice((3, 6, 6, 12)))
    notice = add_months(earliest, -max(2, lead * 2 // 3))
    return {
        "earliest_start": earliest,
        "latest_start": latest,
        "notice_on": notice if notice > today else None,
    }


def _terms(need: Need, entry: dict, contract: Contract | None, chance: Random) -> NeedTerms:
    band = BANDS[entry["band"]]
    terms = NeedTerms(need=need, current_contract=contract)
    if band and chance.random() < 0.6:
        terms.exact_value_pence = chance.randint(*band) * 1000 * 100
    if contract:
        terms.current_supplier = contract.supplier_name
        terms.current_product = contract.product
        terms.contract_ends = contract.end
        terms.notice_months = contract.terms.notice_months
    return terms


def _move_through_its_past(need: Need, entry: dict, loading: Loading, chance: Random) -> None:
    """Each verb by the person whose it is, then dated when it is meant to have happened."""
    before = need.created_at
    for verb, days_before in PASTS[entry["state"]]:
        moment = working_moment(loading.today, entry["days"] + days_before, chance)
        _act(need, verb, entry, loading.people, chance)
        if verb == "expire":
            moment = working_moment(
                loading.today, (loading.today - need.review_by).days - 1, chance
            )
        before = moment = max(moment, before + datetime.timedelta(minutes=chance.randint(20, 90)))
        told_at = moment if verb in NeedEvent.TOLD else None
        need.events.filter(verb=verb).update(at=moment, told_at=told_at)
        _date(need, verb, moment)


def _act(need: Need, verb: str, entry: dict, people: People, chance: Random) -> None:
    moderator = chance.choice(people.moderators)
    if verb == "publish":
        need.publish(by=moderator)
    elif verb == "send_back":
        need.send_back(by=moderator, reason=entry["reason"])
    elif verb == "close":
        outcome, reason = entry["closed"]
        need.close(by=need.owner, outcome=outcome, reason=reason)
    elif verb == "withdraw":
        need.withdraw(by=need.owner, reason=entry["reason"])
    elif verb == "expire":
        need.expire()
    else:
        getattr(need, verb)(by=need.owner)


def _date(need: Need, verb: str, moment: datetime.datetime) -> None:
    """The dates that a verb sets, as if it had been that moment."""
    if verb == "submit":
        dates = {"submitted_at": moment}
    elif verb == "publish":
        due = review_date(need.FRESHNESS_KIND, moment.date())
        dates = {"published_at": moment, "last_confirmed_on": moment.date(), "review_by": due}
    else:
        return
    for name, value in dates.items():
        setattr(need, name, value)
    need.save_without_historical_record(update_fields=list(dates))


def _join(need: Need, entry: dict, loading: Loading, chance: Random) -> None:
    """“Ours too”, by officers of other boroughs, since the need was published."""
    for slug in entry.get("joined", []):
        if slug not in loading.boroughs:
            continue
        days_ago = chance.randint(0, max(0, entry["days"] - 1))
        wanted = need.earliest_start
        joined_at = working_moment(loading.today, days_ago, chance)
        Interest.objects.create(
            need=need,
            borough=loading.boroughs[slug],
            by=loading.people.officer(slug),
            wanted_by=add_months(wanted, chance.choice((0, 3, 6))) if wanted else None,
            value_band=chance.choice((entry["band"], Need.ValueBand.UNKNOWN)),
            note=chance.choice(read("need_parts")["interest"]["notes"]),
            joined_at=max(joined_at, need.published_at),
            is_example=True,
        )
