"""The ledger of one's digests, and what the next would say."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from community.digest import build_digests
from community.emails import SECTIONS
from community.models import Digest, DigestPreference
from community.periods import running_period
from community.scheduling import told_until

SHOWN = 20


def digests(request):
    """Each period: sent, not sent or given up, why, and what it held."""
    rows = Digest.objects.visible_to(request.user).with_reasons()
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(digest) for digest in page],
        "previous_href": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_href": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "community/digests.html", context)


def _row(digest: Digest) -> dict:
    sent = digest.status == Digest.Status.SENT
    reason = digest.reasons[-1].reason if digest.reasons and not sent else ""
    return {"digest": digest, "reason": reason, "items": digest.items.all() if sent else ()}


def preview(request):
    """What the digest would say if it went now."""
    user = request.user
    preference = DigestPreference.of(user)
    period = running_period(preference.frequency, timezone.now())
    last = Digest.objects.visible_to(user).first()
    content = build_digests([user], period, {user.pk: told_until(last, period)})[user.pk]
    sections = [
        {"heading": SECTIONS[section.kind][0], "items": section.items, "more": section.more}
        for section in content.sections
    ]
    context = {"content": content, "sections": sections, "preference": preference}
    return render(request, "community/preview.html", context)
