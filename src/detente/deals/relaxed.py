"""The bound from a relaxed problem: outcomes may be mixed. Its multipliers say what deviating from it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from detente.deals.aims import Aim
from detente.deals.rows import RuleRows
from detente.deals.terms import Terms
from detente.deals.units import Floats

ROUNDS = 30
"""Tangents of the logarithm are added so often at most; any multipliers give a valid bound."""
PRECISE = 1e-6
GRID = (0.2, 0.35, 0.5, 0.65, 0.8)
"""The first tangents; gains are counted in parts of the ideal gain where that is known."""
LEAST = 1e-6
"""No tangent is added at a smaller gain."""


@dataclass(frozen=True)
class Relaxed:
    """The relaxed optimum of an aim over free issues.

    Attributes
    ----------
    bound : float
        No package's aim is larger.
    worth : tuple of array, shape (outcomes,)
        By issue, what each outcome adds to the bounding plane; the largest of each issue add up to the bound.
    mixed : tuple of array, shape (outcomes,)
        The relaxed solution.
    """

    bound: float
    worth: tuple[Floats, ...]
    mixed: tuple[Floats, ...]


def relaxed(terms: Terms, aim: Aim) -> Relaxed | None:
    """Return the relaxed optimum of terms without bonuses, or None where even mixed outcomes do not meet the floors.

    Rules are rows of the relaxed problem, and their multipliers part of what an outcome is worth.
    """
    program = _Mixing(terms, aim)
    solution = program.solve()
    if solution is None:
        return None
    _, mixed, slopes = solution
    mine = aim.counted
    weights = program.prices.copy()
    weights[mine] += slopes / aim.share[mine]
    tied = np.split(program.rule_prices @ program.rules, np.cumsum(program.sizes)[:-1])
    worth = tuple(np.asarray(table @ weights - part) for table, part in zip(program.tables, tied, strict=True))
    bounded = np.isfinite(program.floors)
    shift = float(program.prices[bounded] @ program.floors[bounded] + (slopes / aim.share[mine]) @ aim.start[mine])
    bound = sum(float(w.max()) for w in worth) - shift + aim.intercept(slopes)
    bound += float(program.rule_prices @ program.limits)
    return Relaxed(bound, worth, mixed)


def _slopes(prices: Floats, points: list[Floats], kind: str, count: int) -> Floats:
    """Return the weights of the plane that the multipliers mix from the planes of the program."""
    if kind == "smallest":
        return prices / prices.sum() if prices.sum() > 0 else np.full(count, 1 / count)
    if kind == "sum":
        return np.ones(count)
    shares = prices.reshape(len(points), count)
    total = shares.sum(axis=0)
    mixed = np.sum([share / point for share, point in zip(shares, points, strict=True)], axis=0)
    return np.where(total > 0, mixed / np.maximum(total, LEAST), 1 / points[-1])


class _Mixing:
    """The linear program over mixed outcomes, with a variable for each gain; sums in natural units."""

    def __init__(self, terms: Terms, aim: Aim) -> None:
        self.aim = aim
        self.tables = [table * terms.unit for table in terms.tables]
        self.floors = terms.floors * terms.unit
        self.sizes = [len(table) for table in self.tables]
        self.values = np.concatenate(self.tables).T
        self.bounded = np.flatnonzero(np.isfinite(self.floors))
        self.rules, self.limits = RuleRows.of(terms).matrix()

    def solve(self) -> tuple[Floats, tuple[Floats, ...], Floats] | None:
        """Return the gains at the optimum, the mixed outcomes, and the slopes; and set the prices of the floors."""
        if self.aim.kind != "product":
            return self._optimum([], self.aim.kind)
        first = self._optimum([], "smallest")
        points = [] if first is None else [np.maximum(first[0], LEAST), *(np.full(len(first[0]), at) for at in GRID)]
        found = None
        for _ in range(ROUNDS if points else 0):
            found = self._optimum(points, "product")
            if found is None or self._top - float(np.log(np.maximum(found[0], LEAST)).sum()) < PRECISE:
                break
            points.append(np.maximum(found[0], LEAST))
        return found

    def _optimum(self, points: list[Floats], kind: str) -> tuple[Floats, tuple[Floats, ...], Floats] | None:
        """Solve with one more variable (the smallest), one for each logarithm, or none (the sum)."""
        outcomes, count = sum(self.sizes), len(self.aim.counted)
        extra = {"smallest": 1, "sum": 0, "product": count}[kind]
        rows, limits = self._rows(points, kind, extra)
        rules = np.pad(self.rules, ((0, 0), (0, count + extra)))
        costs = np.zeros(outcomes + count + extra)
        costs[outcomes if kind == "sum" else outcomes + count :] = -1.0
        equal, sums = self._equalities(extra)
        found = linprog(
            costs, A_ub=np.concatenate([rows, rules]), b_ub=np.append(limits, self.limits), A_eq=equal, b_eq=sums,
            bounds=[(0, None)] * outcomes + [(None, None)] * (count + extra), method="highs",
        )  # fmt: skip
        if found.x is None:
            return None
        prices = -np.asarray(found.ineqlin.marginals)
        self.prices = np.zeros(len(self.floors))
        self.prices[self.bounded] = np.maximum(prices[: len(self.bounded)], 0.0)
        self.rule_prices = np.maximum(prices[len(rows) :], 0.0)
        self._top = -float(costs @ found.x)
        slopes = _slopes(np.maximum(prices[len(self.bounded) : len(rows)], 0.0), points, kind, count)
        mixed = tuple(np.split(np.asarray(found.x[:outcomes]), np.cumsum(self.sizes)[:-1]))
        return np.asarray(found.x[outcomes : outcomes + count]), mixed, slopes

    def _rows(self, points: list[Floats], kind: str, extra: int) -> tuple[Floats, Floats]:
        """Return the floors, then what bounds the additional variables."""
        outcomes, count, floors = sum(self.sizes), len(self.aim.counted), len(self.bounded)
        planes = 1 if kind == "smallest" else len(points)
        rows = np.zeros((floors + planes * count, outcomes + count + extra))
        limits = np.zeros(len(rows))
        rows[:floors, :outcomes] = -self.values[self.bounded]
        limits[:floors] = -self.floors[self.bounded]
        gains = np.arange(count)
        for n in range(planes):
            here = floors + n * count + gains
            slopes = np.ones(count) if kind == "smallest" else 1 / points[n]
            rows[here, outcomes + gains] = -slopes
            rows[here, outcomes + count + (0 if kind == "smallest" else gains)] = 1.0
            limits[here] = 0.0 if kind == "smallest" else np.log(points[n]) - 1
        return rows, limits

    def _equalities(self, extra: int) -> tuple[Floats, Floats]:
        """Return that the outcomes of an issue sum to 1, and what the gains are."""
        mine, issues, outcomes = self.aim.counted, len(self.sizes), sum(self.sizes)
        rows = np.zeros((issues + len(mine), outcomes + len(mine) + extra))
        rows[np.repeat(np.arange(issues), self.sizes), np.arange(outcomes)] = 1.0
        rows[issues:, :outcomes] = self.values[mine] / self.aim.share[mine, None]
        rows[issues + np.arange(len(mine)), outcomes + np.arange(len(mine))] = -1.0
        return rows, np.concatenate([np.ones(issues), self.aim.start[mine] / self.aim.share[mine]])
