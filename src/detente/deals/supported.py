"""Points of a frontier that is too large to list: each is the best package for some weights of the principals.

All of them are on the frontier; between them there are others (the unsupported ones, and supported ones in between).
"""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np

from detente.deals.aims import Aim
from detente.deals.integer import best_by_program
from detente.deals.merging import Points, best_points, no_points
from detente.deals.terms import Terms
from detente.deals.units import Floats, Indices

POINTS = 200
"""So many weights are tried at most."""
SMALLEST = 1e-3
"""No principal weighs nothing, or its best packages would be on the frontier only by chance."""
SECONDS = 10.0
TOTAL_SECONDS = 60.0


def supported_points(terms: Terms, most: int = POINTS) -> Points:
    """Return the best packages for weights spread over all principals, each on the frontier."""
    if terms.is_empty:
        return no_points(terms)
    deadline = time.monotonic() + TOTAL_SECONDS
    found: list[Indices] = []
    for weights in spread_weights(terms.aims, most):
        package = _best_for(terms, weights)
        if package is None and not found:
            # No package meets the floors, or none was found in time: other weights will not help.
            return no_points(terms)
        found += [] if package is None else [package]
        if time.monotonic() > deadline:
            break
    if not found:
        return no_points(terms)
    packages = np.unique(np.array(found), axis=0)
    return best_points(terms, Points(terms.outcomes(packages), terms.totals(packages)))


def spread_weights(count: int, most: int) -> Floats:
    """Return at most so many weight vectors, shape (vectors, count): a lattice on the simplex as fine as fits."""
    if count == 1:
        return np.ones((1, 1))
    steps = 1
    while len(list(combinations(range(steps + count), count - 1))) <= most and steps < most:
        steps += 1
    bars = np.array(list(combinations(range(steps + count - 1), count - 1))).reshape(-1, count - 1)[:most]
    ends = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), steps + count - 1)])
    return np.asarray((np.diff(ends, axis=1) - 1) / steps + SMALLEST)


def _best_for(terms: Terms, weights: Floats) -> Indices | None:
    """Return the kept outcomes of the package with the largest weighted sum."""
    if not terms.factors:
        package = np.array([int((table[:, : terms.aims] @ weights).argmax()) for table in terms.tables])
        if terms.meets_floors(terms.totals(package[None]))[0]:
            return package
    # Sums in units are all on one scale, whatever the parties' own.
    share = np.zeros(len(terms.rows))
    share[: terms.aims] = terms.scale[: terms.aims] / weights
    best = best_by_program(terms, Aim("sum", np.zeros(len(terms.rows)), share), SECONDS)
    return best.packages[0] if best is not None and len(best.packages) else None
