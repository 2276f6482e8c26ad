"""The best package that each opening frees, where there are too many packages to look at: by integer programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.deals.conflicts import bits_of
from detente.deals.named import named_package, package_table
from detente.deals.openings import Mover, Opening
from detente.deals.reasoning import Reasoning
from detente.deals.rounding import rounded
from detente.deals.space import Constraint
from detente.deals.units import Indices

PER_OPENING = 2.0
"""Seconds for one program."""
LEAST_WEIGHT = 0.0001
"""What the principals' values weigh beside those of the movers."""


@dataclass(frozen=True)
class Freed:
    """Openings with their packages.

    Attributes
    ----------
    openings : tuple of Opening
    complete : bool
        False where no package was found in time for some set that opens.
    note : str
        Which packages or losses are not proven.
    """

    openings: tuple[Opening, ...]
    complete: bool
    note: str


def freed_by(reasoning: Reasoning, sets: Iterable[int]) -> Freed:
    """Return sets of constraints whose relaxation leaves a package as openings, smallest first, then the least loss."""
    freeing = _Freeing(reasoning)
    found = [freeing.opening(s) for s in sets if s]
    openings = sorted((o for o in found if o is not None), key=lambda o: (len(o.relax), round(o.loss, 6)))
    notes = {
        "no package was found in time for some": None in found,
        "some packages are not proven to cost the least": not freeing.is_best,
        "some losses are at most what is told": not freeing.is_exact,
    }
    return Freed(tuple(openings), None not in found, "; ".join(note for note, holds in notes.items() if holds))


class _Freeing:
    """The programs of a space; `is_best` and `is_exact` turn False where one of them was not solved in time."""

    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning, self.space, self.check = reasoning, reasoning.space, reasoning.check
        self.ideals: dict[int, float] = {}
        self.is_best = self.is_exact = True

    def opening(self, relaxed: int) -> Opening | None:
        """Return the package that an opening leaves with the least loss to those who move."""
        space = self.space
        relax = tuple(self.check.constraints[b] for b in bits_of(relaxed))
        rows = [space.parties.index(name) for name in dict.fromkeys(c.party for c in relax)]
        package = self._package(relaxed, rows)
        return None if package is None else self._opening(relax, rows, package)

    def _package(self, relaxed: int, rows: list[int]) -> Indices | None:
        aims = dict.fromkeys(self.space.principals, LEAST_WEIGHT) | dict.fromkeys(rows, 1.0)
        held = self.reasoning.all & ~relaxed
        package = self.check.package(held, PER_OPENING, aims)
        if package is None or not self.check.is_best:
            self.is_best = False
        # The package by which the set was found to open is not the best one, but it shows that it does.
        return self.reasoning.package_without(relaxed, PER_OPENING) if package is None else package

    def _opening(self, relax: tuple[Constraint, ...], rows: list[int], package: Indices) -> Opening:
        values = package_table(self.space, package[None])[0]
        named = named_package(self.space, package, values)
        movers = tuple(self._mover(p, float(rounded(values[p], self.space.decimals[p]))) for p in rows)
        return Opening(relax, named.outcomes, named.values, movers, None)

    def _mover(self, p: int, value: float) -> Mover:
        space = self.space
        if p not in self.ideals:
            self.ideals[p] = self._ideal(p)
        no_deal = float(space.no_deal[p])
        known = None if np.isnan(no_deal) else no_deal
        loss = round(self.ideals[p] - value, space.decimals[p])
        return Mover(space.parties[p], value if p in space.valued else None, known, loss)

    def _ideal(self, p: int) -> float:
        """Return the value of the party's best package within its own limits, or without them if none is left."""
        mine = sum(1 << b for b, c in enumerate(self.check.constraints) if c.party == self.space.parties[p])
        for held in (mine, 0):
            package = self.check.package(held, PER_OPENING, {p: 1.0})
            if package is not None and self.check.is_best:
                return float(package_table(self.space, package[None])[0, p])
            if package is not None or self.check.is_unknown:
                break
        self.is_exact = False
        return self._most(p)

    def _most(self, p: int) -> float:
        """Return what no package can surpass for a party: its best outcome of each issue, links or not."""
        tables = zip(self.space.weights[p], self.space.values, strict=True)
        best = sum(float((weight * table[p]).max()) for weight, table in tables)
        return best + sum(max(i.add, 0.0) for i in self.space.interactions if i.party == p)
