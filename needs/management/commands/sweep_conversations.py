"""Ask the boroughs of joint conversations whose e-mail a queue or a mail server lost."""

from django.core.management.base import BaseCommand

from needs.tasks import sweep_conversations


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        sweep_conversations()
