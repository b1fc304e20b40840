"""Every side as arrays in memory: what one scan, or all pairs at once, is worked out from.

The database says which sides changed (OverlapChange), so an index read once is brought up to date
with a few rows. It is used under the matching lock alone. Memory: some 4 kB a side.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from django.db import connection, transaction

from needs import kinds
from needs.models import OverlapSide
from needs.models.overlap import DIMENSIONS
from needs.overlap import SCORER_VERSION
from needs.retrieval import CELLS_EACH, TERMS_EACH
from needs.side_rows import facet_rows, text_rows
from procurement_portal.lib.text_similarity import BUCKETS, WEIGHT_SCALE

KEYS_EACH = 2 + TERMS_EACH + CELLS_EACH
OUT = OverlapSide.Standing.OUT
FEW = 2_000  # sides changed since the postings were made, before they are made again
RELOAD = 20_000  # sides changed, from which on all are read again
CHANGED = """
select txid_current(), txid_snapshot_xmin(txid_current_snapshot()),
  array(select distinct side from needs_overlapchange
        where transaction >= %s and transaction <> all(%s))
"""


class Codes:
    """Small numbers for names, the same name the same number; 0 for an empty one."""

    def __init__(self):
        self.numbers = {"": 0}
        self.names = [""]

    def of(self, name) -> int:
        number = self.numbers.setdefault(name, len(self.numbers))
        if number == len(self.names):
            self.names.append(name)
        return number


class SideIndex:
    """Sides by place; a place whose `ids` is 0 is empty, and is never used again.

    `meaning` is float32 of shape (places, 384), zeros where a side has none. A side's n-grams are
    `gram_keys` and `gram_weights` (in 65,536ths) from `starts` on, `lengths` of them.
    """

    def __init__(self):
        self.count = 0
        self.place_of: dict[int, int] = {}
        self.boroughs, self.suppliers, self.products = Codes(), Codes(), Codes()
        self.flags = Codes()  # of sorted tuples of flags
        self.texts: list[str] = []
        self.named: tuple = ()  # capabilities as they were when profiles were made
        self.capabilities: dict = {}
        self.profiles: dict[int, object] = {}
        self.gram_keys = np.zeros(0, np.int32)
        self.gram_weights = np.zeros(0, np.uint16)
        self.grams_used = 0
        self.moved: set[int] = set()
        self._allot(1_024)
        self._post()

    def _allot(self, size: int) -> None:
        for name, kind, shape in (
            ("ids", np.int64, ()),
            ("borough", np.int16, ()),
            ("capability", np.int32, ()),
            ("certainty", np.float64, ()),
            ("supplier", np.int32, ()),
            ("product", np.int32, ()),
            ("flag_set", np.int16, ()),
            ("standing", np.int8, ()),
            ("cut_open", np.int64, ()),
            ("cut_sealed", np.int64, ()),
            ("keys", np.int32, (KEYS_EACH,)),
            ("kinds", np.uint8, (len(kinds.kinds()),)),
            ("meaning", np.float32, (DIMENSIONS,)),
            ("means", bool, ()),
            ("starts", np.int64, ()),
            ("lengths", np.int32, ()),
        ):
            grown = np.zeros((size, *shape), kind)
            if self.count:
                grown[: self.count] = getattr(self, name)[: self.count]
            setattr(self, name, grown)

    # Reading from the database ---------------------------------------------------------------

    def read(self, ids: Iterable[int] | None = None) -> None:
        """Read these sides again, or all; those no longer there are forgotten."""
        ids = None if ids is None else list(ids)
        rows = facet_rows(ids)
        found = {row[0] for row in rows if row[-1] == SCORER_VERSION}
        for side in ids or ():
            if side not in found:
                self.forget(side)
        self._make_room(len(found))
        unread = [row[0] for row in rows if row[0] in found and self._put(row)]
        if ids is None or unread:
            self._keep_texts(text_rows(None if ids is None else unread))
        if len(self.moved) > FEW:
            self._post()

    def put(self, side: OverlapSide) -> None:
        """Take a side as it was just saved, without reading it back; its text too if it has it."""
        self._make_room(1)
        changed = self._put(
            (side.pk, side.borough_id, side.capability_id or 0, side.certainty)
            + (side.supplier_key, side.product_key, side.flags, side.keys, side.kinds)
            + (side.capability.slug if side.capability else "", side.standing, side.cut_open)
            + (side.cut_sealed, side.text_hash, side.scorer_version)
        )
        if changed:
            self._keep_texts([(side.pk, side.meaning, bytes(side.vector))])

    def forget(self, side: int) -> None:
        place = self.place_of.pop(side, None)
        if place is not None:
            self.ids[place] = 0
            self.standing[place] = OUT
            self.keys[place] = 0
            self.moved.add(place)
            self.profiles.pop(place, None)

    def _make_room(self, more: int) -> None:
        if self.count + more > len(self.ids):
            self._allot(max(self.count + more, len(self.ids) * 5 // 4))

    def _put(self, row: tuple) -> bool:
        """Keep a side's facets; whether its text must be read too."""
        side, borough, capability, certainty, supplier, product, flags, keys, *rest = row
        said, slug, *rest = rest
        standing, cut_open, cut_sealed, text_hash, _ = rest
        place = self.place_of.get(side)
        if place is None:
            place = self.place_of[side] = self.count
            self.count += 1
            self.texts.append("")
        self.ids[place] = side
        self.borough[place] = self.boroughs.of(borough)
        self.capability[place] = capability
        self.certainty[place] = certainty
        self.supplier[place] = self.suppliers.of(supplier)
        self.product[place] = self.products.of(product)
        self.flag_set[place] = self.flags.of(tuple(flags) or "")
        self.standing[place] = standing
        self.cut_open[place], self.cut_sealed[place] = cut_open, cut_sealed
        self.keys[place] = 0
        self.keys[place, : len(keys)] = keys
        self.kinds[place] = kinds.dense(kinds.likely(bytes(said), slug or "", certainty))
        self.moved.add(place)
        self.profiles.pop(place, None)
        changed = self.texts[place] != text_hash
        self.texts[place] = text_hash
        return changed

    def _keep_texts(self, rows: Iterable[tuple]) -> None:
        """Keep meanings and packed n-grams, each with its side's number."""
        keys, weights, used = [], [], self.grams_used
        for side, meaning, packed in rows:
            place = self.place_of.get(side)
            if place is None:
                continue
            self.means[place] = meaning is not None
            self.meaning[place] = 0 if meaning is None else meaning
            size = len(packed) // 6
            self.starts[place], self.lengths[place] = used, size
            used += size
            keys.append(np.frombuffer(packed, np.uint32, size))
            weights.append(np.frombuffer(packed, np.uint16, size, 4 * size))
        self._keep_grams(keys, weights)

    def _keep_grams(self, keys: list, weights: list) -> None:
        if not keys:
            return
        fresh = sum(map(len, keys))
        if self.grams_used + fresh > len(self.gram_keys):
            room = max(self.grams_used + fresh, len(self.gram_keys) * 5 // 4)
            for name in ("gram_keys", "gram_weights"):
                grown = np.zeros(room, getattr(self, name).dtype)
                grown[: self.grams_used] = getattr(self, name)[: self.grams_used]
                setattr(self, name, grown)
        end = self.grams_used + fresh
        self.gram_keys[self.grams_used : end] = np.concatenate(keys)
        self.gram_weights[self.grams_used : end] = np.concatenate(weights)
        self.grams_used = end

    # Finding ---------------------------------------------------------------------------------

    def _post(self) -> None:
        """Make the postings: places by key, of every side there is now."""
        flat = self.keys[: self.count].ravel()
        filled = np.flatnonzero(flat)
        order = filled[np.argsort(flat[filled], kind="stable")]
        self.posted_keys, starts = np.unique(flat[order], return_index=True)
        self.post_starts = np.append(starts, len(order))
        self.posted = (order // KEYS_EACH).astype(np.int32)
        self.moved = set()

    def postings(self) -> Iterator[tuple[int, np.ndarray]]:
        """Every key and the places of its sides, in order; all sides are posted first."""
        self._post()
        for n, key in enumerate(self.posted_keys.tolist()):
            yield key, self.posted[self.post_starts[n] : self.post_starts[n + 1]]

    def sharing_a_key(self, place: int) -> np.ndarray:
        """Places of other boroughs' sides that share a key with this one, in order."""
        keys = self.keys[place][self.keys[place] != 0]
        found = [np.zeros(0, np.int32)]
        for n in np.searchsorted(self.posted_keys, keys).tolist():
            if n < len(self.posted_keys) and self.posted_keys[n] in keys:
                found.append(self.posted[self.post_starts[n] : self.post_starts[n + 1]])
        near = np.unique(np.concatenate(found))
        if self.moved:
            moved = np.fromiter(self.moved, np.int32)
            near = near[~np.isin(near, moved)]
            near = np.union1d(near, moved[np.isin(self.keys[moved], keys).any(axis=1)])
        return near[self.borough[near] != self.borough[place]]

    def borough_at(self, place: int) -> str:
        return self.boroughs.names[self.borough[place]]

    def cuts(self, standing: int) -> np.ndarray:
        """The ranks of the last partner of that standing, by place."""
        return self.cut_sealed if standing == OverlapSide.Standing.SEALED else self.cut_open

    # Comparing -------------------------------------------------------------------------------

    def word_cosines(self, place: int, others: np.ndarray) -> np.ndarray:
        """Cosines of n-grams with each of the others, float64; exact (needs.words)."""
        sizes = self.lengths[others].astype(np.int64)
        sums = np.zeros(len(others))
        filled = np.flatnonzero(sizes)
        if not len(filled):
            return sums
        ends = np.cumsum(sizes[filled])
        begins = ends - sizes[filled]
        at = np.repeat(self.starts[others[filled]] - begins, sizes[filled])
        at += np.arange(ends[-1])
        table = _scratch()
        table[self._keys_at(place)] = self._weights_at(place)
        mine = np.take(table, np.take(self.gram_keys, at, mode="clip"), mode="clip")
        table[self._keys_at(place)] = 0
        products = mine * np.take(self.gram_weights, at, mode="clip")
        sums[filled] = np.add.reduceat(products, begins, dtype=np.float64)
        return np.minimum(sums / float(WEIGHT_SCALE) ** 2, 1.0)

    def grams_of(self, sides: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """All n-grams of these sides: which of the sides has each, its key and its weight."""
        sizes = self.lengths[sides].astype(np.int64)
        ends = np.cumsum(sizes)
        at = np.repeat(self.starts[sides] - (ends - sizes), sizes)
        at += np.arange(len(at))
        owner = np.repeat(np.arange(len(sides)), sizes)
        return owner, np.take(self.gram_keys, at), np.take(self.gram_weights, at)

    def meaning_cosines(self, place: int, others: np.ndarray) -> np.ndarray:
        """Cosines of meaning with each of the others, float32; exact (needs.meaning)."""
        return self.meaning[others] @ self.meaning[place]

    def _keys_at(self, place: int) -> np.ndarray:
        return self.gram_keys[self.starts[place] : self.starts[place] + self.lengths[place]]

    def _weights_at(self, place: int) -> np.ndarray:
        return self.gram_weights[self.starts[place] : self.starts[place] + self.lengths[place]]


_threads = threading.local()


def _scratch() -> np.ndarray:
    """A place for every n-gram, all 0: each thread has one, and leaves it so."""
    if not hasattr(_threads, "table"):
        _threads.table = np.zeros(BUCKETS, np.uint32)
    return _threads.table


@dataclass
class Held:
    """The index this process has, and what it knows of its age.

    `read_in` is the transaction that read it last, with the savepoints around, while that may
    still be undone; what it read is then good in that transaction alone. `own` are transactions
    that changed no side but through this index.
    """

    index: SideIndex
    position: int
    read_in: tuple | None
    own: list[int] = field(default_factory=list)


_held: list[Held] = []


def forget_index() -> None:
    """Read every side again next time."""
    _held.clear()


def current_index() -> SideIndex:
    """The sides as this transaction sees them. Under the matching lock, in a transaction."""
    held = _held[0] if _held else None
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [held.position, held.own] if held else [None, []])
        transaction_id, position, changed = cursor.fetchone()
    here = (transaction_id, *connection.savepoint_ids[:-1])
    is_good = held and held.read_in in (None, here) and 0 not in changed
    if not is_good or len(changed) > RELOAD:
        forget_index()
        held = Held(SideIndex(), position, here)
        _held.append(held)
        held.index.read()
    elif changed:
        held.index.read(changed)
    held.position, held.read_in = position, here
    held.own = [one for one in held.own if one >= position]
    transaction.on_commit(lambda: _is_safe(held, here))
    return held.index


def knows_all_of_this() -> None:
    """Sides that the transaction changed, which read the index and now ends, are in it already.

    For the one that began it alone. Should it fail to end, the index must be forgotten.
    """
    for held in _held:
        held.own.append(held.read_in[0])


def _is_safe(held: Held, here: tuple) -> None:
    if held.read_in == here:
        held.read_in = None
