"""What a trial must have before it goes on: one table, read by the verbs and by the pages. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistive_tech.vocabulary import Comparator, Design

DESIGNED = {
    "intervention": "what is put in place",
    "design": "how it is studied",
    "comparator": "who people are compared with",
}
READY = {
    "measures": "the measure that is taken at the start and at the end",
    "baseline_plan": "how the baseline is taken before anything is put in place",
    "followup_weeks": "after how many weeks the measure is taken again",
    "target": "how many people should begin",
    "stop_rules": "when the trial would be stopped early",
}
REPORTED = {"findings": "what was found, whichever way it went"}
PAPERS = {
    "agreement_version": "the agreement with those who take part, with its version and date",
    "dpia_reference": "the data protection impact assessment, with its reference and date",
}
# What each verb asks of the trial, and whether of the papers of each borough as well.
GATES = {
    "settle_design": (DESIGNED, False),
    "make_ready": (DESIGNED | READY, True),
    "recruit": (DESIGNED | READY, True),
    "report": (REPORTED, False),
}
NOT_SAID = (None, "", [], 0, Design.UNKNOWN, Comparator.UNKNOWN)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the field that takes it, and whose, where it is a borough's."""

    field: str
    words: str
    place: object = None

    def __str__(self):
        return f"{self.place.borough.short_name}: {self.words}" if self.place else self.words


class GateNotPassed(Exception):
    """The trial lacks what this verb needs; `missing` says what, in the order of the form."""

    def __init__(self, trial, verb: str, missing: list[Missing]):
        super().__init__(f"{verb} needs {'; '.join(str(each) for each in missing)}")
        self.trial, self.verb, self.missing = trial, verb, missing


def unanswered(trial, fields: dict[str, str]) -> list[Missing]:
    return [
        Missing(name, words) for name, words in fields.items() if getattr(trial, name) in NOT_SAID
    ]


def papers_missing(place) -> list[Missing]:
    """What a borough has not put down; `place` is its place in the trial."""
    return [
        Missing(name, words, place) for name, words in PAPERS.items() if not getattr(place, name)
    ]


def missing_for(trial, verb: str, places: list) -> list[Missing]:
    """What the verb would be refused for; empty where the way is free.

    `places` are the boroughs that joined, with their boroughs.
    """
    fields, with_papers = GATES.get(verb, ({}, False))
    found = unanswered(trial, fields)
    if fields and trial.lead_id is None:
        found.append(Missing("lead", "a borough that leads it: the first that joins"))
    if with_papers:
        found += [each for place in places for each in papers_missing(place)]
    if verb == "report" and not sum(place.recruited for place in places):
        found.append(Missing("counts", "how many people began, month by month"))
    return found
