"""Reading judged records for the evaluation: labels, and the texts they are about. Pure."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from needs.evaluation import Row


class UnusableLabels(Exception):
    """A file cannot be evaluated; the message says which line, and what to do."""


def rows_of(labels: Path, texts: Path | None, kinds: frozenset[str] = frozenset()) -> list[Row]:
    """The judged rows of these kinds, or all.

    A label names a notice of `texts` ("notice"), or carries its own title, description and
    borough. Fields that are not known are ignored. Raises UnusableLabels.
    """
    said = list(_lines(labels))
    if not said:
        raise UnusableLabels(f"{labels.name} holds no rows.")
    notices = _notices(texts, {label.get("notice") for _, label in said}) if texts else {}
    rows: dict[str, Row] = {}
    for number, label in said:
        row = _row(f"{labels.name}, line {number}", label, notices, texts)
        rows.setdefault(row.key, row)
    chosen = [row for row in rows.values() if not kinds or row.kind in kinds]
    if not chosen:
        there = ", ".join(sorted({row.kind for row in rows.values() if row.kind})) or "none"
        raise UnusableLabels(f"No row is of kind {', '.join(sorted(kinds))}. Kinds: {there}.")
    return chosen


def _row(where: str, label: dict, notices: dict[str, dict], texts: Path | None) -> Row:
    key = label.get("notice") or label.get("id")
    if not key:
        raise UnusableLabels(f"{where}: neither “notice” nor “id”.")
    source = label
    if "title" not in label:
        if texts is None:
            raise UnusableLabels(f"{where}: {key} has no title. Give the notices with --texts.")
        if key not in notices:
            raise UnusableLabels(f"{where}: {key} is not in {texts.name}.")
        source = notices[key]
    buyer = source.get("buyer") or source.get("borough")
    if not buyer:
        raise UnusableLabels(f"{where}: {key} has neither “buyer” nor “borough”.")
    title, text = source.get("title") or "", source.get("description") or ""
    group, kind = label.get("group") or "", label.get("kind") or ""
    return Row(str(key), str(title), str(text), str(buyer), str(group), str(kind))


def _notices(path: Path, wanted: set) -> dict[str, dict]:
    return {row["id"]: row for _, row in _lines(path) if row.get("id") in wanted}


def _lines(path: Path) -> Iterator[tuple[int, dict]]:
    """Numbered objects of a file of JSON lines, gzipped or not; blank lines are skipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, _object(f"{path.name}, line {number}", line)
    except OSError as error:
        raise UnusableLabels(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UnusableLabels(f"{path.name} is not UTF-8 text.") from None


def _object(where: str, line: str) -> dict:
    try:
        found = json.loads(line)
    except ValueError:
        raise UnusableLabels(f"{where}: not JSON.") from None
    if not isinstance(found, dict):
        raise UnusableLabels(f"{where}: not an object with fields.")
    return found
