"""The printed blank of the template: one PDF, made by `manage.py print_template`.

It changes only with the template, so it is kept with the project under the digest of its text, and
nobody waits for it to be made.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.template.loader import render_to_string

from assistive_tech.forms.outcomes import OutcomeForm
from assistive_tech.template import (
    SECTIONS,
    choices_of,
    is_lines,
    is_money,
    is_several,
    model_field,
)

DATA = Path(__file__).parent / "data"
NAME = "case-study-template"


def html_of_blank() -> str:
    sections = [
        {
            "title": section.title,
            "fields": [_asked(name, label) for name, label in section.labels.items()],
            "outcomes": _outcome() if section.slug == "results" else [],
        }
        for section in SECTIONS
    ]
    return render_to_string("pdf/case_study_template.html", {"sections": sections})


def _outcome() -> list[dict]:
    """What is asked of each outcome."""
    fields = OutcomeForm.base_fields.values()
    return [
        {
            "label": field.label,
            "choices": [words for value, words in getattr(field, "choices", []) if value],
        }
        for field in fields
    ]


def _asked(name: str, label: str) -> dict:
    choices = list(choices_of(name).values())
    found = model_field(name)
    long = is_lines(name) or (found.get_internal_type() == "TextField")
    return {
        "label": f"{label}, in pounds" if is_money(name) else label,
        "hint": found.help_text,
        "choices": choices,
        "several": is_several(name),
        "lines": range(3 if long else 1) if not choices else [],
    }


def blank_path() -> Path:
    """Where the PDF of the template as it stands is kept."""
    digest = hashlib.sha256(html_of_blank().encode()).hexdigest()[:12]
    return DATA / f"{NAME}-{digest}.pdf"
