"""Pairs as COPY reads them, written by several processes that the database does not wait for."""

import multiprocessing
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from json.encoder import encode_basestring as quoted
from multiprocessing.connection import Connection, wait

import numpy as np

from needs.nearest import Matcher
from needs.overlap import SCORER_VERSION, Cosines, Part, Score, score_pair
from needs.pair_scores import PairScores

COLUMNS = (
    "id", "side_a_id", "side_b_id", "borough_a_id", "borough_b_id", "score", "parts", "label",
    "scorer_version", "found_at",
)  # fmt: skip
FEW = 10_000  # pairs that are not worth a second process
AT_ONCE = 500  # pairs handed over together


@lru_cache(maxsize=1 << 15)
def part_as_json(part: Part) -> str:
    points = f'"points": {part.points!r}'
    return f'{{"name": "{part.name}", {points}, "sentence": {quoted(part.sentence)}}}'


def as_json(score: Score) -> str:
    """`score.as_json()` as text: most parts come again and again."""
    return f"[{', '.join(map(part_as_json, score.parts))}]"


class PairLines:
    """Lines of these pairs, whose `numbers` are given, as a file that COPY reads once."""

    def __init__(self, matcher: Matcher, pairs: PairScores, numbers: np.ndarray, found_at: str):
        self.index, self.pairs, self.numbers = matcher.index, pairs, numbers
        self.found_at = found_at

    def blocks(self, processes: int) -> Iterator[bytes]:
        """Lines some at a time, from whichever process has some."""
        count = len(self.numbers)
        if processes == 1 or count < FEW:
            yield from self._written(0, count)
            return
        begins = np.linspace(0, count, processes + 1).astype(int).tolist()
        context = multiprocessing.get_context("fork")  # the arrays are shared, not copied
        jobs = {}
        for begin, end in pairwise(begins):
            ours, theirs = context.Pipe(duplex=False)
            job = context.Process(target=self._send, args=(begin, end, theirs))
            job.start()
            theirs.close()
            jobs[ours] = job
        try:
            yield from received(list(jobs))
        except BaseException:  # nobody reads on: each would wait for ever to hand over more
            for job in jobs.values():
                job.kill()
            raise
        finally:
            for ours, job in jobs.items():
                ours.close()
                job.join()
        if any(job.exitcode for job in jobs.values()):
            raise ChildProcessError("A process that writes pairs ended early")

    def _send(self, begin: int, end: int, to: Connection) -> None:
        for block in self._written(begin, end):
            to.send_bytes(block)

    def _written(self, begin: int, end: int) -> Iterator[bytes]:
        for first in range(begin, end, AT_ONCE):
            some = slice(first, min(first + AT_ONCE, end))
            yield "".join(self._lines(some)).encode()

    def _lines(self, some: slice) -> Iterator[str]:
        index, pairs, profiles = self.index, self.pairs, self.index.profiles
        ones, others = pairs.ones[some], pairs.others[some]
        says = (index.lengths[ones] > 0) & (index.lengths[others] > 0)
        means = index.means[ones] & index.means[others]
        columns = (
            ones, others, index.ids[ones], index.ids[others], self.numbers[some],
            pairs.words[some], pairs.meaning[some], says, means,
        )  # fmt: skip
        for row in zip(*(column.tolist() for column in columns), strict=True):
            one, other, side_a, side_b, number, words, meaning, are_said, are_meant = row
            mine, theirs = profiles[one], profiles[other]
            cosines = Cosines(words if are_said else None, meaning if are_meant else None)
            score = score_pair(mine, theirs, cosines)
            parts = as_json(score).replace("\\", "\\\\")
            yield (
                f"{number}\t{side_a}\t{side_b}\t{mine.borough}\t{theirs.borough}\t{score.score}\t"
                f"{parts}\t{score.label}\t{SCORER_VERSION}\t{self.found_at}\n"
            )


def received(connections: list[Connection]) -> Iterator[bytes]:
    """What comes in, until all are closed at the other end."""
    while connections:
        for ready in wait(connections):
            try:
                yield ready.recv_bytes()
            except EOFError:
                connections.remove(ready)


class Readable:
    """Blocks as a file that is read once, as COPY reads it."""

    def __init__(self, blocks: Iterator[bytes]):
        self.blocks = blocks
        self.rest = b""

    def read(self, size: int) -> bytes:
        """As many bytes as asked for; fewer only at the end."""
        taken, length = [self.rest], len(self.rest)
        while length < size and (block := next(self.blocks, b"")):
            taken.append(block)
            length += len(block)
        whole = b"".join(taken)
        self.rest = whole[size:]
        return whole[:size]
