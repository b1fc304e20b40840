"""How attractive CIOs find each tender group: the counts, and a CIO's own vote."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from members.models import Borough
from members.permissions import borough_ids
from needs.forms.votes import VoteForm
from needs.models import TenderGroupVote
from needs.models.tender_group_vote import quarter_of
from needs.permissions import VOTING, can_see_overlap, can_vote_on_tender_groups
from needs.votes import quarter_name, results


def votes(request):
    """This quarter's counts and those of the quarters before, the latest first."""
    if not can_see_overlap(request.user):
        raise PermissionDenied
    quarter = quarter_of(timezone.localdate())
    context = {
        "quarters": results(quarter),
        "answers": TenderGroupVote.Attractiveness.labels,
        "quarter": quarter_name(quarter),
        "can_vote": can_vote_on_tender_groups(request.user),
        "has_voted": TenderGroupVote.objects.visible_to(request.user)
        .filter(quarter=quarter, borough__in=borough_ids(request.user, VOTING))
        .exists(),
    }
    return render(request, "needs/votes.html", context)


def vote(request):
    """A CIO's answers for the quarter, prefilled with what the borough said before."""
    if not can_vote_on_tender_groups(request.user):
        raise PermissionDenied("Only a borough’s CIO votes on tender groups.")
    quarter = quarter_of(timezone.localdate())
    boroughs = list(Borough.objects.filter(gss__in=borough_ids(request.user, VOTING)))
    own = TenderGroupVote.objects.visible_to(request.user).filter(
        quarter=quarter, borough=boroughs[0]
    )
    said = {vote.group: vote.attractiveness for vote in own}
    posted = request.POST if request.method == "POST" else None
    form = VoteForm(boroughs, quarter, posted, initial=said)
    if posted is not None and form.is_valid():
        form.save(by=request.user)
        messages.success(request, "Your vote is counted. You can change it until the quarter ends")
        return redirect("needs:votes")
    context = {
        "form": form,
        "borough": boroughs[0] if len(boroughs) == 1 else None,
        "quarter": quarter_name(quarter),
    }
    return render(request, "needs/vote.html", context)
