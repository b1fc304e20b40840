"""The posting journey: its pages in order, what each asks, and what is still missing."""

from dataclasses import dataclass

from needs.facts import label, words
from needs.forms.contract_step import ContractForm
from needs.forms.plan_steps import (
    ContactForm,
    RequirementsForm,
    SuppliersForm,
    TimingForm,
    TogetherForm,
    ValueForm,
    VisibilityForm,
)
from needs.forms.steps import (
    CapabilityForm,
    OutcomeForm,
    ProblemForm,
    SimilarForm,
    StepForm,
    TitleForm,
    UsersForm,
)
from needs.models import NeedTerms


@dataclass(frozen=True)
class Step:
    """One page: `fields` are what it answers, shown when the answers are checked.

    `missing` is what to do when it must be answered before the need can be submitted; `example`
    is a good answer to learn from; `heading` stands above a page of several questions.
    """

    slug: str
    title: str
    form: type[StepForm]
    fields: tuple[str, ...] = ()
    missing: str = ""
    example: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Group:
    """Steps that belong together on the task list and when answers are checked."""

    title: str
    steps: tuple[Step, ...]


GROUPS = (
    Group(
        "What you need",
        (
            Step("title", "What you need", TitleForm, ("title",), "Enter what you need"),
            Step(
                "capability",
                "Kind of need",
                CapabilityForm,
                ("capability",),
                "Select what kind of need it is",
            ),
            Step("similar", "What other boroughs have", SimilarForm),
        ),
    ),
    Group(
        "Why you need it",
        (
            Step(
                "problem",
                "Why you need it",
                ProblemForm,
                ("problem",),
                "Enter why you need it",
                "Officers type each repair twice: into the call centre’s system and again into "
                "the contractor’s. One in eight jobs is sent to the wrong trade, and residents "
                "wait a second time. The supplier stops fixing faults in March 2028.",
            ),
            Step(
                "users",
                "Who will use it",
                UsersForm,
                ("users",),
                "Enter who will use it, and what they need",
                "60 call handlers, who need to see the right trade and the next free slot while "
                "the resident is on the phone. 9,000 tenants, a third of them on a phone only, "
                "who need to book and change a visit without ringing.",
            ),
            Step(
                "outcome",
                "The outcome you want",
                OutcomeForm,
                ("outcome",),
                "Enter the outcome you want",
                "Nine jobs in ten are done at the first visit (two in three today), and half of "
                "all repairs are booked online within a year.",
            ),
        ),
    ),
    Group(
        "Contract, dates and money",
        (
            Step(
                "contract",
                "The contract you have now",
                ContractForm,
                tuple(ContractForm.Meta.fields),
                heading="What contract do you have for this now?",
            ),
            Step(
                "timing",
                "When",
                TimingForm,
                tuple(TimingForm.Meta.fields),
                heading="When could it start?",
            ),
            Step("value", "What it is worth", ValueForm, ("value_band", "exact_value_pence")),
        ),
    ),
    Group(
        "Buying it together",
        (
            Step("together", "How far you would go", TogetherForm, tuple(TogetherForm.Meta.fields)),
            Step(
                "requirements",
                "What it must do and work with",
                RequirementsForm,
                tuple(RequirementsForm.Meta.fields),
                heading="What must it do, and what must it work with?",
            ),
            Step(
                "suppliers",
                "Who could supply it",
                SuppliersForm,
                tuple(SuppliersForm.Meta.fields),
                heading="Who could supply it?",
            ),
            Step("contact", "Who to contact", ContactForm, ("contact",)),
            Step(
                "visibility",
                "Who can see it",
                VisibilityForm,
                ("visibility", "may_be_asked"),
                "Select who can see this need",
            ),
        ),
    ),
)
STEPS = {step.slug: step for group in GROUPS for step in group.steps}
ORDER = tuple(STEPS)


def step_after(slug: str) -> Step | None:
    """The next page, or None after the last."""
    place = ORDER.index(slug) + 1
    return STEPS[ORDER[place]] if place < len(ORDER) else None


def step_before(slug: str) -> Step | None:
    place = ORDER.index(slug)
    return STEPS[ORDER[place - 1]] if place else None


def step_of(field: str) -> Step:
    """The page that asks for a field."""
    return next(step for step in STEPS.values() if field in step.fields)


def terms_of(need) -> NeedTerms:
    """The need's commercial terms; an unsaved empty row when it has none yet."""
    return getattr(need, "terms", None) or NeedTerms(need=need)


def is_answered(need, step: Step) -> bool:
    """Whether the page has been answered; texts that must be given have to be there."""
    if step.missing and step.slug != "visibility":
        return bool(getattr(need, step.fields[0]))
    return step.slug in need.answered


def missing_steps(need) -> list[Step]:
    """Pages that must be answered before the need can be submitted."""
    return [step for step in STEPS.values() if step.missing and not is_answered(need, step)]


def first_unanswered(need) -> Step | None:
    return next((step for step in STEPS.values() if not is_answered(need, step)), None)


def answer_rows(need, step: Step) -> list[dict]:
    """The page's answers as rows of a summary list."""
    terms = terms_of(need)
    return [
        {
            "key": label(name),
            "value": words(need if hasattr(need, name) else terms, name),
            "typed": True,
        }
        for name in step.fields
    ]
