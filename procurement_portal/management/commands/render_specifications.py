from django.core.management.base import BaseCommand

from needs import brief_files, specification_files
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Make the PDFs of specifications and briefs that are waiting, without the queue."

    def handle(self, *args, **options):
        specification_files.recover_lost()
        made = sum(specification_files.render(pk) for pk in specification_files.waiting())
        self.stdout.write(f"{format_count(made, 'specification', 'specifications')} worked on.")
        brief_files.recover_lost()
        made = sum(brief_files.render(pk) for pk in brief_files.waiting())
        self.stdout.write(f"{format_count(made, 'brief', 'briefs')} worked on.")
