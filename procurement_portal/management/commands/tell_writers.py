"""What the scheduler does every five minutes: mail about comments that a queue lost."""

from django.core.management import BaseCommand

from guidance.tasks import tell_writers


class Command(BaseCommand):
    help = "Write to those whose comments on guidance were answered. Safe to repeat."

    def handle(self, **options):
        tell_writers()
