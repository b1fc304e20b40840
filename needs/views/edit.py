"""Editing a published need: the same questions, live at once, refused when somebody saved first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from needs.facts import differences
from needs.journey import GROUPS, answer_rows
from needs.models import Need
from needs.permissions import can_see_need_history
from needs.views.answering import answer, step_called
from needs.views.found import editable_need, found_need

PUBLISHED = (Need.Status.PUBLISHED, Need.Status.STALE)
VERSIONS_SHOWN = 100


def edit(request, reference):
    need = editable_need(request, reference, PUBLISHED)
    groups = [
        {
            "title": group.title,
            "rows": [
                {
                    **row,
                    "actions": [
                        {
                            "text": "Change",
                            "href": reverse("needs:edit_step", args=[reference, step.slug]),
                        }
                    ],
                }
                for step in group.steps
                for row in answer_rows(need, step)
            ],
        }
        for group in GROUPS
    ]
    return render(request, "needs/edit.html", {"need": need, "groups": groups})


def edit_step(request, reference, step):
    need = editable_need(request, reference, PUBLISHED)
    step = step_called(step)

    def after(saved):
        if saved.status == Need.Status.SUBMITTED:
            messages.success(request, "Saved. LOTI reviews the need before suppliers can see it")
        else:
            messages.success(request, "Your change is saved and shown")
        return saved.get_absolute_url()

    context = {"back": reverse("needs:edit", args=[reference])}
    return answer(
        request, need, step, template="needs/edit_step.html", context=context, after=after
    )


def history(request, reference):
    """Every saved version with what changed in it: for the borough and the moderators."""
    need = found_need(request, reference)
    if not can_see_need_history(request.user, need):
        raise PermissionDenied(f"Only {need.borough} and LOTI can see earlier versions.")
    versions = list(
        need.history.select_related("capability", "history_user").order_by(
            "-version", "-history_id"
        )[: VERSIONS_SHOWN + 1]
    )
    saved = [
        {
            "version": later.version,
            "at": later.history_date,
            "by": later.history_user,
            "changes": differences(earlier, later),
        }
        for later, earlier in zip(versions, [*versions[1:], None], strict=True)
    ][:VERSIONS_SHOWN]
    shown = [version for version in saved if version["changes"]]
    return render(request, "needs/history.html", {"need": need, "versions": shown})
