from django.core.management.base import BaseCommand

from assistive_tech.tasks import fall_due_case_studies
from procurement_portal.lib.formatting import format_count


class Command(BaseCommand):
    help = "Mark appraised case studies past their review date as due for refresh."

    def handle(self, *args, **options):
        count = format_count(fall_due_case_studies(), "case study", "case studies")
        self.stdout.write(f"{count} due for refresh.")
