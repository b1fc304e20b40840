"""Rich text pasted into the editor, in a real browser."""

import pytest
from django.urls import reverse

from tests.browser import Watched, session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(field, [html, text]) => {
  field.value = "";
  field.focus();
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  return field.value;
}"""
WORD = (
    "<html><head><style>p{color:red}</style></head><body><h1>Talk early</h1>"
    "<p class=MsoNormal>Ask <b>two&nbsp;questions</b> of <i>each</i> supplier.</p>"
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·  </span>Who buys</p>"
    "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o  </span>And when</p>"
    "</body></html>"
)
TABLE = {
    "Word": (
        WORD,
        "## Talk early\n\nAsk **two questions** of *each* supplier.\n\n- Who buys\n   - And when",
    ),
    "lists": (
        "<ol><li>One<ul><li>Inner</li></ul></li><li>Two</li></ol>",
        "1. One\n   - Inner\n2. Two",
    ),
    "table": (
        "<table><tr><th>Level</th><th>Name</th></tr><tr><td>0</td><td>a|b</td></tr></table>",
        "| Level | Name |\n|---|---|\n| 0 | a\\|b |",
    ),
    "links": (
        "<p><a href='https://www.gov.uk/x'>The Act</a> and <a href='javascript:alert(1)'>x</a></p>",
        "[The Act](https://www.gov.uk/x) and x",
    ),
    "Google Docs": (
        "<b style='font-weight:normal'><p><span>Plain words</span></p><p>More</p></b>",
        "Plain words\n\nMore",
    ),
    "scripts": ("<p>Kept</p><script>alert(1)</script>", "Kept"),
}


@pytest.fixture
def editor(browser, live_server, moderator, guide):
    context = browser.new_context()
    context.add_cookies([session_cookie(moderator.client, live_server.url)])
    page = context.new_page()
    watched = Watched.on(page)
    page.goto(live_server.url + reverse("guidance:edit", args=[guide.slug]))
    page.wait_for_load_state("networkidle")
    yield page.get_by_label("Text", exact=True)
    context.close()
    assert not watched.errors


def test_rich_text_becomes_markdown(editor):
    found = {name: editor.evaluate(PASTE, [html, "plain"]) for name, (html, _) in TABLE.items()}
    assert found == {name: wanted for name, (_, wanted) in TABLE.items()}


def test_plain_text_is_left_to_the_browser(editor):
    assert editor.evaluate(PASTE, ["", "plain"]) == ""
