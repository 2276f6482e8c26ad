"""What a fair package maximises, as one concave function of the gains, with the planes that bound it from above.

The product of gains through its logarithm, the smallest share, or the sum. Each is bounded by a plane with positive
weights, so that a relaxed problem bounds the best package (Lagrangian bound).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.deals.units import Floats, Indices

HUNDRED = 100.0


@dataclass(frozen=True)
class Aim:
    """What to maximise over packages.

    Attributes
    ----------
    kind : {"product", "smallest", "sum"}
    start : array, shape (dimensions,)
        From where gains are counted, in the unit of the sums.
    share : array, shape (dimensions,)
        A gain of so much counts as one; 0 where a dimension is not part of the aim.
    """

    kind: Literal["product", "smallest", "sum"]
    start: Floats
    share: Floats

    @property
    def counted(self) -> Indices:
        """The dimensions that the aim counts."""
        return np.flatnonzero(self.share > 0)

    def on_scale(self, scale: Floats) -> tuple[Aim, float]:
        """Return the same aim in other shares, so that tolerances suit it, and what one of these is worth of its own.

        A gain of a whole `scale`, in the dimension where it counts most, is a hundred of the new shares. The product, whose
        shares are parts of the best gains already, is left as it is.
        """
        mine = self.counted
        if self.kind == "product" or not len(mine):
            return self, 1.0
        factor = float((scale[mine] / self.share[mine]).max()) / HUNDRED
        return replace(self, share=self.share * factor), factor

    def gains(self, totals: Floats) -> Floats:
        """Return the counted gains in shares, shape (packages, counted)."""
        mine = self.counted
        return np.asarray((totals[..., mine] - self.start[mine]) / self.share[mine])

    def value(self, totals: Floats) -> Floats:
        """Return the aim of each package; the product as the sum of logarithms."""
        gains = self.gains(totals)
        if self.kind == "product":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(np.where(gains > 0, np.log(np.maximum(gains, 0)), -np.inf).sum(axis=-1))
        return np.asarray(gains.min(axis=-1) if self.kind == "smallest" else gains.sum(axis=-1))

    def intercept(self, slopes: Floats) -> float:
        """Return c such that the aim is at most ``slopes · gains + c`` everywhere.

        The slopes of the smallest share sum to 1, those of the sum are 1; for the product they are any positive numbers.
        """
        return float(-np.log(slopes).sum() - len(slopes)) if self.kind == "product" else 0.0
