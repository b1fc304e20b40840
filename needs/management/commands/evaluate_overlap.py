import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from needs import meaning
from needs.judged_rows import UnusableLabels, rows_of
from needs.measured import METHODS, measure
from needs.overlap import SCORER_VERSION

COLUMNS = {
    "map": "MAP",
    "recall_at_5": "recall@5",
    "precision_at_3": "precision@3",
    "pair_ap": "pair AP",
    "recall_at_p90": "recall at P≥0.9",
}


class Command(BaseCommand):
    help = "Measure the engine on judged records, beside simpler methods, in one run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("labels", type=Path, help="one JSON object a line")
        parser.add_argument("--texts", type=Path, help="the notices that labels name, a line each")
        parser.add_argument("--kind", default="", help="only these kinds: tech,assistive")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *, labels, texts, kind, **options):
        kinds = frozenset(part.strip() for part in kind.split(",") if part.strip())
        try:
            rows = rows_of(labels, texts, kinds)
        except UnusableLabels as error:
            raise CommandError(str(error)) from None
        found = measure(rows, os.cpu_count() or 1).as_json()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self.stdout.write(table(found))


def table(found: dict) -> str:
    """The figures as lines of text."""
    lines = [f"{'':42}" + "".join(f"{name:>17}" for name in COLUMNS.values())]
    for method, name in METHODS.items():
        figures = found[method] or {}
        cells = (figures.get(column) for column in COLUMNS)
        lines.append(f"{name:42}" + "".join(f"{_cell(figure):>17}" for figure in cells))
    lines += ["", f"{found['queries']:,} queries, {found['pairs']:,} pairs of different buyers"]
    lines += [
        f"Labelled {label}: {n['pairs']:,} pairs, {n['true']:,} of them true"
        for label, n in found["labels"].items()
    ]
    encoder = "with the sentence encoder" if meaning.is_present() else meaning.why_absent()
    return "\n".join([*lines, f"Scorer {SCORER_VERSION}, {encoder}."])


def _cell(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
