"""Joint conversations: asking boroughs to talk about a category, answering, and closing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render

from members.models import Borough
from members.permissions import borough_ids
from needs import conversations as joint
from needs.forms.conversations import AnswerForm, CloseConversationForm, StartConversationForm
from needs.landscape import landscape_for
from needs.models import Capability, Conversation, ConversationInvite
from needs.permissions import (
    can_answer_conversation,
    can_close_conversation,
    can_see_overlap,
    can_start_conversation,
)
from needs.ranking import figures_by_capability
from needs.tasks import ask_borough, tell_asker
from needs.window_sentences import of_window
from needs.windows import best_windows
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.lib.workflow import MoveNotPossible

CSRF_FIELD = "csrfmiddlewaretoken"
RELATED = ("borough", "capability", "by")


def conversations(request):
    """Those the person's boroughs started or were asked into; what waits for an answer first."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    found = Conversation.objects.visible_to(request.user).select_related(*RELATED)
    waiting = ConversationInvite.objects.visible_to(request.user).waiting()
    waiting = waiting.filter(borough__in=borough_ids(request.user)).values("conversation")
    context = {
        "waiting": found.filter(pk__in=waiting).order_by("answer_by"),
        "open": found.open().exclude(pk__in=waiting),
        "closed": found.filter(status=Conversation.Status.CLOSED)[:50],
    }
    return render(request, "needs/conversations.html", context)


def start_conversation(request, slug):
    """Whom to ask and in which words; then the same to look at once more; then it is sent."""
    if not can_start_conversation(request.user):
        raise PermissionDenied("Only people who belong to a borough can ask others to talk.")
    capability = get_object_or_404(Capability, slug=slug)
    asking = _already_asking(request, capability)
    if asking:
        return asking
    landscape = landscape_for(request.user, capability=slug)
    own = {m.borough.slug for m in request.user.active_memberships if m.borough_id}
    boroughs = joint.boroughs_to_ask(landscape, own)
    if not boroughs:
        return render(request, "needs/nobody_to_ask.html", {"capability": capability})
    posted = request.POST if request.method == "POST" else None
    initial = {"message": _first_words(request.user, landscape)}
    form = StartConversationForm(request.user, boroughs, posted, initial=initial)
    ready = posted is not None and form.is_valid()
    if ready and request.POST.get("step") == "send":
        return _send(request, capability, form.cleaned_data)
    chosen = form.cleaned_data["boroughs"] if ready else []
    context = {
        "capability": capability,
        "form": form,
        "preview": ready and request.POST.get("step") == "preview",
        "typed": _typed(request.POST),
        "asked": [name for slug, name in boroughs if slug in chosen],
    }
    return render(request, "needs/start_conversation.html", context)


def _typed(posted) -> list[tuple[str, str]]:
    """Every answer as it was sent, to be sent again unchanged after it was looked at."""
    answers = [(name, value) for name, values in posted.lists() for value in values]
    return [(name, value) for name, value in answers if name not in {CSRF_FIELD, "step"}]


def _first_words(user, landscape) -> str:
    figures = figures_by_capability(landscape)[0]
    best = best_windows([row.as_mover() for row in landscape.counting], landscape.today, limit=1)
    borough = next(m.borough for m in user.active_memberships if m.borough_id)
    window = f"{of_window(best[0])}." if best else ""
    return joint.first_words(figures, window, user.display_name, borough.short_name)


def _already_asking(request, capability):
    """The way to what the borough asks already: one open conversation a category, not two."""
    own = Conversation.objects.visible_to(request.user).open()
    asked = own.filter(borough__in=borough_ids(request.user), capability=capability).first()
    if asked is None:
        return None
    messages.info(request, f"{asked.borough} is asking about {capability} already")
    return redirect(asked)


def _send(request, capability, answers: dict):
    try:
        started = joint.start(
            capability,
            Borough.objects.get(gss=answers["borough"]),
            Borough.objects.filter(slug__in=answers["boroughs"]),
            by=request.user,
            message=answers["message"],
            answer_by=answers["answer_by"],
        )
    except IntegrityError:  # conversation_open_once: a double click, or a colleague
        return _already_asking(request, capability)
    for invite in started.invites.all():
        enqueue_on_commit(ask_borough, invite.pk)
    messages.success(request, "Your message is on its way to the boroughs you asked")
    return redirect(started)


def conversation(request, reference):
    """The message, who was asked and what they say; a borough that was asked answers here."""
    found = _found(request, reference)
    mine = found.invites.filter(borough__in=borough_ids(request.user)).first()
    may_answer = mine is not None and found.status == Conversation.Status.OPEN
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not can_answer_conversation(request.user, found):
            raise PermissionDenied("Only boroughs that were asked can answer.")
        if not may_answer:
            raise MoveNotPossible(found, "answer")
        if form.is_valid():
            mine.say(form.cleaned_data["answer"], form.cleaned_data["note"], by=request.user)
            enqueue_on_commit(tell_asker, mine.pk)
            messages.success(request, f"{found.borough} will be told what you answered")
            return redirect(found)
    invites = list(found.invites.select_related("borough", "answered_by"))
    context = {
        "conversation": found,
        "invites": invites,
        "answered": sum(i.answer != ConversationInvite.Answer.NONE for i in invites),
        "form": form if may_answer else None,
        "mine": mine,
        "can_close": can_close_conversation(request.user, found) and found.can_move("close"),
        "ended": found.events.filter(verb="close").select_related("by").first(),
    }
    return render(request, "needs/conversation.html", context)


def close_conversation(request, reference):
    found = _found(request, reference)
    if not can_close_conversation(request.user, found):
        raise PermissionDenied(f"Only people from {found.borough} can close this conversation.")
    if not found.can_move("close"):
        raise MoveNotPossible(found, "close")
    form = CloseConversationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found.close(by=request.user, **form.cleaned_data)
        messages.success(request, "The conversation is closed")
        return redirect(found)
    context = {"conversation": found, "form": form}
    return render(request, "needs/close_conversation.html", context)


def _found(request, reference: str) -> Conversation:
    seen = Conversation.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(seen, reference=reference)
