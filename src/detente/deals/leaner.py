"""The same problem without outcomes that no question about limits turns on, so that programs stay small.

Of outcomes which exactly the same lines refuse, one that is no better than another for anybody is left out: whatever it
meets the other one meets too. Only on issues that no link, and no interaction, names.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np

from detente.deals.fronts import undominated
from detente.deals.space import DealSpace
from detente.deals.units import Indices
from detente.expression import names_in


def leaner(space: DealSpace) -> DealSpace:
    """Return a space with the same constraints, blockers, openings and best packages in fewer outcomes."""
    trees = chain(space.links, (i.when for i in space.interactions))
    tied = {space.places[name][0] for tree in trees for name in names_in(tree)}
    kept = [np.arange(len(o)) if j in tied else _useful(space, j) for j, o in enumerate(space.outcomes)]
    if all(len(k) == len(o) for k, o in zip(kept, space.outcomes, strict=True)):
        return space
    place = [{o: n for n, o in enumerate(k.tolist())} for k in kept]
    return replace(
        space,
        outcomes=tuple(tuple(names[o] for o in k) for names, k in zip(space.outcomes, kept, strict=True)),
        values=tuple(table[:, k] for table, k in zip(space.values, kept, strict=True)),
        needs=tuple((p, j, place[j][o]) for p, j, o in space.needs),
        red_lines=tuple((p, j, place[j][o]) for p, j, o in space.red_lines),
    )


def _useful(space: DealSpace, j: int) -> Indices:
    """Return the outcomes of an issue that are worth keeping."""
    rows = sorted({*space.signers, *space.needed, *space.principals})
    worth = (space.weights[rows, j, None] * space.values[j][rows]).T
    alike = _alike(space, j)
    order = np.argsort(alike, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(alike[order])) + 1)
    return np.sort(np.concatenate([group[undominated(worth[group])] for group in groups]))


def _alike(space: DealSpace, j: int) -> Indices:
    """Return a number for each outcome, the same for those that need the same parties and that the same lines refuse."""
    count = len(space.outcomes[j])
    lines = {o for _, i, o in (*space.red_lines, *space.needs) if i == j}
    alike = np.zeros(count, dtype=np.int64)
    # An outcome that is named is like no other one.
    alike[sorted(lines)] = np.arange(1, len(lines) + 1)
    for p, i, least in space.bottom_lines:
        if i == j:
            alike = np.unique(2 * alike + space.below(p, j, least), return_inverse=True)[1].reshape(-1)
    return alike
