"""PDF: one document from the first byte to the last, with nothing in it that acts."""

import io
import re
import zipfile
import zlib

from procurement_portal.lib.uploads.refused import FileRefused

HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
END = b"%%EOF"
AFTER_END = 8  # bytes of white space
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
NAMES = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)\b")
REASONS = {
    b"JavaScript": "holds a script",
    b"JS": "holds a script",
    b"Launch": "starts other programs",
    b"RichMedia": "holds moving media",
    b"XFA": "is a form that runs scripts; print it to PDF",
    b"Encrypt": "is locked with a password",
}
EMBEDDED = "holds another file"
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PACKED_OBJECTS = b"/ObjStm"
MOST_UNPACKED = 30 * 1024 * 1024  # bytes of packed objects looked into


def check(data: bytes) -> None:
    """Raises `FileRefused`."""
    if not HEAD.match(data):
        raise FileRefused("is named PDF and is something else")
    end = data.rfind(END)
    if end < 0 or len(data) - end - len(END) > AFTER_END or data[end + len(END) :].strip():
        raise FileRefused("has something after the end of the PDF, or is cut off")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise FileRefused("is a PDF and an archive in one")
    _refuse_acting(data)
    for objects in _packed_objects(data):
        _refuse_acting(objects)


def _refuse_acting(data: bytes) -> None:
    """Names may be written with #4A for J."""
    plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if found := NAMES.search(STREAM.sub(b"", plain)):
        raise FileRefused(REASONS.get(found[1], EMBEDDED))


def _packed_objects(data: bytes):
    """What the document keeps in packed object streams. Raises `FileRefused` past 30 MB."""
    left = MOST_UNPACKED
    for found in STREAM.finditer(data):
        if PACKED_OBJECTS not in data[max(0, found.start() - 400) : found.start()]:
            continue
        unpacking = zlib.decompressobj()
        try:
            objects = unpacking.decompress(found[1], left)
        except zlib.error:
            raise FileRefused("is damaged; save it as PDF again") from None
        left -= len(objects)
        if left <= 0 or unpacking.unconsumed_tail:
            raise FileRefused("unpacks to more than we read")
        yield objects
