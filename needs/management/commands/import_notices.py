"""Import published notices; without a file, those that ship with the portal."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from needs.notices import import_contract_rows, import_notices
from needs.ocds import MAX_BYTES, UnreadableFile
from needs.reference import DATA

SHIPPED = [DATA / "notices.jsonl.gz", DATA / "contracts.csv"]
SHOWN_REFUSALS = 20


class Command(BaseCommand):
    help = "Import OCDS 1.1 packages or JSON Lines of notices, gzipped or not."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, default=SHIPPED)
        parser.add_argument("--limit", type=int, help="stop after this many records of each file")

    def handle(self, *, files, limit, **options):
        for path in files:
            try:
                data = path.read_bytes()
                if len(data) > MAX_BYTES:
                    raise UnreadableFile("The file is too large. Split it")
                if path.suffix == ".csv":
                    report = import_contract_rows(data)
                else:
                    report = import_notices(data, limit=limit)
            except (OSError, UnreadableFile, UnicodeDecodeError, KeyError) as error:
                raise CommandError(f"{path}: {error}") from None
            self._say(path, report)

    def _say(self, path, report):
        counts = ", ".join(
            f"{count:,} {name.replace('_', ' ')}" for name, count in report.counts.items()
        )
        self.stdout.write(f"{path.name}: {counts}")
        for refusal in report.refusals[:SHOWN_REFUSALS]:
            self.stdout.write(f"  {refusal}")
        if len(report.refusals) > SHOWN_REFUSALS:
            self.stdout.write(f"  and {len(report.refusals) - SHOWN_REFUSALS:,} more")
