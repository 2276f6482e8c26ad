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

from detente.deals.checking import Checking
from detente.deals.conflicts import bits_of
from detente.deals.deciding import Deciding
from detente.deals.hitting import Hitting
from detente.deals.leaner import leaner
from detente.deals.named import package_table
from detente.deals.space import Constraint, DealSpace
from detente.deals.units import Indices

SECONDS = 30.0
ATTEMPTS = 8
"""So many conflicts are tried for one that is proven to be minimal at once."""
PATIENCE = 0.05
"""One question to the solver takes at most this part of the time that is left."""


@dataclass(frozen=True)
class Found:
    """Sets in order of size, and whether these are all."""

    sets: tuple[int, ...]
    complete: bool


class Reasoning:
    """A space's constraints and what is known about them; `space` is without outcomes on which nothing turns."""

    def __init__(self, space: DealSpace, seconds: float = SECONDS) -> None:
        self.space = leaner(space)
        self.check = Checking(self.space)
        self.decide = Deciding(self.check)
        self.all = (1 << len(self.check.constraints)) - 1
        self.deadline = time.monotonic() + seconds
        self.known_blockers: list[int] = []
        self.known_openings: list[int] = []

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
            return Found((), complete=not self.decide.is_unknown)
        found = [self.decide.conflict(self.all)]
        for seed in range(ATTEMPTS):
            blocker, undecided = self._smaller(found[-1], found[-1], self._at_once())
            if not undecided:
                return Found((blocker,), complete=False)
            found += [blocker, self.decide.another_conflict(self.all, seed)]
        blocker = min(found, key=int.bit_count)
        blocker, undecided = self._smaller(blocker, blocker, self._patience())
        return Found(() if undecided else (blocker,), complete=False)

    @cached_property
    def links_leave_nothing(self) -> bool:
        """True where the links contradict each other."""
        return bool(self.space.links) and self._leaves_nothing(0)

    def package_without(self, relaxed: int, seconds: float) -> Indices | None:
        """Return some package that meets all other constraints, one that is known already if possible."""
        for violated, package in self.decide.known.items():
            if not violated & ~relaxed:
                return package
        return self.check.package(self.all & ~relaxed, seconds)

    def _in_order(self, most: int, known: list[int], try_out: Callable[[int, float], int | None]) -> Found:
        """Return the smallest sets that meet all known ones and pass; each that fails adds one to those known."""
        found, complete = self._smallest(most, known, try_out)
        return Found(tuple(sorted(found, key=lambda s: (s.bit_count(), list(bits_of(s))))), complete)

    def _smallest(
        self, most: int, known: list[int], try_out: Callable[[int, float], int | None]
    ) -> tuple[list[int], bool]:
        """Return the first so many sets, and whether these are all; what is not decided at once waits to the end."""
        found: list[int] = []
        waiting: list[int] = []
        given_up: list[int] = []
        hitting = Hitting(self.all.bit_count(), known)
        while len(found) < most and time.monotonic() < self.deadline:
            candidate = hitting.smallest(self._left())
            seconds = self._at_once()
            if candidate is None and (hitting.is_unknown or not waiting):
                return found, not given_up and not hitting.is_unknown
            is_last = candidate is None
            if candidate is None:
                candidate, seconds = waiting.pop(0), self._patience()
            other = try_out(candidate, seconds)
            if other == 0:
                return found, True
            if other is not None:
                hitting.must_meet(other)
                if known is self.known_blockers:
                    self._learn(hitting, candidate)
                if is_last:
                    hitting = Hitting(self.all.bit_count(), known, [*found, *waiting, *given_up])
                continue
            if not self.decide.is_unknown:
                found.append(candidate)
            else:
                (given_up if is_last else waiting).append(candidate)
            if not is_last:
                # Whatever contains a set that is not decided may not be minimal.
                hitting.must_miss_one_of(candidate)
        return found, False

    def _learn(self, hitting: Hitting, relaxed: int) -> None:
        """Tell what the last answer says about other openings than the one that was asked for."""
        if self.decide.cut is not None:
            hitting.must_weigh(*self.decide.cut)
        if self.decide.beyond:
            hitting.must_meet_with(relaxed, self.decide.beyond & ~relaxed)

    def _opens(self, relaxed: int, seconds: float) -> int | None:
        """Return None where relaxing these leaves a package, or else constraints among the others that leave none."""
        held = self.all & ~relaxed
        # No part of these opens, so a package that they leave violates each of them.
        if self.decide.package(held, seconds, relaxed) is not None or self.decide.is_unknown:
            return None
        conflict = self.decide.conflict(held)
        if not self.decide.is_priced(held):
            conflict = self._smaller(conflict, conflict, self._at_once())[0]
        self.known_blockers.append(conflict)
        return conflict

    def _blocks(self, held: int, seconds: float) -> int | None:
        """Return None where holding these leaves no package, or else what an opening among the other constraints relaxes."""
        package = self.decide.package(held, seconds)
        if package is None:
            return None
        opening = self._violated(package)
        for b in bits_of(opening):
            if opening >> b & 1:
                better = self.decide.package(self.all & ~opening | 1 << b, self._at_once())
                opening = opening if better is None else self._violated(better)
        self.known_openings.append(opening)
        return opening

    def _smaller(self, blocker: int, tried: int, seconds: float) -> tuple[int, int]:
        """Return a part of a set that leaves nothing, and those of its constraints which may be needless.

        Only these of its constraints are tried; one that is not decided is tried again once others are gone.
        """
        undecided = tried
        while undecided:
            before = blocker
            for b in bits_of(undecided):
                if not blocker >> b & 1:
                    continue
                if time.monotonic() > self.deadline:
                    return blocker, undecided
                less = blocker & ~(1 << b)
                if self.decide.package(less, seconds) is not None:
                    undecided &= ~(1 << b)
                elif not self.decide.is_unknown:
                    blocker = self.decide.conflict(less)
            undecided &= blocker
            if blocker == before:
                break
        return blocker, undecided

    def _leaves_nothing(self, held: int) -> bool:
        return self.decide.package(held, self._patience()) is None and not self.decide.is_unknown

    def _violated(self, package: Indices) -> int:
        return violated_by(self.space, package, self.check.constraints)

    def _at_once(self) -> float:
        """Return for how many seconds the solver may think where a question may wait: not at all, if others can answer."""
        return 0.0 if self.decide.is_able else self._left()

    def _patience(self) -> float:
        """Return for how many seconds the solver may think about one question."""
        return max(self._left() * PATIENCE, 0.01)

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
            is_violated = bool(space.misses_no_deal(p, values[p]))
        else:
            j = space.issues.index(str(constraint.issue))
            if constraint.kind == "red_line":
                is_violated = space.outcomes[j][package[j]] == constraint.outcome
            else:
                is_violated = bool(space.below(p, j, bottom[p, j])[package[j]])
        found |= is_violated << b
    return found
