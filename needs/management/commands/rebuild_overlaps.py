import os

from django.core.management.base import BaseCommand

from needs.matching import rebuild


class Command(BaseCommand):
    help = (
        "Bring every need's and contract's side up to date and find all pairs anew. Where a new "
        "version of the scorer waits, read every text with it first and put it in use whole; "
        "stopped on the way, the next run goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="As many cores at once"
        )

    def handle(self, *args, processes, **options):
        self.stdout.write(f"{rebuild(processes, self._say):,} pairs.")

    def _say(self, done: int, of: int) -> None:
        self.stderr.write(f"Read {done:,} of {of:,} texts for the new version.")
