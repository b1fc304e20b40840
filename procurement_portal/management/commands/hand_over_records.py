from django.core.management.base import BaseCommand

from needs.tasks import hand_over_records
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Give the records of people who left their borough to its lead. Safe to repeat."

    def handle(self, *args, **options):
        count = format_count(hand_over_records(), "record", "records")
        self.stdout.write(f"{count} handed over.")
