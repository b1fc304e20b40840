"""The sections of a page, each with its anchor: what a comment is about. Pure."""

import re
from collections.abc import Callable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guidance.models import Edition, GuideVersion, Technique
from guidance.technique_parts import quoted_part, titles
from procurement_portal.lib.markdown import sanitised

WHOLE_PAGE = "page"
ROLES = "who-does-what"
WHOLE = {WHOLE_PAGE: "The whole page"}
BESIDE = WHOLE | {ROLES: "Who does what"}
HEADING = re.compile(r'<h2 id="([^"]+)"')


def titles_of(about: GuideVersion | Edition | Technique) -> dict[str, str]:
    """Anchor to title: the page as a whole, its parts beside the text, its main headings."""
    if not isinstance(about, GuideVersion):
        return WHOLE | titles(about)
    return BESIDE | {heading["id"]: heading["text"] for heading in about.headings}


def quoted(about: GuideVersion | Edition, anchor: str) -> SafeString | None:
    """A section of the text as readers see it; None for what is no part of the text."""
    if not isinstance(about, GuideVersion):
        return quoted_part(about, anchor)
    starts = {found[1]: found.start() for found in HEADING.finditer(about.html)}
    if anchor not in starts:
        return None
    after = [start for start in starts.values() if start > starts[anchor]]
    return sanitised(about.html[starts[anchor] : min(after, default=None)])


def with_links(html: str, link: Callable[[str], str]) -> SafeString:
    """Kept HTML, checked again, with `link(anchor)`, safe HTML, at the end of each section."""
    found = list(HEADING.finditer(html))
    if not found:
        return sanitised(html)
    ends = [later.start() for later in found[1:]] + [len(html)]
    parts = [(sanitised(html[: found[0].start()]), "")]
    for heading, end in zip(found, ends, strict=True):
        parts.append((sanitised(html[heading.start() : end]), link(heading[1])))
    return format_html_join("", "{}{}", parts)
