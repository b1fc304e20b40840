"""How guides are judged: the team's table, and what was said of one of them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from guidance.counts import LEAST_ANSWERS, page_counts
from guidance.exports import counts_csv
from guidance.models import Feedback, Guide, PageAnswer
from guidance.permissions import can_answer_feedback

ONLY_MODERATORS = "Only LOTI’s moderators see how guides are judged."
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
    }
    return render(request, "guidance/feedback_counts.html", context)


def feedback_of_guide(request, slug):
    """Words that came with answers, and every comment, the newest first."""
    if not can_answer_feedback(request.user):
        raise PermissionDenied(ONLY_MODERATORS)
    guide = get_object_or_404(
        Guide.objects.visible_to(request.user).select_related("published_version"), slug=slug
    )
    answers = PageAnswer.objects.visible_to(request.user).filter(guide=guide)
    comments = Feedback.objects.visible_to(request.user).filter(guide=guide)
    context = {
        "guide": guide,
        "answers": answers.exclude(words="").select_related("version")[:MOST],
        "comments": comments.select_related("done_in", "version").order_by("-at", "-pk")[:MOST],
    }
    return render(request, "guidance/feedback_of_guide.html", context)
