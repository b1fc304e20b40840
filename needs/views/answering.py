"""One page of answers: shown, saved, or refused because somebody else saved first."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from needs.editing import save_answers
from needs.facts import label, words
from needs.journey import STEPS, Step, terms_of
from needs.matching import suggest_capabilities
from needs.models import Need
from needs.reading import Text
from needs.tasks import match_need
from procurement_portal.lib.queue import enqueue_on_commit
from procurement_portal.lib.workflow import StaleEdit

SEARCH_LENGTH = 200  # characters of a typed search that are looked at


def step_called(slug: str) -> Step:
    if slug not in STEPS:
        raise Http404
    return STEPS[slug]


def answer(request, need, step: Step, *, template: str, context: dict, after):
    """Show the page, or save it and go to `after(need)`.

    An invalid answer comes back as typed; one that would write over a colleague's becomes the
    409 page with both texts.
    """
    extra = _suggestions(request, need) if step.slug == "capability" else {}
    form = _form(request, need, step, extra)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_answers(
                need,
                by=request.user,
                version=form.cleaned_data["version"],
                step=step.slug,
                values=form.values(),
                terms=form.terms(),
            )
        except StaleEdit as stale:
            return _conflict(request, stale.record, step, form, context)
        if saved.status != Need.Status.DRAFT:
            enqueue_on_commit(match_need, saved.pk)
        return redirect(after(saved))
    context |= {"need": need, "step": step, "form": form, "fields": form.visible_fields(), **extra}
    return render(request, template, context)


def _form(request, need, step: Step, extra: dict):
    data = request.POST if request.method == "POST" else None
    given = {"suggestions": extra["suggestions"]} if extra else {}
    return step.form(need, terms=terms_of(need), user=request.user, data=data, **given)


def _suggestions(request, need) -> dict:
    """Five kinds that fit what was typed: the search, or else the need's own words."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_LENGTH]
    text = Text(typed) if typed else Text(need.title, need.problem, need.borough.name)
    return {"suggestions": suggest_capabilities(text), "searched": typed}


def _conflict(request, current, step: Step, form, context: dict):
    """Both texts side by side, and the form with what was typed, ready to be saved over."""
    typed = Need.objects.visible_to(request.user).select_related("capability").get(pk=current.pk)
    typed_terms = terms_of(typed)
    saved_terms = terms_of(
        Need.objects.visible_to(request.user).select_related("terms").get(pk=current.pk)
    )
    for record, values in ((typed, form.values()), (typed_terms, form.terms())):
        for name, value in values.items():
            setattr(record, name, value)
    rows = [
        {
            "label": label(name),
            "saved": words(current if hasattr(current, name) else saved_terms, name),
            "typed": words(typed if hasattr(typed, name) else typed_terms, name),
        }
        for name in step.fields
    ]
    form.data["version"] = str(current.version)
    context |= {
        "need": current,
        "step": step,
        "form": form,
        "rows": rows,
        "who": current.changed_by,
        "ago": minutes_ago(current.changed_at),
    }
    return render(request, "needs/edit_conflict.html", context, status=409)


def minutes_ago(moment) -> str:
    """ "just now", "3 minutes ago", "2 hours ago"."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    hours = minutes // 60
    return f"{hours} hour{'' if hours == 1 else 's'} ago"
