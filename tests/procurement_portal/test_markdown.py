"""Markdown from people: safe to show, one h1 a page, and never a slow page."""

import re

import markdown_it.helpers
import pytest

from procurement_portal.lib.markdown import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_LINES,
    MarkdownRefused,
    render,
    sanitised,
)

# Read in a fraction of a second; a text that could hang a page is stopped here, and fails.
soon = pytest.mark.timeout(20, method="signal")
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in a paragraph": "Hello <script src=https://evil.example/x.js></script>",
    "handler": '<p onclick="alert(1)">x</p>',
    "remote picture": "![x](https://evil.example/pixel.png)",
    "picture in HTML": '<img src="https://evil.example/pixel.png">',
    "picture reference": "![x][p]\n\n[p]: https://evil.example/pixel.png",
    "javascript link": "[x](javascript:alert(1))",
    "javascript link in capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript link in entities": "[x](&#106;avascript:alert(1))",
    "javascript link with a tab": "[x](java&#9;script:alert(1))",
    "javascript by reference": "[x][r]\n\n[r]: javascript:alert(1)",
    "javascript in angle brackets": "<javascript:alert(1)>",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "vbscript link": "[x](vbscript:msgbox)",
    "file link": "[x](file:///etc/passwd)",
    "plain http": "[x](http://evil.example/)",
    "other host without a scheme": "[x](//evil.example/)",
    "other host by backslashes": "[x](/\\\\evil.example/)",
    "other host with a control character": "[x](/&#10;/evil.example/)",
    "HTML in a heading": "## <img src=x onerror=alert(1)> Title",
    "script in a heading": "# <script>alert(1)</script>",
    "style": "<style>body{display:none}</style>",
    "style attribute": '<p style="position:fixed">x</p>',
    "frame": "<iframe src=https://evil.example></iframe>",
    "form": "<form action=https://evil.example><input name=q></form>",
    "svg": "<svg onload=alert(1)>",
    "comment": "<!-- --><script>alert(1)</script>",
    "broken out of a title": '[x](https://a.example "\\" onclick=alert(1) x=\\"")',
    "language of a code block": '```"><script>alert(1)</script>\nx\n```',
    "code": "`<script>alert(1)</script>`",
    "id of another part of the page": '<h2 id="main-content">x</h2>',
    "table with HTML": "|a|\n|-|\n|<script>alert(1)</script>|",
}
ELEMENT = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
HREF = re.compile(r'href="([^"]*)"')
ALLOWED = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "code", "pre", "br", "hr"),
    *("blockquote", "a", "div", "table", "thead", "tbody", "tr", "th", "td"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_becomes_words(text):
    html = render(text).html
    for name, attributes in ELEMENT.findall(html):
        assert name in ALLOWED
        assert not re.search(r"\son\w+\s*=|\sstyle\s*=|\ssrc\s*=", f" {attributes}")
    for address in HREF.findall(html):
        assert address.startswith(("https://", "mailto:", "#")) or re.match(r"/(?!/|\\)", address)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_where_pictures_may_be_none_comes_from_elsewhere(text):
    tags = ELEMENT.findall(render(text, pictures=True).html)
    assert "img" not in [name for name, _ in tags]


OURS = f"/guidance/pictures/{'a' * 64}"


def test_a_picture_of_ours_is_shown_where_pictures_may_be():
    text = f"![Two boroughs sign]({OURS})"
    shown = f'<img src="{OURS}" alt="Two boroughs sign" class="govuk-!-width-full" loading="lazy">'
    assert shown in render(text, pictures=True).html
    assert shown in sanitised(render(text, pictures=True).html)
    assert "<img" not in render(text).html


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (f"![]({OURS})", "The picture on line 4 needs words"),
        (f"![ ]({OURS})", "The picture on line 4 needs words"),
        ("![x](https://evil.example/a.png)", "The picture on line 4 must be one that was added"),
        (f"![x](https://evil.example{OURS})", "The picture on line 4 must be one that was added"),
    ],
)
def test_what_is_wrong_with_a_picture_names_its_line(picture, message):
    rendered = render(f"First.\n\nSecond\n{picture}", pictures=True)
    assert message in rendered.refused_pictures[0]
    assert "<img" not in rendered.html


def test_what_was_typed_is_still_readable_where_it_is_refused():
    rendered = render("See [the page](http://old.example/a) and <b>bold</b>")
    assert "http://old.example/a" in rendered.html
    assert "&lt;b&gt;bold&lt;/b&gt;" in rendered.html
    assert rendered.refused_links == ["http://old.example/a"]


@pytest.mark.parametrize(
    "address", ["https://www.gov.uk/x", "mailto:loti@example.org", "/guidance", "#section-why"]
)
def test_links_that_are_allowed_stay_links(address):
    rendered = render(f"[words]({address})")
    assert f'href="{address}"' in rendered.html
    assert not rendered.refused_links


def test_the_page_keeps_its_only_h1_and_no_level_is_skipped():
    rendered = render("# One\n\n#### Deep\n\n# Two\n\n## Part")
    assert re.findall(r"<(h\d)", rendered.html) == ["h2", "h3", "h2", "h3"]
    assert [h["text"] for h in rendered.headings] == ["One", "Two"]


def test_a_text_that_begins_with_small_headings_begins_at_h2():
    assert "<h2" in render("### Why\n\nBecause").html


def test_headings_of_one_name_have_ids_of_their_own():
    ids = [heading["id"] for heading in render("## Why\n\n## Why\n\n## Why").headings]
    assert ids == ["section-why", "section-why--2", "section-why--3"]


def test_contents_lead_to_the_headings():
    rendered = render("## What `it` **is**\n\nText")
    assert rendered.headings == [{"id": "section-what-it-is", "text": "What it is"}]
    assert 'id="section-what-it-is"' in rendered.html


def test_a_table_scrolls_in_a_region_of_its_own_with_a_name():
    html = render("## Levels\n\n|level|name|\n|:--|--:|\n|0|Share|\n\n|a|\n|-|\n|b|").html
    assert 'role="region"' in html
    assert 'aria-label="Table 1: Levels"' in html
    assert 'aria-label="Table 2: Levels"' in html
    assert '<th scope="col" class="govuk-table__header">level</th>' in html
    assert "style" not in html


def test_text_has_the_look_of_the_portal():
    html = render("Hello\n\n- one\n\n1. first\n\n> take note").html
    assert '<p class="govuk-body">Hello</p>' in html
    assert 'class="govuk-list govuk-list--bullet"' in html
    assert 'class="govuk-list govuk-list--number"' in html
    assert 'class="govuk-inset-text"' in html


REFUSED = {
    "a million characters on a line": ("a" * 1_000_000, "30,000 characters or less"),
    "one too many": ("a " * (MAX_CHARACTERS // 2) + "a", "30,000 characters or less"),
    "a long line": ("a" * (MAX_LINE + 1), "on line 1"),
    "many lines": ("\n" * MAX_LINES, "1,000 lines or less"),
    "900 quotations inside one another": ("> " * 900 + "x", "fewer levels"),
    "900 lists inside one another": ("- " * 900 + "x", "fewer levels"),
    "a wide table": ("|" * (MAX_COLUMNS + 2), "more than 20 columns on line 1"),
}


@soon
@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_shown_is_refused_at_once_and_says_why(text, says):
    with pytest.raises(MarkdownRefused, match=says):
        render(text)


SLOW = {
    "brackets": ("[" * (MAX_LINE - 10) + "\n") * 6,
    "pictures": ("![" * 2_400 + "\n") * 6,
    "half links": ("[a](" * 1_200 + "\n") * 6,
    "stars": ("*a_ " * 1_200 + "\n\n") * 6,
    "back ticks": ("`" + "a``" * 1_200 + "\n") * 6,
    "empty cells": "|" + "a|" * 20 + "\n|" + "-|" * 20 + "\n" + "|\n" * 980,
    "headings of one name": "# a\n" * 990,
    "less than": ("<a" * 2_400 + "\n") * 6,
    "references": "".join(f"[{n}]: /x\n" for n in range(990)),
}


@soon
@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_text_made_to_be_slow_is_read_to_its_end(text):
    assert "The end" in render(f"{text}\n\nThe end").html


def test_what_is_stored_is_checked_again_before_it_is_shown():
    assert sanitised('<p class="govuk-body">Hi<script>alert(1)</script></p>') == (
        '<p class="govuk-body">Hi</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60 + "a](/b)" + "]" * 30,
        "[a [b](/c) d](/e) [x] [ ] ![p [q](/r)](/s)",
        "[`]`](/a) [\\]](/b) [<https://a.example/]>](/c)",
        "[a][b] [b][] [b]\n\n[b]: /c",
        "![" * 30 + "](/a)" * 8,
    ],
)
def test_labels_end_where_the_parser_itself_ends_them(text, monkeypatch):
    ours = render(text, pictures=True)
    render.cache_clear()
    monkeypatch.setattr("procurement_portal.lib.markdown.HELPERS", markdown_it.helpers)
    assert render(text, pictures=True) == ours


def test_a_text_that_is_judged_and_then_kept_is_read_once():
    render.cache_clear()
    assert render("# One") is render("# One")
    assert render("# One") is not render("# One", pictures=True)
