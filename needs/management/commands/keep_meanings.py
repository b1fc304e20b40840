import os

from django.core.management.base import BaseCommand, CommandError

from needs import meaning
from needs.models import Contract, Need
from needs.profiles import whole_text
from needs.subject import subject_of
from needs.whole import whole


class Command(BaseCommand):
    help = "Store what the records here mean in needs/data, so that an example starts faster."

    def handle(self, *args, **options):
        if not meaning.is_present():
            raise CommandError(meaning.why_absent())
        records = (*whole(Need.objects.all()), *whole(Contract.objects.all()))
        texts = map(whole_text, records)
        subjects = (subject_of(text.title, text.text, text.buyer) for text in texts)
        count = meaning.write_known(subjects, os.cpu_count() or 1)
        self.stdout.write(f"Stored the meanings of {count:,} texts.")
