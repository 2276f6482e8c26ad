"""The best pair of two long lists, a part of a package from each, found through two trees of boxes.

Each list is cut in half again and again, at the median of its widest dimension. Two boxes whose best corners together
miss what is needed, or whose least costs together are beyond the budget, are left out with all their pairs (dual-tree
search; Gray & Moore 2000). Boxes are compared many at a time, so that NumPy does the work.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.units import Floats, Indices

LEAF = 16
SAMPLE = 24
"""About so many rows of a box say which dimension is its widest."""
BATCH = 40_000
"""So many pairs of boxes are compared at once."""
Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Tree:
    """A list in the order of a tree of boxes; all levels are full.

    Attributes
    ----------
    order : array, shape (boxes of the last level, rows of a box)
        Rows of the list.
    columns : tuple of array, shape (boxes, rows of a box)
        The points by dimension.
    spent : array, shape (boxes, rows of a box)
        What each row costs; infinite for rows that fill up a box.
    marks : array, shape (words, boxes, rows of a box)
    tops : tuple of array, shape (dimensions, boxes of the level)
        By level, the best corner of each box.
    least : tuple of array, shape (boxes of the level,)
    """

    order: Indices
    columns: tuple[Floats, ...]
    spent: Floats
    marks: Words
    tops: tuple[Floats, ...]
    least: tuple[Floats, ...]

    @property
    def depth(self) -> int:
        """The number of the last level."""
        return len(self.tops) - 1


def grown(points: Floats, spent: Floats, marks: Words) -> Tree:
    """Return the tree of a list that is not empty.

    Parameters
    ----------
    points : array, shape (rows, dimensions)
    spent : array, shape (rows,)
    marks : array, shape (rows, words)
    """
    levels = max(int(np.ceil(np.log2(len(points) / LEAF))), 0)
    size = -(-len(points) // 2**levels) * 2**levels
    order = np.append(np.arange(len(points)), np.zeros(size - len(points), dtype=np.int64))
    cost = np.append(spent, np.full(size - len(points), np.inf))
    columns = points[order].T.copy()
    for level in range(levels):
        place = _halved(columns.reshape(len(columns), 2**level, -1))
        order, cost, columns = order[place], cost[place], columns[:, place]
    shape = (2**levels, -1)
    tops, least = [columns.reshape(len(columns), *shape).max(axis=2)], [cost.reshape(shape).min(axis=1)]
    for _ in range(levels):
        tops.append(np.maximum(tops[-1][:, ::2], tops[-1][:, 1::2]))
        least.append(np.minimum(least[-1][::2], least[-1][1::2]))
    return Tree(
        order.reshape(shape), tuple(column.reshape(shape) for column in columns), cost.reshape(shape),
        marks[order].T.reshape(marks.shape[1], *order.reshape(shape).shape), tuple(tops[::-1]), tuple(least[::-1]),
    )  # fmt: skip


def _halved(boxes: Floats) -> Indices:
    """Return an order of all rows in which each box has its smaller half by about its widest dimension first."""
    count, size = boxes.shape[1:]
    if not len(boxes):
        return np.arange(count * size)
    few = boxes[:, :, :: max(size // SAMPLE, 1)]
    widest = (few.max(axis=2) - few.min(axis=2)).argmax(axis=0)
    keys = boxes[widest, np.arange(count)]
    place = np.argpartition(keys, size // 2, axis=1)
    return np.asarray((place + size * np.arange(count)[:, None]).reshape(-1))


@dataclass
class Search:
    """What is looked for, and the best pair so far.

    Attributes
    ----------
    budget : float
        The costs of a pair sum to at most so much.
    floors : array, shape (dimensions,)
        The least sums.
    counted : array of int
        The dimensions whose smallest sum is to be as large as possible, then the second smallest, and so on.
    best : array, shape (counted,)
        Sorted sums of the best pair; minus infinity where none is known.
    tie : float
        Sums that differ by no more are equal.
    enough : float
        A pair whose smallest sum is so large ends the search.
    work : int
        So many pairs of rows and boxes are compared.
    pair : tuple of int
        Rows of the two lists, or (-1, -1) where no pair is better than the one known before.
    """

    budget: float
    floors: Floats
    counted: Indices
    best: Floats
    tie: float
    enough: float
    work: int
    pair: tuple[int, int] = (-1, -1)

    @property
    def needed(self) -> Floats:
        """The least sums of a pair that is at least as good as the best one."""
        found = self.floors.copy()
        if len(self.counted):
            found[self.counted] = np.maximum(found[self.counted], self.best[0] - self.tie)
        return found

    @property
    def is_over(self) -> bool:
        """True where the work is used up, or the pair is good enough."""
        return self.work <= 0 or (self.pair[0] >= 0 and (not len(self.counted) or self.best[0] >= self.enough))

    def run(self, left: Tree, right: Tree) -> None:
        """Look for the best pair."""
        waiting = [(0, 0, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))]
        while waiting and not self.is_over:
            a, b, x, y = waiting.pop()
            kept = self._possible(left, right, a, b, x, y)
            self.work -= len(x)
            x, y = x[kept], y[kept]
            if a == left.depth and b == right.depth:
                self._compare(left, right, x, y)
                continue
            if a < left.depth:
                x, y, a = np.concatenate([2 * x, 2 * x + 1]), np.tile(y, 2), a + 1
            if b < right.depth:
                x, y, b = np.tile(x, 2), np.concatenate([2 * y, 2 * y + 1]), b + 1
            batch = BATCH if (a, b) != (left.depth, right.depth) else BATCH // 8
            waiting += [(a, b, x[n : n + batch], y[n : n + batch]) for n in range(0, len(x), batch)]

    def _possible(self, left: Tree, right: Tree, a: int, b: int, x: Indices, y: Indices) -> Indices:
        """Return which pairs of boxes can have a pair of rows that is good enough."""
        kept = np.flatnonzero(left.least[a][x] + right.least[b][y] <= self.budget)
        for best, other, least in zip(left.tops[a], right.tops[b], self.needed, strict=True):
            kept = kept[best[x[kept]] + other[y[kept]] >= least]
        return kept

    def _compare(self, left: Tree, right: Tree, x: Indices, y: Indices) -> None:
        """Take the best of all pairs of rows of some pairs of boxes."""
        if not len(x):
            return
        rows, others = left.spent.shape[1], right.spent.shape[1]
        self.work -= len(x) * rows * others
        fits = left.spent[x][:, :, None] + right.spent[y][:, None, :] <= self.budget
        needed = self.needed
        if len(needed):
            fits &= left.columns[0][x][:, :, None] + right.columns[0][y][:, None, :] >= needed[0]
        box, i, j = np.nonzero(fits)
        i, j = x[box] * rows + i, y[box] * others + j
        for mine, other, least in zip(left.columns[1:], right.columns[1:], needed[1:], strict=True):
            kept = mine.reshape(-1)[i] + other.reshape(-1)[j] >= least
            i, j = i[kept], j[kept]
        for mine, other in zip(left.marks, right.marks, strict=True):
            kept = mine.reshape(-1)[i] & other.reshape(-1)[j] == 0
            i, j = i[kept], j[kept]
        if len(i):
            self._take(left, right, i, j)

    def _take(self, left: Tree, right: Tree, i: Indices, j: Indices) -> None:
        sums = [left.columns[d].reshape(-1)[i] + right.columns[d].reshape(-1)[j] for d in self.counted]
        ordered = np.sort(np.stack(sums, axis=1), axis=1) if sums else np.zeros((len(i), 0))
        rows = np.arange(len(i))
        for column in ordered.T:
            rows = rows[column[rows] >= column[rows].max() - self.tie]
        first = rows[0]
        if self._is_better(ordered[first]):
            self.best = ordered[first]
            self.pair = int(left.order.reshape(-1)[i[first]]), int(right.order.reshape(-1)[j[first]])

    def _is_better(self, sums: Floats) -> bool:
        differs = np.flatnonzero(np.abs(sums - self.best) > self.tie)
        return bool(sums[differs[0]] > self.best[differs[0]]) if len(differs) else self.pair[0] < 0 and not len(sums)
