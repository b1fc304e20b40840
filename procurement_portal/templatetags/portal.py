"""The parts pages are made of: small tags and filters. `docs/components.md` shows each one.

This library is built in: templates need no `{% load portal %}`. Drawings are in `figures`.
"""

from django import template
from django.utils.html import format_html

from procurement_portal.lib import formatting
from procurement_portal.lib.freshness import freshness_words

register = template.Library()

register.filter("uk_date", formatting.format_uk_date)
register.filter("uk_time", formatting.format_uk_time)
register.filter("uk_money", formatting.format_uk_money)
register.filter("uk_months", formatting.format_months)
register.filter("age", formatting.format_age)

BUTTON_VARIANTS = {
    "": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
}
# One colour per kind of status: grey at rest, blue waiting, green good, orange needs somebody,
# red stopped, purple together, teal under way.
STATUS_COLOURS = {
    "grey": "draft closed ended skipped withdrawn dissolved archived expired superseded undone",
    "blue": "asked submitted pending new invited planned in_review proposed due uploaded raised"
    " planning scheduled validated designed",
    "green": "published active awarded accepted committed sent done live included confirmed"
    " tender award ready resolved reported",
    "orange": "sent_back stale due_for_refresh consulting needs_changes mapped",
    "red": "refused failed stopped excluded declined cancelled dismissed conflict",
    "purple": "in_group convened interested in_action baselined",
    "teal": "procuring running building built checking open engaging scoping specifying"
    " prioritised recruiting analysing",
}
_COLOUR_OF = {
    status: colour for colour, words in STATUS_COLOURS.items() for status in words.split()
}

# Who can see a record: the words of principle 1, one tag, same place.
VISIBILITY_WORDS = {
    "only_me": "Only me",
    "sealed": "My borough",
    "members": "Boroughs",
    "public": "Public",
}
VISIBILITY_ICONS = {
    "only_me": "M8 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM1 16c0-4 3-6 7-6s7 2 7 6z",
    "sealed": "M4 7V5a4 4 0 1 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 1 0-4 0z",
    "members": "M1 15V6l4-3 3 2 3-2 4 3v9h-4v-4H9v4H7v-4H5v4z",
    "public": "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm-5 7h3V6H3.4zm4 0h2V6H7zm3 0h3l-.4-2H10z",
}


@register.simple_tag
def tag(text, colour="grey"):
    """A coloured tag. Colours: grey, blue, teal, green, orange, red, purple, yellow."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def status_tag(status, label):
    """A record's status in its colour: `{% status_tag need.status need.get_status_display %}`."""
    return tag(label, _COLOUR_OF.get(str(status), "grey"))


@register.simple_tag
def example_tag():
    """Marks an invented record."""
    return format_html('<strong class="govuk-tag app-example">{}</strong>', "Example")


@register.simple_tag
def visibility_tag(visibility):
    """Who can see this: only_me, sealed, members or public. An unknown value reads "My borough"."""
    key = str(visibility) if str(visibility) in VISIBILITY_WORDS else "sealed"
    return format_html(
        '<span class="app-visibility"><svg class="app-visibility__icon" viewBox="0 0 16 16"'
        ' aria-hidden="true" focusable="false"><path d="{}"/></svg>'
        '<span class="govuk-visually-hidden">Who can see this: </span>{}</span>',
        VISIBILITY_ICONS[key],
        VISIBILITY_WORDS[key],
    )


@register.simple_tag
def button(text, variant="", name="", value=""):
    """A submit button that a double click presses once. Variants: secondary, warning."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button"'
        ' data-prevent-double-click="true"{}>{}</button>',
        BUTTON_VARIANTS[variant],
        named,
        text,
    )


@register.simple_tag
def link_button(text, href, variant=""):
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return format_html(
        '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
        href,
        BUTTON_VARIANTS[variant],
        text,
    )


@register.simple_tag
def govuk_field(field, *, heading=False, size=""):
    """One field; with `heading=True` its label is the page's h1 (one thing per page)."""
    size = size or ("l" if heading else "s")
    return field.render(context={**field.get_context(), "heading": heading, "size": size})


@register.inclusion_tag("components/result_count.html")
def result_count(count, singular, plural):
    """ "24 needs"; past a thousand "more than 1,000 needs"."""
    return {"text": formatting.format_count(count, singular, plural)}


@register.inclusion_tag("components/freshness.html")
def freshness(confirmed_on, by="", *, review_by=None, stale=False, counted=False):
    """ "Confirmed 4 March 2026 by Camden, review by 4 March 2027", flagged when `stale`."""
    words = freshness_words(confirmed_on, review_by, by=str(by), stale=stale, counted=counted)
    return {"words": words, "stale": stale or confirmed_on is None}


@register.inclusion_tag("components/coverage.html")
def coverage(counted, total, oldest_months=None, *, what="boroughs"):
    """ "24 of 33 boroughs; oldest entry 14 months"."""
    return {"counted": counted, "total": total, "oldest_months": oldest_months, "what": what}


@register.inclusion_tag("components/source_line.html")
def source_line(name, href="", licence="", licence_href=""):
    """Where a published record comes from, and under which licence."""
    return {"name": name, "href": href, "licence": licence, "licence_href": licence_href}


@register.inclusion_tag("components/back_link.html")
def back_link(href, text="Back"):
    """Goes in `{% block before_main %}`."""
    return {"href": href, "text": text}


@register.inclusion_tag("components/empty_state.html")
def empty_state(text, action_text="", action_href=""):
    """Why there is nothing here, then one action."""
    return {"text": text, "action_text": action_text, "action_href": action_href}


@register.inclusion_tag("components/pagination.html")
def pagination(previous_href="", next_href="", *, label="Pagination"):
    """Next and previous only: lists are paged by key, so there are no page numbers."""
    return {"previous_href": previous_href, "next_href": next_href, "label": label}


@register.simple_block_tag(end_name="endbutton_group")
def button_group(content):
    """Buttons, and links beside them, in one row."""
    return format_html('<div class="govuk-button-group">{}</div>', content)


@register.simple_block_tag(end_name="endinset")
def inset(content):
    """Text set apart from what is around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag(end_name="endwarning")
def warning(content):
    """Something with consequences."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon"'
        ' aria-hidden="true">!</span><strong class="govuk-warning-text__text">'
        '<span class="govuk-visually-hidden">Warning</span> {}</strong></div>',
        content,
    )


@register.simple_block_tag(end_name="enddetails")
def details(content, summary):
    """Help that only some people need, behind a link."""
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        summary,
        content,
    )


@register.simple_block_tag(end_name="endscroll_region")
def scroll_region(content, labelledby):
    """Round a wide table: it scrolls by itself, by keyboard too. Named by its caption's id."""
    return format_html(
        '<div class="app-scroll" role="region" tabindex="0" aria-labelledby="{}">{}</div>',
        labelledby,
        content,
    )
