from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from assistive_tech.barrier_forms import FileForm
from assistive_tech.permissions import can_remove_file, can_work_on_barrier
from assistive_tech.views.barriers_actions import ONLY_SHARING
from assistive_tech.views.barriers_found import ask, barrier_or_404

MOST_FILES = 20
INTRO = (
    "An agreement, a questionnaire, a specification: what another borough can use again. Everybody "
    "can download it once the barrier is public."
)
NOT_YOURS = "Who attached a file, and LOTI’s moderators, can remove it."
# Should a browser show it all the same, it loads nothing, runs nothing and leads nowhere.
SHUT_IN = {
    **dict.fromkeys(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], [NONE]),
    "sandbox": True,
}


def attach_file(request, reference):
    barrier = barrier_or_404(request.user, reference)
    if not can_work_on_barrier(request.user, barrier):
        raise PermissionDenied(ONLY_SHARING)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if barrier.files.filter(content_hash=form.values["content_hash"]).exists():
            form.add_error("file", "This file is attached already")
        elif barrier.files.count() >= MOST_FILES:
            form.add_error(None, f"A barrier has {MOST_FILES} files at most. Remove one first")
        else:
            barrier.files.create(by=request.user, **form.values)
            messages.success(request, "Attached.")
            return redirect(barrier)
    return ask(request, barrier, form, "Attach a file", intro=INTRO)


def _file(request, reference, pk):
    barrier = barrier_or_404(request.user, reference)
    return get_object_or_404(barrier.files.select_related("barrier"), pk=pk)


@login_not_required
@csp_replace(SHUT_IN)
def barrier_file(request, reference, pk):
    """The file as a download, to whom may read its barrier."""
    file = _file(request, reference, pk)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.file_name)
    return response


@require_POST
def remove_file(request, reference, pk):
    file = _file(request, reference, pk)
    if not can_remove_file(request.user, file):
        raise PermissionDenied(NOT_YOURS)
    file.delete()
    messages.success(request, f"Removed: {file.title}")
    return redirect(file.barrier)
