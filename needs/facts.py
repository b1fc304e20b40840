"""How a need's answers read: labels, values in words, and what differs between two versions."""

import datetime
from dataclasses import dataclass

from django.db import models

from needs.models import Need, NeedTerms
from procurement_portal.lib.formatting import format_months, format_uk_date, format_uk_money

# In the order in which a page shows them.
TEXTS = ("problem", "users", "outcome", "must_haves", "constraints", "data_and_apis")
COMPARED = (
    "title",
    "capability",
    "problem",
    "users",
    "outcome",
    "earliest_start",
    "latest_start",
    "notice_on",
    "phase",
    "value_band",
    "collaboration_level",
    "openness",
    "must_haves",
    "constraints",
    "data_and_apis",
    "suits_sme",
    "suits_vcse",
    "contact",
    "visibility",
)
LABELS = {
    "capability": "Kind of need",
    "problem": "Why you need it",
    "users": "Who will use it, and what they need",
    "phase": "How far along it is",
    "must_haves": "Must-haves",
    "openness": "How open you are to others",
    "suits_sme": "Suits small and medium-sized firms",
    "suits_vcse": "Suits voluntary and social enterprises",
    "current_contract": "Contract now",
    "contract_ends": "Contract ends",
    "exact_value_pence": "Estimated value, whole life, VAT excluded",
    "notice_months": "Notice to end it",
    "contact": "Who to contact",
    "may_be_asked": "If it is my borough only, others may ask to connect",
}
UNITS = {"_pence": format_uk_money, "_months": format_months}


@dataclass(frozen=True)
class Difference:
    """One answer that changed, both sides in words."""

    name: str
    label: str
    before: str
    after: str


def field_of(name: str) -> models.Field:
    """The field of a need, or of its commercial terms, by name."""
    own = {f.name for f in Need._meta.get_fields()}
    return (Need if name in own else NeedTerms)._meta.get_field(name)


def label(name: str) -> str:
    """The field's name as a page prints it."""
    if name in LABELS:
        return LABELS[name]
    words = str(field_of(name).verbose_name)
    return words[:1].upper() + words[1:]


def words(record, name: str) -> str:
    """The answer in words; "" when there is none. `record` may be an old version."""
    value = getattr(record, name)
    if value is None or value == "":
        return ""
    if field_of(name).choices:
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    for ending, reads in UNITS.items():
        if name.endswith(ending):
            return reads(value)
    return format_uk_date(value) if isinstance(value, datetime.date) else str(value)


def differences(before, after, names=COMPARED) -> list[Difference]:
    """What reads differently between two versions; all answered fields when `before` is None."""
    found = []
    for name in names:
        old = words(before, name) if before is not None else ""
        new = words(after, name)
        if old != new:
            found.append(Difference(name, label(name), old, new))
    return found
