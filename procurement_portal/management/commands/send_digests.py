from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from community import scheduling, sending
from community.models import Digest
from community.periods import due_periods, period_named
from members.models import User


class Command(BaseCommand):
    help = "Make the digests that are due and send them, without the queue."

    def add_arguments(self, parser):
        parser.add_argument("--period", help="such as 2026-W48 or 2026-11; those due when left out")
        parser.add_argument("--user", help="email address of the one person to send to")

    def handle(self, *, period, user, **options):
        person = self._person(user)
        for each in self._periods(period):
            scheduling.schedule(each, person)
        freed = sending.recover_lapsed()
        digests = Digest.objects.filter(user=person) if person else Digest.objects.all()
        if period:
            digests = digests.filter(period=period)
        run = sending.send_due(digests, limit=digests.due().count() or 1)
        self.stdout.write(
            f"Sent {run.sent}, skipped {run.skipped}, refused {run.refused}, put off {run.put_off}."
        )
        if freed:
            self.stdout.write(f"Freed {freed} that a worker had left behind.")
        if run.server_away:
            raise CommandError(f"The mail server is away: {run.server_away}. They stay due.")

    def _person(self, email):
        if not email:
            return None
        found = User.objects.filter(email=email.lower()).first()
        if found is None:
            raise CommandError(f"There is no account with the address {email}")
        return found

    def _periods(self, key):
        if not key:
            return due_periods(timezone.now())
        try:
            return [period_named(key)]
        except ValueError as error:
            raise CommandError(str(error)) from None
