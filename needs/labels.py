"""Judgements against the engine, and as labels for it.

Nothing sealed is counted or written, and nothing invented: what is said of examples says nothing of
the engine.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from needs.judging import text_at
from needs.models import Judgement, Overlap
from needs.models.record_pair import overlap_key

CONFIRMED, DISMISSED = Judgement.Status.CONFIRMED, Judgement.Status.DISMISSED


@dataclass(frozen=True)
class Agreement:
    """Of the pairs that the engine gives this label and boroughs have judged, those that agree."""

    label: str
    text: str
    agreed: int
    judged: int


def verdicts() -> dict[str, str]:
    """Pair to what was said of it; pairs that two boroughs judge differently are left out."""
    said = defaultdict(set)
    for key, status in _in_the_open().values_list("pair_key", "status"):
        said[key].add(status)
    return {key: found.pop() for key, found in said.items() if len(found) == 1}


def _in_the_open():
    real = Judgement.objects.open_to_members().without_examples()
    return real.given().order_by("pair_key", "pk")


def disagreements() -> int:
    """Pairs that one borough confirmed and the other dismissed."""
    return len(set(_in_the_open().values_list("pair_key", flat=True))) - len(verdicts())


def agreements() -> list[Agreement]:
    """One line a label of the engine's, then one for pairs it does not show any more.

    A confirmed pair agrees with any label, a dismissed one with none.
    """
    said = verdicts()
    pairs = Overlap.objects.annotate(pair_key=overlap_key()).filter(pair_key__in=list(said))
    labels = dict(pairs.values_list("pair_key", "label"))
    by_label = defaultdict(list)
    for key, verdict in said.items():
        by_label[labels.get(key, "")].append(verdict)
    rows = [*Overlap.Label.choices, ("", "No longer shown as alike")]
    return [
        Agreement(
            label,
            text,
            by_label[label].count(CONFIRMED if label else DISMISSED),
            len(by_label[label]),
        )
        for label, text in rows
    ]


def agreement_in_words(rows: list[Agreement]) -> str:
    """ "18 of 21 judged pairs agree with the engine", or that none has been judged."""
    judged = sum(row.judged for row in rows)
    if not judged:
        return "No pair has been judged yet."
    agreed = sum(row.agreed for row in rows)
    pairs = "judged pair agrees" if judged == 1 else "judged pairs agree"
    return f"{agreed} of {judged} {pairs} with the engine."


def label_rows() -> Iterator[dict]:
    """Rows for `evaluate_overlap`: records in a group were confirmed as the same kind of thing.

    `near_group` is the group that a record was said not to be like; its own `group` is null when
    nobody confirmed it with anything. Texts are those that were judged. Records that one chain of
    confirmations joins are one group, whatever was dismissed between them.
    """
    said = verdicts()
    groups = _groups(said)
    near = _near(said, groups)
    for reference, (record, version) in sorted(_judged_records(said).items()):
        text = text_at(record, version)
        if text is None:
            continue
        group = groups.get(reference)
        yield {
            "id": reference,
            "group": group,
            "near_group": None if group else near.get(reference),
            "borough": record.borough.short_name,
            "title": text[0],
            "description": text[1],
        }


def _groups(said: dict[str, str]) -> dict[str, str]:
    """Reference to the group's name: the first reference of those confirmed together."""
    groups: dict[str, set[str]] = {}
    for key, verdict in said.items():
        if verdict == CONFIRMED:
            one, other = key.split()
            joined = groups.get(one, {one}) | groups.get(other, {other})
            groups.update(dict.fromkeys(joined, joined))
    return {reference: min(joined) for reference, joined in groups.items()}


def _near(said: dict[str, str], groups: dict[str, str]) -> dict[str, str]:
    """Reference to a group it is not like. Of two in no group, the first stands for one."""
    near = {}
    for key, verdict in said.items():
        if verdict == DISMISSED:
            one, other = key.split()
            if one not in groups and other not in groups:
                groups[one] = one
            near.setdefault(one, groups.get(other))
            near.setdefault(other, groups.get(one))
    return {reference: group for reference, group in near.items() if group}


def _judged_records(said: dict[str, str]) -> dict:
    """Reference to the record and the version last judged."""
    found = {}
    judgements = _in_the_open().filter(pair_key__in=list(said)).with_records().order_by("judged_at")
    for judgement in judgements:
        versions = (judgement.version_a, judgement.version_b)
        for record, version in zip(judgement.records, versions, strict=True):
            found[record.reference] = (record, version)
    return found


def label_lines() -> Iterator[str]:
    """The same as lines of JSON."""
    for row in label_rows():
        yield json.dumps(row, ensure_ascii=False) + "\n"
