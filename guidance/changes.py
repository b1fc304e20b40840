"""What differs between two versions of a guide, section by section, for people to read. Pure."""

import difflib
import re

from guidance.models import TEXT_FIELDS, GuideVersion
from procurement_portal.lib.field_changes import Change, label_of

HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$")
FENCE = re.compile(r"^ {0,3}(```|~~~)")
BEGINNING = "Before the first heading"


def changes_between(older: GuideVersion, newer: GuideVersion) -> list[Change]:
    """A row for each field that differs, and of the text for each section that does."""
    rows = []
    for name in TEXT_FIELDS:
        old, new = getattr(older, name), getattr(newer, name)
        if name == "body":
            rows += changed_sections(old, new)
        elif name != "change_note" and old != new:
            rows.append(Change(label_of(GuideVersion, name), old, new))
    return rows


def changed_sections(old: str, new: str) -> list[Change]:
    """Sections side by side by their headings; one that was added or removed has an empty side.

    A heading that stayed is the row's label and is not said twice.
    """
    before, after = sections(old), sections(new)
    titles = [[title for title, _ in side] for side in (before, after)]
    rows = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, *titles, False).get_opcodes():
        left, right = before[i1:i2], after[j1:j2]
        if tag == "equal" or len(left) == len(right):  # a heading may have got other words
            rows += [_changed(a, b) for a, b in zip(left, right, strict=True)]
        else:
            rows += [Change(f"{title} (taken out)", text, "") for title, text in left]
            rows += [Change(f"{title} (put in)", "", text) for title, text in right]
    return [row for row in rows if row.old.strip() != row.new.strip()]


def _changed(before: tuple[str, str], after: tuple[str, str]) -> Change:
    (title, new), (_, old) = after, before
    line, _, rest = new.partition("\n")
    if HEADING.match(line) and old.startswith(f"{line}\n"):
        return Change(title, old.removeprefix(line).strip(), rest.strip())
    return Change(title, old, new)


def sections(text: str) -> list[tuple[str, str]]:
    """Heading and Markdown of each section, its heading line included."""
    found, code = [(BEGINNING, [])], ""
    for line in text.split("\n"):
        fence, heading = FENCE.match(line), HEADING.match(line)
        if fence and code in ("", fence[1]):
            code = "" if code else fence[1]
        if heading and not code:
            found.append((heading[1], []))
        found[-1][1].append(line)
    return [(title, "\n".join(lines)) for title, lines in found]
