"""Say how old a reader must be for each page of guidance."""

import json
from collections import Counter

from django.core.management import BaseCommand

from guidance.models import Guide
from guidance.reading_age import WANTED, Reading, read
from guidance.reference import guide_texts


class Command(BaseCommand):
    help = "Print the reading age of each guide that comes with the portal."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--published", action="store_true", help="read what is published in this portal instead"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *, published, **options):
        texts = published_texts() if published else guide_texts()
        pages = {slug: read(text) for slug, text in sorted(texts.items())}
        if options["json"]:
            self.stdout.write(json.dumps(figures(pages), indent=2))
        else:
            self.stdout.write(table(pages))


def published_texts() -> dict[str, str]:
    """Slug and Markdown of every guide that readers see."""
    guides = Guide.objects.filter(published_version__isnull=False)
    return dict(guides.values_list("slug", "published_version__body"))


def figures(pages: dict[str, Reading]) -> dict:
    """Words and ages (years) of each page, and the share of pages within the ages wanted."""
    rows = [
        {
            "page": slug,
            "words": reading.words,
            "reading_age": reading.age,
            "second_opinion": reading.second_age,
            "beside": reading.beside,
        }
        for slug, reading in pages.items()
    ]
    count = Counter(row["beside"] for row in rows)
    return {
        "pages": rows,
        "wanted_ages": list(WANTED),
        "easier": count["easier"],
        "within": count["within"],
        "harder": count["harder"],
        "share_within": round(count["within"] / len(rows), 3) if rows else None,
    }


def table(pages: dict[str, Reading]) -> str:
    """The figures as a Markdown table and a line below it."""
    found = figures(pages)
    lines = [
        "| page | words | reading age | second opinion |",
        "|---|---:|---:|---:|",
        *(
            f"| {row['page']} | {row['words']} | {row['reading_age']} | {row['second_opinion']} |"
            for row in found["pages"]
        ),
        "",
        f"{found['within']} of {len(pages)} pages are within ages {WANTED[0]} to {WANTED[1]}; "
        f"{found['easier']} are easier and {found['harder']} harder.",
    ]
    return "\n".join(lines)
