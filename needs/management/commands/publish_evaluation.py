import json
import os

from django.core.management.base import BaseCommand
from django.utils import timezone

from needs import words
from needs.judged_rows import rows_of
from needs.measured import PUBLISHED, measure

DATA = words.FREQUENCIES.parent
NOTICES = DATA / "notices.jsonl.gz"
# Name, labels, the texts they name, and which kinds of them.
SETS = (
    ("Published notices, technology", "notices.jsonl", NOTICES, frozenset({"tech"})),
    ("Published notices, all kinds", "notices.jsonl", NOTICES, frozenset()),
    ("Short needs in different words", "needs.jsonl", None, frozenset()),
)


class Command(BaseCommand):
    help = "Measure the engine on the shipped labels and store what the public page shows."

    def handle(self, *args, **options):
        threads = os.cpu_count() or 1
        found = []
        for name, labels, texts, kinds in SETS:
            rows = rows_of(DATA / "labels" / labels, texts, kinds)
            found.append({"name": name, "rows": len(rows), **measure(rows, threads).as_json()})
        published = {"measured_on": timezone.localdate().isoformat(), "sets": found}
        PUBLISHED.write_text(json.dumps(published, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"Wrote {PUBLISHED.name}.")
