import os

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from needs import meaning
from needs.management.commands.fit_meanings import notice_subjects
from needs.retrieval import CELLS, fit_cells


class Command(BaseCommand):
    help = "Fit the cells of meaning on the notice corpus and store them in needs/data."

    def add_arguments(self, parser):
        parser.add_argument("--cells", type=int, default=512)

    def handle(self, *args, cells, **options):
        if not meaning.is_present():
            raise CommandError(meaning.why_absent())
        read = meaning.meanings_of(notice_subjects(), threads=os.cpu_count() or 1)
        vectors = np.array([vector for vector in read if vector is not None])
        np.save(CELLS, fit_cells(vectors, cells))
        self.stdout.write(f"Fitted {cells:,} cells on {len(vectors):,} notices.")
