"""The largest smallest gain with a proof: packages near the bound, put together from two halves.

Each outcome has a regret: how much the bounding plane loses by it. A package whose regrets sum to more than bound minus
the best value found cannot be better. The packages within that budget may be far too many to list; their halves, over
every other issue, are few (meet in the middle; Horowitz & Sahni 1974), and the best pair of them is found by boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.aims import Aim
from detente.deals.fronts import Trace, packages_of
from detente.deals.pairing import Search, Tree, Words, grown
from detente.deals.relaxed import Relaxed
from detente.deals.rows import RuleRows
from detente.deals.terms import Terms
from detente.deals.units import TOLERANCE, Floats, Indices

MOST = 300_000
"""So many halves are listed on either side; about two seconds of work."""
WORK = 2_000
"""So many pairs are compared for each half that may be listed."""
GROWTH = 1.6
FAST_GROWTH = 4.0
FEW = 500
"""The budget grows fast while there are no more halves than this."""
MANY = 5_000
"""With more halves than this, the budget for a proof is tried at once."""
FIRST = 1e-3
"""The first budget, as a part of the bound."""
ROUNDING = 1e-9
"""A part of the bound: differences below come from rounding."""


@dataclass(frozen=True)
class Near:
    """The best package found, and what is proven.

    Attributes
    ----------
    package : array of int, shape (issues,), or None
        Kept outcomes; None where no better one than that known before was found.
    value : float
        Its smallest gain, or the one known before.
    bound : float
        No package has a larger smallest gain; minus infinity where there is no package at all.
    """

    package: Indices | None
    value: float
    bound: float


@dataclass(frozen=True)
class Half:
    """Outcomes of some issues within a budget: their sums, what they cost, and which rules they leave to the other half."""

    totals: Floats
    spent: Floats
    marks: Words
    trace: Trace


def best_of_halves(
    terms: Terms,
    aim: Aim,
    plane: Relaxed,
    known: Floats | None,
    *,
    most: int = MOST,
    enough: float | None = None,
    rules: RuleRows | None = None,
) -> Near:
    """Return the package with the largest smallest gain, of those the largest second smallest, and so on.

    Parameters
    ----------
    terms : Terms
        Without bonuses.
    aim : Aim
        Of the smallest gain.
    plane : Relaxed
        Its bounding plane.
    known : array, shape (counted,), optional
        The gains of a package that is allowed.
    most : int
        So many halves are listed on either side.
    enough : float, optional
        Stop at the first package whose smallest gain is at least so much, and look for no other ones.
    rules : RuleRows, optional
        Those of the terms, where they are known.
    """
    if enough is not None and plane.bound < enough:
        return Near(None, -np.inf, plane.bound)
    slack = ROUNDING * max(abs(plane.bound), 1.0)
    best = np.full(len(aim.counted), -np.inf) if known is None else np.sort(known)
    found = Near(None, float(best[0]), plane.bound)
    halves = _Halves.of(terms, [w.max() - w for w in plane.worth], rules or RuleRows.of(terms))
    widest = sum(float(r[np.isfinite(r)].max()) for r in halves.regrets)
    scales = _Scales.of(terms, aim)
    budget, listed = FIRST * max(abs(plane.bound), 1e-6), 0
    while True:
        whole = min(plane.bound - (found.value if enough is None else enough), widest)
        pair = halves.within(whole + slack, most) if listed > MANY else None
        budget = min(budget, whole) if pair is None else whole
        pair = halves.within(budget + slack, most) if pair is None else pair
        if pair is None:
            return found
        listed = max(len(half.spent) for half in pair)
        search = Search(budget + slack, scales.floors, scales.counted, best, slack, np.inf, WORK * most)
        if enough is not None:
            search.enough = enough
        _run(search, scales, pair)
        if search.pair[0] >= 0:
            best, package = search.best, _package(terms, pair, search.pair)
            found = replace(found, package=package, value=float(best[0]))
            if found.value >= (np.inf if enough is None else enough):
                return found
        if search.work <= 0:
            return found
        if budget >= whole:
            return replace(found, bound=found.value if enough is None else min(found.bound, plane.bound - budget))
        found = replace(found, bound=min(found.bound, plane.bound - budget))
        budget *= GROWTH if listed > FEW else FAST_GROWTH


@dataclass(frozen=True)
class _Scales:
    """The dimensions that matter as gains in shares: what a unit is worth, where gains start, the least gains."""

    rows: tuple[int, ...]
    factor: Floats
    start: Floats
    floors: Floats
    counted: Indices

    @classmethod
    def of(cls, terms: Terms, aim: Aim) -> _Scales:
        is_counted = aim.share > 0
        rows = np.flatnonzero(is_counted | np.isfinite(terms.floors))
        share = np.where(is_counted, aim.share, terms.scale)[rows]
        start = np.where(is_counted, aim.start, 0.0)[rows] / share
        factor = terms.unit[rows] / share
        return cls(
            tuple(rows.tolist()), factor, start, (terms.floors[rows] - TOLERANCE) * factor - start,
            np.flatnonzero(is_counted[rows]),
        )  # fmt: skip

    def points(self, half: Half, *, is_first: bool) -> Floats:
        points = half.totals[:, self.rows] * self.factor
        return points - self.start if is_first else points


def _run(search: Search, scales: _Scales, pair: tuple[Half, Half]) -> None:
    if not all(len(half.spent) for half in pair):
        return
    trees: list[Tree] = [
        grown(scales.points(half, is_first=n == 0), half.spent, half.marks) for n, half in enumerate(pair)
    ]
    search.run(*trees)


def _package(terms: Terms, pair: tuple[Half, Half], rows: tuple[int, int]) -> Indices:
    issues = len(terms.tables)
    first, second = (packages_of(half.trace, np.array([row]), issues)[0] for half, row in zip(pair, rows, strict=True))
    return np.asarray(first + second)


@dataclass(frozen=True)
class _Halves:
    """What is listed on either side: issues in turn, each with the rules that are decided once it is there."""

    terms: Terms
    regrets: Sequence[Floats]
    rules: RuleRows
    sides: tuple[tuple[tuple[int, Words], ...], ...]

    @classmethod
    def of(cls, terms: Terms, regrets: Sequence[Floats], rules: RuleRows) -> _Halves:
        # Neighbours in the order of how dear their second outcome is go to different halves, so that these grow alike.
        order = sorted(range(len(regrets)), key=lambda j: -float(np.sort(regrets[j])[min(1, len(regrets[j]) - 1)]))
        sides = (order[::2], order[1::2])
        return cls(terms, regrets, rules, tuple(tuple(zip(side, rules.decided(side), strict=True)) for side in sides))

    def within(self, budget: float, most: int) -> tuple[Half, Half] | None:
        """Return the halves within a budget, or None where there are too many."""
        first, second = self.sides
        left = self._listed(first, budget, most)
        right = None if left is None else self._listed(second, budget, most)
        return None if left is None or right is None else (left, right)

    def _listed(self, side: Sequence[tuple[int, Words]], budget: float, most: int) -> Half | None:
        """Return all outcomes of some issues whose regrets are within the budget and which break no rule among them."""
        half = Half(np.zeros((1, len(self.terms.rows))), np.zeros(1), self.rules.unmarked(), Trace())
        for j, decided in side:
            cheap = np.flatnonzero(self.regrets[j] <= budget)
            cost = self.regrets[j][cheap]
            rows, columns = np.nonzero(half.spent[:, None] + cost[None, :] <= budget)
            if len(rows) > most:
                return None
            marks = half.marks[rows] & self.rules.masks[j][cheap][columns]
            if decided.any():
                kept = np.flatnonzero(~(marks & decided).any(axis=1))
                rows, columns, marks = rows[kept], columns[kept], marks[kept]
            half = Half(
                half.totals[rows] + self.terms.tables[j][cheap][columns], half.spent[rows] + cost[columns], marks,
                Trace(parts=((half.trace, rows), (Trace(j, cheap), columns))),
            )  # fmt: skip
        return half
