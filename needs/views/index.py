"""The list of needs: `/needs`, and the same rows as a file and as a feed."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from members.permissions import audience
from needs.exports import csv_file
from needs.listing import EXPORT_LENGTH, FEED_LENGTH, NeedList
from needs.models import list_stamp
from needs.need_exports import need_headings, need_lines, needs_feed
from needs.rows import draw, row_of
from procurement_portal.lib.conditional import fingerprint, private, unchanged
from procurement_portal.lib.kept import keep


@login_not_required
def index(request):
    """Needs this reader may see, narrowed by the address; unchanged pages are not sent again."""
    shown = keep(
        lambda: _shown(request),
        list_stamp(),
        timezone.localdate(),
        audience(request.user),
        request.get_full_path(),
    )
    etag = fingerprint(shown.etag, *_reader(request.user))
    if (answer := unchanged(request, etag)) is not None:
        return answer
    return private(render(request, "needs/index.html", shown._asdict()), etag)


class Shown(NamedTuple):
    """What a page of the list shows below its frame; `form` only where it has a message."""

    body: SafeString
    count: str
    atom: str
    etag: str
    form: object = None


def _shown(request) -> Shown:
    listing = NeedList.asked(request.user, request.GET)
    page, count = listing.page(), listing.count_in_words()
    path = request.path
    atom = listing.here(reverse("needs:feed"))
    context = {
        "form": listing.form,
        "path": path,
        "rows": [draw(row_of(found)) for found in page.rows],
        "count": count,
        "chips": listing.chips(path),
        "sorts": listing.sorts(path),
        "nothing": "" if page.rows else listing.nothing_found(),
        "previous": listing.here(path, before=page.before) if page.before else "",
        "next": listing.here(path, after=page.after) if page.after else "",
        "csv": listing.here(reverse("needs:export")),
        "atom": atom,
        "may_post": listing.member,
    }
    body = render_to_string("needs/index_list.html", context)
    faulty = listing.form if listing.form.errors else None
    return Shown(body, count, atom, fingerprint(body), faulty)


def _reader(user) -> tuple:
    return (user.pk, [m.pk for m in user.active_memberships]) if user.is_authenticated else ()


def _etag(request, listing: NeedList, *facts) -> str:
    choices = [list(f.extra.get("choices", ())) for f in listing.filter.filters.values()]
    return fingerprint(request.get_full_path(), _reader(request.user), choices, facts)


@login_not_required
def export(request):
    """The same rows as CSV, newest first, at most 10,000."""
    listing = NeedList.asked(request.user, request.GET)
    found = listing.newest_values(EXPORT_LENGTH)
    lines = need_lines(found, member=listing.member)
    return csv_file("needs", need_headings(member=listing.member), lines)


@login_not_required
def feed(request):
    """The same rows as Atom: the fifty newest."""
    listing = NeedList.asked(request.user, request.GET)
    found = list(listing.newest_values(FEED_LENGTH))
    etag = _etag(request, listing, found)
    if (answer := unchanged(request, etag)) is not None:
        return answer
    body = needs_feed(found, address=listing.here(request.path), page=listing.here("/needs"))
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    return private(response, etag)
