"""Form fields for short lists: one entry a line in a text area, kept as a JSON list."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

LONGEST_LINE = 500  # characters
MOST_LINES = 40


class LinesField(forms.CharField):
    """One entry a line; cleans to a list of texts. Empty lines are left out."""

    widget = forms.Textarea(attrs={"rows": "6"})

    def to_python(self, value):
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Enter {MOST_LINES} lines or less; there are {len(lines)}")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise ValidationError(f"Line {number} must be {LONGEST_LINE} characters or less")
        return lines

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "")


class SourcesField(LinesField):
    """Sources as “title | address”, the address left out where none lasts.

    Cleans to a list of {"title", "url"}.
    """

    def to_python(self, value):
        lines = super().to_python(value)
        return [self._source(number, line) for number, line in enumerate(lines, start=1)]

    @staticmethod
    def _source(number: int, line) -> dict[str, str]:
        if isinstance(line, dict):
            return line
        title, _, url = (part.strip() for part in line.rpartition("|"))
        if not title:
            title, url = url, ""
        if url and (urlsplit(url).scheme not in {"https", "http"} or " " in url):
            raise ValidationError(
                f"Line {number}: the address after | must start with https://, or leave it out"
            )
        return {"title": title, "url": url}

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{s['title']} | {s['url']}" if s["url"] else s["title"] for s in value)
