"""A frontier that is too large to list, covered by few packages with a stated guarantee."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.deals.from_case import Problem, as_space
from detente.deals.merging import Points, best_points, merged_frontier
from detente.deals.named import package_table
from detente.deals.pareto import united_points
from detente.deals.space import DealSpace
from detente.deals.terms import Terms, linked_terms
from detente.deals.units import DIGITS, Floats, Indices
from detente.errors import InputError


@dataclass(frozen=True, eq=False)
class Cover:
    """Acceptable packages near the whole frontier.

    Each package on the frontier that is worth at least `within` more than no deal to every signer is better than one of
    these by no more than `within` for anybody.

    Attributes
    ----------
    packages : array of int, shape (packages, issues)
    values : array, shape (packages, parties)
    within : array, shape (principals,)
    """

    space: DealSpace
    packages: Indices
    values: Floats
    within: Floats


def frontier_cover(problem: Problem, part: float = 0.02) -> Cover:
    """Return packages that cover the frontier.

    Values are rounded down to steps so coarse that all issues together lose no more than the given part of a party's
    scale, and the frontier of the rounded values is merged (Papadimitriou & Yannakakis 2000).

    Parameters
    ----------
    problem : Case or DealSpace
    part : float
        How far from the frontier, as a part of a party's scale (the power of ten above its largest total).

    Raises
    ------
    InputError
        If the part is not between 0 and 1.
    TooLargeError
        If even the coarse frontier is too large.
    """
    if not 0 < part < 1:
        raise InputError.of("part", f"{part:g} is no part", "give a number between 0 and 1, such as 0.02")
    space = as_space(problem)
    steps = len(space.issues) + len(space.interactions)
    grain = np.floor(10.0**DIGITS * part / steps)
    points = united_points(space, "acceptable", lambda terms: _coarse(terms, grain))
    scale = linked_terms(space).scale
    return Cover(space, points.packages, package_table(space, points.packages), scale * part)


def _coarse(terms: Terms, grain: float) -> Points:
    """Return packages whose rounded values are on the frontier of rounded values, if they meet the floors."""
    lost = grain * (len(terms.tables) + len(terms.bonuses))
    rounded = replace(
        terms,
        tables=tuple(np.floor(table / grain) * grain for table in terms.tables),
        bonuses=tuple(replace(b, units=float(np.floor(b.units / grain) * grain)) for b in terms.bonuses),
        floors=terms.floors - lost,
    )
    found = merged_frontier(rounded)
    places = [{int(o): n for n, o in enumerate(kept)} for kept in terms.kept]
    packages = np.array([[places[j][o] for j, o in enumerate(row)] for row in found.packages.tolist()], dtype=np.int64)
    totals = terms.totals(packages.reshape(-1, len(terms.tables)))
    rows = np.flatnonzero(terms.meets_floors(totals))
    return best_points(terms, Points(found.packages[rows], totals[rows]))
