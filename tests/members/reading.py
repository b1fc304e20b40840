"""Reading pages and mail as a person does."""

import re

from django.core import mail
from django.utils.html import strip_tags

CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$", re.MULTILINE)


def words(response) -> str:
    """What a page says, without its markup, white space in single blanks."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(strip_tags(text).split())


def code_in(message) -> str:
    """The code a person would copy from an e-mail."""
    found = CODE.search(message.body)
    assert found, f"no code in: {message.body}"
    return found.group()


def last_mail_to(address: str):
    found = [message for message in mail.outbox if message.to == [address]]
    assert found, f"no mail to {address}; there is mail to {[m.to for m in mail.outbox]}"
    return found[-1]


def subjects_to(address: str) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [address]]
