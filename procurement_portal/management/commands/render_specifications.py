from django.core.management.base import BaseCommand

from needs import specification_files
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Make the specification PDFs that are waiting, without the queue."

    def handle(self, *args, **options):
        specification_files.recover_lost()
        made = sum(specification_files.render(pk) for pk in specification_files.waiting())
        self.stdout.write(f"{format_count(made, 'specification', 'specifications')} worked on.")
