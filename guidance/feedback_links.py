"""Where readers say what they think of a page: the same two addresses for each kind of page."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidance.models import Guide, Technique
from guidance.sections import WHOLE_PAGE


def links_of(page: Guide | Technique, number: int) -> dict[str, str]:
    """For the foot of the page: where a yes or a no goes, and a comment on it as a whole."""
    name = "guidance:technique_useful" if isinstance(page, Technique) else "guidance:useful"
    return {
        "useful": reverse(name, kwargs={"slug": page.slug}),
        "comment": comment_url(page, number, WHOLE_PAGE),
    }


def comment_url(page: Guide | Technique, number: int, section: str) -> str:
    kind = "technique_comment_on" if isinstance(page, Technique) else "comment_on"
    where = {"slug": page.slug, "number": number, "section": section}
    return reverse(f"guidance:{kind}", kwargs=where)


def comment_link(
    page: Guide | Technique, number: int, titles: dict[str, str]
) -> Callable[[str], SafeString]:
    """What makes the quiet link under a section, from its anchor."""

    def link(anchor: str) -> SafeString:
        return format_html(
            '<p class="govuk-body-s app-no-print"><a class="govuk-link govuk-link--muted"'
            ' href="{}">Comment on this section<span class="govuk-visually-hidden">: {}</span>'
            "</a></p>",
            comment_url(page, number, anchor),
            titles.get(anchor, ""),
        )

    return link
