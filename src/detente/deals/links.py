"""Which links take part in a conflict: without them its constraints would leave a package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from detente.deals.grid import Bools, Grid, frame_of, holds
from detente.deals.space import Constraint, DealSpace


def links_behind(space: DealSpace, blockers: Iterable[tuple[Constraint, ...]]) -> list[tuple[int, ...]]:
    """Return, for each set of constraints that leaves no package, the links that it takes for that.

    The links are given by their indices. They are dropped one by one in their order, and one whose
    removal leaves a package is kept; where several minimal sets exist, this is one of them.
    """
    if not space.links:
        return [() for _ in blockers]
    free = replace(space, links=())
    grid = Grid(free, frame_of(free))
    kept_by = [np.broadcast_to(holds(space, link), grid.frame.shape).ravel() for link in space.links]
    return [_links_behind(grid, kept_by, constraints) for constraints in blockers]


def _links_behind(grid: Grid, kept_by: list[Bools], constraints: tuple[Constraint, ...]) -> tuple[int, ...]:
    held = set(constraints)
    left = np.flatnonzero(~grid.violates_any([c in held for c in grid.constraints]))
    excluded = [~kept[left] for kept in kept_by]
    how_often = np.sum(excluded, axis=0) if excluded else np.zeros(0)
    kept: list[int] = []
    for index, mine in enumerate(excluded):
        if len(left) and how_often[mine].size and how_often[mine].min() == 1:
            kept.append(index)
        else:
            how_often = how_often - mine
    return tuple(kept)
