"""Reading back the e-mails that Django's file backend kept, newest first.

The backend writes one file per connection, named by its time; a file may hold several messages,
each followed by a line of dashes.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
BETWEEN = re.compile(rb"^-{79}$", re.MULTILINE)


@dataclass(frozen=True)
class Captured:
    """One message: `file` and `number` find it again."""

    file: str
    number: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self):
        """An aware datetime, or None when the header is missing or unreadable."""
        date = self.message["Date"]
        return date.datetime if date is not None else None

    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    def body(self, kind: str) -> str:
        """The text of this kind, "plain" or "html"; "" when there is none."""
        part = self.message.get_body((kind,))
        return part.get_content() if part is not None else ""


def _messages_of(path: Path) -> list[Captured]:
    parts = [part.strip() for part in BETWEEN.split(path.read_bytes())]
    return [
        Captured(path.name, number, email.message_from_bytes(part, policy=email.policy.default))
        for number, part in enumerate(parts)
        if part
    ]


def latest(folder: Path, limit: int) -> list[Captured]:
    """The newest messages, at most `limit`; none when the folder is missing."""
    if not folder.is_dir():
        return []
    names = sorted((p.name for p in folder.iterdir() if NAME.fullmatch(p.name)), reverse=True)
    found = (each for name in names for each in reversed(_messages_of(folder / name)))
    return list(islice(found, limit))


def find(folder: Path, file: str, number: int) -> Captured | None:
    """One message, or None; a name that is not the backend's own is never opened."""
    path = folder / file
    if not NAME.fullmatch(file) or not path.is_file():
        return None
    return next((each for each in _messages_of(path) if each.number == number), None)
