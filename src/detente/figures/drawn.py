"""What a chart of deals is drawn from: a brief, or a result of the engine without any case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.deals import DealsResult
from detente.deals.units import Floats
from detente.findings import Brief
from detente.findings.gains import Gains, frontier_values, gains_of, is_whole
from detente.findings.openings import top_openings
from detente.findings.shown import Shown, packages_to_show

Scale = tuple[float, float]
HUNDRED: Scale = (0.0, 100.0)
SMALL = 1e-6


@dataclass(frozen=True)
class Drawn:
    """A result with the names of its parties, the packages that carry a name, and the openings that are shown whole."""

    deals: DealsResult
    names: Mapping[str, str]
    shown: tuple[Shown, ...]
    top: tuple[int, ...]
    gains: Gains

    def scales(self, parties: Sequence[str]) -> dict[str, Scale]:
        """Return the ends of the parties' axes: 0–100 for a case, or else for each what its tables allow."""
        ends = {p: self._ends(p) for p in parties}
        if not self.is_hundred:
            return ends
        low, high = (min(e[0] for e in ends.values()), max(e[1] for e in ends.values()))
        return dict.fromkeys(parties, (min(HUNDRED[0], np.floor(low + SMALL)), max(HUNDRED[1], np.ceil(high - SMALL))))

    def _ends(self, party: str) -> Scale:
        space = self.deals.space
        row = space.parties.index(party)
        mine = frontier_values(self.deals)[:, row]
        ends = [*self.named_values(party), *([mine.min(), mine.max()] if len(mine) else [])]
        tables = [table[row] * space.weights[row, j] for j, table in enumerate(space.values)]
        added = [i.add for i in space.interactions if i.party == row]
        low = float(sum(t.min() for t in tables)) + sum(min(a, 0.0) for a in added)
        high = float(sum(t.max() for t in tables)) + sum(max(a, 0.0) for a in added)
        if self.is_hundred:
            return float(min(ends, default=low)), float(max(ends, default=high))
        return min(low, *ends), max(high, *ends, low + SMALL)

    def named_values(self, party: str) -> list[float]:
        """Return what the packages with a name are worth to a party, and no deal where it is given."""
        values = [s.values[party] for s in self.shown if party in s.values]
        return values + ([self.gains.start[party]] if party in self.gains.start else [])

    @property
    def is_hundred(self) -> bool:
        """True where all values lie on the scale of a case."""
        return bool(self.deals.space.case_digest)


def as_drawn(source: Brief | DealsResult) -> Drawn:
    """Return what is drawn; without a case the parties are called by their ids."""
    if isinstance(source, Brief):
        names = {key: party.name for key, party in source.case.parties.items()}
        top = tuple(top_openings(source.case, source.deals))
        return Drawn(source.deals, names, source.shown, top, source.gains)
    shown = tuple(packages_to_show(None, source))
    names = {party: party for party in source.space.parties}
    return Drawn(source, names, shown, tuple(top_openings(None, source)), gains_of(source))


def frontier_of(drawn: Drawn, parties: tuple[str, ...]) -> Floats:
    """Return the values of the packages on the frontier to some parties, shape (packages, parties)."""
    rows = [drawn.deals.space.parties.index(p) for p in parties]
    return frontier_values(drawn.deals)[:, rows]


def whole_words(drawn: Drawn) -> str:
    """Return a sentence where the listed frontier is not known to be all of it, or nothing."""
    if is_whole(drawn.deals):
        return ""
    return "The list is not whole: each of these packages is on the frontier, but there may be others."


def noted(*sentences: str) -> str:
    """Return the sentences that are not empty, one after the other."""
    return " ".join(s for s in sentences if s)


def shares_of(values: Floats, scales: Sequence[Scale]) -> Floats:
    """Return where values lie on their axes, 0–100."""
    low, high = np.array(scales).T
    return np.asarray(100 * (values - low) / (high - low))


def unit_of(drawn: Drawn) -> str:
    """Return what a distance on an axis is told in."""
    return "points" if drawn.is_hundred else "% of an axis"
