"""The frontier of two principals by integer programs, one point after the other: for links too dense to eliminate.

The best package for the first principal, then the best among those that are better for the second one, and so on
(epsilon constraint; Haimes, Lasdon & Wismer 1971). The solver works with tolerances, so the sweep is exact where values
are multiples of a common grain that it can tell apart, such as whole points; elsewhere points that are closer than the
step are passed over, and the result says so.
"""

from __future__ import annotations

import time

import numpy as np

from detente.deals.merging import Points, best_points, no_points
from detente.deals.program import Model, model_of
from detente.deals.terms import Terms
from detente.deals.units import Indices
from detente.errors import TooLargeError

STEP = 1e-4
"""On the solver's scale of 100: smaller differences are not told apart."""
NEAR = 1e-6
SECONDS = 60.0


def swept_frontier(terms: Terms, seconds: float = SECONDS) -> tuple[Points, bool]:
    """Return Pareto-optimal packages over two principals that meet the floors, and whether these are all.

    Raises
    ------
    TooLargeError
        If there are not two principals, or the links make too large a program.
    """
    if terms.aims != 2:
        raise TooLargeError(f"a sweep is along the frontier of two principals, not of {terms.aims}")
    if terms.is_empty:
        return no_points(terms), True
    model = model_of(terms)
    grains = [_grain(terms, d) / model.scale[d] for d in (0, 1)]
    deadline = time.monotonic() + seconds
    found: list[Indices] = []
    is_whole = min(grains) >= STEP
    while True:
        package, is_decided = _next_point(model, deadline)
        is_whole = is_whole and is_decided
        if package is None:
            break
        found.append(package)
        second = terms.totals(package[None])[0, 1] / model.scale[1]
        model.program.lower_bounds[model.sums[1]] = second + max(grains[1], STEP) - NEAR
    packages = np.array(found, dtype=np.int64).reshape(-1, len(terms.tables))
    return best_points(terms, Points(terms.outcomes(packages), terms.totals(packages))), is_whole


def _next_point(model: Model, deadline: float) -> tuple[Indices | None, bool]:
    """Return the best package for the first principal within the bounds, and of those the best for the second.

    None where there is none, or where it was not decided in time, which the second answer tells.
    """
    program, (first, second) = model.program, model.sums[:2]
    while True:
        answer = program.best({first: 1.0}, deadline - time.monotonic())
        if not answer.is_best:
            return None, answer.is_infeasible
        before = program.lower_bounds[first]
        program.lower_bounds[first] = answer.value - NEAR
        again = program.best({second: 1.0}, deadline - time.monotonic())
        program.lower_bounds[first] = before
        if not again.is_best and not again.is_infeasible:
            return None, False
        package = model.package(again if again.is_best else answer)
        if model.terms.meets_floors(model.terms.totals(package[None]))[0]:
            return package, True
        model.forbid(package)


def _grain(terms: Terms, dimension: int) -> float:
    """Return the largest number of units of which all values are multiples."""
    numbers = [np.abs(table[:, dimension]) for table in terms.tables]
    numbers += [np.array([abs(b.units)]) for b in terms.bonuses if b.dimension == dimension]
    common = int(np.gcd.reduce(np.concatenate(numbers).astype(np.int64)))
    return float(common) if common else np.inf
