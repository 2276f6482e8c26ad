"""Packages that a named idea of fairness picks among those that everybody would sign.

Gains are measured from the no-deal values. All ties are broken the same way: the larger smallest gain
(for Kalai–Smorodinsky: share of the ideal gain), then the larger second smallest, and so on
(lexicographic max-min), then the least package index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from detente.deals.ties import TIE, first_best
from detente.deals.units import Floats


@dataclass(frozen=True)
class Pick:
    """The position of the chosen package, its score, and what to know where the idea is degenerate."""

    position: int
    score: float
    note: str = ""


class Concept(Protocol):
    """An idea of fairness."""

    def __call__(self, gains: Floats, own: Floats | None = None) -> Pick:
        """Pick a package by gains, shape (principals, packages); `own` are the same, each principal's on its own scale."""


def nash(gains: Floats, own: Floats | None = None) -> Pick:
    """Pick the largest product of gains (Nash 1950).

    Where no package lets every principal gain, first as many as possible gain, then their product counts.

    Parameters
    ----------
    gains : array, shape (principals, packages)
        Values less the no-deal values.
    own : array, shape (principals, packages), optional
        The same, each principal's on a scale of its own of about 100; a product does not depend on that.
    """
    own = gains if own is None else own
    gaining = own > TIE
    most = int(gaining.sum(axis=0).max())
    if not most:
        return _pick(np.zeros(gains.shape[1]), np.zeros(gains.shape[1]), gains, "no package lets a principal gain")
    product = np.where(gaining, gains, 1.0).prod(axis=0)
    score = np.where(gaining.sum(axis=0) == most, np.where(gaining, own, 1.0).prod(axis=0), -1.0)
    note = "" if most == len(gains) else f"no package lets more than {most} of {len(gains)} principals gain"
    # The root of the product orders packages like the product and stays on the scale of the gains.
    return _pick(product, np.sign(score) * np.abs(score) ** (1 / most), gains, note)


def kalai_smorodinsky(gains: Floats, own: Floats | None = None) -> Pick:
    """Pick the largest smallest share of the ideal gain (Kalai & Smorodinsky 1975).

    The ideal gain of a principal is its largest gain among these packages; one without any is left out.
    """
    own = gains if own is None else own
    ideal = own.max(axis=1)
    counted = ideal > TIE
    if not counted.any():
        return _pick(np.zeros(gains.shape[1]), np.zeros(gains.shape[1]), gains, "no principal has anything to gain")
    shares = own[counted] / ideal[counted, None]
    left_out = int((~counted).sum())
    note = f"{left_out} without any possible gain left out" if left_out else ""
    return _pick(shares.min(axis=0), shares.min(axis=0), shares, note)


def egalitarian(gains: Floats, own: Floats | None = None) -> Pick:  # noqa: ARG001 - all on one scale
    """Pick the largest smallest gain (Kalai 1977)."""
    return _pick(gains.min(axis=0), gains.min(axis=0), gains)


def utilitarian(gains: Floats, own: Floats | None = None) -> Pick:  # noqa: ARG001 - all on one scale
    """Pick the largest sum of gains, which is also the largest sum of values."""
    return _pick(gains.sum(axis=0), gains.sum(axis=0), gains)


CONCEPTS: Mapping[str, Concept] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


def picks(gains: Floats, common: float, own: Floats) -> dict[str, Pick]:
    """Return what each concept picks, with the score in the unit of the gains.

    Parameters
    ----------
    gains : array, shape (principals, packages)
    common : float
        Times this all gains are on a scale of about 100; differences below `TIE` are none there.
    own : array, shape (principals,)
        The same for each principal alone; 0 where it has nothing to gain.
    """
    alone = gains * own[:, None]
    found = {concept: pick_from(gains * common, alone) for concept, pick_from in CONCEPTS.items()}
    return {concept: replace(p, score=_score(concept, p, gains, alone)) for concept, p in found.items()}


def _score(concept: str, pick: Pick, gains: Floats, own: Floats) -> float:
    mine = gains[:, pick.position]
    if concept == "nash":
        gaining = own[:, pick.position] > TIE
        return float(mine[gaining].prod()) if gaining.any() else 0.0
    if concept == "kalai_smorodinsky":
        return pick.score
    return float(mine.min() if concept == "egalitarian" else mine.sum())


def _pick(score: Floats, merit: Floats, gains: Floats, note: str = "") -> Pick:
    """Pick by merit, then lexicographic max-min of the gains, then the least index."""
    position = first_best((merit, *np.sort(gains, axis=0)))
    return Pick(position, float(score[position]), note)
