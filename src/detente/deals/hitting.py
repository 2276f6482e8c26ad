"""The smallest sets that meet each of some sets and contain none of some others, one after the other.

All sets of a size are listed and sieved as long as these are few; larger ones are left to a solver for logic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from detente.deals.conflicts import bits_of
from detente.deals.units import Indices

MOST_LISTED = 2_000_000
WORD = 63
"""Sets over so many elements fit into a whole number of NumPy."""


@dataclass(frozen=True)
class _Listed:
    """Sets of one size that are left: their elements, shape (sets, size), and as bit sets."""

    elements: Indices
    bits: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_]) -> _Listed:
        return self if kept.all() else _Listed(self.elements[kept], self.bits[kept])


class Hitting:
    """Sets over the first so many whole numbers, as bit sets, smallest first; conditions are only ever added.

    So the size of the smallest one never falls, and each size is asked for until there is none left.
    """

    def __init__(self, count: int, sets: Sequence[int], missed: Sequence[int] = ()) -> None:
        self.count, self.size, self.is_unknown = count, 0, False
        self.sieves: list[Callable[[_Listed], NDArray[np.bool_]]] = []
        self.left: _Listed | None = None
        self.model = cp_model.CpModel()
        self.chosen = [self.model.new_bool_var("") for _ in range(count)]
        self.total = self.model.add(sum(self.chosen) == 0)
        self._list()
        for one in sets:
            self.must_meet(one)
        for one in missed:
            self.must_miss_one_of(one)

    def must_meet(self, one: int) -> None:
        """Ask for an element of a set; of the empty set there is none."""
        self.model.add_bool_or([self.chosen[b] for b in bits_of(one)])
        self._sieve(lambda left: left.bits & one != 0)

    def must_miss_one_of(self, one: int) -> None:
        """Ask for sets that do not contain a set."""
        self.model.add_bool_or([self.chosen[b].negated() for b in bits_of(one)])
        self._sieve(lambda left: left.bits & one != one)

    def must_meet_with(self, one: int, other: int) -> None:
        """Ask of those that contain one set for an element of another set."""
        apart = [self.chosen[b].negated() for b in bits_of(one)]
        self.model.add_bool_or([*apart, *(self.chosen[b] for b in bits_of(other))])
        self._sieve(lambda left: (left.bits & one != one) | (left.bits & other != 0))

    def must_weigh(self, weights: Sequence[int], least: int) -> None:
        """Ask for sets whose elements weigh at least so much together; a weight may be negative."""
        self.model.add(cp_model.LinearExpr.weighted_sum(self.chosen, list(weights)) >= least)
        table = np.array(weights)
        self._sieve(lambda left: table[left.elements].sum(axis=1) >= least)

    def smallest(self, seconds: float) -> int | None:
        """Return a smallest set; None where there is none, or (`is_unknown`) none was found in time."""
        while self.size <= self.count:
            found = self._of_size(seconds)
            if found is not None or self.is_unknown:
                return found
            self.size += 1
            self._list()
        return None

    def _sieve(self, sieve: Callable[[_Listed], NDArray[np.bool_]]) -> None:
        self.sieves.append(sieve)
        if self.left is not None:
            self.left = self.left.where(sieve(self.left))

    def _list(self) -> None:
        """List the sets of the size that come into question, if they are not too many."""
        self.left = None
        if self.count > WORD or comb(self.count, self.size) > MOST_LISTED:
            return
        flat = np.fromiter(chain.from_iterable(combinations(range(self.count), self.size)), dtype=np.int64)
        elements = flat.reshape(comb(self.count, self.size), self.size)
        self.left = _Listed(elements, (np.int64(1) << elements).sum(axis=1))
        for sieve in self.sieves:
            self.left = self.left.where(sieve(self.left))

    def _of_size(self, seconds: float) -> int | None:
        if self.left is not None:
            return int(self.left.bits[0]) if len(self.left.bits) else None
        bounds = self.total.proto.linear.domain
        bounds[0], bounds[1] = self.size, self.size
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = False
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        self.is_unknown = status not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        return sum(1 << b for b, v in enumerate(self.chosen) if solver.boolean_value(v))
