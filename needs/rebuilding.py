"""All pairs anew, in one transaction: readers see the old ones until it ends, then the new."""

import multiprocessing
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import compress, pairwise
from json.encoder import encode_basestring as quoted

import numpy as np
from django.db import connection

from needs.all_pairs import AllPairs, place_in_row
from needs.nearest import KEPT, LAST_SIDE, LISTED, SIDE_BITS, Matcher, pair_number
from needs.overlap import KEEP, SCORER_VERSION, Cosines, Score, score_pair

FRESH = """
create temporary table fresh_pairs (
  id bigint, side_a_id bigint, side_b_id bigint, borough_a_id text, borough_b_id text,
  score double precision, parts jsonb, label text, scorer_version text
) on commit drop;
create temporary table fresh_cuts (id bigint, cut_open bigint, cut_sealed bigint) on commit drop;
"""
REPLACE = """
select set_config('needs.matching', 'on', true);
analyze fresh_pairs;
delete from needs_overlap o where not exists (select from fresh_pairs f where f.id = o.id);
update needs_overlap o
  set score = f.score, parts = f.parts, label = f.label, scorer_version = f.scorer_version,
      borough_a_id = f.borough_a_id, borough_b_id = f.borough_b_id
  from fresh_pairs f where f.id = o.id
    and (o.score, o.parts, o.label, o.scorer_version, o.borough_a_id, o.borough_b_id)
      is distinct from
      (f.score, f.parts, f.label, f.scorer_version, f.borough_a_id, f.borough_b_id);
insert into needs_overlap (id, side_a_id, side_b_id, borough_a_id, borough_b_id, score, parts,
    label, scorer_version, found_at)
  select f.*, now() from fresh_pairs f
  where not exists (select from needs_overlap o where o.id = f.id);
update needs_overlapside s set cut_open = f.cut_open, cut_sealed = f.cut_sealed
  from fresh_cuts f where f.id = s.id
    and (s.cut_open, s.cut_sealed) is distinct from (f.cut_open, f.cut_sealed);
update needs_overlapside set matched_at = now() where matched_at is null;
select set_config('needs.matching', 'off', true);
drop table fresh_pairs, fresh_cuts;
"""
FEW = 10_000  # pairs that are not worth a second process


def replace_pairs(matcher: Matcher, processes: int = 1) -> int:
    """Work out every pair and put them in place of those there are; how many."""
    found = AllPairs(matcher, processes).run()
    low, high = np.minimum(found.rows, found.columns), np.maximum(found.rows, found.columns)
    _, first, pair_of = np.unique(
        low.astype(np.int64) * matcher.index.count + high, return_index=True, return_inverse=True
    )
    # Places follow the order of the sides' numbers when all sides were read at once.
    scored = Scored(matcher, low[first], high[first])
    with lines_file() as lines:
        tenths = scored.write(lines, processes)
        is_kept, cuts = kept_and_cuts(matcher, found.rows, found.columns, pair_of, tenths)
        lines.seek(0)
        _store(compress(lines, is_kept), matcher.index.ids, cuts)
    return int(np.count_nonzero(is_kept))


def lines_file():
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")


def kept_and_cuts(matcher: Matcher, rows, columns, pair_of, tenths):
    """Which pairs stand in a list, and the cuts of every side: int64 of shape (2, sides)."""
    index = matcher.index
    ranks = (tenths[pair_of] << SIDE_BITS) + LAST_SIDE - index.ids[columns]
    is_kept = np.zeros(len(tenths), bool)
    cuts = np.zeros((len(LISTED), index.count), np.int64)
    enough = tenths[pair_of] >= round(KEEP * 10)
    for standing in LISTED:
        chosen = np.flatnonzero(enough & (index.standing[columns] == standing))
        chosen = chosen[np.lexsort((-ranks[chosen], rows[chosen]))]
        place = place_in_row(rows[chosen])
        is_kept[pair_of[chosen[place < KEPT]]] = True
        last = place == KEPT - 1
        cuts[standing, rows[chosen[last]]] = ranks[chosen[last]]
    return is_kept, cuts


def as_json(score: Score) -> str:
    """`score.as_json()` as text, in half of the time that building dictionaries would take."""
    parts = ", ".join(
        f'{{"name": "{part.name}", "points": {part.points!r}, "sentence": {quoted(part.sentence)}}}'
        for part in score.parts
    )
    return f"[{parts}]"


class Scored:
    """Exact scores of pairs of places, and the lines that store them."""

    def __init__(self, matcher: Matcher, ones: np.ndarray, others: np.ndarray):
        self.index = matcher.index
        self.ones, self.others = ones, others
        matcher.read_profiles()

    def write(self, lines, processes: int) -> np.ndarray:
        """Write a line a pair, in order; the scores in tenths, int64."""
        if processes == 1 or len(self.ones) < FEW:
            return np.array(list(self._lines(0, len(self.ones), lines)), np.int64)
        begins = np.linspace(0, len(self.ones), processes + 1).astype(int)
        context = multiprocessing.get_context("fork")  # the arrays are shared, not copied
        with ExitStack() as stack:
            jobs = []
            for begin, end in pairwise(begins.tolist()):
                file = stack.enter_context(lines_file())
                queue = context.SimpleQueue()
                job = context.Process(target=self._work, args=(begin, end, file, queue))
                job.start()
                jobs.append((job, file, queue))
            tenths = []
            for job, file, queue in jobs:
                tenths.append(queue.get())
                job.join()
                file.seek(0)
                shutil.copyfileobj(file, lines)
        return np.concatenate(tenths)

    def _work(self, begin: int, end: int, file, queue) -> None:
        tenths = np.array(list(self._lines(begin, end, file)), np.int64)
        file.flush()
        queue.put(tenths)

    def _lines(self, begin: int, end: int, file) -> Iterator[int]:
        """Write the pairs from begin to end; each one's score in tenths."""
        index, ids, profiles = self.index, self.index.ids.tolist(), self.index.profiles
        for one, others in self._by_row(begin, end):
            mine = profiles[one]
            in_words = index.word_cosines(one, others).tolist()
            in_meaning = index.meaning_cosines(one, others).tolist()
            for n, other in enumerate(others.tolist()):
                theirs = profiles[other]
                says = index.lengths[one] and index.lengths[other]
                means = index.means[one] and index.means[other]
                cosines = Cosines(in_words[n] if says else None, in_meaning[n] if means else None)
                score = score_pair(mine, theirs, cosines)
                pair = ids[one], ids[other]
                parts = as_json(score).replace("\\", "\\\\")
                file.write(
                    f"{pair_number(*pair)}\t{pair[0]}\t{pair[1]}\t"
                    f"{mine.borough}\t{theirs.borough}\t"
                    f"{score.score}\t{parts}\t{score.label}\t{SCORER_VERSION}\n"
                )
                yield round(score.score * 10)

    def _by_row(self, begin: int, end: int) -> Iterator[tuple[int, np.ndarray]]:
        """Pairs by their first side: the pairs are in its order."""
        ones = self.ones[begin:end]
        edges = np.flatnonzero(np.diff(ones)) + 1
        for part in np.split(np.arange(begin, end), edges):
            if len(part):
                yield int(self.ones[part[0]]), self.others[part]


class Lines:
    """Lines as a file that is read once, as COPY reads it."""

    def __init__(self, lines: Iterator[str]):
        self.lines = lines
        self.rest = ""

    def read(self, size: int) -> str:
        """As many characters as asked for; fewer only at the end."""
        taken, length = [self.rest], len(self.rest)
        while length < size and (line := next(self.lines, "")):
            taken.append(line)
            length += len(line)
        whole = "".join(taken)
        self.rest = whole[size:]
        return whole[:size]


def _store(lines: Iterator[str], ids: np.ndarray, cuts: np.ndarray) -> None:
    rows = zip(ids.tolist(), *cuts.tolist(), strict=False)
    cut_lines = (f"{side}\t{a}\t{b}\n" for side, a, b in rows if side)
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        cursor.copy_expert("copy fresh_pairs from stdin", Lines(lines))
        cursor.copy_expert("copy fresh_cuts from stdin", Lines(cut_lines))
        cursor.execute(REPLACE)
