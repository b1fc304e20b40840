"""How pages are judged: the team's table, and what was said of one of them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from guidance.counts import LEAST_ANSWERS, page_counts
from guidance.exports import counts_csv
from guidance.models import Feedback, Guide, PageAnswer, ResearchNote, Technique
from guidance.permissions import can_answer_feedback

ONLY_MODERATORS = "Only LOTI’s moderators see how pages are judged."
MOST = 100


def feedback_counts(request):
    if not can_answer_feedback(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    rows = page_counts(request.user)
    if request.GET.get("format") == "csv":
        response = HttpResponse(counts_csv(rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="guidance-feedback.csv"'
        return response
    context = {
        "rows": rows,
        "answers": sum(row.answers for row in rows),
        "least": LEAST_ANSWERS,
        "examples": PageAnswer.objects.visible_to(request.user).filter(is_example=True).count(),
    }
    return render(request, "guidance/feedback_counts.html", context)


def feedback_of_guide(request, slug):
    guides = Guide.objects.visible_to(request.user).select_related("published_version")
    return _of_page(request, guides, slug)


def feedback_of_technique(request, slug):
    return _of_page(request, Technique.objects.visible_to(request.user), slug)


def _of_page(request, pages, slug):
    """Words that came with answers, and every comment, the newest first."""
    if not can_answer_feedback(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    page = get_object_or_404(pages, slug=slug)
    answers = PageAnswer.objects.visible_to(request.user).of_page(page)
    comments = Feedback.objects.visible_to(request.user).of_page(page).with_what_dealt()
    bearing = "techniques" if isinstance(page, Technique) else "guides"
    context = {
        "page": page,
        "answers": answers.exclude(words="")[:MOST],
        "comments": comments.order_by("-at", "-pk")[:MOST],
        "notes": ResearchNote.objects.visible_to(request.user).filter(**{bearing: page})[:MOST],
    }
    return render(request, "guidance/feedback_of_page.html", context)
