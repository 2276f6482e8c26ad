"""Which packages are put on the table: some of the frontier, and the best of the smallest openings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.deals import Constraint, DealSpace, DealsResult
from detente.deals.grid import package_values

MOST_TERMS = 7


def choose_packages(deals: DealsResult, sides: tuple[str, str], most: int = MOST_TERMS) -> list[dict[str, str]]:
    """Return the packages that the game offers, best for the first side first.

    The best packages of the cheapest openings (or the fair ones where a deal exists), filled up with packages of
    the frontier that are spread evenly over what they are worth to the first side.
    """
    named = [o.package for o in deals.openings] or [f.package.outcomes for f in deals.fair.values()]
    chosen: dict[tuple[str, ...], dict[str, str]] = {}
    for outcomes in named:
        if len(chosen) < (most + 1) // 2:
            chosen.setdefault(tuple(outcomes.values()), outcomes)
    ordered = sorted(deals.frontier, key=lambda p: p.values.get(sides[0], 0.0))
    for place in np.linspace(0, len(ordered) - 1, most) if ordered else ():
        outcomes = ordered[round(float(place))].outcomes
        if len(chosen) < most:
            chosen.setdefault(tuple(outcomes.values()), outcomes)
    row = deals.space.parties.index(sides[0])
    return sorted(chosen.values(), key=lambda o: (-package_values(deals.space, o)[row], sorted(o.items())))


def crossed_by(space: DealSpace, outcomes: dict[str, str]) -> list[Constraint]:
    """Return the limits that a package crosses, of everybody who would have to sign it."""
    index = [names.index(outcomes[issue]) for issue, names in zip(space.issues, space.outcomes, strict=True)]
    values = package_values(space, outcomes)
    asked = set(space.signers) | {p for p, j, o in space.needs if index[j] == o}
    return [
        c for c in space.constraints() if space.parties.index(c.party) in asked and _crosses(space, c, index, values)
    ]


def _crosses(space: DealSpace, constraint: Constraint, index: Sequence[int], values: Sequence[float]) -> bool:
    row = space.parties.index(constraint.party)
    if constraint.issue is None:
        return bool(space.misses_no_deal(row, values[row]))
    j = space.issues.index(constraint.issue)
    if constraint.kind == "red_line":
        return space.outcomes[j][index[j]] == constraint.outcome
    bottom = next(v for p, i, v in space.bottom_lines if (p, i) == (row, j))
    return bool(space.below(row, j, bottom)[index[j]])
