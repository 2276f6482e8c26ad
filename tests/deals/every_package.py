"""The definitions over every package at once, in NumPy and whole numbers: for problems of up to 100,000 packages.

It shares no code with ``detente.deals``. Sums are of 64-bit integers, so nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.deals import DealSpace
from tests.reference.brute_force import hitting_sets, minimal

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Every:
    """Tables of whole numbers by issue, shape (parties, outcomes); pairs of places that exclude each other; red lines."""

    tables: list[Ints]
    weights: Ints
    no_deal: Ints
    forbidden: list[tuple[tuple[int, int], tuple[int, int]]]
    red_lines: list[tuple[int, int, int]]

    @cached_property
    def all(self) -> Ints:
        """Every package, shape (packages, issues)."""
        sizes = [table.shape[1] for table in self.tables]
        return np.stack(np.unravel_index(np.arange(int(np.prod(sizes))), sizes), axis=1)

    @cached_property
    def packages(self) -> Ints:
        """The linked ones."""
        found = self.all
        for (i, o), (j, q) in self.forbidden:
            found = found[~((found[:, i] == o) & (found[:, j] == q))]
        return found

    @cached_property
    def values(self) -> Ints:
        """Shape (linked packages, parties)."""
        parts = [(self.weights[:, j, None] * table)[:, self.packages[:, j]] for j, table in enumerate(self.tables)]
        summed: Ints = np.sum(parts, axis=0).T
        return summed

    @cached_property
    def within(self) -> Bools:
        """Which packages are within the red lines."""
        refused = [self.packages[:, j] == o for _, j, o in self.red_lines]
        return ~np.any(refused, axis=0) if refused else np.ones(len(self.packages), dtype=bool)

    @cached_property
    def acceptable(self) -> Ints:
        return np.flatnonzero(self.within & (self.values >= self.no_deal).all(axis=1))

    def frontier(self) -> set[tuple[int, ...]]:
        """Return the vectors that nothing dominates: each that is left strikes out those it dominates."""
        left = np.unique(self.values[self.acceptable], axis=0)
        left = left[np.argsort(-left.sum(axis=1), kind="stable")]
        found = []
        while len(left):  # what has the largest sum is dominated by nothing
            found.append(tuple(left[0].tolist()))
            left = left[~(left <= left[0]).all(axis=1)]
        return set(found)

    def scores(self) -> dict[str, float]:
        gains = self.values[self.acceptable] - self.no_deal
        most = int((gains > 0).sum(axis=1).max())
        full = gains[(gains > 0).sum(axis=1) == most].astype(float)
        ideal = gains.max(axis=0)
        shares = gains[:, ideal > 0] / ideal[ideal > 0]
        return {
            "nash": float(np.where(full > 0, full, 1).prod(axis=1).max()) if most else 0.0,
            "kalai_smorodinsky": float(shares.min(axis=1).max()) if shares.shape[1] else 0.0,
            "egalitarian": float(gains.min(axis=1).max()),
            "utilitarian": float(gains.sum(axis=1).max()),
        }

    @cached_property
    def openings(self) -> set[frozenset[str]]:
        """The minimal sets of constraints that a package violates, which are the openings."""
        lines = {f"p{p} i{j} o{o}": self.packages[:, j] == o for p, j, o in self.red_lines}
        lines |= {f"p{p}": self.values[:, p] < d for p, d in enumerate(self.no_deal)}
        names = list(lines)
        distinct = np.unique(np.stack(list(lines.values()), axis=1), axis=0)
        return minimal(frozenset(names[b] for b in np.flatnonzero(row)) for row in distinct)

    def blockers(self) -> set[frozenset[str]]:
        """Return the minimal sets that have something in common with each opening."""
        return hitting_sets(list(self.openings)) if self.packages.size else {frozenset()}

    def space(self) -> DealSpace:
        """Return the same problem as the engine takes it."""
        links = [f"not (i{i}.o{o} and i{j}.o{q})" for (i, o), (j, q) in self.forbidden]
        space = DealSpace.additive(
            [table.astype(float) for table in self.tables],
            weights=self.weights.astype(float),
            no_deal=self.no_deal.astype(float),
            links=links,
        )
        return replace(space, red_lines=tuple(self.red_lines))


def random_problem(seed: int, sizes: list[int], parties: int, links: int, red: int, level: float) -> Every:
    """Return a problem with ties, zero weights now and then, negative values and issues of one outcome.

    `level` is how far up the range of each party's values no deal lies.
    """
    rng = np.random.default_rng(seed)
    tables = [rng.integers(-3, 8, (parties, n)) for n in sizes]
    weights = rng.integers(0, 4, (parties, len(sizes)))
    low = sum((weights[:, j] * t.min(axis=1) for j, t in enumerate(tables)), start=np.zeros(parties, dtype=np.int64))
    high = sum((weights[:, j] * t.max(axis=1) for j, t in enumerate(tables)), start=np.zeros(parties, dtype=np.int64))

    def place() -> tuple[int, int]:
        j = int(rng.integers(len(sizes)))
        return j, int(rng.integers(sizes[j]))

    red_lines = sorted({(int(rng.integers(parties)), *place()) for _ in range(red)})
    forbidden = [(place(), place()) for _ in range(links)]
    return Every(tables, weights, np.ceil(low + level * (high - low)).astype(np.int64), forbidden, red_lines)
