from django.core.management.base import BaseCommand

from needs.tasks import keep_requests
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Expire requests to connect that nobody answered, and send e-mails about requests."

    def handle(self, *args, **options):
        self.stdout.write(f"{format_count(keep_requests(), 'request', 'requests')} expired.")
