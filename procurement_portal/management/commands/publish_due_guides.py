from django.core.management.base import BaseCommand

from guidance.tasks import publish_due_guides
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Publish the guidance approved for a time that has come."

    def handle(self, *args, **options):
        count = format_count(publish_due_guides(), "version", "versions")
        self.stdout.write(f"{count} of guidance published.")
