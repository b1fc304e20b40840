"""The files made of specifications: found by what they say, made once, given up in words."""

from dataclasses import dataclass

from needs.models import Need, SpecificationPdf
from needs.specification import Specification, as_html, describe
from needs.specification_state import present_hash
from procurement_portal.lib import pdf_files
from procurement_portal.lib.kept import keep

Status = SpecificationPdf.Status
CHANGED = "The need changed while it was waiting"


def file_of(need: Need, specification: Specification) -> SpecificationPdf | None:
    """The file that says exactly this, whatever its state; its bytes are not read."""
    return need.pdfs.filter(content_hash=specification.content_hash).defer("content").first()


@dataclass(frozen=True)
class ReadyFile:
    """A finished PDF as it is sent."""

    content: bytes
    content_hash: str
    name: str


def ready_file(need_id: int, audience: str) -> ReadyFile | None:
    """The finished file that says what the specification says now; None until it is made."""
    now = present_hash(need_id, audience)
    return keep(lambda: _ready(need_id, now), now, "specification file", need_id)


def _ready(need_id: int, content_hash: str) -> ReadyFile | None:
    made = SpecificationPdf.objects.filter(
        need_id=need_id, content_hash=content_hash, status=Status.READY
    ).values_list("content", "need__reference", "version")
    for content, reference, version in made:
        return ReadyFile(bytes(content), content_hash, f"{reference}-specification-v{version}.pdf")
    return None


def order_file(need: Need, specification: Specification) -> SpecificationPdf:
    """The file that says exactly this, ordered if nobody had, ordered again if it had failed."""
    file, _ = SpecificationPdf.objects.get_or_create(
        need=need,
        content_hash=specification.content_hash,
        defaults={"audience": specification.audience, "version": specification.version},
    )
    pdf_files.order_again(file)
    return file


def render(pk: int) -> bool:
    """Make one waiting file; whether this call did."""
    return pdf_files.render(SpecificationPdf, pk, _html_of)


def _html_of(file: SpecificationPdf) -> str:
    need = Need.objects.select_related("borough", "capability", "terms").get(pk=file.need_id)
    specification = describe(need, file.audience)
    if specification.content_hash != file.content_hash:
        raise pdf_files.Outdated(CHANGED)
    return as_html(specification)


def waiting() -> list[int]:
    return pdf_files.waiting(SpecificationPdf)


def recover_lost() -> list[int]:
    return pdf_files.recover_lost(SpecificationPdf)
