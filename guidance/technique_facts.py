"""What stands about a technique, in words, in one order: for its page, the comparison, the PDF."""

from guidance import effort
from guidance.models import Level, Purpose, Technique, TenderGroup

NO_ENGAGEMENT = "None: it is not an engagement of the market under section 16"


def facts_of(technique: Technique) -> list[dict[str, str]]:
    """Rows of a summary list; one that nobody has filled in says so by its empty value."""
    return [
        {"key": "Life-cycle moment", "value": technique.get_stage_display()},
        {"key": "Purpose under section 16", "value": purposes(technique)},
        {"key": "Effort for your team", "value": effort.days_of(technique)},
        {"key": "Time from start to end", "value": time_of(technique)},
        {"key": "Effort for suppliers", "value": technique.get_supplier_effort_display()},
        {"key": "Small suppliers", "value": technique.get_small_suppliers_display()},
        {"key": "Tender groups it suits", "value": groups(technique)},
        {"key": "Collaboration levels it suits", "value": levels(technique)},
        {"key": "Threshold", "value": threshold(technique)},
    ]


def texts_of(technique: Technique) -> list[dict[str, str]]:
    return [
        {"key": "What it is", "value": technique.what_it_is},
        {"key": "When to use it", "value": technique.when_to_use},
        {"key": "When to avoid it", "value": technique.when_to_avoid},
        {"key": "With other boroughs", "value": technique.collaborative_use},
    ]


def lists_of(technique: Technique) -> list[dict]:
    """Headings with their lines; a heading without lines is left out."""
    return [part for part in _lists(technique) if part["lines"]]


def _lists(technique: Technique) -> list[dict]:
    return [
        {"key": "How to do it", "lines": technique.steps, "numbered": True},
        {"key": "Strengths", "lines": technique.strengths},
        {"key": "What can go wrong", "lines": technique.risks},
        {"key": "How to keep it fair", "lines": technique.safeguards},
        {"key": "Records to keep", "lines": technique.records},
    ]


def comparison(techniques: list[Technique]) -> list[dict]:
    """Rows of a table with a column each: {"key", "cells": [{"name", "value" or "lines"}]}."""
    columns = [[*texts_of(t), *facts_of(t), *_lists(t)] for t in techniques]
    return [
        {
            "key": parts[0]["key"],
            "cells": [{"name": str(t), **part} for t, part in zip(techniques, parts, strict=True)],
        }
        for parts in zip(*columns, strict=True)
    ]


def purposes(technique: Technique) -> str:
    """ "Shape your requirements and approach; find suppliers who may be interested"."""
    said = [Purpose(value).label for value in technique.section_16_purposes]
    said[1:] = [text[0].lower() + text[1:] for text in said[1:]]
    return "; ".join(said) or (NO_ENGAGEMENT if technique.what_it_is else "")


def time_of(technique: Technique) -> str:
    """ "3 to 4 weeks (estimate). Give suppliers at least two weeks to answer"."""
    return ". ".join(filter(None, (effort.weeks_of(technique), technique.typical_duration)))


def groups(technique: Technique) -> str:
    if set(technique.tender_groups) == set(TenderGroup.values):
        return "Any tender group"
    return ", ".join(TenderGroup(value).label for value in technique.tender_groups)


def levels(technique: Technique) -> str:
    if set(technique.levels) == set(Level.values):
        return "Any level"
    return ", ".join(Level(value).label for value in technique.levels)


def threshold(technique: Technique) -> str:
    return "Of use only above it" if technique.only_above_threshold else "Above or below it"
