from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from guidance.changes import changes_between
from guidance.forms import GuideForm, NewGuideForm, PublishForm, ScheduleForm, SendBackForm
from guidance.models import TEXT_FIELDS, Guide, GuideVersion
from guidance.permissions import can_edit_guide, can_publish_version
from guidance.stages import by_stage
from guidance.views.guide import roles_of
from procurement_portal.lib.field_changes import differences
from procurement_portal.lib.markdown import render as render_markdown
from procurement_portal.lib.markdown import sanitised
from procurement_portal.lib.workflow import StaleEdit

ONLY_MODERATORS = "Only LOTI’s moderators write and review guidance."
WHY_CLOSED = {
    GuideVersion.Status.IN_REVIEW: "This text is being reviewed. Send it back to change it.",
    GuideVersion.Status.SCHEDULED: "This text is to be published. Take it back to change it.",
}


def _require_moderator(user) -> None:
    if not can_edit_guide(user):
        raise PermissionDenied(ONLY_MODERATORS)


def manage(request):
    """Every guide: what is published, when it must be looked at again, what is being written."""
    _require_moderator(request.user)
    guides = list(
        Guide.objects.visible_to(request.user)
        .select_related("published_version", "owner")
        .prefetch_related("versions__author")
    )
    return render(request, "guidance/manage.html", {"stages": by_stage(guides)})


def new(request):
    _require_moderator(request.user)
    form = NewGuideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        guide = form.save(commit=False)
        guide.owner = request.user
        guide.save()
        return redirect("guidance:edit", slug=guide.slug)
    return render(request, "guidance/new.html", {"form": form})


def edit(request, slug):
    _require_moderator(request.user)
    guide = get_object_or_404(
        Guide.objects.visible_to(request.user)
        .select_related("published_version")
        .prefetch_related("versions"),
        slug=slug,
    )
    draft = guide.open_version
    if request.method != "POST":
        if draft and draft.status in WHY_CLOSED:
            messages.info(request, WHY_CLOSED[draft.status])
            return redirect(draft)
        form = GuideForm(initial=_start(draft, guide.published_version))
        return _editor(request, guide, draft, form)
    form = GuideForm(request.POST)
    if not form.is_valid():
        return _editor(request, guide, draft, form)
    if request.POST.get("action") == "preview":
        return _editor(request, guide, draft, form, preview=True)
    return _save(request, guide, form)


def _start(draft, published) -> dict:
    """What the editor opens with: the draft, or the published text and an empty change note."""
    source = draft or published
    texts = {name: getattr(source, name) for name in TEXT_FIELDS} if source else {}
    if draft is None:
        texts["change_note"] = ""
    return {**texts, "started_from": draft.version if draft else 0}


def _save(request, guide, form):
    try:
        draft = guide.save_draft(
            by=request.user, started_from=form.cleaned_data["started_from"], **form.texts
        )
    except StaleEdit as stale:
        return _conflict(request, guide, form, stale.record)
    messages.success(request, "Draft saved.")
    return redirect(draft)


def _conflict(request, guide, form, theirs):
    """Both texts, and the writer's own in the form, ready to be saved over the other."""
    typed = form.data.copy()
    is_draft = theirs.status == GuideVersion.Status.DRAFT
    typed["started_from"] = str(theirs.version if is_draft else 0)
    event = theirs.events.select_related("by").last()
    context = {
        "guide": guide,
        "draft": theirs,
        "form": GuideForm(typed),
        "conflict": differences(GuideVersion, theirs, form.texts),
        "changed_by": event.by if event else None,
        "changed_at": event.at if event else None,
    }
    return render(request, "guidance/edit.html", context, status=409)


def _editor(request, guide, draft, form, *, preview=False):
    context = {"guide": guide, "draft": draft, "form": form}
    if preview:
        context["preview"] = sanitised(
            render_markdown(form.cleaned_data["body"], pictures=True).html
        )
        context["preview_title"] = form.cleaned_data["title"]
    return render(request, "guidance/edit.html", context)


def review(request, slug, number):
    """One screen: what changed since the published text, how it will look, and what to do."""
    _require_moderator(request.user)
    version = get_object_or_404(
        GuideVersion.objects.visible_to(request.user).select_related(
            "guide__published_version", "author", "scheduled_by"
        ),
        guide__slug=slug,
        number=number,
    )
    if version.status in GuideVersion.FINISHED:
        return redirect(version)
    published = version.guide.published_version
    in_review = version.status == GuideVersion.Status.IN_REVIEW
    may_publish = in_review and can_publish_version(request.user, version)
    seen = {"seen": version.version}
    context = {
        "version": version,
        "guide": version.guide,
        "body": sanitised(version.html),
        "roles": roles_of(version),
        "changes": changes_between(published, version) if published else [],
        "published": published,
        "events": _timeline(version),
        "in_review": in_review,
        "may_publish": may_publish,
        "publish_form": PublishForm(initial=seen) if may_publish else None,
        "schedule_form": ScheduleForm(initial=seen, auto_id="later_%s") if may_publish else None,
        "form": SendBackForm() if in_review else None,
    }
    return render(request, "guidance/review.html", context)


def _timeline(version) -> list[dict]:
    titles = {
        "edit": "Saved",
        "submit": "Submitted for review",
        "send_back": "Sent back",
        "schedule": "Approved, to be published later",
        "take_back": "Taken back",
    }
    events = version.events.select_related("by")
    return [
        {
            "title": titles.get(event.verb, event.verb),
            "by": event.by,
            "at": event.at,
            "text": event.reason,
        }
        for event in events
    ]
