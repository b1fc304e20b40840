"""What a page is about in schema.org's words, for search engines: data, never a script."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# A browser must not find the end of the element, or the start of a comment, inside a text.
ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_ld(data: dict) -> SafeString:
    """The element that carries `data`, a thing of schema.org with its `@type`."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    # Inside a script element `&quot;` is not a quotation mark: nothing may be escaped as HTML, and
    # `ESCAPED` has taken the characters that could end the element. Django's json_script does the
    # same and knows no other type.
    return format_html(
        '<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPED))
    )
