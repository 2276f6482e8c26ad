"""The frontier by merging: issue by issue, or along a tree of the issues that links and interactions tie together.

Multi-objective dynamic programming (Klamroth & Wiecek 2000) with early cuts: a partial package that cannot reach some
floor, whatever is added, is dropped. Tied issues are eliminated one by one, in an order that keeps the number of
neighbours small (min-fill; Dechter 1999); the state is the outcomes of the neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.deals.elimination import eliminated
from detente.deals.fronts import Front, Trace, joined, packages_of, single, undominated
from detente.deals.terms import Terms
from detente.deals.units import TOLERANCE, Floats, Indices, ranks
from detente.errors import TooLargeError

MAX_STATES = {1: 8_000_000, 2: 8_000_000, 3: 8_000_000, 4: 3_000_000}
"""By the number of dimensions, so many partial packages are compared at once; with more dimensions, `MANY`."""
MANY = 500_000
TURNS = 3
"""All steps together compare at most so many times what may be compared at once, about 15 seconds."""


@dataclass(frozen=True)
class Points:
    """Packages (of the space's outcomes) and their sums in units, best for the first principal first."""

    packages: Indices
    totals: Floats


def merged_frontier(terms: Terms, most: int | None = None) -> Points:
    """Return the Pareto-optimal packages over the principals that meet the floors.

    Raises
    ------
    TooLargeError
        If more than `most` partial packages would have to be compared at once.
    """
    if terms.is_empty:
        return no_points(terms)
    if most is None:
        most = MAX_STATES.get(len(terms.rows), MANY)
    tied, free = eliminated(terms, most)
    fronts = sorted([*tied, *(single(j, terms.tables[j]) for j in free)], key=lambda f: len(f.values))
    if any(len(front.values) == 0 for front in fronts):
        return no_points(terms)
    whole = _merged(fronts, terms, most)
    packages = packages_of(whole.trace, np.arange(len(whole.values)), len(terms.tables))
    return best_points(terms, Points(terms.outcomes(packages), terms.totals(packages)))


def no_points(terms: Terms) -> Points:
    """Return no packages."""
    return Points(np.zeros((0, len(terms.tables)), dtype=np.int64), np.zeros((0, len(terms.rows))))


def best_points(terms: Terms, points: Points) -> Points:
    """Return the undominated points over the principals, where sums within the tolerance are equal."""
    if not len(points.totals):
        return points
    ranked = np.stack([ranks(points.totals[:, d]) for d in range(terms.aims)], axis=1).astype(np.float64)
    rows = undominated(ranked)
    rows = rows[np.lexsort(-ranked[rows, ::-1].T)] if terms.aims else rows
    return Points(points.packages[rows], points.totals[rows])


def _merged(fronts: list[Front], terms: Terms, most: int) -> Front:
    """Return the sums of one row of each front that can matter."""
    compared = 0
    nothing = np.zeros((1, len(terms.rows)))
    highest = np.cumsum([nothing[0], *(f.values.max(axis=0) for f in fronts[::-1])], axis=0)[::-1]
    lowest = np.cumsum([nothing[0], *(f.values.min(axis=0) for f in fronts[::-1])], axis=0)[::-1]
    whole = Front(nothing, Trace())
    for n, front in enumerate(fronts, start=1):
        enough = np.full(len(terms.rows), np.inf)
        # What somebody who only signs has above its floor, whatever follows, is of no use to anybody.
        enough[terms.aims :] = (terms.floors - lowest[n])[terms.aims :]
        compared += len(whole.values) * len(front.values)
        if compared > TURNS * most and len(terms.rows) > 2:
            raise TooLargeError(
                f"the frontier has more than {TURNS * most:,} partial packages, {most:,} at once are held"
            )
        whole = _joined_front(whole, front, terms.floors - TOLERANCE - highest[n], enough, most)
    return whole


def _joined_front(left: Front, right: Front, needed: Floats, enough: Floats, most: int) -> Front:
    if len(left.values) * len(right.values) > most:
        raise TooLargeError(f"the frontier has partial packages beyond the {most:,} that are held at once")
    sums, from_left, from_right = joined(left, right)
    if np.isfinite(needed).any():
        possible = np.flatnonzero((sums >= needed).all(axis=1))
        sums, from_left, from_right = sums[possible], from_left[possible], from_right[possible]
    if np.isfinite(enough).any():
        sums = np.minimum(sums, enough)
    kept = undominated(sums)
    return Front(sums[kept], Trace(parts=((left.trace, from_left[kept]), (right.trace, from_right[kept]))))
