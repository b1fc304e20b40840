"""Which kind a file is, by its content; its name has to say the same."""

from collections.abc import Callable
from dataclasses import dataclass

from procurement_portal.lib.uploads import office, pdf, pictures, texts
from procurement_portal.lib.uploads.names import clean_name, ending_of
from procurement_portal.lib.uploads.refused import FileRefused

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = "must be 10 MB or less"
ALLOWED = "PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, plain text or CSV"
WRONG_KIND = f"must be {ALLOWED}"


@dataclass(frozen=True)
class Kind:
    """What files with an ending are: the check raises `FileRefused` where the content differs."""

    content_type: str
    check: Callable[[bytes], None]


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind("application/pdf", pdf.check),
    "docx": Kind(f"{OOXML}.wordprocessingml.document", office.check_docx),
    "xlsx": Kind(f"{OOXML}.spreadsheetml.sheet", office.check_xlsx),
    "odt": Kind(f"{ODF}.text", office.check_odt),
    "ods": Kind(f"{ODF}.spreadsheet", office.check_ods),
    "png": Kind("image/png", pictures.check_png),
    "jpg": Kind("image/jpeg", pictures.check_jpeg),
    "jpeg": Kind("image/jpeg", pictures.check_jpeg),
    "txt": Kind("text/plain; charset=utf-8", texts.check_text),
    "csv": Kind("text/csv; charset=utf-8", texts.check_csv),
}


@dataclass(frozen=True)
class CheckedFile:
    name: str
    content_type: str
    content: bytes


def checked_file(data: bytes, name: str) -> CheckedFile:
    """The file under a clean name and the type it was found to have. Raises `FileRefused`."""
    if not data:
        raise FileRefused("is empty")
    if len(data) > MAX_BYTES:
        raise FileRefused(TOO_LARGE)
    clean = clean_name(name)
    kind = KINDS.get(ending_of(clean))
    if kind is None:
        raise FileRefused(WRONG_KIND)
    kind.check(data)
    return CheckedFile(clean, kind.content_type, data)
