"""The forms on a page, as a browser finds and sends them: discovered, so none is missed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile

SENTENCE = "A sentence with enough words in it."
DATE = {"_day": "1", "_month": "4", "_year": "2028"}
PRESSED = {"submit", "image", "button", "reset"}


@dataclass
class Field:
    name: str
    kind: str  # an input's type, or textarea or select
    value: str = ""
    options: list[str] = field(default_factory=list)
    on: bool = True  # sent as the page stands

    @property
    def is_text(self) -> bool:
        return self.kind in {"text", "email", "url", "search", "tel", "number", "textarea"}


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def names(self) -> list[str]:
        return list(dict.fromkeys(f.name for f in self.fields))

    def named(self, name: str) -> list[Field]:
        return [f for f in self.fields if f.name == name]

    def filled(self) -> dict[str, list]:
        """What a person would send who answers everything that stands empty."""
        data = {}
        for name in self.names():
            values = [v for f in self.named(name) for v in _sent(f)]
            data[name] = values or _chosen(self.named(name))
        return data

    def text_names(self) -> list[str]:
        return [f.name for f in self.fields if f.is_text]


def _sent(found: Field) -> list[str]:
    if not found.on:
        return []
    if found.kind == "file":
        return [SimpleUploadedFile("register.csv", b"Title,Supplier\nA system,A firm\n")]
    if found.kind == "select":
        return [found.value or next((o for o in found.options if o), "")]
    if found.value or not found.is_text:
        return [found.value]
    part = next((day for end, day in DATE.items() if found.name.endswith(end)), "")
    return [part or SENTENCE]


def _chosen(choices: list[Field]) -> list[str]:
    """The first of radios or tick boxes that stand open."""
    return [choices[0].value or "on"]


class _Reader(HTMLParser):
    def __init__(self, address: str):
        super().__init__()
        self.address, self.forms, self.select, self.area = address, [], None, None
        self.links: list[str] = []

    def handle_starttag(self, tag, given):
        attrs = {name: value or "" for name, value in given}
        if "href" in attrs:
            self.links.append(attrs["href"])
        if tag == "form":
            action = urljoin(self.address, attrs.get("action", ""))
            self.forms.append(Form(action, attrs.get("method", "get").lower()))
        elif tag == "option" and self.select:
            self._add_option(attrs)
        elif self.forms and attrs.get("name"):
            self._add_field(tag, attrs)

    def _add_field(self, tag, attrs):
        if tag in {"input", "button"}:
            self._add_input(tag, attrs)
        elif tag == "select":
            self.select = Field(attrs["name"], "select")
            self.forms[-1].fields.append(self.select)
        elif tag == "textarea":
            self.area = Field(attrs["name"], "textarea")
            self.forms[-1].fields.append(self.area)

    def _add_option(self, attrs):
        self.select.options.append(attrs.get("value", ""))
        if "selected" in attrs:
            self.select.value = attrs.get("value", "")

    def _add_input(self, tag, attrs):
        kind = attrs.get("type", "submit" if tag == "button" else "text")
        if attrs.get("tabindex") == "-1":
            kind = "hidden"  # a trap for programs, which no person fills in
        on = kind not in PRESSED and (kind not in {"radio", "checkbox"} or "checked" in attrs)
        value = attrs.get("value", "on" if kind in {"radio", "checkbox"} else "")
        self.forms[-1].fields.append(Field(attrs["name"], kind, value, on=on))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.area.value = self.area.value.removeprefix("\n")
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area.value += data


def read(page: str, address: str) -> _Reader:
    reader = _Reader(address)
    reader.feed(page)
    reader.close()
    return reader


def forms_on(page: str, address: str, method: str = "post") -> list[Form]:
    return [form for form in read(page, address).forms if form.method == method]
