"""DOCX, XLSX, ODT and ODS: archives with the parts of such a document, and nothing that acts.

Every part is unpacked once, in pieces and up to a limit, so that its size and checksum are what
the directory says.
"""

import io
import re
import zipfile
import zlib

from procurement_portal.lib.uploads.refused import FileRefused

MOST_PARTS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes
MOST_RATIO = 150  # unpacked to packed, of a part over a megabyte
WORTH_A_RATIO = 1024 * 1024
PIECE = 64 * 1024
LONGEST_TEXT = 20 * 1024 * 1024  # bytes of one part of XML
END_OF_ARCHIVE = 22  # bytes of the record that ends an archive without a comment

TOO_BIG = "unpacks to more than we read; save it without pictures"
DAMAGED = "is damaged; save it again"
MACROS = "holds macros; save it without them"
OUTSIDE = "draws something in from outside; remove its links to other files"
OTHER_FILE = "holds another file or a program"

MACRO_PARTS = re.compile(r"(?i)(vbaproject|vbadata|macrosheets/|activex|customui)")
ODF_MACROS = re.compile(r"(?i)^(basic|scripts|dialogs)/")
PROGRAM_PARTS = re.compile(r"(?i)(oleobject|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|hta|html?|svg|swf)$)")
EMBEDDED = re.compile(r"(?i)embeddings/[^/]*(?<!\.xlsx)$")
ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
HYPERLINK = re.compile(rb"Type=[\"'][^\"']*/hyperlink[\"']")
AUTOMATIC_DDE = re.compile(rb"\bDDEAUTO\b|\bDDE\s|cmd\|")
ODF_SCRIPT = re.compile(
    rb"vnd\.sun\.star\.script|<script:event-listener|<office:script\b[^/>]*>\s*<"
)
MAIN = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}


def check_docx(data: bytes) -> None:
    _check_ooxml(data, "docx")


def check_xlsx(data: bytes) -> None:
    _check_ooxml(data, "xlsx")


def check_odt(data: bytes) -> None:
    _check_odf(data, b"application/vnd.oasis.opendocument.text", "ODT")


def check_ods(data: bytes) -> None:
    _check_odf(data, b"application/vnd.oasis.opendocument.spreadsheet", "ODS")


def _check_ooxml(data: bytes, kind: str) -> None:
    parts = _parts(data, kind.upper())
    main, content_type = MAIN[kind]
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(MACRO_PARTS.search(name) for name in parts):
        raise FileRefused(MACROS)
    if main not in parts or content_type not in types:
        raise FileRefused(f"is named {kind.upper()} and is something else")
    _refuse_others(parts)
    for name, text in parts.items():
        if name.endswith(".rels"):
            _refuse_outside(text)
        elif kind == "docx" and AUTOMATIC_DDE.search(text):
            raise FileRefused(OUTSIDE)


def _check_odf(data: bytes, kind: bytes, name: str) -> None:
    parts = _parts(data, name)
    if parts.get("mimetype") != kind or "content.xml" not in parts:
        raise FileRefused(f"is named {name} and is something else")
    scripted = any(ODF_SCRIPT.search(text) for text in parts.values())
    if scripted or any(ODF_MACROS.search(part) for part in parts):
        raise FileRefused(MACROS)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise FileRefused("is locked with a password")
    _refuse_others(parts)


def _refuse_others(parts: dict[str, bytes]) -> None:
    for name, text in parts.items():
        if PROGRAM_PARTS.search(name) or EMBEDDED.search(name):
            raise FileRefused(OTHER_FILE)
        if ENTITIES.search(text.replace(b"\0", b"")):
            raise FileRefused("declares entities, which documents do not need; save it again")


def _refuse_outside(relations: bytes) -> None:
    """Links that a person presses may lead outside; what is loaded by itself may not."""
    for relation in RELATION.findall(relations):
        if b"External" in relation and not HYPERLINK.search(relation):
            raise FileRefused(OUTSIDE)


def _parts(data: bytes, kind: str) -> dict[str, bytes]:
    """Name to content; of parts that are no XML nothing is kept. Raises `FileRefused`."""
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(f"is named {kind} and is something else")
    if data[-END_OF_ARCHIVE:][:4] != b"PK\x05\x06":
        raise FileRefused("has something after the end of the document")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(data))
            return {entry.filename: _unpacked(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(DAMAGED) from error
    # zipfile raises it for what is locked, or packed in a way or version it does not know.
    except RuntimeError as error:
        raise FileRefused("is packed in a way we do not read, or locked; save it again") from error


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused(TOO_BIG)
    if sum(entry.compress_size for entry in entries) > size:
        raise FileRefused(TOO_BIG)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise FileRefused("holds two parts of one name")
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
            raise FileRefused("holds a part whose name leads out of the document")
        if entry.flag_bits & 0x1:
            raise FileRefused("is locked with a password")
        packed = max(1, entry.compress_size)
        if entry.file_size > WORTH_A_RATIO and entry.file_size / packed > MOST_RATIO:
            raise FileRefused(TOO_BIG)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read to its end, which checks its length and checksum; kept where it is XML."""
    keep = entry.filename.endswith((".xml", ".rels")) or entry.filename == "mimetype"
    pieces, size = [], 0
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            size += len(piece)
            if size > (LONGEST_TEXT if keep else MOST_UNPACKED):
                raise FileRefused(TOO_BIG)
            pieces += [piece] if keep else []
    return b"".join(pieces)
