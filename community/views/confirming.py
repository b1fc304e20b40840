"""Confirming from the mail: GET shows what would be confirmed, POST confirms; no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from community.confirming import LINK_DAYS, LinkExpired, Offer, digest_of_token
from needs.confirming import in_words, undo
from needs.models import Contract, Visibility
from procurement_portal.lib.formatting import format_count, format_uk_date
from procurement_portal.lib.freshness import freshness_words

GONE = 410


def _offer(token: str) -> Offer | None:
    """What the link is good for; None for one that is too old, 404 for one that is not ours."""
    try:
        digest = digest_of_token(token)
    except LinkExpired:
        return None
    if digest is None:
        raise Http404
    return Offer.of(digest)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_records(request, token):
    """The records of one digest, all ticked: whoever holds the mail sees no more than titles."""
    offer = _offer(token)
    if offer is None:
        return render(request, "community/confirm_expired.html", {"days": LINK_DAYS}, status=GONE)
    nothing_ticked = False
    if request.method == "POST":
        ticked = [text.replace("\0", "") for text in request.POST.getlist("reference")]
        if offer.confirm(ticked):
            return redirect("community:confirm_records", token=token)
        nothing_ticked = True
    rows = [_row(record) for record in (*offer.needs, *offer.contracts)]
    done = offer.undoable()
    context = {
        "token": token,
        "rows": rows,
        "count": format_count(len(rows), "record", "records"),
        "nothing_ticked": nothing_ticked and bool(rows),
        "done": done and {"what": in_words(done), "at": done.at},
        "person": offer.digest.user,
    }
    gone = not rows and done is None
    return render(request, "community/confirm_records.html", context, status=GONE if gone else 200)


def _row(record) -> dict:
    """A line of the list. A sealed record is named by its reference alone."""
    sealed = record.visibility == Visibility.SEALED
    kind = "contract" if isinstance(record, Contract) else "need"
    stale = record.is_stale
    ends = format_uk_date(record.end) if kind == "contract" else ""
    return {
        "reference": record.reference,
        "title": f"Sealed {kind} {record.reference}" if sealed else record.title,
        "kind": kind.capitalize(),
        "ends": "" if sealed else ends,
        "freshness": freshness_words(
            record.last_confirmed_on, record.review_by, stale=stale, counted=True
        ),
    }


@login_not_required
@require_POST
def undo_confirmed(request, token):
    """Take back what was just confirmed with the link."""
    offer = _offer(token)
    done = offer and offer.undoable()
    if done:
        undo(done, by=offer.digest.user)
    return redirect("community:confirm_records", token=token)
