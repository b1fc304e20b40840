"""PDFs: tagged, with our font, and reading nothing but what is in them."""

import gc
import http.server
import io
import os
import subprocess
import sys
import threading

import pypdf
import pytest

from procurement_portal.lib import pdf
from procurement_portal.lib.pdf import PdfRefused, PdfUnavailable, render_pdf

SECRET = "planted-9f3c"


def document(body: str, style: str = "") -> str:
    return (
        "<!DOCTYPE html><html lang='en-GB'><head><title>A title</title>"
        f"<style>@page{{font-family:'Portal Sans'}}body{{font-family:'Portal Sans'}}{style}</style>"
        f"</head><body><h1>Heading</h1>{body}</body></html>"
    )


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def structure(reader: pypdf.PdfReader) -> list:
    """Every structure element of a file, in reading order."""
    found, todo = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while todo:
        node = todo.pop(0).get_object()
        if isinstance(node, list):
            todo[:0] = list(node)
        elif isinstance(node, dict) and "/S" in node:
            found.append(node)
            todo.insert(0, node.get("/K", pypdf.generic.ArrayObject()))
    return found


TABLE = (
    "<table><caption>Boroughs</caption><thead><tr><th scope='col'>Borough</th>"
    "<th scope='col'>Date</th></tr></thead><tbody><tr><th scope='row'>Camden</th><td>May</td></tr>"
    "<tr><th scope='row'>Brent</th><td>June</td></tr></tbody></table>"
)


def test_the_file_is_tagged_and_says_its_language_and_title():
    made = render_pdf(document("<p>Text</p>"))
    root = read(made.content).trailer["/Root"]
    assert made.pages == 1
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(made.content).metadata.title == "A title"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_header_cells_say_what_they_head_and_cells_say_by_what():
    elements = structure(read(render_pdf(document(TABLE)).content))
    scopes = [e["/A"]["/Scope"] for e in elements if e["/S"] == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]
    assert [len(e["/A"]["/Headers"]) for e in elements if e["/S"] == "/TD"] == [2, 2]
    assert [e["/S"] for e in elements].count("/H1") == 1


def test_the_same_document_gives_the_same_file():
    assert render_pdf(document(TABLE)).content == render_pdf(document(TABLE)).content


def test_our_font_is_embedded():
    (page,) = read(render_pdf(document("<p>Plain</p>")).content).pages
    fonts = [f.get_object()["/BaseFont"] for f in page["/Resources"]["/Font"].values()]
    assert len(fonts) == 2
    assert all("Portal-Sans" in name for name in fonts)


class Counting(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SECRET.encode())

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def web():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    file = tmp_path_factory.mktemp("planted") / "secret.txt"
    file.write_text(SECRET)
    return file


MARKUP = {
    "attachment": "<link rel=attachment href='{u}'>",
    "attached link": "<a rel=attachment href='{u}'>x</a>",
    "stylesheet": "<link rel=stylesheet href='{u}'>",
    "style import": "<style>@import url({u});</style>",
    "style font": "<style>@font-face{{font-family:X;src:url({u})}} p{{font-family:X}}</style><p>x",
    "style background": "<style>p{{background:url({u})}}</style><p>x</p>",
    "style list": "<ul style='list-style-image:url({u})'><li>x</ul>",
    "style content": "<style>p::before{{content:url({u})}}</style><p>x</p>",
    "style cursor": "<p style='background:url({u}) no-repeat'>x</p>",
    "image": "<img alt=x src='{u}'>",
    "image set": "<img alt=x srcset='{u} 2x'>",
    "input": "<input type=image alt=x src='{u}'>",
    "object": "<object data='{u}'></object>",
    "embed": "<embed src='{u}'>",
    "frame": "<iframe src='{u}'></iframe>",
    "svg image": "<svg><image href='{u}'/></svg>",
    "svg use": "<svg><use href='{u}#x'/></svg>",
    "svg data": '<img alt=x src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
    '<image href="{u}"/></svg>\'>',
    "base": "<base href='{u}'><img alt=x src='a.png'>",
    "background": "<table background='{u}'><tr><td>x</table>",
    "script": "<script src='{u}'></script>",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("markup", MARKUP.values(), ids=MARKUP)
def test_nothing_is_fetched_from_anywhere(markup, web, planted):
    host = f"127.0.0.1:{web.server_address[1]}"
    places = (planted.as_uri(), f"http://{host}/x", f"//{host}/x", f"ftp://{host}/x", str(planted))
    for place in places:
        made = render_pdf(document(markup.format(u=place)))
        whole = made.content + b"".join(o.get_data() for o in streams(read(made.content)))
        assert SECRET.encode() not in whole
    assert web.asked == []


def streams(reader):
    for number in range(1, len(reader.xref[0]) + 1 if 0 in reader.xref else 200):
        found = reader.get_object(number) if number < reader.trailer["/Size"] else None
        if isinstance(found, pypdf.generic.StreamObject):
            yield found


def test_deep_nesting_is_refused_in_words():
    with pytest.raises(PdfRefused, match="nested too deep"):
        render_pdf(document("<div>" * 900 + "x" + "</div>" * 900))
    assert gc.isenabled(), "it rests only while a document is laid out"


def test_a_document_too_long_is_refused_before_it_is_read():
    with pytest.raises(PdfRefused, match="too long"):
        render_pdf(document("x" * pdf.LONGEST))


@pytest.mark.parametrize(
    "text", ["\x00\x07\x1b", "\ud800", "￾￿", "👩🏽‍💻 漢字 العربية", "a" * 5_000]
)
def test_any_text_can_be_printed(text):
    assert render_pdf(document(f"<p>{text}</p>")).pages >= 1


def test_a_machine_without_fonts_prints_all_the_same(tmp_path):
    """Without our own copy WeasyPrint crashes the whole process here."""
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><fontconfig><dir>/nonexistent</dir></fontconfig>'
    )
    code = (
        "from procurement_portal.lib.pdf import render_pdf;"
        f"print(render_pdf({document('<p>Text</p>')!r}).pages)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr


def test_a_machine_without_pango_says_so(monkeypatch):
    pdf._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    try:
        assert not pdf.is_pdf_available()
        with pytest.raises(PdfUnavailable, match="PDF is unavailable"):
            render_pdf(document(""))
    finally:
        pdf._engine.cache_clear()
