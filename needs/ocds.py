"""A published notice's values, from an OCDS 1.1 release or the portal's own record shape. Pure.

`read_records` gives the records of a file: an OCDS release package, a record package, or JSON
Lines of releases, packages or records shaped as in `needs/data/notices.jsonl.gz`, gzipped or not.
`to_values` gives one record's values. What is missing is left empty; what is there and cannot
be right is refused, with its place, its field and what to do.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from needs.ocds_files import MAX_BYTES, MAX_RECORDS, Raw, UnreadableFile, read_records
from needs.ocds_values import (
    MAX_PENCE,
    Refused,
    as_cpv,
    as_date,
    as_names,
    as_object,
    as_objects,
    as_pence,
    as_period,
    as_text,
    as_url,
    at,
    first_text,
    required,
)

__all__ = [
    "AWARDED",
    "MAX_BYTES",
    "MAX_RECORDS",
    "NoticeValues",
    "Raw",
    "Refusal",
    "UnreadableFile",
    "read_records",
    "to_values",
]

TECH_CPV = ("302", "32", "48", "642", "72")
AWARDED = {"award", "decision"}  # stages that say who supplies until when
PUBLISHERS = {
    "contracts finder": "contracts_finder",
    "find a tender": "find_a_tender",
    "public contracts scotland": "public_contracts_scotland",
    "sell2wales": "sell2wales",
}
FIND_A_TENDER_ID = re.compile(r"\d{6}-20\d\d")


@dataclass(frozen=True)
class Refusal:
    place: str
    field: str
    reason: str

    def __str__(self):
        return f"{self.place[:1].upper()}{self.place[1:]}, {self.field}: {self.reason}"


@dataclass(frozen=True)
class NoticeValues:
    """A notice's values, named as `PublishedNotice`'s fields; money in pence.

    `record_id` is what contracts made from it are found again by; `buyer_codes` are GSS or
    local authority register codes given for the buyer.
    """

    notice_id: str
    record_id: str
    buyer: str
    title: str
    content_hash: str
    ocid: str = ""
    origin: str = ""
    stage: str = ""
    description: str = ""
    cpv_codes: list[str] = field(default_factory=list)
    value_pence: int | None = None
    published_on: datetime.date | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    suppliers: list[str] = field(default_factory=list)
    is_tech: bool = False
    source_url: str = ""
    licence: str = ""
    buyer_codes: tuple[str, ...] = ()

    @property
    def model_values(self) -> dict:
        """The values that are fields of `PublishedNotice`."""
        left_out = {"record_id", "buyer_codes"}
        return {name: value for name, value in vars(self).items() if name not in left_out}


def to_values(raw: Raw) -> NoticeValues | Refusal:
    """The record's values, or why it is refused."""
    if raw.record is None:
        return Refusal(raw.place, "record", "This is not a JSON object")
    try:
        if "text_basis" in raw.record or "buyer_gss" in raw.record:
            return _from_own_shape(raw)
        return _from_release(raw)
    except Refused as refused:
        return Refusal(raw.place, refused.field, refused.reason)


def _from_own_shape(raw: Raw) -> NoticeValues:
    record = raw.record
    cpv = as_cpv(record.get("cpv_codes"))
    value = record.get("award_value") or record.get("value_max") or record.get("value_min")
    return NoticeValues(
        notice_id=required("notice_id", raw.notice_id),
        record_id=as_text(record.get("id")) or raw.notice_id,
        content_hash=raw.content_hash,
        ocid=as_text(record.get("ocid"), 120),
        origin=as_text(record.get("source"), 40),
        buyer=required("buyer", as_text(record.get("buyer"), 300)),
        stage=as_text(record.get("stage"), 40),
        title=required("title", as_text(record.get("title"), 500)),
        description=as_text(record.get("description"), 20_000),
        cpv_codes=cpv,
        value_pence=as_pence("value", value, as_text(record.get("currency")) or "GBP"),
        published_on=as_date("published", record.get("published")),
        **as_period("start", record.get("start"), "end", record.get("end")),
        suppliers=as_names(record.get("suppliers")),
        is_tech=record.get("is_tech") is True,
        source_url=as_url(record.get("source_url")),
        licence=as_text(record.get("licence"), 60),
        buyer_codes=tuple(filter(None, [as_text(record.get("buyer_gss"))])),
    )


def _from_release(raw: Raw) -> NoticeValues:
    release = raw.record
    tender, awards = as_object(release.get("tender")), as_objects(release.get("awards"))
    contracts = as_objects(release.get("contracts"))
    buyer = as_object(release.get("buyer"))
    party = _buyer_party(release, buyer)
    period = _first_period(contracts, awards, tender)
    cpv = as_cpv([c.get("id") for c in _classifications(tender, awards) if c])
    title = as_text(tender.get("title"), 500) or first_text("title", awards, contracts)
    return NoticeValues(
        notice_id=required("id", raw.notice_id),
        record_id=raw.notice_id,
        content_hash=raw.content_hash,
        ocid=required("ocid", as_text(release.get("ocid"), 120)),
        origin=_origin(raw, release),
        buyer=required("buyer/name", as_text(buyer.get("name") or party.get("name"), 300)),
        stage=_stage(release, tender),
        title=required("tender/title", title),
        description=as_text(tender.get("description"), 20_000),
        cpv_codes=cpv,
        value_pence=_release_value(tender, awards),
        published_on=as_date("date", release.get("date")),
        **as_period(
            "contractPeriod/startDate",
            period.get("startDate"),
            "contractPeriod/endDate",
            period.get("endDate"),
        ),
        suppliers=as_names(s.get("name") for a in awards for s in as_objects(a.get("suppliers"))),
        is_tech=any(code.startswith(TECH_CPV) for code in cpv),
        source_url=_release_url(release, tender, awards, raw.notice_id),
        licence=raw.licence,
        buyer_codes=_buyer_codes(buyer, party),
    )


def _buyer_party(release: dict, buyer: dict) -> dict:
    parties = as_objects(release.get("parties"))
    same = [p for p in parties if p.get("id") and p.get("id") == buyer.get("id")]
    acting = [p for p in parties if isinstance(p.get("roles"), list) and "buyer" in p["roles"]]
    return next(iter(same or acting), {})


def _buyer_codes(buyer: dict, party: dict) -> tuple[str, ...]:
    """Codes in GSS or in the register of local authorities (GB-LAE) among the identifiers."""
    given = [buyer.get("id"), party.get("id")]
    for identifier in [party.get("identifier"), *as_objects(party.get("additionalIdentifiers"))]:
        known = as_object(identifier)
        given.append(f"{known.get('scheme')}-{known.get('id')}")
    found = (
        re.fullmatch(r"(?:GB-LAE-|.*?)(E09\d{6})|GB-LAE-([A-Z]{3})", as_text(g)) for g in given
    )
    return tuple(dict.fromkeys(m.group(1) or m.group(2) for m in found if m))


def _classifications(tender: dict, awards: list[dict]) -> Iterator[dict]:
    for holder in (tender, *awards):
        for item in (holder, *as_objects(holder.get("items"))):
            yield as_object(item.get("classification"))
            yield from as_objects(item.get("additionalClassifications"))


def _first_period(contracts: list[dict], awards: list[dict], tender: dict) -> dict:
    """The period nearest to what was signed: contract, award, tender, then its lots."""
    candidates = [c.get("period") for c in contracts]
    candidates += [a.get("contractPeriod") for a in awards]
    candidates += [tender.get("contractPeriod")]
    candidates += [lot.get("contractPeriod") for lot in as_objects(tender.get("lots"))]
    return next((p for p in map(as_object, candidates) if p), {})


def _release_value(tender: dict, awards: list[dict]) -> int | None:
    """What was awarded, all awards together; before that, what was estimated."""
    awarded = [as_object(a.get("value")) for a in awards]
    amounts = [as_pence("awards/value", v.get("amount"), v.get("currency")) for v in awarded]
    known = [amount for amount in amounts if amount is not None]
    if known:
        return sum(known) if sum(known) <= MAX_PENCE else None
    value = as_object(tender.get("value"))
    return as_pence("tender/value", value.get("amount"), value.get("currency"))


def _stage(release: dict, tender: dict) -> str:
    tags = release.get("tag")
    tags = {t for t in tags if isinstance(t, str)} if isinstance(tags, list) else set()
    status = as_text(tender.get("status"), 40)
    if status in {"cancelled", "unsuccessful"}:
        return status
    if tags & {"award", "awardUpdate", "contract", "contractUpdate"}:
        return "award"
    if tags & {"planning", "planningUpdate"} or status in {"planning", "planned"}:
        return "planning"
    return "tender_closed" if status in {"complete", "withdrawn"} else "tender"


def _origin(raw: Raw, release: dict) -> str:
    name = (raw.publisher or as_text(at(release, "publisher", "name"))).casefold()
    known = next((v for k, v in PUBLISHERS.items() if k in name), None)
    return known or re.sub(r"[^a-z0-9]+", "_", name).strip("_")[:40] or "ocds"


def _release_url(release: dict, tender: dict, awards: list[dict], notice_id: str) -> str:
    """The notice's page: among the documents, or made from a Find a Tender number."""
    documents = [d for holder in (tender, *awards) for d in as_objects(holder.get("documents"))]
    notices = [d for d in documents if "notice" in as_text(d.get("documentType")).casefold()]
    linked = next(filter(None, (as_url(d.get("url")) for d in notices)), "")
    if not linked and FIND_A_TENDER_ID.fullmatch(notice_id):
        return f"https://www.find-tender.service.gov.uk/Notice/{notice_id}"
    return linked
