"""How long what may name a person in feedback is kept, and the job that keeps to it.

The whole list, field by field, is `RETENTION` in tests/test_architecture.py.
"""

import datetime

from django.db.models import Q
from django.utils import timezone

from guidance.models import Feedback, PageAnswer

AFTER_ANSWER_DAYS = 90  # the address of a writer, once the last answer was given
LONGEST_DAYS = 365  # the same, whatever happened
WORDS_DAYS = 730  # what was typed with a yes or a no


def keep() -> dict[str, int]:
    """Everything below; how many rows each touched."""
    return {"addresses of writers": forget_addresses(), "words with an answer": empty_words()}


def forget_addresses() -> int:
    """Addresses of writers whose comment is closed, and of those who waited a year."""
    now = timezone.now()
    closed = Q(
        status__in=Feedback.CLOSED,
        replied_at__lt=now - datetime.timedelta(days=AFTER_ANSWER_DAYS),
    )
    old = Q(at__lt=now - datetime.timedelta(days=LONGEST_DAYS))
    return Feedback.objects.filter(closed | old).exclude(email="").update(email="")


def empty_words() -> int:
    before = timezone.now() - datetime.timedelta(days=WORDS_DAYS)
    return PageAnswer.objects.filter(at__lt=before).exclude(words="").update(words="")
