"""HTML to tagged PDF (PDF/UA-1) with WeasyPrint: no network, no files, our own font and style.

A document brings its text and structure alone: `print.css` beside this file is its style, so that
style and fonts are read once a process and every document looks the same.

WeasyPrint is imported when it is first needed: without pango its import fails, and everything
but PDF must go on. Run it in a worker, under the task's time limit.
"""

import base64
import contextlib
import functools
import gc
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

logger = logging.getLogger(__name__)

FONTS = Path(__file__).resolve().parent / "fonts"
SHEET = Path(__file__).resolve().parent / "print.css"
FACES = {400: "LiberationSans-Regular.ttf", 700: "LiberationSans-Bold.ttf"}
LONGEST = 400_000  # characters of HTML: some eighty pages, half a minute of work
NOWHERE = "none:/"  # what relative addresses are relative to: a place nobody can read
INVALID = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])


class PdfUnavailable(Exception):
    """WeasyPrint or the libraries it draws with are not installed."""


class PdfRefused(Exception):
    """This document cannot be laid out; the message says why, for a person to read."""


@dataclass(frozen=True)
class Pdf:
    """The file and its number of pages."""

    content: bytes
    pages: int


def render_pdf(html: str) -> Pdf:
    """Lay out a whole HTML document in the print style; only `data:` addresses are read.

    Raises PdfUnavailable without WeasyPrint's libraries, PdfRefused for a document that is too
    long or nested too deep, and lets the worker's time limit through.
    """
    if len(html) > LONGEST:
        raise PdfRefused("The text is too long to print")
    try:
        with _collected_once():
            return _lay_out(html)
    except RecursionError:
        raise PdfRefused("The text is nested too deep to print") from None


def _lay_out(html: str) -> Pdf:
    weasyprint, fetcher, fonts, sheets = _engine()
    source = weasyprint.HTML(string=_printable(html), base_url=NOWHERE, url_fetcher=fetcher)
    document = source.render(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1")
    content = document.write_pdf(finisher=_name_scopes, pdf_variant="pdf/ua-1")
    return Pdf(content, len(document.pages))


@contextlib.contextmanager
def _collected_once():
    """Look for garbage once, afterwards: all of a document is alive until it is written.

    Looking whenever some hundred objects were made is a sixth of the work, and finds nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect(0)


def is_pdf_available() -> bool:
    """Whether this machine can make PDFs; costs WeasyPrint's import (0.8 s) the first time."""
    try:
        _engine()
    except PdfUnavailable:
        return False
    return True


@functools.cache
def print_version() -> str:
    """SHA-256 of the embedded fonts and the style: part of what makes two files the same."""
    parts = (SHEET.read_bytes(), *(_font(name) for name in FACES.values()))
    return hashlib.sha256(b"".join(parts)).hexdigest()


@functools.cache
def _engine():
    """WeasyPrint, a fetcher that reads nothing, our fonts and style: prepared once a process."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        logger.exception("WeasyPrint cannot load its libraries")
        raise PdfUnavailable("PDF is unavailable on this server") from error
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    fonts = FontConfiguration()
    style = _font_faces() + SHEET.read_text()
    sheet = weasyprint.CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    return weasyprint, fetcher, fonts, [sheet]


def _font(name: str) -> bytes:
    return (FONTS / name).read_bytes()


def _font_faces() -> str:
    """The faces as `data:`, so that a machine without fonts prints the same pages."""
    return "".join(
        f"@font-face{{font-family:'Portal Sans';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{base64.b64encode(_font(name)).decode()})}}"
        for weight, name in FACES.items()
    )


def _printable(html: str) -> str:
    """Without the control characters and lone halves of pairs that no document may hold."""
    return html.translate(INVALID).encode("utf-8", "ignore").decode()


def _name_scopes(document, pdf) -> None:
    """Say of each header cell whether it heads a column or a row (PDF/UA-1, 7.5).

    WeasyPrint links cells to their headers and leaves the headers' own scope out.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            part = _object(pdf, _object(pdf, element["P"])["P"])["S"]
            element["A"]["Scope"] = "/Column" if part == "/THead" else "/Row"


def _object(pdf, reference: bytes):
    """What a reference such as `b"12 0 R"` stands for."""
    return pdf.objects[int(reference.split()[0])]
