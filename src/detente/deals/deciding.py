"""Whether some package meets a set of constraints: from what is known, from a bound, or from halves near the bound.

A plane that lies below the no-deal values proves that nothing is left, and goes on proving it for other sets of
constraints. Where it does not, the packages that are near enough to the plane are put together from halves. These decide
nearly every question; the rest is left to the solver of integer programs.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from detente.deals.aims import Aim
from detente.deals.checking import Checking
from detente.deals.conflicts import bits_of
from detente.deals.halves import best_of_halves
from detente.deals.pricing import Plane, Pricing
from detente.deals.relaxed import Relaxed
from detente.deals.rows import RuleRows
from detente.deals.terms import Bools, linked_terms
from detente.deals.units import TOLERANCE, Floats, Indices, floors_in

QUICK, PATIENT = 6_000, 60_000
"""So many halves are listed on either side for one question."""
MAX_ROWS = 2_000
"""With more rows of links every question is left to the solver."""
LEAST = 2.0
"""Seconds for the solver where nothing else can answer."""
STEPS = 100_000
"""What relaxing lifts a plane by is counted in so many steps."""
NEARLY = 1e-9
"""A part of the range of values: smaller differences come from rounding."""
PLANES = 400
"""So many planes are kept, the latest."""


class Deciding:
    """Answers for sets of constraints, which are bit sets over ``space.constraints()``.

    Only for spaces without interactions whose signers sign every package.

    Attributes
    ----------
    impossible : list of int
        Sets that are proven to leave nothing.
    is_unknown : bool
        True where the last question was not answered in time.
    """

    def __init__(self, check: Checking) -> None:
        space = self.space = check.space
        self.check, self.is_unknown = check, False
        self.impossible: list[int] = []
        self.known: dict[int, Indices] = {}
        self.rows = [p for p in space.signers if not np.isnan(space.no_deal[p])]
        terms = linked_terms(space, self.rows)
        self.terms = replace(terms, floors=floors_in(terms.unit, space.no_deal[self.rows]))
        self.rules = RuleRows.of(self.terms)
        self.cut: tuple[list[int], int] | None = None
        self.beyond = 0
        self.is_able = not (space.interactions or space.needed or terms.is_empty) and len(self.rules.rows) <= MAX_ROWS
        if not self.is_able:
            return
        self.pricing = Pricing(self.terms, self.rules)
        self.planes: list[Plane] = []
        self.refuses = self._refusals()
        names = [space.parties[p] for p in self.rows]
        self.floor_of = {b: names.index(c.party) for b, c in enumerate(check.constraints) if c.kind == "no_deal"}

    def package(self, held: int, seconds: float = 0.0, broken: int = 0) -> Indices | None:
        """Return a package that meets the held constraints; None where there is none, or (`is_unknown`) none was found.

        Parameters
        ----------
        held : int
        seconds : float
            So long the solver may think about it; with none only what is answered at once is answered, and without end
            the solver is not asked, so that the answer is the same on every machine.
        broken : int
            Constraints that each package which is asked for violates, because none meets more than those that are held.
        """
        self.cut, self.beyond, self.is_unknown = None, 0, False
        for violated, package in self.known.items():
            if not violated & held:
                return package
        if any(not one & ~held for one in self.impossible):
            return None
        if not self.is_able:
            return self._by_program(held, seconds)
        refused, floors = self._refused(held), self._floors(held)
        if self._is_bounded(held, refused):
            return None
        if not len(floors):
            return self._by_program(held, seconds)
        return self._asked(held, refused, floors, seconds, broken)

    def _asked(self, held: int, refused: Bools, floors: Indices, seconds: float, broken: int) -> Indices | None:
        """Answer by a new plane."""
        for b in bits_of(broken):
            if b not in self.floor_of:
                j = self.pricing.issues[self.refuses[b].argmax()]
                refused = refused | ((self.pricing.issues == j) & ~self.refuses[b])
        if not np.add.reduceat(~refused, self.pricing.first).all():
            self.impossible.append(held)
            return None
        plane = self.pricing.plane(refused, floors)
        if plane is None:
            return self._by_program(held, seconds)
        return self._near(held, refused, floors, plane, seconds, is_part=bool(broken))

    def conflict(self, held: int) -> int:
        """Return a part of a set that leaves nothing which is known to leave nothing."""
        return min((one for one in self.impossible if not one & ~held), key=int.bit_count, default=held)

    def _near(
        self, held: int, refused: Bools, floors: Indices, plane: Plane, seconds: float, *, is_part: bool
    ) -> Indices | None:
        """Answer by a plane and the packages near it."""
        slack = float(self.pricing.best(plane.worth, refused)) - plane.shift
        if slack < -NEARLY:
            if self.pricing.best(plane.worth, self._refused(held)) - plane.shift < -NEARLY:
                self.planes = [plane, *self.planes[: PLANES - 1]]
                self.impossible.append(self._core(held, plane))
            else:
                self.impossible.append(held)
            self.cut = self._cut(plane)
            return None
        first = self.pricing.first[1:]
        worth = np.split(np.where(refused, -np.inf, plane.worth), first)
        rounded = np.array([int(part.argmax()) for part in np.split(plane.mixed, first)])
        if (package := self._noted(rounded, held)) is not None:
            return package
        limits = np.full(len(self.rows), -np.inf)
        limits[floors] = self.terms.floors[floors]
        scale = np.zeros(len(self.rows))
        scale[floors] = (self.pricing.range * self.terms.unit)[floors]
        aim = Aim("smallest", self.terms.floors * self.terms.unit, scale)
        near = best_of_halves(
            replace(self.terms, floors=limits), aim, Relaxed(slack, tuple(worth), ()), None,
            most=PATIENT if seconds else QUICK,
            enough=-NEARLY, rules=self.rules,
        )  # fmt: skip
        if near.package is not None and (package := self._noted(near.package, held)) is not None:
            return package
        if near.bound > 0:
            return self._by_program(held, seconds)
        near_by = self._nearby(held, worth, plane.worth, slack + 2 * NEARLY)
        self.impossible.append(held if is_part else near_by)
        self.beyond = near_by
        return None

    def _cut(self, plane: Plane) -> tuple[list[int], int] | None:
        """Return what relaxing each constraint can lift the plane by, and by how much it must be lifted to leave a package.

        Of constraints that a package violates just when they are relaxed. None where the plane is high enough already.
        """
        whole = self._refused((1 << len(self.refuses)) - 1)
        if not np.add.reduceat(~whole, self.pricing.first).all():
            return None
        low = float(self.pricing.best(plane.worth, whole)) - plane.shift
        best = np.maximum.reduceat(np.where(whole, -np.inf, plane.worth), self.pricing.first)[self.pricing.issues]
        lines = [self.pricing.issues[row.argmax()] for row in self.refuses if row.any()]
        alone = np.bincount(lines, minlength=len(self.pricing.first)) == 1
        lifts = np.zeros(len(self.refuses))
        for b in np.flatnonzero(self.refuses.any(axis=1)).tolist():
            outcomes = np.flatnonzero(self.refuses[b])
            lift = float((plane.worth - best)[outcomes].max())
            # Two constraints on one issue may be violated by one outcome, which lowers the plane once only.
            lifts[b] = lift if alone[self.pricing.issues[outcomes[0]]] else max(lift, 0.0)
        scale = STEPS / max(abs(low), float(np.abs(lifts).max()), NEARLY)
        weights: list[int] = np.ceil(lifts * scale).astype(np.int64).tolist()
        enough = sum(map(abs, weights)) + 2 * STEPS
        for b, d in self.floor_of.items():
            weights[b] = enough if d in plane.priced else 0
        return weights, math.floor(-(low + NEARLY) * scale) - 1

    def _by_program(self, held: int, seconds: float) -> Indices | None:
        if self.is_able and len(self._floors(held)) and (not seconds or math.isinf(seconds)):
            self.is_unknown = True
            return None
        package = self.check.package(held, max(seconds, LEAST))
        self.is_unknown = self.check.is_unknown
        if package is not None and self.is_able:
            places = [np.flatnonzero(kept == o) for kept, o in zip(self.terms.kept, package.tolist(), strict=True)]
            self._noted(np.concatenate(places), 0)
        if package is None and not self.is_unknown:
            self.impossible.append(held)
        return package

    def _refused(self, held: int) -> Bools:
        """Return which outcomes these constraints refuse, shape (outcomes of all issues,)."""
        return np.asarray(self.refuses[list(bits_of(held))].any(axis=0))

    def _floors(self, held: int) -> Indices:
        return np.array(sorted(d for b, d in self.floor_of.items() if held >> b & 1), dtype=np.int64)

    def _noted(self, package: Indices, held: int) -> Indices | None:
        """Keep a package of kept outcomes with what it violates; return it where that is none of the held constraints."""
        if not self.terms.allows(package[None])[0]:
            return None
        flat = self.pricing.first + package
        missed = self.terms.totals(package[None])[0] < self.terms.floors - TOLERANCE
        found = np.asarray(self.refuses[:, flat].any(axis=1))
        for b, d in self.floor_of.items():
            found[b] = missed[d]
        violated = sum(1 << b for b in np.flatnonzero(found).tolist())
        self.known[violated] = outcomes = self.terms.outcomes(package[None])[0]
        return None if violated & held else outcomes

    def _is_bounded(self, held: int, refused: Bools) -> bool:
        """Return True where an issue has no outcome left, or a known plane proves that nothing is left."""
        left = np.add.reduceat(~refused, self.pricing.first)
        if not left.all():
            j = int(np.flatnonzero(left == 0)[0])
            self.impossible.append(self._covering(held, np.flatnonzero(self.pricing.issues == j)))
            return True
        held_floors = set(self._floors(held).tolist())
        usable = [plane for plane in self.planes if held_floors.issuperset(plane.priced)]
        if not usable:
            return False
        best = self.pricing.best(np.array([plane.worth for plane in usable]), refused)
        below = np.flatnonzero(best - np.array([plane.shift for plane in usable]) < -NEARLY)
        if not len(below):
            return False
        self.impossible.append(self._core(held, usable[below[0]]))
        return True

    def is_priced(self, held: int) -> bool:
        """Return whether planes can answer for a set, which then say themselves what of it is needed."""
        return self.is_able and len(self._floors(held)) > 0

    def another_conflict(self, held: int, seed: int) -> int:
        """Return a part of a set that leaves nothing which is known to leave nothing, not the same for every seed."""
        if not self.is_able:
            return self.conflict(held)
        refused, floors = self._refused(held), set(self._floors(held).tolist())
        for plane in self.planes[-1:]:
            if floors.issuperset(plane.priced) and self.pricing.best(plane.worth, refused) - plane.shift < -NEARLY:
                return self._core(held, plane, np.random.default_rng(seed))
        return self.conflict(held)

    def _core(self, held: int, plane: Plane, rng: np.random.Generator | None = None) -> int:
        """Return a part of the held constraints for which a plane still proves that nothing is left, none of it needless."""
        core = sum(1 << b for b, d in self.floor_of.items() if held >> b & 1 and d in plane.priced)
        lines = [b for b in bits_of(held) if b not in self.floor_of]
        counts = self.refuses[lines].sum(axis=0)
        kept = []
        dear = {b: float(np.where(self.refuses[b], plane.worth, -np.inf).max()) for b in lines}
        for b in sorted(lines, key=lambda b: dear[b]) if rng is None else rng.permutation(lines).tolist():
            less = counts - self.refuses[b]
            if self.pricing.best(plane.worth, less > 0) - plane.shift < -NEARLY:
                counts = less
            else:
                kept.append(b)
        return core | sum(1 << b for b in kept)

    def _nearby(self, held: int, worth: list[Floats], whole: Floats, budget: float) -> int:
        """Return a part of the held constraints which refuses all that is near enough to the plane to be listed."""
        floors = sum(1 << b for b in self.floor_of if held >> b & 1)
        best = np.repeat([float(w.max()) for w in worth], [len(w) for w in worth])
        refused = self._refused(held)
        return floors | self._covering(held & ~floors, np.flatnonzero(refused & (best - whole <= budget)))

    def _covering(self, held: int, outcomes: Indices) -> int:
        """Return some of the held constraints which refuse all these outcomes."""
        found, left = 0, self.refuses[:, outcomes].copy()
        while left.shape[1]:
            held_bits = list(bits_of(held))
            b = held_bits[int(left[held_bits].sum(axis=1).argmax())]
            found |= 1 << b
            left = left[:, ~left[b]]
        return found

    def _refusals(self) -> Bools:
        """Return which outcomes each constraint refuses, shape (constraints, outcomes of all issues)."""
        found = np.zeros((len(self.check.constraints), len(self.pricing.issues)), dtype=bool)
        for b, outcomes in enumerate(self.check.refused):
            for j, o in outcomes:
                place = np.flatnonzero(self.terms.kept[j] == o)
                found[b, self.pricing.first[j] + place] = True
        return found
