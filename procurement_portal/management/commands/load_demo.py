"""Load the demonstration: reference data, real notices and pages, and invented examples."""

import datetime
import time
from io import StringIO

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from needs import matching
from procurement_portal.demo.barriers import load_barriers
from procurement_portal.demo.digests import send_example_digests
from procurement_portal.demo.evidence import load_evidence
from procurement_portal.demo.exchanges import load_exchanges
from procurement_portal.demo.feedback import load_feedback
from procurement_portal.demo.follows import load_follows
from procurement_portal.demo.loading import files_folder, load_registers, load_suppliers
from procurement_portal.demo.needs import load_needs
from procurement_portal.demo.people import load_people
from procurement_portal.demo.removal import remove_examples
from procurement_portal.demo.texts import read
from procurement_portal.demo.trials import load_trials
from procurement_portal.demo.votes import load_votes


class Command(BaseCommand):
    help = "Load the demonstration, adding what is missing; --remove takes all examples away."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="remove every example record")
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            help="make the examples as on this day, like 2027-03-31",
        )
        parser.add_argument(
            "--boroughs", nargs="*", metavar="SLUG", help="only examples of these boroughs"
        )
        parser.add_argument(
            "--only-examples",
            action="store_true",
            help="without notices, guidance and case studies",
        )

    def handle(self, *, remove, today, boroughs, only_examples, **options):
        if remove:
            for kind, count in remove_examples().items():
                self._say(f"Removed {count:,} example {kind}")
            matching.rebuild()
            return
        if not settings.DEMO:
            raise CommandError(
                "Example people can be signed in as by anybody, so they are loaded in "
                "demonstration mode only. Set DEMO=1, or load what is real with load_reference, "
                "import_notices, load_guidance and load_case_studies."
            )
        self._load_real(only_examples)
        self._load_examples(today or timezone.localdate(), boroughs or sorted(read("registers")))

    def _load_real(self, only_examples):
        self._step("Boroughs, capabilities and codes", run_quietly, "load_reference")
        if not only_examples:
            self._step("Published notices", run_quietly, "import_notices")
            self._step("Guidance", run_quietly, "load_guidance")
            self._step("Case studies", run_quietly, "load_case_studies")

    def _load_examples(self, today, slugs):
        people = self._step("Example people", load_people, today, slugs)
        self._step("Example suppliers", load_suppliers)
        self._step("Example contracts registers", load_registers, today, people)
        self._step("Example needs", load_needs, today, people)
        self._step("What example people follow", load_follows)
        self._step("Example barriers", load_barriers, today, people)
        self._step("Example trials", load_trials, today, people)
        self._step("Example evidence", load_evidence, today, people)
        self._step("Example votes", load_votes, today, people)
        self._step("What example readers say of guidance", load_feedback, today, people)
        if any(True for _ in matching.waiting()):
            self._step("Overlaps", matching.rebuild)
        self._step("What boroughs said to each other", load_exchanges, today, people)
        self._step("A digest for some of them", send_example_digests)
        self._say(f"Example registers to try the import with are in {files_folder()}")

    def _step(self, what, do, *arguments, **options):
        """Do it, and say how long it took."""
        began = time.monotonic()
        result = do(*arguments, **options)
        self._say(f"{what}: {time.monotonic() - began:.1f} s")
        return result

    def _say(self, line):
        self.stdout.write(f"  {line}")
        self.stdout.flush()


def run_quietly(command):
    """What it prints is for those who run it by itself."""
    call_command(command, stdout=StringIO())
