import gzip
import json

from django.core.management.base import BaseCommand

from needs import words


def notice_texts() -> list[str]:
    """Title and description of every notice shipped, in their order."""
    corpus = words.FREQUENCIES.parent / "notices.jsonl.gz"
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        notices = [json.loads(line) for line in file]
    return [f"{notice['title']}. {notice['description'] or ''}" for notice in notices]


class Command(BaseCommand):
    help = "Fit how rare words are on the notice corpus and store it in needs/data."

    def handle(self, *args, **options):
        table = words.count_documents(notice_texts())
        words.write_frequencies(table)
        self.stdout.write(f"Fitted on {table.documents:,} notices.")
