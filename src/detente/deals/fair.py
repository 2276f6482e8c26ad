"""Packages that a named idea of fairness picks among those that everybody would sign.

Gains are measured from the no-deal values. All ties are broken the same way: the larger smallest gain
(for Kalai–Smorodinsky: share of the ideal gain), then the larger second smallest, and so on
(lexicographic max-min), then the least package index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.deals.ties import TIE, first_best
from detente.deals.units import Floats


@dataclass(frozen=True)
class Pick:
    """The position of the chosen package, its score, and what to know where the idea is degenerate."""

    position: int
    score: float
    note: str = ""


def nash(gains: Floats) -> Pick:
    """Pick the largest product of gains (Nash 1950).

    Where no package lets every principal gain, first as many as possible gain, then their product counts.

    Parameters
    ----------
    gains : array, shape (principals, packages)
        Values less the no-deal values.
    """
    gaining = gains > TIE
    most = int(gaining.sum(axis=0).max())
    if not most:
        return _pick(np.zeros(gains.shape[1]), np.zeros(gains.shape[1]), gains, "no package lets a principal gain")
    product = np.where(gaining, gains, 1.0).prod(axis=0)
    score = np.where(gaining.sum(axis=0) == most, product, -1.0)
    note = "" if most == len(gains) else f"no package lets more than {most} of {len(gains)} principals gain"
    # The root of the product orders packages like the product and stays on the scale of the gains.
    return _pick(product, np.sign(score) * np.abs(score) ** (1 / most), gains, note)


def kalai_smorodinsky(gains: Floats) -> Pick:
    """Pick the largest smallest share of the ideal gain (Kalai & Smorodinsky 1975).

    The ideal gain of a principal is its largest gain among these packages; one without any is left out.
    """
    ideal = gains.max(axis=1)
    counted = ideal > TIE
    if not counted.any():
        return _pick(np.zeros(gains.shape[1]), np.zeros(gains.shape[1]), gains, "no principal has anything to gain")
    shares = gains[counted] / ideal[counted, None]
    left_out = int((~counted).sum())
    note = f"{left_out} without any possible gain left out" if left_out else ""
    return _pick(shares.min(axis=0), shares.min(axis=0), shares, note)


def egalitarian(gains: Floats) -> Pick:
    """Pick the largest smallest gain (Kalai 1977)."""
    return _pick(gains.min(axis=0), gains.min(axis=0), gains)


def utilitarian(gains: Floats) -> Pick:
    """Pick the largest sum of gains, which is also the largest sum of values."""
    return _pick(gains.sum(axis=0), gains.sum(axis=0), gains)


CONCEPTS: dict[str, Callable[[Floats], Pick]] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


def _pick(score: Floats, merit: Floats, gains: Floats, note: str = "") -> Pick:
    """Pick by merit, then lexicographic max-min of the gains, then the least index."""
    position = first_best((merit, *np.sort(gains, axis=0)))
    return Pick(position, float(score[position]), note)
