"""The template of a case study: its eight sections, each field with its label, in order.

One list that the form, the record page, the downloads, the spreadsheet and the printed blank are
all made from. What a field asks is its help text on the model; what it holds reads as `words_of`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assistive_tech.models import CaseStudy
from procurement_portal.lib.formatting import format_uk_money

UNKNOWN = ("", "unknown", "not_stated")  # answers that say that nobody knows
NOT_COUNTED = {"borough", "partners", "ended", "cost_note", "licence", "exclusion"}


@dataclass(frozen=True)
class Section:
    """`needed` maps a field to what to do when it is empty and the study is submitted."""

    slug: str
    title: str
    labels: dict[str, str]
    needed: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.labels)


SECTIONS = (
    Section(
        "identity",
        "Identity and source",
        {
            "title": "Title",
            "borough": "London borough",
            "summary": "Summary",
            "organisation": "Organisation",
            "partners": "Partners",
            "country": "Country",
            "location": "Place",
            "began": "When it began",
            "ended": "When it ended",
            "source_type": "Kind of source",
            "source_title": "Title of the source",
            "source_url": "Address of the source",
            "supplier_funded": "Paid for by a supplier",
            "licence": "Licence of the source",
        },
        {"title": "Enter a title"},
    ),
    Section(
        "people",
        "The need and the people",
        {
            "need_addressed": "What was needed, and by whom",
            "outcomes_sought": "Outcomes sought",
            "populations": "Who it was for",
            "care_setting": "Setting",
            "cohort_size": "People or homes",
            "inclusion": "Who could take part",
            "exclusion": "Who could not",
            "ethnicity_reported": "Reported by ethnic group",
            "deprivation_reported": "Reported by deprivation",
        },
        {"need_addressed": "Enter what was needed, and by whom"},
    ),
    Section(
        "intervention",
        "What was put in place",
        {
            "technology_class": "Kind of technology",
            "product": "Product",
            "supplier": "Supplier",
            "intervention": "What was done",
            "price": "Price of the product",
            "installation": "Installation",
            "monitoring": "Monitoring",
            "connectivity": "Connection it needs",
            "data_captured": "Data captured",
            "integrations": "Connected to",
            "human_service": "Service around it",
        },
        {"intervention": "Enter what was put in place"},
    ),
    Section(
        "study",
        "How it was studied",
        {
            "design": "Design",
            "comparator": "Compared with",
            "baseline": "Baseline taken",
            "evaluation_method": "Method",
            "enrolled": "Began",
            "completed": "Measured at the end",
            "duration_weeks": "Weeks followed",
            "measures": "Measures",
        },
        {"evaluation_method": "Enter how it was evaluated"},
    ),
    Section(
        "results",
        "Results",
        {
            "unintended_effects": "Unintended effects",
            "dropout": "Who left, and why",
            "user_experience": "What people said",
            "staff_experience": "What staff said",
            "what_failed": "What failed",
        },
        {"what_failed": "Enter what failed, or how you know that nothing did"},
    ),
    Section(
        "money",
        "Money",
        {
            "cost_pence": "Cost in total",
            "cost_per_person_year_pence": "Cost for one person for a year",
            "price_year": "Prices of the year",
            "cost_note": "About the cost",
            "savings_pence": "Savings claimed",
            "savings_basis": "Savings are",
            "savings_kind": "Kind of saving",
            "savings_to": "Saved by whom",
            "savings_method": "How savings were worked out",
        },
    ),
    Section(
        "delivery",
        "Delivery",
        {
            "consent_model": "Consent",
            "dpia": "Data protection impact assessment",
            "safeguarding": "Safeguarding",
            "equality": "Equality",
            "training": "Training",
            "barriers": "What got in the way",
            "lessons": "What was learned",
            "differently": "What would be done differently",
        },
    ),
    Section(
        "now",
        "Now",
        {"now": "What became of it", "now_why": "Why", "contact_role": "Whom to ask"},
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
LABELS = {name: label for section in SECTIONS for name, label in section.labels.items()}


def model_field(name: str) -> models.Field:
    return CaseStudy._meta.get_field(name)


def choices_of(name: str) -> dict[str, str]:
    """What may be chosen, value to words; empty where the field is not a closed list."""
    found = model_field(name)
    if isinstance(found, ArrayField):
        found = found.base_field
    return {str(value): str(words) for value, words in found.choices or []}


def is_money(name: str) -> bool:
    return name.endswith("_pence")


def is_several(name: str) -> bool:
    return isinstance(model_field(name), ArrayField)


def is_lines(name: str) -> bool:
    """A short list of free texts, one a line."""
    return isinstance(model_field(name), models.JSONField)


def is_answered(study: CaseStudy, name: str) -> bool:
    """Whether the field says something; that something is not known says nothing."""
    value = getattr(study, f"{name}_id" if name == "borough" else name)
    return value not in (None, []) and str(value) not in UNKNOWN


def words_of(study: CaseStudy, name: str) -> str:
    """What the field says; empty where it is not known."""
    if not is_answered(study, name):
        return ""
    value = getattr(study, name)
    if is_money(name):
        return format_uk_money(value)
    if is_several(name) or is_lines(name):
        words = choices_of(name)
        return "\n".join(words.get(each, each) for each in value)
    if name in ("cohort_size", "enrolled", "completed"):
        return f"{value:,}"
    return choices_of(name).get(str(value), str(value))


def completeness(study: CaseStudy) -> tuple[int, list[str]]:
    """How much of the template is answered, in whole percent, and the labels of what is missing.

    Results count as one answer. What may rightly be empty, as when it goes on, is not counted.
    `study` has its `outcomes` fetched.
    """
    counted = [name for name in LABELS if name not in NOT_COUNTED]
    missing = [LABELS[name] for name in counted if not is_answered(study, name)]
    if not study.outcomes.all():
        missing.append("Outcomes that were measured")
    total = len(counted) + 1
    return (total - len(missing)) * 100 // total, missing


def what_is_needed(study: CaseStudy) -> list[tuple[str, str]]:
    """(section, what to do) for each answer without which it cannot be submitted."""
    return [
        (section.slug, message)
        for section in SECTIONS
        for name, message in section.needed.items()
        if not is_answered(study, name)
    ]


def state_of(study: CaseStudy, section: Section, touched: bool) -> str:
    """ "Completed", "In progress" or "Not started": `touched` once somebody saved the section."""
    if any(not is_answered(study, name) for name in section.needed):
        return "In progress" if touched else "Not started"
    return "Completed" if touched else "Not started"
