"""Plain text and CSV: words alone, no code of a web page, no formula that acts when opened."""

import csv
import io
import re

from procurement_portal.lib.uploads.refused import FileRefused

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MARKUP = re.compile(r"(?i)<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)")
OTHER_KINDS = ("%PDF", "{\\rtf", "#!", "PK\x03\x04", "MZ", "\x7fELF")
FORMULA = re.compile(r"^\s*([=@]|[+-]\s*[^\d\s.,£$€-])")
LONGEST_CELL = 100_000  # characters


def check_text(data: bytes) -> None:
    """Raises `FileRefused`."""
    _read(data)


def check_csv(data: bytes) -> None:
    """Raises `FileRefused`."""
    text = _read(data)
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if any(FORMULA.match(cell) for cell in row):
                raise FileRefused(
                    f"has a formula in line {number}: save values only, without =, + or @ in front"
                )
    except csv.Error as error:
        raise FileRefused("cannot be read as CSV; save it again") from error


def _read(data: bytes) -> str:
    """The text, in UTF-8 or as older Windows programs write it."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileRefused("is no plain text; save it as UTF-8")
    if CONTROL.search(text) or text.startswith(OTHER_KINDS):
        raise FileRefused("is named a text and is something else")
    if MARKUP.search(text):
        raise FileRefused("holds the code of a web page or a drawing")
    if not text.strip():
        raise FileRefused("is empty")
    return text
