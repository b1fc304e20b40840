"""Markdown that people write, as HTML that is safe to show.

Raw HTML is text, and a link leads to an https page, an e-mail address or a place in the portal, or
it is text. So is a picture, but for one that the portal keeps itself, in a text that may have any.
What markdown-it makes then passes an allow-list of our own (nh3's default one lets remote pictures
and `//host` links through). Headings get an id and are
moved so that the page's own h1 stays the only one.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MAX_CHARACTERS = 30_000
MAX_LINE = 5_000  # characters
MAX_LINES = 1_000
MAX_COLUMNS = 20  # of a table
MAX_NESTING = 24  # elements inside elements; a list inside a list takes two
LONGEST_ANCHOR = 60  # characters
LARGEST_HEADING = 2  # the page's title is the only h1
SMALLEST_HEADING = 5

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
    "table_open": "govuk-table",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "link_open": "govuk-link",
    "fence": "app-code",
    "code_block": "app-code",
}
HEADING_CLASSES = {2: "govuk-heading-m", 3: "govuk-heading-s", 4: "govuk-heading-s"}

TAGS = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "strong", "em", "code", "pre", "br", "hr"),
    *("blockquote", "a", "div", "table", "thead", "tbody", "tr", "th", "td", "img"),
}
OWN_PICTURE = re.compile(r"/[a-z-]+/pictures/[0-9a-f]{64}")
ATTRIBUTES = {
    "*": {"class"},
    "a": {"href"},
    "img": {"src", "alt", "loading"},
    "div": {"role", "tabindex", "aria-label"},
    "th": {"scope"},
    "ol": {"start"},
    **{f"h{level}": {"id"} for level in range(LARGEST_HEADING, SMALLEST_HEADING + 1)},
}


class MarkdownRefused(ValueError):
    """The text is too long or too deeply nested to show; the message says what to do."""


@dataclass(frozen=True)
class Rendered:
    """`headings` are the largest ones, as {"id", "text"}; `refused_links` as they were typed.

    `refused_pictures` are sentences that name the line, for the writer.
    """

    html: str
    headings: list[dict[str, str]]
    refused_links: list[str] = field(default_factory=list)
    refused_pictures: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)  # a form reads a text to judge it, and the model once more to keep it
def render(text: str, *, pictures: bool = False) -> Rendered:
    """HTML of a Markdown text. Raises `MarkdownRefused` when it is too long or too nested.

    With `pictures`, those that the portal keeps are shown (`OWN_PICTURE`). The same text soon
    after gives the same object, whose lists nobody may change.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_size(text)
    refused: list[str] = []
    parser = _parser(refused)
    if pictures:
        parser.enable("image")
    tokens = parser.parse(text)
    _check_nesting(tokens)
    refused_pictures = _settle_pictures(tokens)
    headings = _settle_headings(tokens)
    tokens = _name_tables(tokens)
    _add_classes(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    return Rendered(_cleaned(html), headings, refused, refused_pictures)


def sanitised(html: str) -> SafeString:
    """HTML kept from an earlier `render`, checked once more and marked as safe for a template."""
    # A template would show the tags of Markdown as text if this were not marked. It may be, since
    # nh3 has this moment left nothing in it but `TAGS` and `ATTRIBUTES`, whatever was kept.
    return mark_safe(_cleaned(html))


def nested(html: str, prefix: str) -> SafeString:
    """Kept HTML as a part of a longer page: headings one level down, anchors begun with `prefix`.

    `prefix` is a slug. The smallest heading stays as it is.
    """
    text = re.sub(r'(<h[2-5][^>]* id=")', rf"\g<1>{prefix}-", html)
    text = re.sub(r'(<a [^>]*href="#)(?=section-)', rf"\g<1>{prefix}-", text)
    text = re.sub(r"(</?h)([2-4])", lambda found: f"{found[1]}{int(found[2]) + 1}", text)
    return sanitised(text)


def check_size(text: str) -> None:
    """Raises `MarkdownRefused` for a text that could take more than a second to render."""
    if len(text) > MAX_CHARACTERS:
        raise MarkdownRefused(
            f"must be {MAX_CHARACTERS:,} characters or less; it has {len(text):,}"
        )
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise MarkdownRefused(f"must have {MAX_LINES:,} lines or less; it has {len(lines):,}")
    for number, line in enumerate(lines, start=1):
        if line.count("|") > MAX_COLUMNS + 1:
            raise MarkdownRefused(
                f"has a table with more than {MAX_COLUMNS} columns on line {number}; use fewer"
            )
        if len(line) > MAX_LINE:
            raise MarkdownRefused(
                f"has {len(line):,} characters on line {number}; start a new paragraph before "
                f"{MAX_LINE:,}"
            )


def is_allowed_link(address: str) -> bool:
    """Whether a link may lead there: https, mailto, a path of the portal, or a place on the page.

    `//host` and a backslash are another host to a browser, and white space hides a scheme.
    """
    lowered = address.lower()
    if any(ord(character) <= 32 or character == "\\" for character in address):
        return False
    if lowered.startswith(("https://", "mailto:")):
        return True
    return lowered.startswith("#") or (lowered.startswith("/") and not lowered.startswith("//"))


def _parser(refused: list[str]) -> MarkdownIt:
    """A parser of its own for every text: it notes the links it refuses in `refused`."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable("table").disable(["image", "html_block", "html_inline"])

    def validate(address: str) -> bool:
        allowed = is_allowed_link(address)
        if not allowed and address not in refused:
            refused.append(address)
        return allowed

    parser.validateLink = validate
    parser.helpers = HELPERS
    return parser


def _label_end(state: StateInline, start: int, disableNested: bool = False) -> int:
    """Where the label whose bracket opens at `start` closes; -1 where it does not.

    The parser's own, but for one thing: where it has been before it takes the step it took then
    at once, not by a call. Of nothing but brackets it takes two dozen steps a letter.
    """
    steps, here, depth, place = state.cache, state.pos, 1, start + 1
    end = -1
    while place < state.posMax:
        letter = state.src[place]
        if letter == "]":
            depth -= 1
            if depth == 0:
                end = place
                break
        if place not in steps:
            state.pos = place
            state.md.inline.skipToken(state)
        if letter == "[":
            if steps[place] == place + 1:
                depth += 1
            elif disableNested:
                break
        place = steps[place]
    state.pos = here
    return end


HELPERS = SimpleNamespace(
    parseLinkDestination=parseLinkDestination,
    parseLinkLabel=_label_end,
    parseLinkTitle=parseLinkTitle,
)


def _anchor(title: str, used: dict[str, int]) -> str:
    """An id that cannot be mistaken for one of the page's own; the second of a name ends in --2."""
    base = f"section-{slugify(title)[:LONGEST_ANCHOR].strip('-') or 'part'}"
    used[base] = used.get(base, 0) + 1
    return base if used[base] == 1 else f"{base}--{used[base]}"


def _check_nesting(tokens: list[Token]) -> None:
    """Past the limit the parser leaves text out without a word: refuse instead."""
    if max((token.level for token in tokens), default=0) >= MAX_NESTING - 1:
        raise MarkdownRefused(
            "has lists or quotations inside one another more than 10 deep; use fewer levels"
        )


def _settle_headings(tokens: list[Token]) -> list[dict[str, str]]:
    """Give each heading its level on the page; returns the largest ones for the contents list.

    The largest heading of the text becomes h2, and no level is skipped on the way down.
    """
    opened = [
        (index, int(token.tag[1]))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    if not opened:
        return []
    shift = LARGEST_HEADING - min(level for _, level in opened)
    previous, contents, used = 1, [], {}
    for index, typed in opened:
        level = min(typed + shift, previous + 1, SMALLEST_HEADING)
        previous = level
        opening, words, closing = tokens[index : index + 3]
        opening.tag = closing.tag = f"h{level}"
        title = _plain(words)
        opening.attrSet("id", _anchor(title, used))
        opening.attrSet("class", HEADING_CLASSES.get(level, "govuk-heading-s"))
        if level == LARGEST_HEADING and title:
            contents.append({"id": opening.attrs["id"], "text": title})
    return contents


def _settle_pictures(tokens: list[Token]) -> list[str]:
    """Turn pictures that may not be shown into their words; what is wrong with each, by line."""
    wrong = []
    for inline in (token for token in tokens if token.type == "inline"):
        line = inline.map[0] + 1 if inline.map else 1
        for child in inline.children or []:
            line += child.type in ("softbreak", "hardbreak")
            if child.type != "image":
                continue
            if not OWN_PICTURE.fullmatch(str(child.attrs["src"])):
                wrong.append(f"The picture on line {line} must be one that was added here")
            elif not child.content.strip():
                wrong.append(
                    f"The picture on line {line} needs words for people who do not see it, "
                    "between the square brackets"
                )
            else:
                child.attrSet("class", "govuk-!-width-full")
                child.attrSet("loading", "lazy")
                continue
            child.type, child.tag, child.children = "text", "", None
    return wrong


def _plain(inline: Token) -> str:
    words = (child.content for child in inline.children or [])
    return "".join(words).strip()


def _name_tables(tokens: list[Token]) -> list[Token]:
    """The tokens with each table in a region that scrolls by itself, named after its heading."""
    named, heading, count = [], "", 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[index + 1])
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "table_open":
            count += 1
            named.append(_region(f"Table {count}: {heading}" if heading else f"Table {count}"))
        named.append(token)
        if token.type == "table_close":
            named.append(Token("region_close", "div", -1, block=True))
    return named


def _region(name: str) -> Token:
    attributes = {"class": "app-scroll", "role": "region", "tabindex": "0", "aria-label": name}
    return Token("region_open", "div", 1, attrs=attributes, block=True)


def _add_classes(tokens: list[Token]) -> None:
    for token in tokens:
        token.attrs.pop("style", None)  # a column's alignment: styles are barred
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.children:
            _add_classes(token.children)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and not is_allowed_link(value):
        return None
    if name == "src" and not OWN_PICTURE.fullmatch(value):
        return None
    return value


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes={"https", "mailto"},
        link_rel="noopener",
        strip_comments=True,
    )
