"""“Ours too”: joining another borough's need, and leaving it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from members.permissions import belongs_to, borough_ids
from needs.editing import UNPUBLISHED
from needs.forms.verbs import JoinForm
from needs.models import Interest, Need
from needs.permissions import can_join_need
from needs.views.found import found_need
from procurement_portal.lib.workflow import MoveNotPossible


def join(request, reference):
    need = found_need(request, reference)
    if belongs_to(request.user, need.borough_id) and not can_join_need(request.user, need):
        raise PermissionDenied(f"This is {need.borough}’s own need, so it cannot join it.")
    if not borough_ids(request.user):
        raise PermissionDenied("Only people who belong to a borough can join a need.")
    if not can_join_need(request.user, need):
        raise MoveNotPossible(need, "join")
    form = JoinForm(request.user, need, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        joined = form.join()
        messages.success(request, _joined(request, joined))
        return redirect(need)
    context = {"need": need, "form": form, "joined": need.interests.joined().count()}
    return render(request, "needs/join.html", context)


def _joined(request, interest):
    """What was done, and the way to the draft that is perhaps no longer wanted."""
    done = f"{interest.borough} has joined this need"
    draft = (
        Need.objects.visible_to(request.user)
        .owned_by(request.user)
        .filter(reference=request.GET.get("instead", "").replace("\0", ""))
        .filter(status__in=UNPUBLISHED)
        .first()
    )
    if draft is None:
        return done
    return format_html(
        '{}. Your draft “{}” is still saved: <a class="govuk-notification-banner__link"'
        ' href="{}">withdraw it</a> if you no longer need it',
        done,
        draft,
        reverse("needs:withdraw", args=[draft.reference]),
    )


@require_POST
def leave(request, reference):
    need = found_need(request, reference)
    own = Interest.objects.visible_to(request.user).joined().filter(need=need)
    interest = own.filter(borough__in=borough_ids(request.user)).select_related("borough").first()
    if interest is None:
        raise PermissionDenied("Your borough has not joined this need.")
    interest.leave()
    messages.success(request, f"{interest.borough} has left this need")
    return redirect(need)
