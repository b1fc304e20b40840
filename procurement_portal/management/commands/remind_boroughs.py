from django.core.management.base import BaseCommand

from needs.tasks import remind_boroughs
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Send the reminders to confirm records that LOTI asked for and a lost task left unsent."

    def handle(self, *args, **options):
        self.stdout.write(f"{format_count(remind_boroughs(), 'reminder', 'reminders')} sent.")
