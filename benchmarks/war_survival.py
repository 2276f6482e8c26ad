"""Kaplan and Meier's estimate for spells, and how sure it is where cases of one conflict hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from war_data import Spells

NORMAL_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True)
class Estimate:
    """A share with its 95 % interval, the number of cases it starts from and how many of them ended in time."""

    share: float
    low: float
    high: float
    at_risk: int
    events: int


def kaplan_meier(months: NDArray[np.float64], ended: NDArray[np.bool_], at: ArrayLike) -> NDArray[np.float64]:
    """Return the share that lasts longer than each time, by the product-limit estimate.

    References
    ----------
    Kaplan and Meier (1958), *Journal of the American Statistical Association* 53, 457–481.
    """
    times, events = np.unique(months[ended], return_counts=True)
    at_risk = len(months) - np.searchsorted(np.sort(months), times, side="left")
    curve = np.concatenate([[1.0], np.cumprod(1 - events / at_risk)])
    return curve[np.searchsorted(times, np.asarray(at, float), side="right")]


def survival(spells: Spells, at: ArrayLike) -> NDArray[np.float64]:
    """Return the share of all spells that last longer than each number of months."""
    return kaplan_meier(spells.months, spells.ended, at)


def ends_within(spells: Spells, age: float, horizons: tuple[int, ...]) -> tuple[Estimate, ...]:
    """Return, of the spells that lasted longer than `age`, the share that ends within each number of months more."""
    return tuple(_flipped(e) for e in lasts(_older(spells, age), horizons))


def lasts(spells: Spells, horizons: tuple[int, ...]) -> tuple[Estimate, ...]:
    """Return the share that lasts longer than each number of months."""
    shares = survival(spells, horizons)
    effective = _effective(spells, shares, horizons)
    events = [int((spells.ended & (spells.months <= h)).sum()) for h in horizons]
    return tuple(
        Estimate(float(share), *wilson(float(share), float(n)), len(spells), gone)
        for share, n, gone in zip(shares, effective, events, strict=True)
    )


def wilson(share: float, n: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of `n` independent cases.

    References
    ----------
    Wilson (1927), *Journal of the American Statistical Association* 22, 209–212.
    """
    z2 = NORMAL_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL_95 / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def _effective(spells: Spells, shares: NDArray[np.float64], horizons: tuple[int, ...]) -> NDArray[np.float64]:
    """Return how many independent cases would be as uncertain as these, by leaving out one cluster at a time.

    With one case in each cluster and none cut off this is the number of cases, and the interval is Wilson's own.
    """
    clusters = np.unique(spells.cluster.astype(str))
    names = spells.cluster.astype(str)
    without = np.array([survival(spells.where(names != name), horizons) for name in clusters])
    m = len(clusters)
    variance = ((m - 1) / m) ** 2 * ((without - without.mean(axis=0)) ** 2).sum(axis=0)
    flat = variance < 1e-12
    return np.where(flat, m, np.minimum(len(spells), shares * (1 - shares) / np.where(flat, 1.0, variance)))


def _older(spells: Spells, age: float) -> Spells:
    """Return the spells that lasted longer than `age`, measured from there."""
    older = spells.where(spells.months > age)
    return Spells(older.months - age, older.ended, older.cluster, older.label, older.began)


def _flipped(estimate: Estimate) -> Estimate:
    """Turn the share that lasts into the share that ends."""
    return Estimate(1 - estimate.share, 1 - estimate.high, 1 - estimate.low, estimate.at_risk, estimate.events)
