"""Finding the barrier of an address, and the page of one question about it."""

from django.shortcuts import get_object_or_404, render

from assistive_tech.models import Barrier, Trial


def barrier_or_404(user, reference: str) -> Barrier:
    barriers = Barrier.objects.visible_to(user).select_related("borough", "merged_into")
    return get_object_or_404(barriers.defer("search"), reference=reference)


def trial_named(request) -> Trial | None:
    """The trial that a barrier is raised from, where the address or form names one they see."""
    asked = request.POST if request.method == "POST" else request.GET
    reference = asked.get("trial", "")[:20].replace("\0", "")
    if not reference:
        return None
    return Trial.objects.visible_to(request.user).filter(reference=reference).first()


def link_trial_named(request, barrier) -> None:
    if trial := trial_named(request):
        barrier.trial_links.get_or_create(trial=trial, defaults={"by": request.user})


def ask(request, barrier, form, words: str, *, intro: str = "", variant: str = "", **more):
    """A page that asks one form; `words` is its heading and its button."""
    context = {"barrier": barrier, "form": form, "words": words, "intro": intro, **more}
    return render(request, "assistive_tech/barrier_question.html", context | {"variant": variant})
