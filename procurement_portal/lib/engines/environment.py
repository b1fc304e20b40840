"""The variables under which the embedded engines' users run (see `.env.example`).

Settings alone read the environment; this is where a starting command writes it for others.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from procurement_portal.lib.engines.together import KINDS

YES = ("1", "true", "yes", "on")  # as settings read them


def missing(given: Mapping[str, str]) -> list[str]:
    """Which of DATABASE_URL and REDIS_URL are not given, so that an engine must be started."""
    return [variable for variable in KINDS if not given.get(variable)]


def complete(given: Mapping[str, str], run: Path) -> dict[str, str]:
    """`given`, completed for a demonstration on this computer; what is given stays.

    Keeps a secret key and a folder for mail under `run`. With `DEMO=0` nothing is made up.
    """
    given = {variable: value for variable, value in given.items() if value}
    if given.get("DEMO", "1").lower() not in YES:
        return given
    mail = run / "mail"
    mail.mkdir(parents=True, exist_ok=True)
    return {
        "DEMO": "1",
        "SECRET_KEY": _secret_key(run / "secret_key"),
        "EMAIL_URL": mail.resolve().as_uri(),
        **given,
    }


def _secret_key(path: Path) -> str:
    """Made once, so that sessions outlive a restart; readable by its owner alone."""
    if not path.exists():
        new = path.with_name("secret_key.new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        new.rename(path)
    return path.read_text()
