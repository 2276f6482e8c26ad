"""The best package of free issues with a proof: nothing else is close enough to the relaxed optimum.

Each outcome has a regret: how much the bounding plane loses by it. A package whose regrets sum to more than bound minus
the best value found cannot be better. So the packages with small sums of regrets are listed, with a budget that grows
until the best of them is as good as anything beyond the budget can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.deals.aims import Aim
from detente.deals.climb import climbed, climbed_from
from detente.deals.fronts import Trace, packages_of
from detente.deals.halves import MOST as HALVES
from detente.deals.halves import best_of_halves
from detente.deals.relaxed import Relaxed, relaxed
from detente.deals.terms import Terms
from detente.deals.units import Floats, Indices

MAX_LISTED = 1_000_000
"""So many packages are listed within a budget."""
GROWTH = 1.6
FAST_GROWTH = 4.0
FEW = 500
"""The budget grows fast while it lists no more packages than this."""
PROMISING = 30
"""So many climbs start from the list where it grows too long to prove anything."""
FIRST = 1e-4
"""The first budget, as a part of the bound."""
ROUNDING = 1e-9
"""A part of the bound: differences below come from rounding."""


@dataclass(frozen=True)
class Best:
    """The best packages found (kept outcomes; several where they are equal), their aim, and the proven bound."""

    packages: Indices
    value: float
    bound: float

    def times(self, factor: float) -> Best:
        """Return the same with its aim in other shares."""
        return Best(self.packages, self.value * factor, self.bound * factor)


def best_with_proof(terms: Terms, aim: Aim, most: int = MAX_LISTED, halves: int = HALVES) -> Best | None:
    """Return the best package of terms without bonuses; None where none is found that is allowed.

    Where more than `most` packages, or halves of packages, would have to be listed, the bound stays above the value.

    Parameters
    ----------
    terms : Terms
        Without rules too, unless the aim is the smallest gain.
    aim : Aim
    most, halves : int
    """
    scaled, factor = aim.on_scale(terms.scale)
    plane = relaxed(terms, scaled)
    if plane is None:
        return None
    best: Best | None = _started(terms, scaled, plane)
    assert best is not None
    if aim.kind == "smallest":
        best = _from_halves(terms, scaled, plane, best, halves)
    else:
        best = _from_list(terms, scaled, plane, best, most)
    return None if best is None else best.times(factor)


def _from_halves(terms: Terms, aim: Aim, plane: Relaxed, best: Best, most: int) -> Best | None:
    known = aim.gains(terms.totals(best.packages) * terms.unit)[0] if len(best.packages) else None
    near = best_of_halves(terms, aim, plane, known, most=most)
    packages = best.packages if near.package is None else near.package[None]
    if not len(packages):
        return None
    value = _value(terms, aim, packages[0])
    return Best(packages, value, max(near.bound, value))


def _from_list(terms: Terms, aim: Aim, plane: Relaxed, best: Best, most: int) -> Best | None:
    slack = ROUNDING * max(abs(plane.bound), 1.0)
    near: tuple[Floats, Trace] | None = None
    budget, widest = FIRST * max(abs(plane.bound), 1e-6), sum(float(w.max() - w.min()) for w in plane.worth)
    while True:
        budget = min(budget, plane.bound - best.value, widest)
        listed = _listed(terms, plane, budget + slack, most)
        if listed is None:
            best = best if near is None else _climbed_on(terms, aim, best, *near)
            return best if len(best.packages) else None
        best, near = _improved(terms, aim, best, *listed, slack), listed
        if best.value >= plane.bound - budget - slack:
            return Best(best.packages, best.value, best.value)
        if budget >= widest:
            return None
        best = Best(best.packages, best.value, min(best.bound, plane.bound - budget))
        budget *= GROWTH if len(listed[0]) > FEW else FAST_GROWTH


def _started(terms: Terms, aim: Aim, plane: Relaxed) -> Best:
    """Return the package on the bounding plane if it is as good as the bound, or the best that climbing reaches."""
    top = np.array([int(w.argmax()) for w in plane.worth])
    value = _value(terms, aim, top)
    if value < plane.bound - ROUNDING * max(abs(plane.bound), 1.0):
        climb = climbed(terms, aim, plane.mixed)
        if climb is None:
            return Best(np.zeros((0, len(top)), dtype=np.int64), -np.inf, plane.bound)
        top, value = climb, _value(terms, aim, climb)
        if value == -np.inf:
            return Best(np.zeros((0, len(top)), dtype=np.int64), -np.inf, plane.bound)
    return Best(top[None], value, plane.bound)


def _value(terms: Terms, aim: Aim, package: Indices) -> float:
    totals = terms.totals(package[None])
    is_allowed = terms.meets_floors(totals)[0] and terms.allows(package[None])[0]
    return float(aim.value(totals * terms.unit)[0]) if is_allowed else -np.inf


def _improved(terms: Terms, aim: Aim, best: Best, totals: Floats, trace: Trace, slack: float) -> Best:
    """Return the best packages among those listed and those known."""
    aims = np.where(terms.meets_floors(totals), aim.value(totals * terms.unit), -np.inf)
    top = float(aims.max()) if len(aims) else -np.inf
    if top == -np.inf or top < best.value - slack:
        return best
    rows = np.flatnonzero(aims >= max(top, best.value) - slack)
    return Best(packages_of(trace, rows, len(terms.tables)), max(top, best.value), best.bound)


def _climbed_on(terms: Terms, aim: Aim, best: Best, totals: Floats, trace: Trace) -> Best:
    """Return the best that climbs from the most promising listed packages reach."""
    aims = aim.value(totals * terms.unit)
    rows = np.argsort(-aims, kind="stable")[:PROMISING]
    found = climbed_from(terms, aim, packages_of(trace, rows, len(terms.tables)))
    value = -np.inf if found is None else _value(terms, aim, found)
    return best if found is None or value <= best.value else Best(found[None], value, best.bound)


def _listed(terms: Terms, plane: Relaxed, budget: float, most: int) -> tuple[Floats, Trace] | None:
    """Return the sums of every package whose regrets sum to at most the budget, or None where there are too many."""
    regrets = [w.max() - w for w in plane.worth]
    # Issues on which every other outcome is dear come first: so the list stays short for long.
    order = sorted(range(len(regrets)), key=lambda j: -float(np.sort(regrets[j])[min(1, len(regrets[j]) - 1)]))
    spent: Floats = np.zeros(1)
    totals = np.zeros((1, len(terms.rows)))
    trace = Trace()
    for j in order:
        cheap = np.flatnonzero(regrets[j] <= budget)
        rows, columns = np.nonzero(spent[:, None] + regrets[j][cheap][None, :] <= budget)
        if len(rows) > most:
            return None
        spent = spent[rows] + regrets[j][cheap][columns]
        totals = totals[rows] + terms.tables[j][cheap][columns]
        trace = Trace(parts=((trace, rows), (Trace(j, cheap), columns)))
    return totals, trace
