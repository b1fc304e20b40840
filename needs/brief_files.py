"""The files made of briefs: one a category and a day at most, unless something changed."""

import datetime

from django.utils import timezone

from needs.brief import Brief, as_html, brief_of
from needs.models import Capability, CapabilityBrief
from procurement_portal.lib import pdf_files

KEPT = datetime.timedelta(days=30)
CHANGED = "The figures changed while it was waiting"


def file_of(capability: Capability, brief: Brief) -> CapabilityBrief | None:
    """The file that says exactly this, whatever its state; its bytes are not read."""
    found = capability.briefs.filter(content_hash=brief.content_hash)
    return found.defer("content").first()


def order_file(capability: Capability, brief: Brief) -> CapabilityBrief:
    """The file that says exactly this, ordered if nobody had, ordered again if it had failed."""
    file, _ = CapabilityBrief.objects.get_or_create(
        capability=capability, content_hash=brief.content_hash
    )
    pdf_files.order_again(file)
    return file


def render(pk: int) -> bool:
    """Make one waiting file; whether this call did."""
    return pdf_files.render(CapabilityBrief, pk, _html_of)


def _html_of(file: CapabilityBrief) -> str:
    brief = brief_of(file.capability)
    if brief.content_hash != file.content_hash:
        raise pdf_files.Outdated(CHANGED)
    return as_html(brief)


def waiting() -> list[int]:
    return pdf_files.waiting(CapabilityBrief)


def recover_lost() -> list[int]:
    """What waits for a worker again; briefs of days long past are let go."""
    CapabilityBrief.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return pdf_files.recover_lost(CapabilityBrief)
