"""Finding the barrier of an address, and the page of one question about it."""

from django.shortcuts import get_object_or_404, render

from assistive_tech.models import Barrier


def barrier_or_404(user, reference: str) -> Barrier:
    barriers = Barrier.objects.visible_to(user).select_related("borough", "merged_into")
    return get_object_or_404(barriers.defer("search"), reference=reference)


def ask(request, barrier, form, words: str, *, intro: str = "", variant: str = "", **more):
    """A page that asks one form; `words` is its heading and its button."""
    context = {"barrier": barrier, "form": form, "words": words, "intro": intro, **more}
    return render(request, "assistive_tech/barrier_question.html", context | {"variant": variant})
