"""The files made of techniques: one for each content, the same for everybody."""

from guidance.models import Technique, TechniqueSheet
from guidance.sheet import Sheet, as_html, sheet_of
from procurement_portal.lib import pdf_files

CHANGED = "The technique changed while it was waiting"


def file_of(technique: Technique, sheet: Sheet) -> TechniqueSheet | None:
    """The file that says exactly this, whatever its state; its bytes are not read."""
    found = technique.sheets.filter(content_hash=sheet.content_hash)
    return found.defer("content").first()


def order_file(technique: Technique, sheet: Sheet) -> TechniqueSheet:
    """The file that says exactly this, ordered if nobody had, ordered again if it had failed."""
    file, _ = TechniqueSheet.objects.get_or_create(
        technique=technique, content_hash=sheet.content_hash
    )
    pdf_files.order_again(file)
    return file


def render(pk: int) -> bool:
    """Make one waiting file; whether this call did."""
    return pdf_files.render(TechniqueSheet, pk, _html_of)


def _html_of(file: TechniqueSheet) -> str:
    sheet = sheet_of(Technique.objects.with_uses().get(pk=file.technique_id))
    if sheet.content_hash != file.content_hash:
        raise pdf_files.Outdated(CHANGED)
    return as_html(sheet)


def waiting() -> list[int]:
    return pdf_files.waiting(TechniqueSheet)


def recover_lost() -> list[int]:
    """What waits for a worker again; files of earlier versions that are ready are let go."""
    ready = TechniqueSheet.objects.filter(status=TechniqueSheet.Status.READY)
    newest = ready.order_by("technique_id", "-created_at").distinct("technique_id")
    ready.exclude(pk__in=newest.values("pk")).delete()
    return pdf_files.recover_lost(TechniqueSheet)
