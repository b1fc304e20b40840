"""Start again the imports of notices that a lost task left behind."""

from django.core.management import BaseCommand

from needs.tasks import import_waiting_notices


class Command(BaseCommand):
    help = "Queue the uploaded files of notices that no worker has begun."

    def handle(self, **options):
        import_waiting_notices()
