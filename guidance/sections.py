"""The sections of a version, each with its anchor: what a comment is about. Pure."""

import re
from collections.abc import Callable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from guidance.models import GuideVersion
from procurement_portal.lib.markdown import sanitised

WHOLE_PAGE = "page"
ROLES = "who-does-what"
OWN_SECTIONS = {WHOLE_PAGE: "The whole page", ROLES: "Who does what"}
HEADING = re.compile(r'<h2 id="([^"]+)"')


def titles_of(version: GuideVersion) -> dict[str, str]:
    """Anchor to title: the page as a whole, its parts beside the text, its main headings."""
    return OWN_SECTIONS | {heading["id"]: heading["text"] for heading in version.headings}


def quoted(version: GuideVersion, anchor: str) -> SafeString | None:
    """A section of the text as readers see it; None for what is no part of the text."""
    starts = {found[1]: found.start() for found in HEADING.finditer(version.html)}
    if anchor not in starts:
        return None
    after = [start for start in starts.values() if start > starts[anchor]]
    return sanitised(version.html[starts[anchor] : min(after, default=None)])


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
