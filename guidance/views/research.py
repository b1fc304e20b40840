"""The research log: what was said in conversations, for the team; others see counts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.models import ProblemStatement, ResearchNote
from guidance.permissions import can_keep_research
from guidance.research_forms import ResearchForm

ONLY_MODERATORS = "Only LOTI’s moderators keep the research log."
SHOWN = 30


def _require_moderator(user) -> None:
    if not can_keep_research(user):
        raise PermissionDenied(ONLY_MODERATORS)


def research(request):
    """Conversations, the newest first, and in how many each problem was heard."""
    _require_moderator(request.user)
    notes = ResearchNote.objects.visible_to(request.user).select_related("by")
    page = Paginator(notes.prefetch_related("problems"), SHOWN).get_page(request.GET.get("page"))
    problems = ProblemStatement.objects.visible_to(request.user).with_heard()
    context = {
        "notes": page.object_list,
        "problems": problems.filter(heard__gt=0).order_by("-heard", "position"),
        "previous_href": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_href": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "guidance/research.html", context)


def research_new(request):
    _require_moderator(request.user)
    return _editor(request, ResearchNote(by=request.user), "Add a conversation")


def research_edit(request, pk):
    return _editor(request, _note(request.user, pk), "Change a conversation")


def _note(user, pk) -> ResearchNote:
    _require_moderator(user)
    return get_object_or_404(ResearchNote.objects.visible_to(user), pk=pk)


def _editor(request, note, title):
    form = ResearchForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved. Readers see how often each problem was heard, no more.")
        return redirect("guidance:research")
    return render(
        request, "guidance/research_edit.html", {"form": form, "note": note, "title": title}
    )


@require_POST
def research_delete(request, pk):
    note = _note(request.user, pk)
    note.delete()
    messages.success(request, "Deleted.")
    return redirect("guidance:research")
