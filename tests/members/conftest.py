import pytest
from django.core.cache import cache
from django.test import Client

from members.models import BoroughDomain
from tests.members.reading import code_in, last_mail_to

LOGIN, CONFIRM = "/sign-in/login/", "/sign-in/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Each test starts with no tries counted."""
    cache.clear()


@pytest.fixture
def camden_domain(camden):
    return BoroughDomain.objects.create(borough=camden, domain="camden.gov.uk")


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """`with on_commit(): …` runs what waits for the end of a transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def sign_in(worker, on_commit):
    """Sign in with the code from the e-mail, as a person does; the client and the last answer."""

    def go(address: str, client: Client | None = None, next_url: str = ""):
        client = client or Client()
        query = {"next": next_url} if next_url else {}
        answer = client.post(LOGIN, {"login": address, **query})
        assert answer.status_code == 302, answer.content.decode()
        with on_commit():
            code = code_in(last_mail_to(address.lower()))
            answer = client.post(answer.headers["Location"], {"code": code, **query})
        return client, answer

    return go


@pytest.fixture
def page(browser):
    """A tab of its own, with no cookies."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
