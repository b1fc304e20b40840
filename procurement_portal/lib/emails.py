"""One way to send an e-mail: by its name, from a task.

The name finds three templates under `templates/emails/`: `<name>.subject.txt`, `<name>.txt` and
`<name>.html`. The text is complete by itself; the HTML extends `emails/base.html`.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def build_email(
    name: str, to: str, context: dict, *, headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """The message, not yet sent; `context` also gets `site_url` and `demo_mode`.

    Line breaks in the subject become spaces, so that nothing typed can add a header.
    """
    context = {"site_url": settings.SITE_URL, "demo_mode": settings.DEMO, **context}
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject, render_to_string(f"emails/{name}.txt", context).strip() + "\n", to=[to]
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    message.extra_headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
    return message


def send_email(name: str, to: str, context: dict, *, headers: dict[str, str] | None = None) -> None:
    """Send the e-mail called `name` to one address. Raises what the mail server refuses with."""
    build_email(name, to, context, headers=headers).send()
