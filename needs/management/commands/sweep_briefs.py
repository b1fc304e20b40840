"""Queue again the one-page briefs whose rendering was lost."""

from django.core.management.base import BaseCommand

from needs.tasks import sweep_briefs


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        sweep_briefs()
