"""The kinds of person a page is tried as, each with a client of their own."""

import time
from dataclasses import dataclass

from django.test import Client

from members.models import User

BACKEND = "members.backends.MemberBackend"


def sign_in(client: Client, user: User, *, second_factor: bool = False) -> Client:
    """Sign in without the pages; with `second_factor`, as if a code was just given."""
    client.force_login(user, backend=BACKEND)
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


@dataclass
class Visitor:
    """A person (None when signed out) and the client they browse with."""

    user: User | None
    client: Client

    def get(self, url, **options):
        return self.client.get(url, **options)

    def post(self, url, data=None, **options):
        return self.client.post(url, data or {}, **options)

    def read(self, url, status=200, **options) -> str:
        """The page as text, after checking how it answered."""
        response = self.client.get(url, **options)
        assert response.status_code == status, f"{url} answered {response.status_code}"
        return response.content.decode()


def visitor(user: User | None = None, *, second_factor: bool = False) -> Visitor:
    client = Client()
    if user is not None:
        sign_in(client, user, second_factor=second_factor)
    return Visitor(user, client)
