"""Write a borough's example registers as files, to try the import page with."""

import datetime

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from members.models import Borough
from procurement_portal.demo.loading import write_files


class Command(BaseCommand):
    help = "Write a borough's example register, its next one, and its next one with errors."

    def add_arguments(self, parser):
        parser.add_argument("--borough", default="camden", metavar="SLUG", help="such as camden")
        parser.add_argument(
            "--today", type=datetime.date.fromisoformat, help="as on this day, like 2027-03-31"
        )

    def handle(self, *, borough, today, **options):
        found = Borough.objects.filter(slug=borough).first()
        if found is None:
            raise CommandError(
                f"There is no borough “{borough}”. Use its name in the address of its page, "
                "like tower-hamlets"
            )
        for path in write_files(found, today or timezone.localdate()):
            self.stdout.write(str(path))
