"""What the index of sides reads from the database: facets, and texts by a binary copy."""

import io
import struct
from collections.abc import Iterator

import numpy as np
from django.db import connection

AT_ONCE = 5_000
COPY_HEADER = 19  # bytes before the first row of a binary copy
FACETS = """
select id, borough_id, coalesce(capability_id, 0), certainty, supplier_key, product_key, flags,
  keys, kinds, (select slug from needs_capability c where c.id = capability_id),
  standing, cut_open, cut_sealed, text_hash, scorer_version
from needs_overlapside where %(ids)s::bigint[] is null or id = any(%(ids)s) order by id
"""
PROFILES = """
select id, capability_id, borough_id, certainty, terms, supplier_key, supplier_name, product_key,
  product_name, flags, kinds
from needs_overlapside where %(ids)s::bigint[] is null or id = any(%(ids)s)
"""
TEXTS = """
copy (select id, meaning, vector from needs_overlapside
      where %(ids)s::bigint[] is null or id = any(%(ids)s) order by id) to stdout (format binary)
"""


def facet_rows(ids: list[int] | None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(FACETS, {"ids": ids})
        return cursor.fetchall()


def profile_rows(ids: list[int] | None) -> Iterator[tuple]:
    """Number, capability and the columns of needs.profiles.FACETS of these sides, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(PROFILES, {"ids": ids})
        while some := cursor.fetchmany(AT_ONCE):
            yield from some


def text_rows(ids: list[int] | None) -> Iterator[tuple[int, np.ndarray | None, bytes]]:
    """Number, meaning and packed n-grams of these sides, or of all, by a binary copy."""
    copied = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(cursor.mogrify(TEXTS, {"ids": ids}), copied)
    data = copied.getbuffer()
    at = COPY_HEADER
    while struct.unpack_from(">h", data, at)[0] == 3:
        fields, at = [], at + 2
        for _ in range(3):
            size = struct.unpack_from(">i", data, at)[0]
            at += 4
            fields.append(None if size < 0 else data[at : at + size])
            at += max(size, 0)
        side = struct.unpack(">q", fields[0])[0]
        meaning = None if fields[1] is None else np.frombuffer(fields[1], ">f2", offset=4)
        yield side, meaning, bytes(fields[2])
