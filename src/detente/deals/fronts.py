"""Sets of partial packages that nobody can better, how they are joined, and how packages are read back from them.

A partial package that is no better for anybody than another one stays so whatever is added to both. So the frontier
over all issues is found by joining frontiers over some of them and filtering after each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.deals.units import Floats, Indices


@dataclass(frozen=True)
class Trace:
    """Where the rows of a front come from: an outcome of one issue, or rows of two other fronts."""

    issue: int = -1
    chosen: Indices | None = None
    parts: tuple[tuple[Trace, Indices], ...] = ()


@dataclass(frozen=True)
class Front:
    """Partial packages over some issues: `values` in units, shape (rows, dimensions)."""

    values: Floats
    trace: Trace

    def at(self, rows: Indices) -> Front:
        """Return some of the rows."""
        return Front(self.values[rows], Trace(parts=((self.trace, rows),)))


def packages_of(trace: Trace, rows: Indices, issues: int) -> Indices:
    """Return the outcome of each issue for some rows of a front, shape (rows, issues)."""
    found = np.zeros((len(rows), issues), dtype=np.int64)
    waiting: list[tuple[Trace, Indices]] = [(trace, rows)]
    while waiting:
        here, mine = waiting.pop()
        if here.chosen is not None:
            found[:, here.issue] = here.chosen[mine]
        waiting += [(part, places[mine]) for part, places in here.parts]
    return found


def single(issue: int, table: Floats) -> Front:
    """Return the outcomes of one issue as a front, without those that another one is at least as good as."""
    kept = undominated(table)
    return Front(table[kept], Trace(issue, kept))


def joined(left: Front, right: Front) -> tuple[Floats, Indices, Indices]:
    """Return the sums of each row of one front with each of the other, and the rows that they come from."""
    a, b = (left, right) if len(left.values) >= len(right.values) else (right, left)
    sums = (b.values[:, None, :] + a.values[None, :, :]).reshape(-1, a.values.shape[1])
    from_b, from_a = np.divmod(np.arange(len(sums)), len(a.values))
    return (sums, from_a, from_b) if a is left else (sums, from_b, from_a)


def undominated(values: Floats) -> Indices:
    """Return the rows that no other row is at least as good as in every dimension; one of equal rows."""
    if len(values) <= 1:
        return np.arange(len(values))
    if values.shape[1] == 0:
        return np.zeros(1, dtype=np.int64)
    if values.shape[1] == 1:
        return np.array([int(values[:, 0].argmax())])
    if values.shape[1] == 2:
        return _staircase(values[:, 0], values[:, 1])
    import moocore

    return np.flatnonzero(moocore.is_nondominated(values, maximise=True))


def undominated_in(groups: Indices, values: Floats) -> Indices:
    """Return the rows that no other row of their own group is at least as good as in every dimension; one of equal rows.

    Parameters
    ----------
    groups : array of int, shape (rows,)
    values : array, shape (rows, dimensions)
    """
    if values.shape[1] in {1, 2} and len(values):
        return _staircases(groups, values)
    if not len(values):
        return np.arange(0)
    # Rows of different groups differ in one of these two columns each way, so neither dominates.
    return undominated(np.column_stack([groups, -groups, values]))


def less_obvious(values: Floats) -> Indices:
    """Return the rows that are not dominated by one of a few very good rows; among them are all undominated ones."""
    rows = np.arange(len(values))
    left = values
    for weights in (np.ones(values.shape[1]), *(1 + 4 * np.eye(values.shape[1]))):
        if not len(rows):
            break
        best = int((left @ weights).argmax())
        kept = (left > left[best]).any(axis=1)
        kept[best] = True
        rows, left = rows[kept], left[kept]
    return rows


def _staircase(x: Floats, y: Floats) -> Indices:
    # The sums of two sorted fronts are sorted runs, on which a stable sort takes one pass a run.
    order = np.argsort(-x, kind="stable")
    best = np.maximum.accumulate(y[order])
    rises = np.append(True, y[order][1:] > best[:-1])
    order = order[rises]
    # Of equal x only the last has the largest y.
    last = np.append(x[order][1:] != x[order][:-1], True)
    return np.asarray(order[last], dtype=np.int64)


def _staircases(groups: Indices, values: Floats) -> Indices:
    x, y = values[:, 0], values[:, -1]
    order = np.lexsort((-y, -x, groups))
    # Groups come one after the other, so a height that counts the group first starts anew in each.
    heights, rank = np.unique(y[order], return_inverse=True)
    height = groups[order] * len(heights) + rank.reshape(-1)
    rises = np.append(True, height[1:] > np.maximum.accumulate(height)[:-1])
    return np.asarray(order[rises], dtype=np.int64)


def most_of(tables: Sequence[Floats], dimensions: int) -> Floats:
    """Return the sum of the largest values of each table."""
    return np.sum([table.max(axis=0) for table in tables], axis=0) if len(tables) else np.zeros(dimensions)
