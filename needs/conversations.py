"""What starting a joint conversation begins with: whom to ask, and the words to ask them in."""

import datetime

from django.db import transaction

from needs import sentences
from needs.landscape import Landscape
from needs.models import Conversation, ConversationInvite
from needs.ranking import CapabilityFigures

DAYS_TO_ANSWER = 14
LAST_DAY = 90  # days ahead that an answer may be asked for at the latest


def boroughs_to_ask(landscape: Landscape, own: set[str]) -> list[tuple[str, str]]:
    """Slug and name of every other borough with something that counts, by name."""
    found = {(row.borough_slug, row.borough) for row in landscape.counting}
    return sorted((b for b in found if b[0] not in own), key=lambda borough: borough[1])


def first_words(figures: CapabilityFigures, best_window: str, sender: str, borough: str) -> str:
    """A message that says what is shared and by when; the person changes it as they like."""
    lines = ["Hello,", "", sentences.of_capability(figures)]
    if best_window:
        lines.append(best_window)
    lines += ["", "Shall we talk about doing this together?", "", f"{sender}, {borough}"]
    return "\n".join(lines)


@transaction.atomic
def start(capability, borough, boroughs, *, by, message: str, answer_by: datetime.date):
    """The conversation and a row for every borough asked."""
    conversation = Conversation.objects.create(
        capability=capability, borough=borough, by=by, message=message, answer_by=answer_by
    )
    ConversationInvite.objects.bulk_create(
        ConversationInvite(conversation=conversation, borough=asked) for asked in boroughs
    )
    return conversation
