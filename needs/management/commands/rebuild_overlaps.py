from django.core.management.base import BaseCommand

from needs.matching import rebuild


class Command(BaseCommand):
    help = "Bring every need's and contract's side up to date and find all pairs anew."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild():,} pairs.")
