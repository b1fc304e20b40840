"""Judging a pair: confirm it, dismiss it with a reason, undo, and look again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.permissions import borough_ids
from needs.forms.judging import DismissForm
from needs.judging import changed_records, found_pair, judging_boroughs
from needs.labels import label_lines
from needs.models import Judgement, Overlap
from needs.models.record_pair import overlap_key, pair_key
from needs.permissions import can_export_judgements, can_judge_pair, can_see_overlap
from needs.views.overlap_pair import pair_href

MOST_SHOWN = 200


def _pair(request, first: str, second: str) -> Overlap:
    """The pair, for somebody of one of its two boroughs; 404 and 403 otherwise."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    pairs = Overlap.objects.visible_to(request.user).live().with_records()
    pair = get_object_or_404(found_pair(pairs, first, second))
    if not can_judge_pair(request.user, pair):
        raise PermissionDenied("Only people of the two boroughs can judge this pair.")
    return pair


def _judgements(request, pair: Overlap) -> list[Judgement]:
    return [Judgement.of(pair, gss) for gss in judging_boroughs(request.user, pair)]


@require_POST
def confirm_pair(request, first, second):
    pair = _pair(request, first, second)
    for judgement in _judgements(request, pair):
        judgement.confirm(by=request.user, pair=pair)
    messages.success(request, "Thank you. You said that these are the same kind of thing")
    return redirect("needs:overlap_pair", *pair_key(first, second).split())


def dismiss_pair(request, first, second):
    pair = _pair(request, first, second)
    form = DismissForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for judgement in _judgements(request, pair):
            judgement.dismiss(by=request.user, pair=pair, **form.cleaned_data)
        messages.success(request, "Dismissed. The pair stays away from your lists")
        return redirect("needs:judged_pairs")
    records = [pair.side_a.record, pair.side_b.record]
    context = {"form": form, "records": records, "back_href": pair_href(*records)}
    return render(request, "needs/dismiss_pair.html", context)


@require_POST
def undo_judgement(request, first, second):
    """Take back what one's borough said, whether or not the engine still shows the pair."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    said = Judgement.objects.visible_to(request.user).filter(pair_key=pair_key(first, second))
    own = list(said.filter(borough__in=borough_ids(request.user)))
    for judgement in own or _judgements(request, _pair(request, first, second)):
        judgement.undo(by=request.user)
    messages.success(request, "Undone. The pair is shown again where the two are alike")
    return redirect("needs:judged_pairs")


def judged_pairs(request):
    """What the person's boroughs said, and what others said of their records."""
    own = borough_ids(request.user)
    if not own:
        raise PermissionDenied("You do not belong to a borough yet, so no pairs of yours.")
    said = Judgement.objects.visible_to(request.user).given().with_records()
    mine = said.filter(borough__in=own).select_related("judged_by")[:MOST_SHOWN]
    theirs = said.about_boroughs(own).exclude(borough__in=own).select_related("borough")
    mine, theirs = list(mine), list(theirs[:MOST_SHOWN])
    shown = shown_keys(request.user, [judgement.pair_key for judgement in [*mine, *theirs]])
    context = {
        "mine": [judged_line(judgement, own, shown) for judgement in mine],
        "theirs": [judged_line(judgement, own, shown) for judgement in theirs],
        "overlap_href": reverse("needs:overlap"),
    }
    return render(request, "needs/judged_pairs.html", context)


def shown_keys(user, keys: list[str]) -> set[str]:
    """Which of these pairs have a page today."""
    pairs = Overlap.objects.visible_to(user).live().annotate(pair_key=overlap_key())
    return set(pairs.filter(pair_key__in=keys).values_list("pair_key", flat=True))


def judged_line(judgement: Judgement, own: list[str], shown: set[str]) -> dict:
    """One judgement as the page tells it; the borough's own record first."""
    records = sorted(judgement.records, key=lambda record: record.borough_id not in own)
    first, second = judgement.pair_key.split()
    changed = changed_records(judgement)
    dismissed = judgement.status == Judgement.Status.DISMISSED
    return {
        "judgement": judgement,
        "mine": records[0],
        "theirs": records[1],
        "pair_href": pair_href(*records) if judgement.pair_key in shown else "",
        "undo_href": reverse("needs:undo_judgement", args=[first, second]),
        "undo": "Look again" if dismissed and changed else "Undo",
        "changed": "Changed since it was dismissed" if dismissed and changed else "",
        "example": any(record.is_example for record in records),
    }


def export_judgements(request):
    """Every judged pair as labels, one JSON object a line; nothing sealed among them."""
    if not can_export_judgements(request.user):
        raise PermissionDenied
    response = StreamingHttpResponse(label_lines(), content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="judgements.jsonl"'
    return response
