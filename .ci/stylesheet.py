"""Check that the committed stylesheet was made from the committed SCSS, without Node.

The last line of static/app.css is a digest of the sources and of the stylesheet above it, written
by frontend/stamp.mjs; an edit of either without the other is found.
"""

import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = re.compile(rb"/\* Made from frontend/: ([0-9a-f]{64}) \*/\n\Z")


def digest(css: bytes) -> str:
    """SHA-256 of each source, by name, and of the stylesheet without its last line."""
    sources = [*(ROOT / "frontend").glob("*.scss"), ROOT / "frontend" / "package.json"]
    made = hashlib.sha256()
    for path in sorted(sources, key=lambda path: path.name):
        made.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    made.update(b"app.css\0" + css + b"\0")
    return made.hexdigest()


def main() -> str | None:
    """What is wrong, or None."""
    css = (ROOT / "static" / "app.css").read_bytes()
    stamp = STAMP.search(css)
    if stamp and stamp[1].decode() == digest(css[: stamp.start()]):
        return None
    return "static/app.css was not made from frontend/ as it stands: see frontend/README.md."


if __name__ == "__main__":
    sys.exit(main())
