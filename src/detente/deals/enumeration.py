"""The analysis of deals by enumeration of every package: exact up to some millions of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import numpy as np

from detente.deals.conflicts import bits_of, minimal_hitting_sets, minimal_sets
from detente.deals.fair import picks
from detente.deals.frontier import pareto_positions
from detente.deals.grid import Bools, Frame, Grid, frame_of
from detente.deals.links import links_behind
from detente.deals.openings import Opening, openings_of
from detente.deals.result import STEPS, Blocker, DealsResult, FairPackage, Package
from detente.deals.rounding import rounded, unit_factors
from detente.deals.space import Constraint, DealSpace
from detente.deals.trades import find_trades, trades_told
from detente.deals.units import Floats

METHOD = "enumeration of all packages"
MAX_BLOCKERS = 10_000
MAX_EXPLAINED = 200
"""For so many blockers, the smallest first, the links behind them are worked out."""


def enumerated_deals(space: DealSpace, parameters: Mapping[str, Any]) -> DealsResult:
    """Return the analysis of deals from every package.

    Raises
    ------
    TooLargeError
        If there are more packages than enumeration can hold.
    """
    frame = frame_of(space)
    grid = Grid(space, frame)
    sets = minimal_sets(grid.violated) if len(frame.linked) else []
    blocking, complete = blocking_sets(grid, sets)
    acceptable = acceptable_in(grid)
    basis = acceptable if acceptable.any() else np.ones_like(acceptable)
    return DealsResult(
        space=space,
        packages=funnel_of(grid),
        blockers=_blockers(space, blocking),
        openings=_openings(grid, sets),
        frontier=_frontier(grid, basis),
        frontier_basis="acceptable" if acceptable.any() else "linked",
        fair=fair_in(grid, acceptable),
        trades=find_trades(space, frame),
        without=without_each(grid),
        complete=complete,
        reason=_reason(frame, acceptable),
        method=METHOD,
        case_digest=space.case_digest,
        parameters={"decimals": decimals_told(space), **trades_told(space), **parameters},
    )


def decimals_told(space: DealSpace) -> int | dict[str, int]:
    """Return to how many decimals values are rounded; by party where that is not the same for all."""
    different = set(space.decimals)
    return different.pop() if len(different) == 1 else dict(zip(space.parties, space.decimals, strict=True))


def funnel_of(grid: Grid) -> dict[str, int]:
    """Return how many packages are left after each step of the funnel."""
    kinds = (("red_line",), ("red_line", "bottom_line"), ("red_line", "bottom_line", "no_deal"))
    left = [int((~grid.violates(k)).sum()) for k in kinds]
    return dict(zip(STEPS, (grid.space.size, len(grid.frame.linked), *left), strict=True))


def without_each(grid: Grid) -> dict[str, int]:
    """Return how many packages would be acceptable if one signer's consent were not needed."""
    names = [grid.space.parties[p] for p in sorted({*grid.space.signers, *grid.space.needed})]
    others = {name: [c.party != name for c in grid.constraints] for name in names}
    return {name: int((~grid.violates_any(held)).sum()) for name, held in others.items()}


def acceptable_in(grid: Grid) -> Bools:
    """Return which linked packages violate nothing."""
    return np.asarray((grid.violated == 0).all(axis=0))


def gains_in(grid: Grid) -> Floats:
    """Return the principals' gains over their no-deal values, shape (principals, linked packages)."""
    rows = list(grid.space.principals)
    values = grid.values[rows]
    if not values.size:
        return values
    start = np.where(np.isnan(grid.no_deal[rows]), values.min(axis=1), grid.no_deal[rows])
    return values - start[:, None]


def _blockers(space: DealSpace, blocking: list[tuple[Constraint, ...]]) -> tuple[Blocker, ...]:
    links = links_behind(space, blocking[:MAX_EXPLAINED])
    return tuple(Blocker(c, links[n] if n < len(links) else ()) for n, c in enumerate(blocking))


def blocking_sets(grid: Grid, sets: list[int], most: int = MAX_BLOCKERS) -> tuple[list[tuple[Constraint, ...]], bool]:
    """Return the minimal blocking sets for given minimal correction sets, and whether these are all."""
    if not len(grid.frame.linked):
        return [()], True
    if 0 in sets:
        return [], True
    found = list(islice(minimal_hitting_sets(sets), most + 1))
    found.sort(key=lambda s: (s.bit_count(), list(bits_of(s))))
    named = [tuple(grid.constraints[b] for b in bits_of(s)) for s in found[:most]]
    return named, len(found) <= most


def fair_in(grid: Grid, acceptable: Bools) -> dict[str, FairPackage]:
    """Return the pick of every idea of fairness among the acceptable packages."""
    positions = np.flatnonzero(acceptable)
    if not len(positions) or not grid.space.principals:
        return {}
    units = unit_factors([grid.space.decimals[p] for p in grid.space.principals])
    found = {}
    for concept, pick in picks(gains_in(grid)[:, positions], float(units.min()), units).items():
        position = int(positions[pick.position])
        party, margin = _closest_to_leaving(grid, position)
        found[concept] = FairPackage(concept, package_at(grid, position), pick.score, party, margin, pick.note)
    return found


def package_at(grid: Grid, position: int) -> Package:
    """Return the linked package at a position with names and values."""
    space = grid.space
    outcomes = zip(space.issues, space.outcomes, grid.package(position), strict=True)
    return Package(
        {issue: names[o] for issue, names, o in outcomes},
        {space.parties[p]: float(grid.values[p, position]) for p in space.valued},
    )


def _openings(grid: Grid, sets: list[int]) -> tuple[Opening, ...]:
    return () if not sets or 0 in sets else openings_of(grid, sets, gains_in(grid))


def _frontier(grid: Grid, among: Bools) -> tuple[Package, ...]:
    positions = np.flatnonzero(among)
    values = grid.values[list(grid.space.principals)][:, positions]
    return tuple(package_at(grid, int(positions[n])) for n in pareto_positions(values))


def _closest_to_leaving(grid: Grid, position: int) -> tuple[str | None, float | None]:
    frame, space = grid.frame, grid.space
    signing = [*space.signers, *(p for p, needed in frame.needed.items() if needed[position])]
    margins = [
        (float(rounded(grid.values[p, position] - grid.no_deal[p], space.decimals[p])), p)
        for p in signing
        if not np.isnan(grid.no_deal[p])
    ]
    if not margins:
        return None, None
    margin, party = min(margins)
    return space.parties[party], margin


def _reason(frame: Frame, acceptable: Bools) -> str:
    if acceptable.any():
        return ""
    return "no package meets every signer's constraints" if len(frame.linked) else "the links contradict each other"
