"""Every package of a small problem with who consents to it: for questions about all packages and all coalitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.frontier import pareto_positions
from detente.deals.grid import Grid, frame_of
from detente.deals.rules import Bools
from detente.deals.space import DealSpace
from detente.deals.units import Floats, Indices
from detente.deals.voting import BETTER, gaining, scale_of

MAX_PACKAGES = 50_000
"""So many packages are compared with each other."""


@dataclass(frozen=True, eq=False)
class Consent:
    """The packages that the links allow, and which party refuses which.

    Attributes
    ----------
    packages : array of int, shape (packages, issues)
    values : array, shape (parties, packages)
    refuses : mapping of party row to bool array
    needed : mapping of party row to bool array
        Packages with an outcome that needs the party.
    """

    space: DealSpace
    packages: Indices
    values: Floats
    refuses: dict[int, Bools]
    needed: dict[int, Bools]

    def accepted_by(self, members: Iterable[str]) -> Bools:
        """Return the packages that each member accepts, and everybody whom an outcome needs."""
        rows = {self.space.parties.index(name) for name in members}
        refused = np.zeros(len(self.packages), dtype=bool)
        for p in rows:
            refused |= self.refuses[p]
        for p, needs in self.needed.items():
            if p not in rows:
                refused |= needs & self.refuses[p]
        return ~refused

    def bettered_by(self, members: Iterable[str]) -> Bools:
        """Return the packages than which a coalition accepts one that is better for each of its members."""
        rows = list(gaining(self.space, members))
        mine = self.values[rows][:, self.accepted_by(members)]
        bettered = np.zeros(len(self.packages), dtype=bool)
        small = BETTER * scale_of(self.space)
        for n in pareto_positions(mine):
            bettered |= (self.values[rows] < mine[:, [n]] - small).all(axis=0)
        return bettered


def consent_in(space: DealSpace, parties: Iterable[str]) -> Consent | None:
    """Return who consents to which package, for these parties and those whom an outcome needs; None where it is too large."""
    if space.size > MAX_PACKAGES:
        return None
    rows = {space.parties.index(name) for name in parties} | {p for p, _, _ in space.needs}
    grid = Grid(bound := replace(space, signers=tuple(sorted(rows)), needs=()), frame_of(bound))
    packages = np.stack(np.unravel_index(grid.frame.linked, grid.frame.shape), axis=1).astype(np.int64)
    refuses = {p: grid.violates_any([c.party == space.parties[p] for c in grid.constraints]) for p in rows}
    needed = {p: np.zeros(len(packages), dtype=bool) for p, _, _ in space.needs}
    for p, j, o in space.needs:
        needed[p] |= packages[:, j] == o
    return Consent(space, packages, grid.values, refuses, needed)
