"""A negotiation scenario as other tools keep it: parties, issues, outcomes, and what each outcome is worth.

Values and weights stay apart, on the scale of the file. A package is worth ``constant + Σ weight · value`` to a
party; a file without weights has weights of 1, so that its values are plain points. Nothing is discounted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.errors import Problem

Floats = NDArray[np.float64]

MAX_PARTIES = 200
MAX_ISSUES = 1_000
MAX_OUTCOMES = 10_000
"""Of one issue; analysts do not tell more answers to one question apart."""
MAX_NUMBERS = 1_000_000
"""Parties times outcomes of all issues."""


@dataclass(frozen=True)
class Bonus:
    """What a package is worth more to a party where it has one of some outcomes on each of some issues.

    Attributes
    ----------
    party : int
    where : tuple of (int, tuple of int)
        Issues with the outcomes that count, ascending; every package counts where there are none.
    add : float
    """

    party: int
    where: tuple[tuple[int, tuple[int, ...]], ...]
    add: float


@dataclass(frozen=True)
class Scenario:
    """Who negotiates about what, and what everything is worth to them.

    Attributes
    ----------
    name : str
    source : str
        What it was read from, in words: ``"Genius files"``.
    issues : tuple of str
    outcomes : tuple of tuple of str
        Names of the answers to each issue.
    parties : tuple of str
    values : tuple of array, shape (parties, outcomes of the issue)
        Worth of each outcome before its weight, on the scale of the file.
    weights : array, shape (parties, issues)
        Never negative.
    constants : array, shape (parties,)
        Added to every package.
    reservation : array, shape (parties,)
        What the file says no agreement is worth; NaN where it says nothing.
    discount : array, shape (parties,)
        Discount factors, kept and never applied; NaN where there is none.
    is_weighted : bool
        False where the file has no weights and they are 1.
    bonuses : tuple of Bonus
        What is added where outcomes of several issues come together.
    messages : tuple of Problem
        What was rescaled, lost or assumed: warnings and notes.
    """

    name: str
    source: str
    issues: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    values: tuple[Floats, ...]
    weights: Floats
    constants: Floats
    reservation: Floats
    discount: Floats
    is_weighted: bool = True
    messages: tuple[Problem, ...] = ()
    bonuses: tuple[Bonus, ...] = ()

    def __post_init__(self) -> None:
        rows, columns = len(self.parties), len(self.issues)
        if not rows or not columns or not all(self.outcomes):
            raise ValueError("a scenario needs a party, an issue, and an outcome for every issue")
        if self.weights.shape != (rows, columns) or len(self.values) != columns or len(self.outcomes) != columns:
            raise ValueError(f"weights, values and outcomes must fit {rows} parties and {columns} issues")
        for name in ("constants", "reservation", "discount"):
            if getattr(self, name).shape != (rows,):
                raise ValueError(f"{name} must have one number for each of {rows} parties")
        for names, table in zip(self.outcomes, self.values, strict=True):
            if table.shape != (rows, len(names)) or not np.isfinite(table).all():
                raise ValueError("values must be finite, one row a party and one column an outcome")
        if not np.isfinite(self.weights).all() or (self.weights < 0).any() or not np.isfinite(self.constants).all():
            raise ValueError("weights must be finite and not negative, constants finite")
        for bonus in self.bonuses:
            if bonus.party >= rows or not np.isfinite(bonus.add) or any(j >= columns for j, _ in bonus.where):
                raise ValueError("a bonus must be finite and name a party and issues that are there")

    @cached_property
    def worths(self) -> tuple[Floats, ...]:
        """Weight times value: what each outcome adds to a package. One array (parties, outcomes) an issue."""
        return tuple(table * self.weights[:, [j]] for j, table in enumerate(self.values))

    @cached_property
    def least(self) -> Floats:
        """What the worst package is worth to each party; with bonuses, what no package can be worth less than."""
        total: Floats = self.constants + sum(table.min(axis=1) for table in self.worths)
        return total + self._bonuses(-1)

    @cached_property
    def best(self) -> Floats:
        """What the best package is worth to each party; with bonuses, what no package can be worth more than."""
        total: Floats = self.constants + sum(table.max(axis=1) for table in self.worths)
        return total + self._bonuses(1)

    def _bonuses(self, sign: int) -> Floats:
        """Return the sum of the bonuses of one sign, by party."""
        total = np.zeros(len(self.parties))
        for bonus in self.bonuses:
            total[bonus.party] += bonus.add if bonus.add * sign > 0 else 0.0
        return total

    @cached_property
    def no_deal(self) -> Floats:
        """The larger of the reservation value and the party's least attainable value."""
        return np.fmax(self.reservation, self.least)

    def with_messages(self, *messages: Problem) -> Scenario:
        """Return the same scenario with more messages."""
        return replace(self, messages=(*self.messages, *messages))
