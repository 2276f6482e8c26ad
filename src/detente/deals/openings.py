"""What would open a deal: minimal sets of constraints to relax, and the package that each one frees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.deals.conflicts import bits_of
from detente.deals.grid import Grid, Indices
from detente.deals.rounding import unit_factors
from detente.deals.space import Constraint, DealSpace
from detente.deals.ties import first_best
from detente.deals.units import Floats


@dataclass(frozen=True)
class Mover:
    """What an opening means for a party that relaxes something.

    `value` is the package's worth to it (None for a party with red lines only), `no_deal` what not
    agreeing is worth (None where not given), `loss` what it gives up against the best package within its
    own limits (negative where the limit itself kept it from something better).
    """

    party: str
    value: float | None
    no_deal: float | None
    loss: float


@dataclass(frozen=True)
class Opening:
    """A minimal set of constraints without which at least one package is left, and the best such package.

    Best means: the least total loss of the movers (they keep the most value), then the largest product of the principals' gains,
    then lexicographic max-min of the gains, then the least index. Beyond enumeration ties of the loss are broken by the sum of
    the principals' values. `packages` is how many are left, None where that is not known.
    """

    relax: tuple[Constraint, ...]
    package: dict[str, str]
    values: dict[str, float]
    movers: tuple[Mover, ...]
    packages: int | None

    @property
    def loss(self) -> float:
        """Total loss of those who move, in points of package value."""
        return sum(m.loss for m in self.movers)


def openings_of(grid: Grid, sets: list[int], gains: Floats) -> tuple[Opening, ...]:
    """Return an opening for each minimal correction set, smallest first, then the least loss.

    Parameters
    ----------
    grid : Grid
    sets : list of int
        Minimal correction sets as bit sets over ``grid.constraints``.
    gains : array, shape (principals, linked packages)
    """
    ideals: dict[int, float] = {}
    found = [_opening(grid, s, gains, ideals) for s in sets if s]
    order = {c: n for n, c in enumerate(grid.constraints)}
    return tuple(sorted(found, key=lambda o: (len(o.relax), round(o.loss, 6), [order[c] for c in o.relax])))


def _opening(grid: Grid, relaxed: int, gains: Floats, ideals: dict[int, float]) -> Opening:
    space = grid.space
    relax = tuple(grid.constraints[b] for b in bits_of(relaxed))
    rows = [space.parties.index(name) for name in dict.fromkeys(c.party for c in relax)]
    freed = _freed(grid, relaxed)
    kept = grid.values[np.ix_(np.array(rows), freed)].sum(axis=0) * _common(space, rows)
    best = int(freed[_best_of(kept, gains[:, freed] * _common(space, space.principals))])
    package = grid.package(best)
    for row in rows:
        if row not in ideals:
            ideals[row] = _ideal(grid, row)
    return Opening(
        relax,
        {issue: space.outcomes[j][o] for j, (issue, o) in enumerate(zip(space.issues, package, strict=True))},
        {space.parties[p]: float(grid.values[p, best]) for p in space.valued},
        tuple(_mover(grid, row, best, ideals[row]) for row in rows),
        len(freed),
    )


def _freed(grid: Grid, relaxed: int) -> Indices:
    """Return the packages that violate exactly these constraints: fewer would contradict minimality."""
    return np.flatnonzero((grid.violated == grid.mask(relaxed)).all(axis=0))


def _common(space: DealSpace, rows: Sequence[int]) -> float:
    """Return what brings the values of some parties to an ordinary scale; 1 for those that are on one."""
    return float(unit_factors([space.decimals[p] for p in rows]).min()) if len(rows) else 1.0


def _best_of(kept: Floats, gains: Floats) -> int:
    # The geometric mean orders packages like the product and stays on the scale of the values.
    mean = np.maximum(gains, 0.0).prod(axis=0) ** (1 / max(len(gains), 1))
    return first_best((kept, mean, *np.sort(gains, axis=0)))


def _ideal(grid: Grid, row: int) -> float:
    """Return the party's best linked package within its own limits, or without them if none is left."""
    mine = sum(1 << b for b, c in enumerate(grid.constraints) if c.party == grid.space.parties[row])
    within = ((grid.violated & grid.mask(mine)) == 0).all(axis=0)
    values = grid.values[row]
    return float(values[within].max() if within.any() else values.max())


def _mover(grid: Grid, row: int, best: int, ideal: float) -> Mover:
    no_deal = float(grid.no_deal[row])
    value = float(grid.values[row, best])
    loss = round(ideal - value, grid.space.decimals[row])
    is_valued = row in grid.space.valued
    known = None if np.isnan(no_deal) else no_deal
    return Mover(grid.space.parties[row], value if is_valued else None, known, loss)
