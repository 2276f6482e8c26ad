"""What blocks a deal and what would open one, at any size: minimal sets of constraints by a solver for logic.

Each blocker meets each opening. So a smallest set that meets all blockers known is an opening, if without it a package is
left, and otherwise shows another blocker; and the same the other way round (implicit hitting sets; Davies & Bacchus 2011;
Ignatiev, Previti, Liffiton & Marques-Silva 2015). Sets come in order of size, and what one search learns helps the other.
Sets of constraints are Python integers, bit ``b`` for constraint ``b``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from detente.deals.checking import Checking
from detente.deals.conflicts import bits_of
from detente.deals.grid import DECIMALS
from detente.deals.named import package_table
from detente.deals.space import Constraint, DealSpace
from detente.deals.units import Indices

SECONDS = 30.0
QUICK = 0.2
"""So long is tried to make an opening smaller that need not be minimal."""


@dataclass(frozen=True)
class Found:
    """Sets in order of size, and whether these are all."""

    sets: tuple[int, ...]
    complete: bool


class Reasoning:
    """A space's constraints and what is known about them."""

    def __init__(self, space: DealSpace, seconds: float = SECONDS) -> None:
        self.space = space
        self.check = Checking(space)
        self.all = (1 << len(self.check.constraints)) - 1
        self.deadline = time.monotonic() + seconds
        self.known_blockers: list[int] = []
        self.known_openings: list[int] = []
        self.ideals: dict[int, float] = {}

    def openings(self, most: int) -> Found:
        """Return the minimal sets whose relaxation leaves a package, smallest first; only the empty one where a deal exists."""
        if self.links_leave_nothing:
            return Found((), complete=True)
        return self._in_order(most, self.known_blockers, self._opens)

    def blockers(self, most: int) -> Found:
        """Return the minimal sets that together leave no package, smallest first."""
        if self.links_leave_nothing:
            return Found((0,), complete=True)
        return self._in_order(most, self.known_openings, self._blocks)

    def first_blocker(self) -> Found:
        """Return one minimal set that leaves no package, not always a smallest one, without looking for others."""
        if self.links_leave_nothing:
            return Found((0,), complete=True)
        if not self._leaves_nothing(self.all):
            return Found((), complete=not self.check.is_unknown)
        blocker = self._blocker_in(0, self.all)
        self.known_blockers.append(blocker)
        return Found((blocker,), complete=False)

    @cached_property
    def links_leave_nothing(self) -> bool:
        """True where the links contradict each other."""
        return self._leaves_nothing(0)

    def _in_order(self, most: int, known: list[int], try_out: Callable[[int], int | None]) -> Found:
        """Return the smallest sets that meet all known ones and pass; each that fails adds one to those known."""
        found, complete = self._smallest(most, known, try_out)
        return Found(tuple(sorted(found, key=lambda s: (s.bit_count(), list(bits_of(s))))), complete)

    def _smallest(self, most: int, known: list[int], try_out: Callable[[int], int | None]) -> tuple[list[int], bool]:
        hitting = _Hitting(self.all.bit_count(), known)
        found: list[int] = []
        while len(found) < most and time.monotonic() < self.deadline:
            candidate = hitting.smallest(self._left())
            if candidate is None:
                return found, not hitting.is_unknown
            other = try_out(candidate)
            if other is None and self.check.is_unknown:
                break
            if other is None:
                found.append(candidate)
                hitting.must_miss_one_of(candidate)
            elif other == 0:
                return found, True
            else:
                hitting.must_meet(other)
        return found, False

    def _opens(self, relaxed: int) -> int | None:
        """Return None where relaxing these leaves a package, or else a blocker among the other constraints."""
        held = self.all & ~relaxed
        package = self.check.package(held, self._left())
        if package is not None or self.check.is_unknown:
            return None
        blocker = self._blocker_in(0, held)
        self.known_blockers.append(blocker)
        return blocker

    def _blocks(self, held: int) -> int | None:
        """Return None where holding these leaves no package, or else an opening among the other constraints."""
        package = self.check.package(held, self._left())
        if package is None:
            return None
        opening = self._violated(package)
        for b in bits_of(opening):
            smaller = opening & ~(1 << b)
            better = self.check.package(self.all & ~smaller, min(self._left(), QUICK))
            if better is not None:
                opening = self._violated(better)
        self.known_openings.append(opening)
        return opening

    def _blocker_in(self, base: int, held: int) -> int:
        """Return a minimal part of `held` which with `base` leaves no package, by halving (Junker 2004, QuickXplain)."""
        if held.bit_count() == 1:
            return held
        bits = list(bits_of(held))
        first = sum(1 << b for b in bits[: len(bits) // 2])
        second = held & ~first
        if self._leaves_nothing(base | first):
            return self._blocker_in(base, first)
        if self._leaves_nothing(base | second):
            return self._blocker_in(base, second)
        mine = self._blocker_in(base | second, first)
        return mine | self._blocker_in(base | mine, second)

    def _leaves_nothing(self, held: int) -> bool:
        return self.check.package(held, self._left()) is None and not self.check.is_unknown

    def _violated(self, package: Indices) -> int:
        return violated_by(self.space, package, self.check.constraints)

    def _left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.01)


def violated_by(space: DealSpace, package: Indices, constraints: Sequence[Constraint]) -> int:
    """Return which constraints a package violates, as a bit set."""
    row = np.array([package])
    values = package_table(space, row)[0]
    needed = {p for p, j, o in space.needs if package[j] == o}
    bottom = {(p, j): least for p, j, least in space.bottom_lines}
    found = 0
    for b, constraint in enumerate(constraints):
        p = space.parties.index(constraint.party)
        if p not in space.signers and p not in needed:
            continue
        if constraint.kind == "no_deal":
            is_violated = round(float(values[p]), DECIMALS) < round(float(space.no_deal[p]), DECIMALS)
        else:
            j = space.issues.index(str(constraint.issue))
            if constraint.kind == "red_line":
                is_violated = space.outcomes[j][package[j]] == constraint.outcome
            else:
                worth = float(space.values[j][p, package[j]])
                is_violated = round(worth, DECIMALS) < round(bottom[p, j], DECIMALS)
        found |= is_violated << b
    return found


class _Hitting:
    """Smallest sets that meet each of some sets, and contain none of some others."""

    def __init__(self, count: int, sets: Sequence[int]) -> None:
        self.model = cp_model.CpModel()
        self.chosen = [self.model.new_bool_var("") for _ in range(count)]
        self.model.minimize(sum(self.chosen))
        self.is_unknown = False
        for one in sets:
            self.must_meet(one)

    def must_meet(self, one: int) -> None:
        self.model.add_bool_or([self.chosen[b] for b in bits_of(one)])

    def must_miss_one_of(self, one: int) -> None:
        self.model.add_bool_or([self.chosen[b].negated() for b in bits_of(one)])

    def smallest(self, seconds: float) -> int | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        self.is_unknown = status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        if status != cp_model.OPTIMAL:
            return None
        return sum(1 << b for b, v in enumerate(self.chosen) if solver.boolean_value(v))
