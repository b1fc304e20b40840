"""Queue again what a lost import task left behind, and let go of files older than 30 days."""

from django.core.management.base import BaseCommand

from needs.tasks import sweep_imports


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        sweep_imports()
