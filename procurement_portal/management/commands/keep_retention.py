"""What the scheduler does every night: end what has expired, forget what is no longer needed."""

from django.core.management import BaseCommand

from guidance import retention as guidance
from members import retention


class Command(BaseCommand):
    help = "End expired memberships and delete what is past its retention. Safe to repeat."

    def handle(self, **options):
        for what, count in {**retention.keep(), **guidance.keep()}.items():
            self.stdout.write(f"{what}: {count}")
