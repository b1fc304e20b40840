from django.core.management.base import BaseCommand

from needs.labels import label_lines


class Command(BaseCommand):
    help = "Write judged pairs as labels for evaluate_overlap (JSON lines), without sealed records."

    def handle(self, *args, **options):
        for line in label_lines():
            self.stdout.write(line, ending="")
