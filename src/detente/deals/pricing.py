"""Bounding planes for sets of constraints: prices of parties and links under which the no-deal values are out of reach.

A weighted sum of values less what the links cost is bounded by the best outcome of each issue on its own. Where that is
below the weighted no-deal values, no package meets them: the same prices prove it for every set of constraints that holds
these no-deal values and refuses enough outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from detente.deals.rows import RuleRows
from detente.deals.terms import Bools, Terms
from detente.deals.units import Floats, Indices

SMALL = 1e-12
"""A price below this is none."""


@dataclass(frozen=True)
class Plane:
    """Prices and what they are worth.

    Attributes
    ----------
    worth : array, shape (outcomes of all issues,)
    shift : float
        A package that meets the priced no-deal values and all links is worth at least this.
    priced : tuple of int
        Dimensions with a price.
    mixed : array, shape (outcomes of all issues,)
        The relaxed solution that they come from.
    """

    worth: Floats
    shift: float
    priced: tuple[int, ...]
    mixed: Floats


class Pricing:
    """The relaxed problem over all kept outcomes; values are parts of each party's range."""

    def __init__(self, terms: Terms, rules: RuleRows) -> None:
        self.first = np.concatenate([[0], np.cumsum([len(t) for t in terms.tables])[:-1]]).astype(np.int64)
        flat = np.concatenate(terms.tables)
        spans = np.array([t.max(axis=0) - t.min(axis=0) for t in terms.tables]).sum(axis=0)
        self.range = np.where(spans > 0, spans, np.abs(flat).max(axis=0) + 1.0)
        self.values = flat / self.range
        self.floors = terms.floors / self.range
        self.rules, self.limits = rules.matrix()
        self.issues = np.repeat(np.arange(len(terms.tables)), [len(t) for t in terms.tables])
        self.choice = (self.issues == np.arange(len(terms.tables))[:, None]).astype(float)

    def plane(self, refused: Bools, held: Indices) -> Plane | None:
        """Return the lowest plane over the outcomes that are not refused, or None where the links leave no mixture.

        Parameters
        ----------
        refused : array, shape (outcomes of all issues,)
        held : array of int
            Dimensions whose no-deal values are held, at least one.
        """
        gains = np.column_stack([-self.values[:, held].T, np.ones(len(held))])
        links = np.column_stack([self.rules, np.zeros(len(self.rules))])
        one = np.column_stack([self.choice, np.zeros(len(self.choice))])
        upper = np.where(refused, 0.0, 1.0)
        found = linprog(
            np.append(np.zeros(len(upper)), -1.0), A_ub=np.concatenate([gains, links]),
            b_ub=np.append(-self.floors[held], self.limits), A_eq=one, b_eq=np.ones(len(one)),
            bounds=[*zip(np.zeros(len(upper)), upper, strict=True), (None, None)], method="highs",
        )  # fmt: skip
        if found.x is None:
            return None
        prices = np.maximum(-np.asarray(found.ineqlin.marginals), 0.0)
        return self._priced(held, prices[: len(held)], prices[len(held) :], np.asarray(found.x[:-1]))

    def _priced(self, held: Indices, prices: Floats, links: Floats, mixed: Floats) -> Plane:
        if prices.sum() <= 0:
            prices = np.ones(len(held))
        prices = np.where(prices > SMALL, prices, 0.0) / prices.sum()
        worth = self.values[:, held] @ prices - links @ self.rules
        shift = float(prices @ self.floors[held] - links @ self.limits)
        return Plane(worth, shift, tuple(held[prices > 0].tolist()), mixed)

    def best(self, worth: Floats, refused: Bools) -> Floats:
        """Return the largest sum of one outcome an issue for each plane, shape (planes,); `worth` has a row for each."""
        return np.asarray(np.maximum.reduceat(np.where(refused, -np.inf, worth), self.first, axis=-1).sum(axis=-1))
