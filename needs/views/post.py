"""Posting a need: one thing per page, each answer saved as it is given."""

import uuid

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from members.models import Borough
from needs.alike import overlaps_of, wait_for_matching
from needs.checks import remarks
from needs.editing import UNPUBLISHED, begin_need, save_answers
from needs.forms.verbs import StartForm
from needs.journey import (
    GROUPS,
    ORDER,
    answer_rows,
    first_unanswered,
    is_answered,
    missing_steps,
    step_after,
    step_before,
    step_of,
    terms_of,
)
from needs.judging import dismissed_partners
from needs.matching import similar_records
from needs.models import Contract, Need
from needs.permissions import can_join_need, can_post_need, can_submit_need
from needs.tasks import match_need
from needs.timeline import last_send_back
from needs.views.answering import answer, step_called
from needs.views.found import editable_need, found_need
from procurement_portal.lib.queue import enqueue_on_commit

SIMILAR = 5  # shown before writing
NOT_A_MEMBER = (
    "Only people who belong to a borough can post a need. "
    "Ask your borough’s lead to accept you, or ask to join."
)


def _own_contract(request) -> Contract | None:
    """The contract of the person's own borough that the need starts from, if any."""
    reference = request.GET.get("contract", "")
    if not reference:
        return None
    own = Contract.objects.visible_to(request.user).owned_by(request.user)
    own = own.select_related("terms", "capability")
    return get_object_or_404(own, reference=reference.replace("\0", ""))


def post(request):
    if not can_post_need(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    drafts = (
        Need.objects.visible_to(request.user)
        .owned_by(request.user)
        .filter(status__in=UNPUBLISHED, owner=request.user)
        .order_by("-changed_at")
    )
    context = {"drafts": drafts, "contract": _own_contract(request)}
    return render(request, "needs/post.html", context)


def post_start(request):
    if not can_post_need(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    contract = _own_contract(request)
    form = StartForm(
        request.user,
        request.POST or None,
        initial={
            "token": uuid.uuid4(),
            "title": contract.title[:100] if contract else "",
            "borough": contract.borough_id if contract else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        need = begin_need(
            by=request.user,
            borough=Borough.objects.get(gss=form.cleaned_data["borough"]),
            title=form.cleaned_data["title"],
            token=uuid.uuid5(form.cleaned_data["token"], str(request.user.pk)),
            contract=contract,
        )
        return redirect("needs:post_step", need.reference, "capability")
    return render(request, "needs/post_start.html", {"form": form, "contract": contract})


def post_tasks(request, reference):
    need = editable_need(request, reference, UNPUBLISHED)
    groups = [
        {
            "title": group.title,
            "tasks": [
                {
                    "text": step.title,
                    "href": reverse("needs:post_step", args=[need.reference, step.slug]),
                    "done": is_answered(need, step),
                    "status": "Needed" if step.missing else "Optional",
                }
                for step in group.steps
            ],
        }
        for group in GROUPS
    ]
    context = {
        "need": need,
        "groups": groups,
        "done": sum(task["done"] for group in groups for task in group["tasks"]),
        "total": len(ORDER),
        "next_step": first_unanswered(need),
        "ready": not missing_steps(need),
        "sent_back": last_send_back(need),
    }
    return render(request, "needs/post_tasks.html", context)


def post_step(request, reference, step):
    need = editable_need(request, reference, UNPUBLISHED)
    step = step_called(step)
    check = reverse("needs:post_check", args=[reference])
    checking = request.GET.get("next") == "check"
    tasks = reverse("needs:post_tasks", args=[reference])
    before, following = step_before(step.slug), step_after(step.slug)

    def after(saved):
        if "later" in request.POST:
            return tasks
        if checking or following is None:
            return check
        return reverse("needs:post_step", args=[reference, following.slug])

    back = reverse("needs:post_step", args=[reference, before.slug]) if before else tasks
    context = {
        "back": check if checking else back,
        "number": ORDER.index(step.slug) + 1,
        "total": len(ORDER),
        "sent_back": last_send_back(need),
    }
    return answer(
        request, need, step, template="needs/post_step.html", context=context, after=after
    )


def post_similar(request, reference):
    need = editable_need(request, reference, UNPUBLISHED)
    if request.method == "POST":
        save_answers(
            need, by=request.user, version=need.version, step="similar", values={}, terms={}
        )
        return redirect("needs:post_step", reference, "problem")
    dismissed = dismissed_partners(need, [need.borough_id])
    found = similar_records(
        request.user,
        title=need.title,
        text=need.problem,
        capability=need.capability,
        borough=need.borough,
        limit=SIMILAR + len(dismissed),
    )
    similar = [item for item in found if item.record.reference not in dismissed][:SIMILAR]
    rows = [
        {
            "similar": item,
            "borough": item.record.borough,
            "is_need": isinstance(item.record, Need),
            "may_join": isinstance(item.record, Need) and can_join_need(request.user, item.record),
        }
        for item in similar
    ]
    context = {
        "need": need,
        "rows": rows,
        "boroughs": len({item.record.borough_id for item in similar}),
        "number": ORDER.index("similar") + 1,
        "total": len(ORDER),
    }
    return render(request, "needs/post_similar.html", context)


def _check_context(need) -> dict:
    """The answers by group, what is missing, and what a second reader might stumble over."""
    groups = []
    for group in GROUPS:
        rows = []
        for step in group.steps:
            href = reverse("needs:post_step", args=[need.reference, step.slug]) + "?next=check"
            for row in answer_rows(need, step):
                rows.append({**row, "actions": [{"text": "Change", "href": href}]})
        groups.append({"title": group.title, "rows": rows})
    noticed = [
        {"message": remark.message, "href": _step_url(need, step_of(remark.field).slug)}
        for remark in remarks(need, terms_of(need).current_supplier)
    ]
    return {"need": need, "groups": groups, "noticed": noticed}


def _step_url(need, slug: str) -> str:
    return reverse("needs:post_step", args=[need.reference, slug]) + "?next=check"


def post_check(request, reference):
    need = editable_need(request, reference, UNPUBLISHED)
    return render(request, "needs/post_check.html", _check_context(need))


@require_POST
def submit(request, reference):
    need = found_need(request, reference)
    if not can_submit_need(request.user, need):
        raise PermissionDenied(f"Only people from {need.borough} can submit this need.")
    missing = missing_steps(need)
    if missing and need.can_move("submit"):
        errors = [{"text": s.missing, "href": _step_url(need, s.slug)} for s in missing]
        return render(request, "needs/post_check.html", {**_check_context(need), "errors": errors})
    need.submit(by=request.user)
    enqueue_on_commit(match_need, need.pk)
    return redirect("needs:post_submitted", need.reference)


def post_submitted(request, reference):
    need = editable_need(request, reference, (Need.Status.SUBMITTED,))
    matched = wait_for_matching(need)
    context = {"need": need, "matched": matched, "overlaps": overlaps_of(need, request.user)}
    return render(request, "needs/post_submitted.html", context)
