from django.core.management.base import BaseCommand

from needs.matching import match_waiting


class Command(BaseCommand):
    help = "Match needs and contracts whose matching was missed, such as while Redis was away."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=10_000, help="At most this many records")

    def handle(self, *args, **options):
        self.stdout.write(f"{match_waiting(options['limit']):,} matched.")
