"""How many packages reach every floor: sums are added up issue by issue, and equal sums are counted together.

A sum that is safe, whatever follows, is as good as any other safe one, and one that cannot be saved is dropped. So the
number of different sums stays small where values are coarse; where it does not, the count is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.terms import Bonus, Rule, Terms
from detente.deals.units import TOLERANCE, Floats, Indices

MAX_SUMS = 1_000_000
"""So many different sums are held."""
LIMB = 2**24
"""Counts are held in limbs of so many, because no integer type of NumPy holds them whole."""


@dataclass(frozen=True)
class _Sums:
    """Different sums, with the outcomes of the issues that later rules still ask for, and how often each occurs.

    `counts` has the shape (rows, limbs).
    """

    live: tuple[int, ...]
    keys: Indices
    totals: Floats
    counts: NDArray[np.int64]


def count_with_floors(terms: Terms, most: int = MAX_SUMS) -> int | None:
    """Return how many packages meet rules and floors, or None where there are more than `most` different sums."""
    if terms.is_empty:
        return 0
    order = _order(terms)
    dimensions = np.flatnonzero(np.isfinite(terms.floors))
    highest, lowest = _reach(terms, order, dimensions)
    sums = _Sums((), np.zeros((1, 0), dtype=np.int64), np.zeros((1, len(dimensions))), np.ones((1, 1), dtype=np.int64))
    done: set[int] = set()
    for n, j in enumerate(order):
        if len(sums.counts) * len(terms.kept[j]) > most:
            return None
        done.add(j)
        ready = [f for f in terms.factors if j in f.scope and set(f.scope) <= done]
        sums = _added(sums, j, terms.tables[j][:, dimensions])
        for factor in ready:
            sums = _applied(sums, factor, dimensions)
        asked = {i for f in terms.factors if not set(f.scope) <= done for i in f.scope}
        floors = terms.floors[dimensions]
        sums = _cut(sums, floors - TOLERANCE - highest[n], floors - TOLERANCE - lowest[n])
        sums = _together(sums, tuple(i for i in sums.live if i in asked))
    limbs: list[int] = sums.counts.sum(axis=0).tolist()
    return sum(limb * int(LIMB**n) for n, limb in enumerate(limbs))


def _order(terms: Terms) -> list[int]:
    """Return the issues so that those which are tied follow each other; free ones with few outcomes come last."""
    near: dict[int, set[int]] = {j: set() for j in range(len(terms.kept))}
    for factor in terms.factors:
        for j in factor.scope:
            near[j] |= set(factor.scope) - {j}
    order: list[int] = []
    while len(order) < len(near):
        left = [j for j in near if j not in order]
        open_ones = {i for j in order for i in near[j]} - set(order)
        order.append(min(left, key=lambda j: (j not in open_ones, len(near[j] - set(order) - open_ones), j)))
    return order


def _reach(terms: Terms, order: Sequence[int], dimensions: Indices) -> tuple[Floats, Floats]:
    """Return after each issue the most and the least that the following ones can add."""
    highest, lowest = np.zeros((2, len(order), len(dimensions)))
    for n in range(len(order) - 2, -1, -1):
        table = terms.tables[order[n + 1]][:, dimensions]
        highest[n], lowest[n] = highest[n + 1] + table.max(axis=0), lowest[n + 1] + table.min(axis=0)
    for bonus in terms.bonuses:
        for d in np.flatnonzero(dimensions == bonus.dimension):
            last = max(order.index(i) for i in bonus.scope)
            highest[:last, d] += max(bonus.units, 0.0)
            lowest[:last, d] += min(bonus.units, 0.0)
    return highest, lowest


def _added(sums: _Sums, j: int, table: Floats) -> _Sums:
    count, wide = len(sums.counts), len(table)
    rows = np.repeat(np.arange(count), wide)
    outcome = np.tile(np.arange(wide), count)
    keys = np.column_stack([sums.keys[rows], outcome])
    return _Sums((*sums.live, j), keys, sums.totals[rows] + table[outcome], sums.counts[rows])


def _applied(sums: _Sums, factor: Rule | Bonus, dimensions: Indices) -> _Sums:
    columns = tuple(sums.keys[:, sums.live.index(i)] for i in factor.scope)
    if isinstance(factor, Rule):
        return _picked(sums, np.flatnonzero(factor.allowed[columns]))
    totals = sums.totals.copy()
    for d in np.flatnonzero(dimensions == factor.dimension):
        totals[:, d] += factor.units * factor.where[columns]
    return _Sums(sums.live, sums.keys, totals, sums.counts)


def _picked(sums: _Sums, rows: Indices) -> _Sums:
    return _Sums(sums.live, sums.keys[rows], sums.totals[rows], sums.counts[rows])


def _cut(sums: _Sums, needed: Floats, enough: Floats) -> _Sums:
    """Drop what cannot reach the floors any more, and make all equal that will reach them anyway."""
    kept = _picked(sums, np.flatnonzero((sums.totals >= needed).all(axis=1)))
    return _Sums(kept.live, kept.keys, np.minimum(kept.totals, enough), kept.counts)


def _together(sums: _Sums, live: tuple[int, ...]) -> _Sums:
    """Count rows with equal sums and equal outcomes of the issues that are still asked for as one."""
    keys = sums.keys[:, [sums.live.index(i) for i in live]]
    codes = np.zeros(len(keys), dtype=np.int64)
    for column in (*keys.T, *sums.totals.T):
        distinct, place = np.unique(column, return_inverse=True)
        codes = np.unique(codes * len(distinct) + place, return_inverse=True)[1]
    first = np.unique(codes, return_index=True)[1]
    counts = np.zeros((len(first), sums.counts.shape[1] + 1), dtype=np.int64)
    for limb in range(sums.counts.shape[1]):
        np.add.at(counts[:, limb], codes, sums.counts[:, limb])
    for limb in range(sums.counts.shape[1]):
        carry, counts[:, limb] = np.divmod(counts[:, limb], LIMB)
        counts[:, limb + 1] += carry
    return _Sums(live, keys[first], sums.totals[first], counts if counts[:, -1].any() else counts[:, :-1])
