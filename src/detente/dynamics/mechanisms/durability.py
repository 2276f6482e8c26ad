"""How long a deal holds while the balance of power drifts at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, pi

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.dynamics.domain import condition, count, finite, positive, require
from detente.dynamics.threshold import Threshold

Floats = NDArray[np.float64]

SWITCH = 0.25
"""Scaled time at which both series below reach full precision with the terms they have."""
TERMS = np.arange(8.0)
"""At `SWITCH` the ninth term of either series is below 1e-55."""


@dataclass(frozen=True, eq=False)
class DealSurvival:
    """How likely a deal is to hold for how long.

    Attributes
    ----------
    survival : array of float
        Probability that the deal still holds, at each of the times.
    mean_life : float
        Expected time until it is broken.
    half_life : float
        Time at which it is as likely to be broken as to hold.
    late_hazard : float
        Rate of breaking, per unit of time, of a deal that has held for long.
    threshold : Threshold
        The distance of the balance from the nearer edge at which the deal is as likely to hold as to be broken by the
        last of the times; infinite where even the middle is not far enough.
    """

    survival: Floats
    mean_life: float
    half_life: float
    late_hazard: float
    threshold: Threshold


def deal_survival(p_0: float, low: float, high: float, sigma: float, times: ArrayLike) -> DealSurvival:
    """Return how likely a deal is to hold while the balance of power wanders between the two breaking points.

    The deal enforces itself while p_t lies between low and high; it is broken at the first touch of either.

    Parameters
    ----------
    p_0 : float
        The balance when the deal is made: Pr(A wins), strictly between low and high.
    low, high : float
        The balance at which B, and at which A, would rather fight: x − c_B and x + c_A for A's share x; finite.
        The balance is not held inside 0–1, so ends beyond 0–1 are reached as any other.
    sigma : float
        Standard deviation of the balance's change in one unit of time, above 0.
    times : array of float
        Times after the deal, finite and not negative, at least one.

    Returns
    -------
    DealSurvival
        To within 1e-12: S(t) = Σ_{k odd} 4/(kπ)·sin(kπ(p_0 − low)/L)·exp(−(kπ/L)²σ²t/2) with L = high − low, for
        small t by mirror images at the two ends. Mean life: (p_0 − low)(high − p_0)/σ².

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Werner (1999), Werner and Yuen (2005), Fortna (2004). Re-derived: Brownian motion without drift
    between two absorbing ends.
    """
    at = np.atleast_1d(np.asarray(times, dtype=np.float64))
    require(
        "deal_survival", finite("p_0", p_0), finite("low", low), finite("high", high), positive("sigma", sigma),
        condition("low < p_0 < high", low < p_0 < high),
        condition("times in one row, at least one", at.ndim == 1 and at.size > 0),
        condition("0 ≤ times < ∞", bool(np.all((at >= 0) & (at < inf)))),
    )  # fmt: skip
    width = high - low
    near = min(p_0 - low, high - p_0)
    unit = width / sigma * (width / sigma)
    pace = sigma / width * (sigma / width)
    threshold = Threshold(
        "durability", "distance of the balance from the nearer edge", width * _even_place(pace * float(at.max())), near,
        above="the deal is at least as likely to hold as to be broken by the last time",
        below="the deal is more likely to be broken than to hold by the last time",
    )  # fmt: skip
    return DealSurvival(
        survival=_survival(near / width, pace * at),
        mean_life=near / sigma * ((width - near) / sigma),
        half_life=_half_life(near / width) * unit,
        late_hazard=pi**2 * pace / 2,
        threshold=threshold,
    )


def survival_curve(p_0: float, low: float, high: float, sigma: float, times: Floats) -> Floats:
    """Return the survival alone, for whoever needs many curves: see :func:`deal_survival`; nothing is checked."""
    width = high - low
    return _survival(min(p_0 - low, high - p_0) / width, sigma / width * (sigma / width) * times)


def walk_survival(n: int, size: int, moves: Sequence[int]) -> Floats:
    """Return how likely a balance that moves one step up or down at random has not left its range yet.

    The exact counterpart of :func:`deal_survival` for a war of single steps: forts, towns or lines.

    Parameters
    ----------
    n : int
        The place at first, 0 < n < size.
    size : int
        Number of steps between the two ends, where the walk stops.
    moves : sequence of int
        Numbers of moves, not negative.

    Returns
    -------
    array of float
        Exact: (2/N)·Σ_{k odd < N} sin(kπn/N)·cot(kπ/2N)·cos(kπ/N)^m for each m.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Re-derived from the eigenvectors sin(kπj/N) of the symmetric walk between absorbing ends.
    """
    require(
        "walk_survival", condition("0 < n < size", 0 < n < size), count("n", n, 1), count("size", size, 2),
        (count("moves", m, 0) for m in moves),
    )  # fmt: skip
    angle = np.arange(1, size, 2) * (pi / size)
    weight = 2 / size * np.sin(n * angle) / np.tan(angle / 2)
    powers: Floats = np.cos(angle) ** np.asarray(moves, dtype=np.int64)[:, None]
    alive: Floats = np.clip(powers @ weight, 0.0, 1.0)
    return alive


def mean_hazards(times: ArrayLike, survival: ArrayLike) -> Floats:
    """Return the mean rate of breaking between each two times, −Δ ln S/Δt.

    A deal near an edge breaks early or not for long: its hazard falls. One in the middle breaks late: its hazard rises.

    Parameters
    ----------
    times : array of float
        Rising times.
    survival : array of float
        The probability that the deal still holds at each of them; falling, in 0–1, above 0.

    Returns
    -------
    array of float
        One rate fewer than times, per unit of time.

    Raises
    ------
    DomainError
        If the times do not rise, or the survival rises or leaves its range.

    References
    ----------
    The definition of a hazard, averaged over an interval.
    """
    at, alive = np.atleast_1d(np.asarray(times, np.float64)), np.atleast_1d(np.asarray(survival, np.float64))
    are_shares = bool(np.all((alive > 0) & (alive <= 1)))
    require(
        "mean_hazards", condition("as many times as survivals, in one row", at.ndim == 1 and at.shape == alive.shape),
        condition("times rise", bool(np.all(np.isfinite(at)) and np.all(np.diff(at) > 0))),
        condition("0 < survival ≤ 1", are_shares),
        condition("survival does not rise", are_shares and bool(np.all(np.diff(alive) <= 0))),
    )  # fmt: skip
    return -np.diff(np.log(alive)) / np.diff(at)


def _survival(place: float, scaled: Floats) -> Floats:
    """Return the survival on a range of width 1 with σ = 1, by the series that converges fast at each time."""
    from scipy.special import erfc

    early = np.minimum(scaled, SWITCH)[:, None]
    spread = np.sqrt(2 * np.maximum(early, np.finfo(np.float64).tiny))
    images = erfc((TERMS + place) / spread) + erfc((TERMS + 1 - place) / spread)
    odd = (2 * TERMS + 1) * pi
    waves = 4 / odd * np.sin(odd * place) * np.exp(-(odd**2) * np.maximum(scaled, SWITCH)[:, None] / 2)
    alive: Floats = np.where(scaled < SWITCH, 1 - images @ (-1) ** TERMS, waves.sum(axis=1)).clip(0.0, 1.0)
    return alive


def _half_life(place: float) -> float:
    """Return the scaled time at which half of the deals are left; below 0.19 even from the middle."""
    return _root(lambda scaled: float(_survival(place, np.array([scaled]))[0]) - 0.5, 0.2)


def _even_place(scaled: float) -> float:
    """Return the scaled distance from the nearer edge with even odds of lasting for a scaled time."""
    at = np.array([scaled])
    if float(_survival(0.5, at)[0]) < 0.5:
        return inf
    return _root(lambda place: float(_survival(place, at)[0]) - 0.5, 0.5) if scaled > 0 else 0.0


def _root(function: Callable[[float], float], end: float) -> float:
    """Return where a function that changes its sign once between 0 and an end does so."""
    from scipy.optimize import brentq

    return float(brentq(function, 0.0, end, xtol=1e-300, rtol=1e-14, maxiter=500))
