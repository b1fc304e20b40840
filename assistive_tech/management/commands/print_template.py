"""Make the printed blank of the template again, after the template changed."""

from django.core.management import BaseCommand

from assistive_tech.blank import DATA, NAME, blank_path, html_of_blank
from procurement_portal.lib.pdf import render_pdf


class Command(BaseCommand):
    help = "Write the PDF of the blank template; run it after the template changed."

    def handle(self, **options):
        path = blank_path()
        content = render_pdf(html_of_blank()).content
        for old in DATA.glob(f"{NAME}-*.pdf"):
            old.unlink()
        path.write_bytes(content)
        self.stdout.write(f"{path.name}: {len(content):,} bytes")
