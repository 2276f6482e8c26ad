"""What a fair package is, with the gap to what is proven possible, and picking it from a listed frontier.

Every idea of fairness here picks a package on the frontier, so where the frontier can be listed nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.deals.fair import picks
from detente.deals.merging import merged_frontier
from detente.deals.named import PARTS, outcome_names, package_table
from detente.deals.pareto import Frontier, united_points
from detente.deals.space import DealSpace
from detente.deals.terms import linked_terms
from detente.deals.units import Floats, Indices
from detente.errors import TooLargeError

LEAST_SECONDS = 10.0
LISTED = {1: 1_000_000, 2: 2_000_000, 3: 300_000}
"""By the number of dimensions, how many partial packages the frontier may have to be listed; with more, `FEW`."""
FEW = 20_000
HUNDRED = 100.0


@dataclass(frozen=True, eq=False)
class FairChoice:
    """The package that one idea of fairness picks.

    Attributes
    ----------
    concept : str
    package : array of int, shape (issues,)
        Outcomes by index; `outcomes` has them by name.
    values : array, shape (parties,)
    score, bound : float
        What the idea maximises, and what no package can surpass.
    gap : float
        (bound − score) / bound, 0 where the package is proven to be the best.
    method : {"frontier", "regrets", "program"}
    note : str
        Where the idea is degenerate here.
    """

    concept: str
    package: Indices
    values: Floats
    outcomes: Mapping[str, str]
    score: float
    bound: float
    method: str
    note: str = ""

    @property
    def gap(self) -> float:
        """How far the bound is above the score, as a part of the bound."""
        return (self.bound - self.score) / self.bound if self.bound > self.score and self.bound > 0 else 0.0


def choices_among(frontier: Frontier, start: Floats) -> dict[str, FairChoice]:
    """Return the fair packages of an exact frontier; `start` are the principals' values from which gains count."""
    if not len(frontier):
        return {}
    gains = (frontier.values[:, list(frontier.space.principals)] - start).T
    top = np.abs(gains).max(axis=1)
    # What is left of a party's values by rounding alone is no gain, however small its gains are.
    is_noise = top <= PARTS * linked_terms(frontier.space).scale
    own = np.where(is_noise, 0.0, HUNDRED / np.maximum(top, 1e-300))
    common = HUNDRED / max(float(top.max()), 1e-300)
    found = {}
    for concept, pick in picks(gains, common, own).items():
        package = frontier.packages[pick.position]
        found[concept] = FairChoice(
            concept, package, frontier.values[pick.position], outcome_names(frontier.space, package),
            pick.score, pick.score, "frontier", pick.note,
        )  # fmt: skip
    return found


def starts_of(space: DealSpace) -> Floats:
    """Return from where the principals' gains count: no deal, or the least value of a package that the links allow."""
    rows = list(space.principals)
    start = space.no_deal[rows].copy()
    for n in np.flatnonzero(np.isnan(start)):
        start[n] = least_value(space, rows[n])
    return start


def least_value(space: DealSpace, row: int) -> float:
    """Return the least value to a party of a package that the links allow; NaN where they allow none."""
    terms = linked_terms(space, (row,)).negated()
    try:
        points = merged_frontier(terms)
        packages = points.packages
    except TooLargeError:
        from detente.deals.aims import Aim
        from detente.deals.integer import best_by_program

        best = best_by_program(terms, Aim("sum", np.zeros(1), np.ones(1)), LEAST_SECONDS)
        packages = (
            terms.outcomes(best.packages) if best is not None else np.zeros((0, len(space.issues)), dtype=np.int64)
        )
    return float(package_table(space, packages[:1])[0, row]) if len(packages) else float("nan")


def from_frontier(space: DealSpace, *, capped: bool) -> dict[str, FairChoice]:
    """Return the fair packages of a space from its merged frontier, if that is short or the length is not capped."""
    dimensions = len(space.principals) + len(set(space.signers) - set(space.principals))
    most = LISTED.get(dimensions, FEW) if capped else None
    points = united_points(space, "acceptable", lambda terms: merged_frontier(terms, most))
    frontier = Frontier(space, points.packages, package_table(space, points.packages), True, "merging")
    return choices_among(frontier, starts_of(space))
