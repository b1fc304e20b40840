import gzip
import json

from django.core.management.base import BaseCommand

from needs import words


class Command(BaseCommand):
    help = "Fit how rare words are on the notice corpus and store it in needs/data."

    def handle(self, *args, **options):
        corpus = words.FREQUENCIES.parent / "notices.jsonl.gz"
        with gzip.open(corpus, "rt", encoding="utf-8") as file:
            notices = [json.loads(line) for line in file]
        table = words.count_documents(f"{n['title']}. {n['description'] or ''}" for n in notices)
        words.write_frequencies(table)
        self.stdout.write(f"Fitted on {table.documents:,} notices.")
