"""The file a published notice comes in: its records, each with its place and its hash. Pure."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from needs.ocds_values import as_licence, as_text, at

READER = b"1"  # part of every hash: a new reader reads everything again
MAX_BYTES = 20 * 1024 * 1024  # of the file as it comes
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RECORDS = 50_000


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is for the person who gave it."""


@dataclass(frozen=True)
class Raw:
    """One record as it stood in the file. `place` is "line 14" or "release 3"."""

    place: str
    record: dict | None
    content_hash: str
    publisher: str = ""
    licence: str = ""

    @property
    def notice_id(self) -> str:
        """What the notice is found again by; "" when the record has no usable id."""
        return notice_id_of(self.record) if isinstance(self.record, dict) else ""


def notice_id_of(record: dict) -> str:
    """The notice's own id; with its process where a release's id may be too short to be unique."""
    if "notice_id" in record:
        return as_text(record["notice_id"], 120)
    own, ocid = as_text(record.get("id"), 120), as_text(record.get("ocid"), 80)
    return own if len(own) >= 8 or not own else f"{ocid}/{own}"[:120]


def read_records(data: bytes, *, limit: int | None = None) -> Iterator[Raw]:
    """Every record of the file. Raises `UnreadableFile` when it is none of the known shapes."""
    data = _unpack(data)
    if len(data.lstrip()) == 0:
        raise UnreadableFile("The file is empty")
    found = _lines(data) if _is_json_lines(data) else _package_file(data)
    for count, raw in enumerate(found, start=1):
        if limit is not None and count > limit:
            return
        if count > MAX_RECORDS:
            raise UnreadableFile(f"The file has more than {MAX_RECORDS:,} records. Split it")
        yield raw


def _unpack(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile("The file is a damaged gzip file") from error
    if len(unpacked) > MAX_UNPACKED:
        raise UnreadableFile("The file is too large when unpacked. Split it")
    return unpacked


def _is_json_lines(data: bytes) -> bool:
    """Whether it is several lines, the first of them a whole JSON object."""
    lines = data.strip().split(b"\n", 1)
    if len(lines) == 1:
        return False
    try:
        return isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError):
        # A broken first line of JSON Lines has more on it than the brace an indented file has.
        return lines[0].strip().startswith(b"{") and len(lines[0].strip()) > 1


def _lines(data: bytes) -> Iterator[Raw]:
    for number, printed in enumerate(data.split(b"\n"), start=1):
        line = printed.strip()
        if not line:
            continue
        place = f"line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield Raw(place, None, "")
            continue
        if isinstance(record, dict) and ("releases" in record or "records" in record):
            yield from _package(record, f"{place}, ")
        else:
            yield Raw(place, record if isinstance(record, dict) else None, _hash(line))


def _package_file(data: bytes) -> Iterator[Raw]:
    try:
        package = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("The file is not JSON, JSON Lines or gzip of either") from error
    if isinstance(package, dict) and ("releases" in package or "records" in package):
        yield from _package(package)
    elif isinstance(package, dict):
        yield Raw("release 1", package, _hash(json.dumps(package, sort_keys=True).encode()))
    elif isinstance(package, list):
        yield from _package({"releases": package})
    else:
        raise UnreadableFile("The file holds no OCDS releases")


def _package(package: dict, before: str = "") -> Iterator[Raw]:
    """Releases of a release package; compiled releases of a record package."""
    releases = package.get("releases")
    if not isinstance(releases, list):
        records = package.get("records")
        records = records if isinstance(records, list) else []
        releases = [r.get("compiledRelease") if isinstance(r, dict) else None for r in records]
    publisher = as_text(at(package, "publisher", "name"))
    licence = as_licence(as_text(package.get("license")))
    for number, release in enumerate(releases, start=1):
        known = release if isinstance(release, dict) else None
        hashed = _hash(json.dumps(release, sort_keys=True).encode() + licence.encode())
        yield Raw(f"{before}release {number}", known, hashed, publisher, licence)


def _hash(content: bytes) -> str:
    return hashlib.sha256(READER + content).hexdigest()
