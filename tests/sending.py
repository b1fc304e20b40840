"""Every form of the portal, found on its pages and sent as a browser would; nothing is kept."""

from urllib.parse import urljoin, urlsplit

from django.urls import reverse

from needs.journey import ORDER
from tests.access_policy import POLICY
from tests.page_forms import forms_on
from tests.walking import Undo, addresses, allowed

LIBRARY_FORMS = {"account_login": "anonymous", "account_reset_password": "anonymous",
                 "account_email": "outsider", "account_set_password": "outsider",
                 "account_reauthenticate": "outsider", "mfa_index": "outsider"}  # fmt: skip


def get(visitor, url: str):
    visitor.client.raise_request_exception = False
    with Undo():
        return visitor.get(url)


def forms(world, visitors):
    """Every form there is, once: the page it stands on, who sends it, and the form."""
    seen = set()
    steps = {
        f"post step {step}": ("at_lead", reverse("needs:post_step", args=[ref, step]))
        for ref in [world.draft.reference]
        for step in ORDER
    }
    library = {name: (who, reverse(name)) for name, who in LIBRARY_FORMS.items()}
    ours = {
        name: (who, url)
        for name, url in addresses(world).items()
        for who in allowed(name)[-1:]
        if POLICY[name].method == "GET" and POLICY[name].page
    }
    for name, (who, url) in {**ours, **steps, **library}.items():
        response = get(visitors[who], url)
        for form in forms_on(response.content.decode(), url):
            key = form.action, *form.names()
            if key not in seen:
                seen.add(key)
                yield name, visitors[who], form


def send(visitor, form, data, *, follow: bool):
    """Send a form as if in a browser, and forget what came of it; `led_to` is the next page."""
    client = visitor.client
    cookies = client.cookies.copy()
    client.raise_request_exception = False
    with Undo():
        response = client.post(form.action, data)
        response.led_to = None
        if follow and response.status_code == 302 and not leaves(response):
            response.led_to = client.get(urljoin(form.action, response["Location"]))
    client.cookies = cookies
    return response


def leaves(response) -> bool:
    """Whether a browser would go to another site: it reads \\ as / and drops white space."""
    said = "".join(c for c in response.headers.get("Location", "") if c > " ").replace("\\", "/")
    there = urlsplit(urljoin("http://testserver/here", said))
    return (there.scheme, there.netloc) != ("http", "testserver")


def send_and_see(visitor, form, data, look):
    """What `look` sees after a form was sent, before that is forgotten."""
    cookies = visitor.client.cookies.copy()
    visitor.client.raise_request_exception = False
    with Undo():
        visitor.client.post(form.action, data)
        seen = look()
    visitor.client.cookies = cookies
    return seen
