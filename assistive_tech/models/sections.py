"""The eight sections of the template, each as the fields that it adds to a case study.

Every field may stay empty, because a draft is kept as it is written and unknown is an answer.
New columns carry a default in the database, so that code which does not know them still writes.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from assistive_tech.vocabulary import (
    Comparator,
    Connectivity,
    Design,
    Measure,
    Now,
    OutcomeArea,
    Population,
    SavingsBasis,
    SavingsKind,
    SourceType,
    YesNoUnknown,
)


def line(length: int, help_text: str = "", **options):
    return models.CharField(
        max_length=length, blank=True, db_default="", default="", help_text=help_text, **options
    )


def text(help_text: str = ""):
    return models.TextField(blank=True, db_default="", default="", help_text=help_text)


def one_of(choices, help_text: str = "", unknown: str = ""):
    return models.CharField(
        max_length=30,
        blank=not unknown,
        choices=choices.choices,
        default=unknown,
        db_default=str(unknown),
        help_text=help_text,
    )


def yes_no(help_text: str = ""):
    return one_of(YesNoUnknown, help_text, unknown=YesNoUnknown.UNKNOWN)


def several_of(choices, help_text: str = ""):
    base = models.CharField(max_length=30, choices=choices.choices)
    return ArrayField(base, default=list, db_default=[], blank=True, help_text=help_text)


class Identity(models.Model):
    summary = text("What was tried and what came of it, in two or three sentences")
    country = line(60, "Like England")
    partners = line(300, "Who took part besides the organisation that led it")
    source_type = one_of(SourceType)
    supplier_funded = yes_no("Whether a supplier paid for any of it, or for the report")
    licence = line(120, "What the source may be used for, like Open Government Licence")

    class Meta:
        abstract = True


class People(models.Model):
    outcomes_sought = several_of(OutcomeArea, "What was meant to change. Choose all that apply")
    populations = several_of(Population, "Who it was for. Choose all that apply")
    inclusion = text("Who could take part")
    exclusion = text("Who could not, and why")
    ethnicity_reported = yes_no("Whether results say how they differ by ethnic group")
    deprivation_reported = yes_no("Whether results say how they differ by deprivation")

    class Meta:
        abstract = True


class Intervention(models.Model):
    supplier = line(200, "Who makes or runs it")
    price = line(200, "What the product costs, like £105 a device and £2 a week")
    installation = text("Who installs it, and how")
    monitoring = text("Who watches it or answers it, and when")
    connectivity = several_of(Connectivity, "What it needs to work. Choose all that apply")
    data_captured = text("What data it collects, and where they are kept")
    integrations = text("What other systems it is connected to")
    human_service = text("What people do around it, like visits, calls or a response team")

    class Meta:
        abstract = True


class StudyDesign(models.Model):
    design = one_of(Design, unknown=Design.UNKNOWN)
    comparator = one_of(Comparator, unknown=Comparator.UNKNOWN)
    baseline = yes_no("Whether the same thing was measured before it began")
    enrolled = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many people or homes began, in total"
    )
    completed = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many of them were still measured at the end"
    )
    duration_weeks = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2_600)],
        help_text="How long people were followed, in weeks",
    )
    measures = several_of(Measure, "How it was measured. Choose all that apply")

    class Meta:
        abstract = True


class Results(models.Model):
    """What stands beside the rows of `OutcomeResult`."""

    unintended_effects = text("What it changed that nobody meant, good or bad")
    dropout = text("How many left, and why")
    user_experience = text("What people who used it said, as a group")
    staff_experience = text("What staff said, as a group")
    what_failed = text(
        "What did not work, or what you would not do again. If nothing failed, say how you know"
    )

    class Meta:
        abstract = True


class Money(models.Model):
    """In whole pence, of the year given: nothing is brought to another year's prices here."""

    cost_per_person_year_pence = models.PositiveBigIntegerField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text="The year that the prices are of, like 2025",
    )
    savings_pence = models.PositiveBigIntegerField(null=True, blank=True)
    savings_basis = one_of(SavingsBasis)
    savings_kind = one_of(
        SavingsKind,
        "Cashable: money left a budget. Avoided: a cost did not come. Capacity: time was freed",
    )
    savings_to = line(200, "Whose saving it is, like the council, the NHS or the family")
    savings_method = text("How the saving was worked out")

    class Meta:
        abstract = True


class Delivery(models.Model):
    consent_model = text("How people agreed, and what happened when they could not")
    dpia = yes_no("Whether a data protection impact assessment was done")
    safeguarding = text("What was agreed about safeguarding")
    equality = text("What the equality impact assessment found, if there was one")
    training = text("How staff and the people themselves were trained")
    differently = text("What you would do differently")

    class Meta:
        abstract = True


class Afterwards(models.Model):
    now = one_of(Now, unknown=Now.UNKNOWN)
    now_why = text("Why it was continued, scaled up or stopped")
    contact_role = line(120, "A role, not a name, like assistive technology lead")

    class Meta:
        abstract = True


SECTIONS = {
    "identity": Identity,
    "people": People,
    "intervention": Intervention,
    "study": StudyDesign,
    "results": Results,
    "money": Money,
    "delivery": Delivery,
    "now": Afterwards,
}
