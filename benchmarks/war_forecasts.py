"""How well the plain rates forecast the end of a war that they have not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HORIZONS = (1, 3, 6, 12)
BIN_STARTS = (1, 2, 4, 7, 13, 25)
"""First month of each bin of the hazard; the last bin is open."""

RESAMPLES = 2_000
SEED = 1

Months = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Losses:
    """Losses of the forecasts made in every month of every war, war by war.

    Attributes
    ----------
    brier, log : arrays of float
        Sum of the losses in each war.
    months : array of int
        Number of forecasts in each war.
    """

    brier: Floats
    log: Floats
    months: Months

    def of_months(self, kind: str = "brier") -> float:
        """Mean loss over war-months: long wars weigh more."""
        return float(getattr(self, kind).sum() / self.months.sum())

    def of_wars(self, kind: str = "brier") -> float:
        """Mean over wars of each war's mean loss."""
        return float((getattr(self, kind) / self.months).mean())


def whole_months(months: Floats) -> Months:
    """Return the month of its life in which each war ended, counted from 1."""
    return np.maximum(1, np.ceil(months)).astype(np.int64)


def hazard(lasted: Months, first: int, last: int | None = None) -> tuple[int, int]:
    """Return how many wars ended in the months `first` to `last`, and how many war-months were lived there."""
    end = int(lasted.max()) if last is None else last
    events = int(((lasted >= first) & (lasted <= end)).sum())
    return events, int(np.clip(np.minimum(lasted, end) - first + 1, 0, None).sum())


def binned(lasted: Months, length: int) -> Floats:
    """Return the monthly hazards of the bins, (events + ½) / (months at risk + 1)."""
    rates = np.empty(length)
    for first, following in zip(BIN_STARTS, (*BIN_STARTS[1:], length + 1), strict=True):
        events, at_risk = hazard(lasted, first, following - 1)
        rates[first - 1 : following - 1] = (events + 0.5) / (at_risk + 1)
    return rates


def constant(lasted: Months, length: int) -> Floats:
    """Return one monthly hazard for all ages: wars over war-months."""
    return np.full(length, len(lasted) / lasted.sum())


def leave_one_out(lasted: Months, horizon: int, *, constant_hazard: bool = False) -> Losses:
    """Forecast each war, in each of its months, from all other wars: does it end within `horizon` months?"""
    rule = constant if constant_hazard else binned
    length = int(lasted.max()) + horizon
    brier, log = np.empty(len(lasted)), np.empty(len(lasted))
    for k, life in enumerate(lasted):
        alive = np.concatenate([[1.0], np.cumprod(1 - rule(np.delete(lasted, k), length))])
        ages = np.arange(life)
        forecast = 1 - alive[ages + horizon] / alive[ages]
        ends = ages + horizon >= life
        brier[k] = ((forecast - ends) ** 2).sum()
        log[k] = -np.log(np.where(ends, forecast, 1 - forecast)).sum()
    return Losses(brier, log, lasted)


def resampled(losses: Losses, other: Losses) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return 95 % intervals, over resampled wars, of a Brier score and of its skill against another's.

    Whole wars are drawn with replacement; the forecasts are not fitted anew.
    """
    n = len(losses.months)
    times = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), RESAMPLES)
    mine, theirs = times @ losses.brier, times @ other.brier
    scores, skills = mine / (times @ losses.months), 1 - mine / theirs
    score, skill = (np.quantile(v, [0.025, 0.975]) for v in (scores, skills))
    return (float(score[0]), float(score[1])), (float(skill[0]), float(skill[1]))
