"""Rules over several issues as rows: each excludes some outcomes of each of its issues together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.deals.terms import Bools, Terms
from detente.deals.units import Floats, Indices

WORD = 64

Row = dict[int, Indices]
"""By issue, the outcomes that may not come together, one from each issue."""


def excluded(scope: Sequence[int], allowed: Bools) -> list[Row]:
    """Return rows that together exclude what is not allowed: as few as one of the issues can stand last."""
    found = [_excluded(scope, allowed, last) for last in range(len(scope))]
    return min(found, key=len, default=[])


def _excluded(scope: Sequence[int], allowed: Bools, last: int) -> list[Row]:
    """Return a row for each combination of all issues but the last one, with what it excludes of that."""
    others = [n for n in range(len(scope)) if n != last]
    turned = np.moveaxis(allowed, last, -1)
    found = []
    for combination in product(*(range(allowed.shape[n]) for n in others)):
        refused = np.flatnonzero(~turned[combination])
        if len(refused):
            row = {scope[n]: np.array([o]) for n, o in zip(others, combination, strict=True)}
            found.append(row | {scope[last]: refused})
    return found


@dataclass(frozen=True)
class RuleRows:
    """The rows of all rules over kept outcomes.

    Attributes
    ----------
    rows : tuple of Row
    sizes : tuple of int
        How many outcomes each issue has.
    """

    rows: tuple[Row, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, terms: Terms) -> RuleRows:
        """Return the rows of some terms."""
        rows = [row for rule in terms.rules for row in excluded(rule.scope, rule.allowed)]
        return cls(tuple(rows), tuple(len(kept) for kept in terms.kept))

    @property
    def words(self) -> int:
        """Words of 64 bits that hold a bit for each row."""
        return -(-len(self.rows) // WORD)

    @cached_property
    def masks(self) -> tuple[NDArray[np.uint64], ...]:
        """By issue, shape (outcomes, words): which rows an outcome leaves to be broken by the other issues."""
        found = []
        for j, size in enumerate(self.sizes):
            left = np.ones((size, self.words * WORD), dtype=bool)
            for r, row in enumerate(self.rows):
                if j in row:
                    left[:, r] = np.isin(np.arange(size), row[j])
            found.append(_packed(left))
        return tuple(found)

    def unmarked(self) -> NDArray[np.uint64]:
        """Return the marks of no outcomes, shape (1, words)."""
        marks = np.zeros((1, self.words * WORD), dtype=bool)
        marks[:, : len(self.rows)] = True
        return _packed(marks)

    def decided(self, issues: Sequence[int]) -> list[NDArray[np.uint64]]:
        """Return for each of some issues in turn which rows speak of it and only of it and earlier ones, shape (words,)."""
        place = {j: n for n, j in enumerate(issues)}
        last = [max((place.get(j, len(issues)) for j in row), default=len(issues)) for row in self.rows]
        return [self._bits(r for r, at in enumerate(last) if at == n) for n in range(len(issues))]

    def matrix(self) -> tuple[Floats, Floats]:
        """Return the rows over all outcomes of all issues in turn, shape (rows, outcomes), and what each may sum to at most."""
        first = np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.int64)
        table = np.zeros((len(self.rows), int(first[-1])))
        for r, row in enumerate(self.rows):
            for j, outcomes in row.items():
                table[r, first[j] + outcomes] = 1.0
        return table, np.array([len(row) - 1.0 for row in self.rows])

    def _bits(self, rows: Iterable[int]) -> NDArray[np.uint64]:
        found = np.zeros((1, self.words * WORD), dtype=bool)
        found[0, list(rows)] = True
        return np.asarray(_packed(found)[0])


def _packed(bits: Bools) -> NDArray[np.uint64]:
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64)
