"""The frontier by looking at every package, block by block: for checks, and where nothing better applies."""

from __future__ import annotations

from itertools import product

import numpy as np

from detente.deals.fronts import less_obvious, undominated
from detente.deals.merging import Points, best_points, no_points
from detente.deals.terms import Bools, Terms
from detente.deals.units import Floats, Indices
from detente.errors import TooLargeError

BLOCK = 1_000_000
MAX_LISTED = 200_000_000
"""About a minute for two parties."""


def listed_frontier(terms: Terms) -> Points:
    """Return the Pareto-optimal packages over the principals that meet the floors, from all packages in blocks.

    Raises
    ------
    TooLargeError
        If there are more packages than can be looked at in a minute or so.
    """
    sizes = [len(kept) for kept in terms.kept]
    if float(np.prod([float(n) for n in sizes])) > MAX_LISTED:
        raise TooLargeError(f"there are more than {MAX_LISTED:,} packages to list; ask for another method")
    if terms.is_empty:
        return no_points(terms)
    first = _block_start(sizes)
    shape = tuple(sizes[first:])
    last = np.stack(np.unravel_index(np.arange(int(np.prod(shape, dtype=np.int64))), shape), axis=1) if shape else None
    tail = np.zeros((1, 0), dtype=np.int64) if last is None else last
    base = np.zeros((len(tail), len(terms.rows)))
    for n, table in enumerate(terms.tables[first:]):
        base += table[tail[:, n]]
    found = [_best_in_block(terms, head, tail, base) for head in product(*(range(n) for n in sizes[:first]))]
    packages = np.concatenate(found)
    return best_points(terms, Points(terms.outcomes(packages), terms.totals(packages)))


def _block_start(sizes: list[int]) -> int:
    """Return the first issue of a block: the last issues that together have few enough packages."""
    first, count = len(sizes), 1
    while first and count * sizes[first - 1] <= BLOCK:
        first -= 1
        count *= sizes[first]
    return first


def _best_in_block(terms: Terms, head: tuple[int, ...], tail: Indices, base: Floats) -> Indices:
    """Return the best of the packages that begin with some outcomes."""
    totals = base + sum((terms.tables[j][o] for j, o in enumerate(head)), start=np.zeros(len(terms.rows)))
    allowed: Bools = np.ones(len(tail), dtype=bool)

    def column(j: int) -> Indices:
        return np.full(len(tail), head[j]) if j < len(head) else tail[:, j - len(head)]

    for rule in terms.rules:
        allowed &= rule.allowed[tuple(column(j) for j in rule.scope)]
    for bonus in terms.bonuses:
        totals[:, bonus.dimension] += bonus.units * bonus.where[tuple(column(j) for j in bonus.scope)]
    allowed &= terms.meets_floors(totals)
    rows = np.flatnonzero(allowed)
    values = totals[rows][:, : terms.aims] if len(rows) < len(tail) else totals[:, : terms.aims]
    near = less_obvious(values) if terms.aims else np.arange(len(rows))
    rows = rows[near[undominated(values[near])]]
    return np.column_stack([np.tile(np.array(head, dtype=np.int64), (len(rows), 1)), tail[rows]])
