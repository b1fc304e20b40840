"""What is asked of a borough's assistive technology lead: fixed questions by section. Pure.

Each question belongs to one field of the template, so that notes become a draft by themselves, and
two interviews can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    field: str
    text: str


GUIDE: tuple[tuple[str, tuple[Question, ...]], ...] = (
    (
        "Identity",
        (
            Question("summary", "What did you try, and what came of it? Two or three sentences."),
            Question("partners", "Who took part besides the council?"),
        ),
    ),
    (
        "The need and the people",
        (
            Question("need_addressed", "What was needed, and by whom? Groups only, no residents."),
            Question("inclusion", "Who could take part, and how were they found?"),
            Question("exclusion", "Who could not, and why?"),
        ),
    ),
    (
        "What was put in place",
        (
            Question("intervention", "What was put in place, where, and by whom?"),
            Question("monitoring", "Who watches it or answers it, and when?"),
            Question("human_service", "What do people do around it?"),
            Question("data_captured", "What data does it collect, and where are they kept?"),
        ),
    ),
    (
        "How it was studied",
        (
            Question(
                "evaluation_method",
                "How do you know what came of it? Was the same thing measured before? With whom "
                "could it be compared?",
            ),
        ),
    ),
    (
        "What came of it",
        (
            Question("user_experience", "What did people who used it say, as a group?"),
            Question("staff_experience", "What did staff say?"),
            Question("unintended_effects", "What did it change that nobody meant?"),
            Question("dropout", "How many left, and why?"),
            Question("what_failed", "What did not work?"),
        ),
    ),
    (
        "Money",
        (
            Question("cost_note", "What did it cost, over what time, in which year’s prices?"),
            Question("savings_method", "If money was saved: whose, and how was it worked out?"),
        ),
    ),
    (
        "Delivery",
        (
            Question("consent_model", "How did people agree, and what if they could not?"),
            Question("safeguarding", "What was agreed about safeguarding?"),
            Question("training", "How were staff and people trained?"),
            Question("differently", "What would you do differently?"),
        ),
    ),
    ("Now", (Question("now_why", "Does it go on, has it grown or stopped, and why?"),)),
)
FIELDS = tuple(question.field for _, questions in GUIDE for question in questions)
LONGEST = {"partners": 300}  # a line on the template; the others are texts
LONGEST_NOTE = 4_000
