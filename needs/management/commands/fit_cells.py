import os

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from needs import meaning
from needs.management.commands.fit_words import notice_texts
from needs.retrieval import CELLS, fit_cells


class Command(BaseCommand):
    help = "Fit the cells of meaning on the notice corpus and store them in needs/data."

    def add_arguments(self, parser):
        parser.add_argument("--cells", type=int, default=512)

    def handle(self, *args, cells, **options):
        vectors = meaning.encode(notice_texts(), threads=os.cpu_count() or 1)
        if vectors is None:
            raise CommandError(meaning.why_absent())
        vectors = vectors[np.linalg.norm(vectors, axis=1) > 0]
        np.save(CELLS, fit_cells(vectors, cells))
        self.stdout.write(f"Fitted {cells:,} cells on {len(vectors):,} notices.")
