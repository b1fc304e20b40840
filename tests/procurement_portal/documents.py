"""Small files of each kind that is taken, and the parts that hostile ones are made of."""

import io
import struct
import zipfile
import zlib

from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="'
    + OOXML
    + '.wordprocessingml.document.main+xml"/></Types>'
)
SHEET_TYPES = (
    '<Types><Override PartName="/xl/workbook.xml" ContentType="'
    + OOXML
    + '.spreadsheetml.sheet.main+xml"/></Types>'
)
WORD = {"[Content_Types].xml": TYPES, "word/document.xml": "<w:document>Agreement</w:document>"}
SHEET = {"[Content_Types].xml": SHEET_TYPES, "xl/workbook.xml": "<workbook/>"}
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<office:document-content/>",
    "META-INF/manifest.xml": "<manifest:manifest/>",
}
ODS = ODT | {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}


def archive(parts: dict, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def picture(kind: str, **options) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog " + inside + b" >> endobj\n"
        b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def pdf_with_archive() -> bytes:
    """An archive whose comment is the end of the PDF."""
    end = b"\n%%EOF\n"
    whole = archive({"a": "b"})
    return pdf()[:-7] + whole[:-2] + struct.pack("<H", len(end)) + end


def packed(objects: bytes) -> bytes:
    """A PDF that keeps these objects in a packed stream."""
    stream = zlib.compress(objects)
    return pdf().replace(
        b"trailer",
        b"2 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n"
        + stream
        + b"\nendstream endobj\ntrailer",
    )


def relation(kind: str, target: str) -> str:
    return (
        f'<Relationships><Relationship Id="r1" Type="http://x/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png() -> bytes:
    """Says 60,000 pixels by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + png_chunk(b"IEND", b"")
    )


def overlapping() -> bytes:
    """A directory that names one packed part three hundred times."""
    one = archive({"a.xml": b"0" * 900_000})
    end = one.rindex(b"PK\x05\x06")
    start = one.index(b"PK\x01\x02")
    entry = one[start:end]
    entries = b"".join(entry.replace(b"a.xml", b"%05d" % n) for n in range(300))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 300, 300, len(entries), start, 0)
    return one[:start] + entries + tail


def lying_size() -> bytes:
    """A part said to be ten bytes that unpacks to a megabyte."""
    whole = archive(WORD | {"word/media.xml": b"0" * 1_000_000})
    said = struct.pack("<L", 1_000_000)
    return whole.replace(said, struct.pack("<L", 10))


def locked() -> bytes:
    """Marked as encrypted in its directory."""
    whole = bytearray(archive(WORD))
    place = whole.index(b"PK\x01\x02")
    whole[place + 8] |= 1
    return bytes(whole)
