from django.core.management.base import BaseCommand

from needs.tasks import expire_needs
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Mark published needs that nobody confirmed in time as not confirmed."

    def handle(self, *args, **options):
        self.stdout.write(f"{format_count(expire_needs(), 'need', 'needs')} not confirmed in time.")
