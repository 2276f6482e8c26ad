"""What a package brings a party: its gain over no deal, and which share that is of the most it could hope for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.deals import DealSpace, DealsResult, Frontier
from detente.deals.advice import best_for
from detente.deals.choice import starts_of
from detente.deals.ties import TIE
from detente.deals.units import Floats


@dataclass(frozen=True)
class Gains:
    """From where the gains of parties count, and how far they can go.

    Attributes
    ----------
    parties : tuple of str
        Those with values: the principals, then who else signs, then the others.
    start : mapping of party to float
        Its no-deal value; for a principal that has none the least value of a package that the links allow.
    assumed : tuple of str
        The principals whose start is such a least value.
    ideal : mapping of principal to float
        The value of its best acceptable package; empty where no package is acceptable.
    proven : bool
        False where better packages than these ideals are possible, as far as is known.
    """

    parties: tuple[str, ...]
    start: Mapping[str, float]
    assumed: tuple[str, ...]
    ideal: Mapping[str, float]
    proven: bool = True

    def gain(self, party: str, value: float) -> float | None:
        """Return the points above the start, or None where there is no start."""
        return value - self.start[party] if party in self.start else None

    def share(self, party: str, value: float) -> float | None:
        """Return the share of the ideal gain, 0–1; None where nothing can be gained or nobody knows."""
        hope = self.ideal.get(party, np.nan) - self.start.get(party, np.nan)
        return (value - self.start[party]) / hope if hope > TIE else None


def gains_of(deals: DealsResult) -> Gains:
    """Return from where the parties' gains count, and their ideals."""
    space = deals.space
    start = {space.parties[p]: float(space.no_deal[p]) for p in space.valued if not np.isnan(space.no_deal[p])}
    missing = [p for p in space.principals if p in space.valued and space.parties[p] not in start]
    least = dict(zip(space.principals, starts_of(space).tolist(), strict=True)) if missing else {}
    found = {space.parties[p]: least[p] for p in missing if not np.isnan(least[p])}
    ideal, proven = _ideals(deals)
    return Gains(parties_in_order(space), start | found, tuple(found), ideal, proven)


def parties_in_order(space: DealSpace) -> tuple[str, ...]:
    """Return the parties to which packages are worth something: principals, then other signers, then the others."""
    order = dict.fromkeys((*space.principals, *space.signers, *space.needed, *space.valued))
    return tuple(space.parties[p] for p in order if p in space.valued)


def frontier_values(deals: DealsResult) -> Floats:
    """Return what the packages on the frontier are worth, shape (packages, parties); 0 for a party without values."""
    frontier, space = deals.frontier, deals.space
    if isinstance(frontier, Frontier):
        return frontier.values
    return np.array([[p.values.get(name, 0.0) for name in space.parties] for p in frontier]).reshape(
        -1, len(space.parties)
    )


def is_whole(deals: DealsResult) -> bool:
    """Return True where the listed frontier is known to be all of it."""
    return not isinstance(deals.frontier, Frontier) or deals.frontier.exact


def _ideals(deals: DealsResult) -> tuple[dict[str, float], bool]:
    """Return the value of each principal's best acceptable package, and whether that is proven."""
    space = deals.space
    rows = [p for p in space.principals if p in space.valued]
    if not deals.has_deal or not len(deals.frontier):
        return {}, True
    if is_whole(deals):
        best = frontier_values(deals).max(axis=0)
        return {space.parties[p]: float(best[p]) for p in rows}, True
    found = {space.parties[p]: best_for(space, space.parties[p]) for p in rows}
    known = {name: advice for name, advice in found.items() if advice is not None}
    ideals = {name: float(advice.values[space.parties.index(name)]) for name, advice in known.items()}
    return ideals, not any(advice.gap for advice in known.values())
