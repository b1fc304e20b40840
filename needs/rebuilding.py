"""All pairs anew, in one transaction: readers see the old ones until it ends, then the new."""

from collections.abc import Iterable, Iterator
from contextlib import closing

import numpy as np
from django.db import connection
from django.utils import timezone

from needs.all_pairs import AllPairs, Found, place_in_row
from needs.nearest import KEPT, LAST_SIDE, LISTED, SIDE_BITS, Matcher, pair_number
from needs.overlap import KEEP
from needs.pair_lines import COLUMNS, PairLines, Readable
from needs.pair_scores import PairScores, pair_scores

TAKE_AWAY = "delete from needs_overlap where id = any(%s)"
FRESH = """
create temporary table fresh_pairs (like needs_overlap) on commit drop;
create temporary table fresh_cuts (id bigint, cut_open bigint, cut_sealed bigint) on commit drop;
"""
UPDATE = """
update needs_overlap o
  set score = f.score, parts = f.parts, label = f.label, scorer_version = f.scorer_version,
      borough_a_id = f.borough_a_id, borough_b_id = f.borough_b_id
  from fresh_pairs f where f.id = o.id
    and (o.score, o.parts, o.label, o.scorer_version, o.borough_a_id, o.borough_b_id)
      is distinct from
      (f.score, f.parts, f.label, f.scorer_version, f.borough_a_id, f.borough_b_id)
"""
CUTS = """
update needs_overlapside s set cut_open = f.cut_open, cut_sealed = f.cut_sealed
  from fresh_cuts f where f.id = s.id
    and (s.cut_open, s.cut_sealed) is distinct from (f.cut_open, f.cut_sealed);
update needs_overlapside set matched_at = now() where matched_at is null;
drop table fresh_pairs, fresh_cuts
"""
MATCHING = "select set_config('needs.matching', %s, true)"


def replace_pairs(matcher: Matcher, processes: int = 1) -> int:
    """Work out every pair and put them in place of those there are; how many."""
    found = AllPairs(matcher, processes).run()
    low, high = np.minimum(found.rows, found.columns), np.maximum(found.rows, found.columns)
    _, first, pair_of = np.unique(
        low.astype(np.int64) * matcher.index.count + high, return_index=True, return_inverse=True
    )
    # Places follow the order of the sides' numbers when all sides were read at once.
    pairs = pair_scores(matcher, low[first], high[first], found.words[first])
    is_kept, cuts = kept_and_cuts(matcher, found, pairs.tenths[pair_of], pair_of)
    matcher.read_profiles()
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, ["on"])
        cursor.execute(FRESH)
        _store_pairs(cursor, matcher, pairs.only(is_kept), processes)
        _store_cuts(cursor, matcher.index.ids, cuts)
        cursor.execute(MATCHING, ["off"])
    return int(np.count_nonzero(is_kept))


def kept_and_cuts(matcher: Matcher, found: Found, tenths: np.ndarray, pair_of: np.ndarray):
    """Which pairs stand in a list, and the cuts of every side: int64 of shape (2, sides).

    `tenths` are the exact scores of what was found, and `pair_of` the number of its pair.
    """
    index = matcher.index
    ranks = (tenths << SIDE_BITS) + LAST_SIDE - index.ids[found.columns]
    is_kept = np.zeros(pair_of.max(initial=-1) + 1, bool)
    cuts = np.zeros((len(LISTED), index.count), np.int64)
    enough = tenths >= round(KEEP * 10)
    for standing in LISTED:
        chosen = np.flatnonzero(enough & (index.standing[found.columns] == standing))
        chosen = chosen[np.lexsort((-ranks[chosen], found.rows[chosen]))]
        place = place_in_row(found.rows[chosen])
        is_kept[pair_of[chosen[place < KEPT]]] = True
        last = place == KEPT - 1
        cuts[standing, found.rows[chosen[last]]] = ranks[chosen[last]]
    return is_kept, cuts


def _store_pairs(cursor, matcher: Matcher, pairs: PairScores, processes: int) -> None:
    """Pairs that are new are added as they are written; of the others, what changed is."""
    ids = matcher.index.ids
    sides = zip(ids[pairs.ones].tolist(), ids[pairs.others].tolist(), strict=True)
    numbers = np.array([pair_number(*pair) for pair in sides], np.int64)
    cursor.execute("select array(select id from needs_overlap)")
    stored = np.array(cursor.fetchone()[0], np.int64)
    cursor.execute(TAKE_AWAY, [np.setdiff1d(stored, numbers).tolist()])
    is_stored = np.isin(numbers, stored)
    found_at = timezone.now().isoformat()
    for chosen, table in ((~is_stored, "needs_overlap"), (is_stored, "fresh_pairs")):
        lines = PairLines(matcher, pairs.only(chosen), numbers[chosen], found_at)
        copied = f"copy {table} ({', '.join(COLUMNS)}) from stdin"
        with closing(lines.blocks(processes)) as blocks:
            cursor.copy_expert(copied, Readable(blocks))
    cursor.execute("analyze fresh_pairs")
    cursor.execute(UPDATE)


def _store_cuts(cursor, ids: np.ndarray, cuts: np.ndarray) -> None:
    cursor.copy_expert("copy fresh_cuts from stdin", Readable(_cut_lines(ids, cuts)))
    cursor.execute(CUTS)


def _cut_lines(ids: Iterable[int], cuts: np.ndarray) -> Iterator[bytes]:
    for side, *its in zip(ids.tolist(), *cuts.tolist(), strict=False):
        if side:
            yield f"{side}\t{its[0]}\t{its[1]}\n".encode()
