from django.core.management.base import BaseCommand

from needs.tasks import tell_authors


class Command(BaseCommand):
    help = "Send the e-mails about decisions on needs that a lost task left unsent."

    def handle(self, *args, **options):
        tell_authors()
