"""What the engine knows of a need or a contract: the facts on its side, and its profile."""

import re
from dataclasses import replace

from django.db.models import Q
from django.utils import timezone

from members.models import Borough
from needs import reading, words
from needs.models import (
    Capability,
    Contract,
    ContractTerms,
    Need,
    NeedTerms,
    OverlapSide,
    Supplier,
    Visibility,
)
from needs.overlap import SCORER_VERSION, Profile
from needs.reading import Text
from needs.register import supplier_key
from needs.retrieval import is_capability_key, keys_of, text_keys
from needs.windows import Window, contract_window, need_window, notice_by, start_by

# A side's columns that its profile is made from, besides its capability.
FACETS = ("borough_id", "certainty", "terms", "supplier_key", "supplier_name", "product_key",
          "product_name", "flags", "kinds")  # fmt: skip
LEAD_TIME_MONTHS = 9  # where no capability says otherwise
# A value inside each band a need is posted with.
BAND_POUNDS = {
    Need.ValueBand.TO_50K: 50_000,
    Need.ValueBand.TO_100K: 100_000,
    Need.ValueBand.TO_250K: 250_000,
    Need.ValueBand.TO_500K: 500_000,
    Need.ValueBand.TO_1M: 1_000_000,
    Need.ValueBand.OVER_1M: 1_000_001,
}
COMPANY_ENDINGS = re.compile(
    r"\b(?:ltd|limited|plc|llp|uk|u k|group|holdings|inc|co|company|the)\b\.?", re.IGNORECASE
)


def text_of(record: Need | Contract) -> tuple[str, str]:
    """Title and the rest of what is compared."""
    if isinstance(record, Contract):
        return record.title, record.description
    fields = (record.problem, record.users, record.outcome, record.must_haves)
    return record.title, ". ".join((*fields, record.data_and_apis))


def key_of(name: str) -> str:
    """A name without what varies in how it is written: case, punctuation, company endings."""
    return " ".join(re.findall(r"[^\W_]+", COMPANY_ENDINGS.sub(" ", name.casefold())))[:200]


def window_of(record: Need | Contract) -> Window:
    """The days between which the record can move, as of today."""
    if isinstance(record, Need):
        return need_window(record.earliest_start, record.latest_start)
    return contract_window(record.end, record.extensions, timezone.localdate())


def whole_text(record: Need | Contract) -> Text:
    """All of the record that is read, and what is read with it."""
    title, text = text_of(record)
    terms = getattr(record, "terms", None)
    if isinstance(record, Contract):
        names, pounds = f"{record.product}. {record.supplier_name}", _whole_life_pounds(terms)
    else:
        names = f"{terms.current_product}. {terms.current_supplier}" if terms else ""
        pounds = BAND_POUNDS.get(record.value_band)
    return Text(title, text, record.borough.name, names, pounds)


def _whole_life_pounds(terms: ContractTerms | None) -> float | None:
    if terms is None or terms.value_basis != ContractTerms.Basis.WHOLE_LIFE:
        return None
    return None if terms.value_pence is None else terms.value_pence / 100


def texts_facts(texts: list[Text], threads: int = 1) -> list[dict]:
    """Side fields that come from what is read alone; `keys` are without the capability's."""
    return [
        {
            "vector": words.pack(read.vector),
            "terms": list(read.terms),
            "flags": sorted(read.flags),
            "meaning": read.meaning,
            "kinds": read.kinds,
            "keys": text_keys(list(read.terms), read.meaning, read.kinds),
            "text_hash": text.digest(),
        }
        for text, read in zip(texts, reading.read(texts, threads), strict=True)
    ]


def side_facts(record: Need | Contract, side: OverlapSide | None = None) -> dict:
    """Every field of the record's side, as it should be today.

    `side` is the one it has: a text that has not changed since is not read again.
    """
    capability = record.capability
    text = whole_text(record)
    is_read = side and side.scorer_version == SCORER_VERSION and side.text_hash == text.digest()
    facts = {} if is_read else texts_facts([text])[0]
    keys = facts.get("keys") or (side.keys if is_read else [])
    text_alone = [key for key in keys if not is_capability_key(key)]
    return {
        **facts,
        **day_facts(record),
        "borough_id": record.borough_id,
        "capability": capability,
        "keys": keys_of(capability.pk if capability else None, text_alone),
        "record_version": record.version,
        "scorer_version": SCORER_VERSION,
    }


def day_facts(record: Need | Contract) -> dict:
    """Side fields that move with the days, and those that come with them."""
    capability = record.capability
    lead_time = capability.lead_time_months if capability else LEAD_TIME_MONTHS
    facts = contract_facts(record) if isinstance(record, Contract) else need_facts(record)
    window: Window = facts.pop("window")
    # A contract must be replaced by its earliest exit; a need can wait for its latest start.
    start = window.opens if isinstance(record, Contract) else window.closes
    return {
        **facts,
        "window_from": window.opens,
        "window_to": window.closes,
        "decide_by": start_by(start, lead_time),
        "standing": standing_of(record),
    }


def standing_of(record: Need | Contract) -> OverlapSide.Standing:
    """Whether the record may take a place among others' best partners today."""
    if isinstance(record, Contract):
        over = record.latest_end is not None and record.latest_end < timezone.localdate()
    else:
        over = record.status not in Need.LIVE
    if over or record.is_stale:
        return OverlapSide.Standing.OUT
    is_sealed = record.visibility == Visibility.SEALED
    return OverlapSide.Standing.SEALED if is_sealed else OverlapSide.Standing.OPEN


def contract_facts(contract: Contract) -> dict:
    window = window_of(contract)
    terms = getattr(contract, "terms", None)
    certainty = contract.capability_certainty
    return {
        "window": window,
        "certainty": 1.0 if certainty is None else certainty,
        "notice_by": notice_by(window.opens, terms.notice_months if terms else None),
        **supplier_facts(contract.supplier, contract.supplier_name),
        **product_facts(contract.product),
    }


def need_facts(need: Need) -> dict:
    terms = getattr(need, "terms", None) or NeedTerms(need=need)
    current = terms.current_contract
    ends = terms.contract_ends or (current.end if current else None)
    return {
        "window": window_of(need),
        "certainty": 1.0,
        "notice_by": notice_by(ends, terms.notice_months),
        **supplier_facts(
            current.supplier if current else None,
            terms.current_supplier or (current.supplier_name if current else ""),
        ),
        **product_facts(terms.current_product or (current.product if current else "")),
    }


def supplier_facts(supplier: Supplier | None, written: str) -> dict:
    """A supplier's row, found by its name or an alias when only written, its name and its key.

    The name stays as the record writes it. The key is the same for every spelling, so that it
    does not matter who named the supplier first.
    """
    if supplier is None and written:
        supplier = Supplier.objects.filter(
            Q(name__iexact=written) | Q(aliases__contains=[written])
        ).first()
    key = supplier_key(supplier.name if supplier else written)[:200]
    number = supplier.pk if supplier else None
    return {"supplier_id": number, "supplier_name": written, "supplier_key": key}


def product_facts(product: str) -> dict:
    return {"product_name": product, "product_key": key_of(product)}


def profile_of(side: OverlapSide) -> Profile:
    """A stored side as the scorer sees it; reads its capability and that one's parent."""
    return replace(facets_of(side), vector=words.unpack(bytes(side.vector)), meaning=side.meaning)


def facets_of(side: OverlapSide) -> Profile:
    """A stored side without its vectors, for pairs whose cosines are given."""
    return facets(side.capability, *(getattr(side, name) for name in FACETS))


def facets(capability: Capability | None, *values) -> Profile:
    """The same from a side's capability and its other columns, as `FACETS` has them."""
    found = dict(zip(FACETS, values, strict=True))
    parent = capability.parent if capability else None
    return Profile(
        borough=found["borough_id"],
        capability=capability.slug if capability else "",
        capability_name=capability.name if capability else "",
        parent=parent.slug if parent else "",
        parent_name=parent.name if parent else "",
        certainty=found["certainty"],
        terms=frozenset(found["terms"]),
        supplier=found["supplier_key"],
        supplier_name=found["supplier_name"],
        product=found["product_key"],
        product_name=found["product_name"],
        flags=frozenset(found["flags"]),
        kinds=bytes(found["kinds"]),
    )


def side_of_text(title: str, text: str, capability, borough: Borough | None) -> OverlapSide:
    """An unsaved side for words somebody is still writing."""
    [facts] = texts_facts([Text(title, text, borough.name if borough else "")])
    facts["keys"] = keys_of(capability.pk if capability else None, facts["keys"])
    return OverlapSide(capability=capability, borough=borough, **facts)
