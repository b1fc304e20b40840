"""Refuse requirement files that leave a version or a file's content open."""

import re
import sys
import tomllib
from pathlib import Path

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*])?==(?P<version>[^ ;\\]+)")


def pins(path: Path) -> tuple[dict[str, str], list[str]]:
    """Name → version, and what is wrong with the file."""
    found, wrong = {}, []
    joined = path.read_text().replace("\\\n", " ")
    for line in joined.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pin = PIN.match(line)
        if pin is None:
            wrong.append(f"{path}: not pinned with ==: {line.strip()[:60]}")
        elif "--hash=sha256:" not in line:
            wrong.append(f"{path}: no hash: {pin['name']}")
        else:
            found[_normal(pin["name"])] = pin["version"]
    return found, wrong


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _named(requirements: list[str]) -> set[str]:
    return {_normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in requirements}


def faults() -> list[str]:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    run, wrong = pins(Path("requirements.txt"))
    dev, wrong_dev = pins(Path("requirements-dev.txt"))
    asked = _named(project["dependencies"])
    asked_dev = asked | _named(project["optional-dependencies"]["dev"])
    return [
        *wrong,
        *wrong_dev,
        *(f"requirements.txt: {name} is missing" for name in sorted(asked - run.keys())),
        *(f"requirements-dev.txt: {name} is missing" for name in sorted(asked_dev - dev.keys())),
        *(
            f"requirements-dev.txt: {name} is not the {version} of requirements.txt"
            for name, version in run.items()
            if dev.get(name) != version
        ),
    ]


if __name__ == "__main__":
    found = faults()
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.exit(bool(found))
