"""Fewer points than there are, chosen so that every point left out lies close to a drawn one; and how close, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.deals.units import Floats, Indices


@dataclass(frozen=True, eq=False)
class Thinned:
    """Which points are drawn, in their order, of how many; no point is farther than `within` from a drawn one in any dimension."""

    rows: Indices
    total: int
    within: float

    def words(self, unit: str) -> str:
        """Return a sentence, or nothing where all are drawn; the `unit` is that of a distance, such as ``points``."""
        if len(self.rows) == self.total:
            return ""
        near = f"{max(self.within, 0.1):.1f}" if self.within < 1 else f"{np.ceil(self.within):,.0f}"
        return f"{len(self.rows):,} of {self.total:,} are drawn; no other is more than {near} {unit} from a drawn one for any party."


def thinned(values: Floats, most: int) -> Thinned:
    """Return at most so many of the points: the best in each dimension, then again and again the farthest from those chosen.

    Parameters
    ----------
    values : array, shape (points, dimensions)
    most : int

    Notes
    -----
    The distance is the largest difference in any dimension. No choice of as many points has less than half the distance
    of this one (Gonzalez 1985).
    """
    if len(values) <= most:
        return Thinned(np.arange(len(values)), len(values), 0.0)
    chosen = list(dict.fromkeys(values.argmax(axis=0).tolist()))[:most]
    distance = np.min([_from(values, n) for n in chosen], axis=0)
    while len(chosen) < most and distance.max() > 0:
        farthest = int(distance.argmax())
        chosen.append(farthest)
        distance = np.minimum(distance, _from(values, farthest))
    return Thinned(np.sort(np.array(chosen)), len(values), float(distance.max()))


def _from(values: Floats, row: int) -> Floats:
    return np.asarray(np.abs(values - values[row]).max(axis=1))
