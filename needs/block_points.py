"""Points of any sides with a block's sides for all but words, as arrays of rows and columns."""

import numpy as np

from needs.estimates import Tables, confirmed, confirmed_places
from needs.kinds import SCALE
from needs.overlap import kinds_points, meaning_points
from needs.side_index import SideIndex


class BlockPoints:
    """What is read of the columns once, however many rows they are compared with.

    `apart` is for a block whose sides are of several capabilities: pairs of the same one are left
    out there.
    """

    def __init__(self, index: SideIndex, tables: Tables, columns: np.ndarray, apart: bool):
        self.index, self.tables, self.columns, self.apart = index, tables, columns, apart
        self.classes, self.class_of = self._classes(columns)
        self.meaning = index.meaning[columns]
        self.kinds = self._kinds(columns)
        self.is_sure = confirmed(index, columns)
        self.borough = index.borough[columns]
        self.capability = index.capability[columns]

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Float32 of shape (rows, columns); -inf for pairs that may not be."""
        index, tables = self.index, self.tables
        cosines = index.meaning[rows] @ self.meaning.T  # 0 where one has none, which is no point
        points = meaning_points(cosines)
        points += self._of_classes(rows)
        points += self._of_kinds(rows)
        for names, worth in ((index.supplier, tables.incumbent), (index.product, tables.product)):
            mine, theirs = names[rows], names[self.columns]
            for name in np.intersect1d(mine[mine != 0], theirs).tolist():
                points[np.ix_(mine == name, theirs == name)] += worth
        may_not = index.borough[rows][:, None] == self.borough
        if self.apart:
            kinds = index.capability[rows]
            may_not |= np.where(kinds, kinds, -1)[:, None] == self.capability
        points[may_not] = -np.inf
        return points

    def _classes(self, sides: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """Capabilities and flags, as often as they differ, and whose is which."""
        kind, flags = confirmed_places(self.index, self.tables, sides), self.index.flag_set[sides]
        number = (kind.astype(np.int64) << 32) + flags
        _, first, class_of = np.unique(number, return_index=True, return_inverse=True)
        return (kind[first], flags[first]), class_of

    def _of_classes(self, rows: np.ndarray) -> np.ndarray:
        (kind, flags), class_of = self._classes(rows)
        their_kind, their_flags = self.classes
        points = self.tables.relation[kind][:, their_kind]
        points += self.tables.veto[flags][:, their_flags]
        return np.take(points[class_of], self.class_of, axis=1)

    def _kinds(self, sides: np.ndarray) -> np.ndarray:
        """Shares of likely kinds, so that their products are cosines."""
        return self.index.kinds[sides].astype(np.float32) / SCALE

    def _of_kinds(self, rows: np.ndarray) -> np.ndarray:
        cosines = np.minimum(self._kinds(rows) @ self.kinds.T, 1)
        is_sure = confirmed(self.index, rows)
        if is_sure.any():
            cosines[np.ix_(is_sure, self.is_sure)] = 0
        return kinds_points(cosines)
