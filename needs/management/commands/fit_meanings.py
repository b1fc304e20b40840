import gzip
import json
import os

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from needs import kinds, meaning, words
from needs.subject import Subject, subject_of

SAMPLE = 4  # one notice in so many says what all have in common


def notice_subjects() -> list[Subject]:
    """What each shipped notice is about."""
    with gzip.open(words.FREQUENCIES.parent / "notices.jsonl.gz", "rt", encoding="utf-8") as file:
        notices = [json.loads(line) for line in file]
    return [subject_of(n["title"], n["description"] or "", n["buyer"] or "") for n in notices]


class Command(BaseCommand):
    help = "Read the notice corpus and the kinds' names with the encoder; store both in needs/data."

    def handle(self, *args, **options):
        if not meaning.is_present():
            raise CommandError(meaning.why_absent())
        threads = os.cpu_count() or 1
        subjects = [subject for subject in notice_subjects()[::SAMPLE] if subject.own_words]
        vectors = meaning.weighed(subjects, [subject.whole for subject in subjects], threads)
        np.save(meaning.COMMON, meaning.fit_common(vectors))
        meaning.common.cache_clear()
        kinds.write_meanings(threads)
        self.stdout.write(f"Fitted on {len(subjects):,} notices and {len(kinds.kinds())} kinds.")
