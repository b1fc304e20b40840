"""What readers say of a page: whether it is useful, and comments on its sections."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.feedback_forms import AnswerWordsForm, CommentForm, UsefulForm
from guidance.models import Feedback, Guide, GuideVersion, PageAnswer, Technique
from guidance.sections import quoted, titles_of
from guidance.tasks import tell_writer
from procurement_portal.lib.limits import Limit, sender_of
from procurement_portal.lib.queue import enqueue_on_commit

ANSWERS = Limit("guidance.answers", most=60)  # an hour: a whole borough may share an address
COMMENTS = Limit("guidance.comments", most=30)
MAILS = Limit("guidance.comment_mails", most=5, seconds=86_400)  # to one address, a day
TOO_MANY = "There were too many from your network in the last hour. Wait an hour, then send again"
THANKS = "Thank you. We read every answer."
ADD_WORDS_SECONDS = 3_600
MOST_OF_MINE = 100
_signer = TimestampSigner(salt="guidance.page_answer")


@login_not_required
@require_POST
def useful(request, slug):
    """A yes or a no, then a page that thanks and asks for words."""
    guide = _published(request.user, slug)
    return _judge(request, guide, guide.published_version)


@login_not_required
@require_POST
def technique_useful(request, slug):
    """The same of a technique, as it stands now."""
    technique = get_object_or_404(Technique.objects.visible_to(request.user), slug=slug)
    return _judge(request, technique, _edition(technique, technique.version))


def _published(user, slug) -> Guide:
    guides = Guide.objects.visible_to(user).select_related("published_version")
    return get_object_or_404(guides, slug=slug, published_version__isnull=False)


def _edition(technique, number):
    found = technique.edition(number)
    if found is None:
        raise Http404
    return found


def _judge(request, page, about):
    form = UsefulForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Press Yes or No at the foot of the page.")
        return redirect(page)
    if form.is_trapped:
        messages.success(request, THANKS)
        return redirect(page)
    if not ANSWERS.allows(sender_of(request)):
        messages.error(request, f"{TOO_MANY}.")
        return redirect(page)
    answer = PageAnswer(**PageAnswer.naming(about))
    answer.useful = form.cleaned_data["useful"] == "yes"
    answer.save()
    return redirect("guidance:answer", token=answer_token(answer))


def answer_token(answer: PageAnswer) -> str:
    """What lets who answered add words, for an hour."""
    return _signer.sign(answer.pk)


@login_not_required
def answer(request, token):
    """Thanks, and room for a few words for as long as an hour; once."""
    try:
        pk = _signer.unsign(token, max_age=ADD_WORDS_SECONDS)
    except BadSignature as made_up:
        raise Http404 from made_up
    found = PageAnswer.of_reader(pk)
    if found is None:
        raise Http404
    form = AnswerWordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.is_trapped:
            found.add_words(form.cleaned_data["words"])
        messages.success(request, THANKS)
        return redirect(found.page)
    return render(request, "guidance/answer.html", {"answer": found, "form": form})


@login_not_required
def comment_on(request, slug, number, section):
    """A comment on one section of a version that was published."""
    guide = _published(request.user, slug)
    versions = GuideVersion.objects.visible_to(request.user).select_related("guide__owner")
    version = get_object_or_404(
        versions, guide=guide, number=number, status__in=GuideVersion.FINISHED
    )
    return _comment_on(request, guide, version, section)


@login_not_required
def technique_comment_on(request, slug, number, section):
    """A comment on one part of a technique, as it stood after one of its saves."""
    technique = get_object_or_404(Technique.objects.visible_to(request.user), slug=slug)
    return _comment_on(request, technique, _edition(technique, number), section)


def _comment_on(request, page, about, section):
    title = titles_of(about).get(section)
    if title is None:
        raise Http404
    form = CommentForm(request.POST or None, known=request.user.is_authenticated)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            messages.success(request, THANKS)
            return redirect(page)
        if COMMENTS.allows(sender_of(request)):
            return redirect(_send(request, about, form, (section, title)))
        form.add_error(None, TOO_MANY)
    context = {
        "page": page,
        "about": about,
        "section": section,
        "title": title,
        "quote": quoted(about, section),
        "form": form,
    }
    return render(request, "guidance/comment_on.html", context)


def _send(request, about, form, section: tuple[str, str]) -> Feedback:
    by = request.user if request.user.is_authenticated else None
    values = {name: value for name, value in form.cleaned_data.items() if name in form.Meta.fields}
    anchor, title = section
    feedback = Feedback.send(by=by, about=about, section=anchor, section_title=title, **values)
    sent = feedback.events.get()
    if feedback.email and not MAILS.allows(f"mail {feedback.email.lower()}"):
        sent.claim_telling()  # the page says the same; a box is not filled at others' expense
    else:
        enqueue_on_commit(tell_writer, sent.pk)
    messages.success(request, "Sent. Thank you: a person reads it.")
    return feedback


@login_not_required
def comment(request, token):
    """How a comment stands, for who knows its address: its writer."""
    found = _of_token(token)
    context = {
        "feedback": found,
        "token": token,
        "quote": quoted(found.about, found.section),
        "events": [
            {"title": event.title, "at": event.at} for event in found.events.exclude(verb="assign")
        ],
        "mine": request.user.is_authenticated and found.by_id == request.user.pk,
    }
    return render(request, "guidance/comment.html", context)


@login_not_required
@require_POST
def withdraw_comment(request, token):
    """The writer's consent and address, taken back; the comment stays with the team."""
    found = _of_token(token)
    found.withdraw_consent()
    messages.success(request, "Your comment is not shown, and your email address is deleted.")
    return redirect(found)


def _of_token(token: str) -> Feedback:
    found = Feedback.of_token(token)
    if found is None:
        raise Http404
    return found


def my_comments(request):
    """Comments of who is signed in, the newest first."""
    comments = (
        Feedback.objects.visible_to(request.user)
        .filter(by=request.user)
        .with_page()
        .with_what_dealt()
        .order_by("-at", "-pk")[:MOST_OF_MINE]
    )
    return render(request, "guidance/my_comments.html", {"comments": comments})
