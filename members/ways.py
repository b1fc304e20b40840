"""The ways in which a person can sign in, and the rows that show them."""

from allauth.mfa.models import Authenticator
from django.urls import reverse

from members.models import User

Type = Authenticator.Type


def ways_to_sign_in(user: User) -> dict:
    """`passkeys` (how many), and whether there is an `app`, `recovery_codes`, a `password`."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "passkeys": kinds.count(Type.WEBAUTHN),
        "app": Type.TOTP in kinds,
        "recovery_codes": Type.RECOVERY_CODES in kinds,
        "password": user.has_usable_password(),
    }


def _row(key: str, value: str, action: str, url_name: str) -> dict:
    return {"key": key, "value": value, "actions": [{"text": action, "href": reverse(url_name)}]}


def rows_of_ways(user: User, ways: dict) -> list[dict]:
    """Rows for `components/summary_list.html`."""
    count = ways["passkeys"]
    passkeys = f"{count} passkey{'' if count == 1 else 's'}" if count else "None yet"
    manage = "mfa_list_webauthn" if count else "mfa_add_webauthn"
    app = "mfa_deactivate_totp" if ways["app"] else "mfa_activate_totp"
    password = "account_change_password" if ways["password"] else "account_set_password"
    rows = [
        {"key": "Code by email", "value": f"Always, to {user.email}"},
        _row("Passkeys", passkeys, "Manage" if count else "Add", manage),
        _row(
            "Authenticator app",
            "Set up" if ways["app"] else "Not set up",
            "Remove" if ways["app"] else "Set up",
            app,
        ),
        _row(
            "Password",
            "Set" if ways["password"] else "None: you do not need one",
            "Change" if ways["password"] else "Set",
            password,
        ),
        _row("Devices", "Where you are signed in now", "See", "usersessions_list"),
    ]
    if ways["recovery_codes"]:
        rows.insert(3, _row("Recovery codes", "Made", "See", "mfa_view_recovery_codes"))
    return rows
