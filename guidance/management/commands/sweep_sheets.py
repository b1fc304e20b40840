"""Queue again the pages about techniques whose rendering was lost."""

from django.core.management.base import BaseCommand

from guidance.tasks import sweep_sheets


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        sweep_sheets()
