"""The PostgreSQL and Redis that come with the installed packages, run from this folder.

`make run`, `make test` and `make manage` start them when no `DATABASE_URL` or `REDIS_URL` is
given, and stop them afterwards. They are the ordinary programs, run directly on 127.0.0.1.
"""

from procurement_portal.lib.engines.environment import complete, missing
from procurement_portal.lib.engines.places import EngineError
from procurement_portal.lib.engines.together import Engines

__all__ = ["EngineError", "Engines", "complete", "missing"]
