"""The written part of the demonstration, from `data/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict:
    """One file of `data/`, by its name without the ending. Not to be changed by the reader."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def register_lines() -> dict[str, dict]:
    """What registers may hold, keyed by the slug of a capability."""
    return read("lines_business") | read("lines_technology")
