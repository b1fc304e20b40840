"""What moderators do with a comment: take it on, acknowledge, answer, say which version did it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.feedback_forms import AssignForm, FinishForm, ReplyForm
from guidance.models import Feedback
from guidance.permissions import can_answer_feedback
from guidance.sections import quoted
from guidance.tasks import tell_writer
from procurement_portal.lib.queue import enqueue_on_commit

ONLY_MODERATORS = "Only LOTI’s moderators answer comments."


def _feedback(user, reference) -> Feedback:
    if not can_answer_feedback(user):
        raise PermissionDenied(ONLY_MODERATORS)
    found = Feedback.objects.visible_to(user).with_page().with_what_dealt()
    related = ("version__guide", "edition", "owner", "by")
    return get_object_or_404(found.select_related(*related), reference=reference)


def _moved(request, feedback, words: str):
    """Tell the writer, unless the step is none of theirs, and show what is next."""
    newest = feedback.events.last()
    if newest.verb in newest.TOLD:
        enqueue_on_commit(tell_writer, newest.pk)
    messages.success(request, words)
    return redirect("guidance:moderate_comment", reference=feedback.reference)


def moderate_comment(request, reference):
    return _page(request, _feedback(request.user, reference))


def _page(request, feedback, **bound):
    """The comment with what can be done next; `bound` holds a form that was refused."""
    open_now = feedback.can_move("assign")
    forms = {
        "assign_form": AssignForm(initial={"owner": feedback.owner_id}) if open_now else None,
        "reply_form": _reply_form(feedback) if feedback.status in Feedback.WAITING else None,
        "finish_form": FinishForm(feedback=feedback) if feedback.can_move("finish") else None,
    }
    context = {
        "feedback": feedback,
        "quote": quoted(feedback.about, feedback.section),
        "edit_url": _edit_url(feedback),
        "events": [
            {"title": event.title, "by": event.by, "at": event.at, "text": event.reason}
            for event in feedback.events.select_related("by")
        ],
        "can_acknowledge": feedback.can_move("acknowledge"),
        "can_show": feedback.can_move("show") and feedback.may_be_shown,
        "has_later": feedback.can_move("finish") and feedback.later_versions().exists(),
        "form": next(iter(bound.values()), None),
        **forms,
        **bound,
    }
    return render(request, "guidance/moderate_comment.html", context)


def _edit_url(feedback) -> str:
    name = "technique_edit" if feedback.technique_id else "edit"
    return reverse(f"guidance:{name}", kwargs={"slug": feedback.page.slug})


def _reply_form(feedback, data=None) -> ReplyForm:
    return ReplyForm(data, may_be_shown=feedback.may_be_shown)


@require_POST
def assign_comment(request, reference):
    feedback = _feedback(request.user, reference)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _page(request, feedback, assign_form=form)
    owner = form.cleaned_data["owner"]
    feedback.assign(owner, by=request.user)
    return _moved(request, feedback, f"{owner or 'Nobody'} answers this comment now.")


@require_POST
def acknowledge_comment(request, reference):
    feedback = _feedback(request.user, reference)
    feedback.acknowledge(by=request.user)
    return _moved(request, feedback, "Acknowledged. Its writer is told that it was read.")


@require_POST
def answer_comment(request, reference):
    feedback = _feedback(request.user, reference)
    form = _reply_form(feedback, request.POST)
    if not form.is_valid():
        return _page(request, feedback, reply_form=form)
    given = form.cleaned_data
    verb = feedback.accept if given["decision"] == "accept" else feedback.decline
    verb(by=request.user, reply=given["reply"], show=given.get("show", False))
    return _moved(request, feedback, f"{feedback.get_status_display()}. Its writer gets the reply.")


@require_POST
def finish_comment(request, reference):
    feedback = _feedback(request.user, reference)
    form = FinishForm(request.POST, feedback=feedback)
    if not form.is_valid():
        return _page(request, feedback, finish_form=form)
    version = form.cleaned_data["version"]
    feedback.finish(by=request.user, version=version)
    return _moved(request, feedback, f"Done in version {version.number}. Its writer is told.")


@require_POST
def show_comment(request, reference):
    feedback = _feedback(request.user, reference)
    if not feedback.may_be_shown:
        raise PermissionDenied("Its writer did not agree that the comment is shown.")
    feedback.show(by=request.user)
    return _moved(request, feedback, "Shown on the page.")


@require_POST
def hide_comment(request, reference):
    feedback = _feedback(request.user, reference)
    feedback.hide(by=request.user)
    return _moved(request, feedback, "No longer shown on the page.")
