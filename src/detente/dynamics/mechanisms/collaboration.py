"""When do people under occupation collaborate, and when does that end all at once?

Each person weighs who will be there tomorrow, and what the others do decides who that is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from detente.dynamics.domain import condition, finite, inner_share, not_negative, positive, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class CollaborationThreshold:
    """The belief at which a person collaborates.

    Attributes
    ----------
    value : float
        π*, the least belief that the occupier stays at which a person collaborates; also ``float()`` of this.
    threshold : Threshold or None
        The same with the belief that people have, where that was given.
    """

    value: float
    threshold: Threshold | None = None

    def __float__(self) -> float:
        return self.value


def collaboration_threshold(
    s_b: float, r: float, b: float, s_a: float, *, pi: float | None = None
) -> CollaborationThreshold:
    """Return the least belief that the occupier stays at which a person collaborates.

    Parameters
    ----------
    s_b : float
        Punishment for having collaborated, if the other side returns; not negative, in any unit.
    r : float
        Reward for having refused, if the other side returns.
    b : float
        Benefit of collaborating, if the occupier stays.
    s_a : float
        The occupier's sanction for refusing, if he stays.
    pi : float, optional
        The belief that he stays, 0–1.

    Returns
    -------
    CollaborationThreshold
        π* = (s_B + r) / (s_B + r + b + s_A), exact.

    Raises
    ------
    DomainError
        If a symbol is negative, all are 0, or the belief is no probability.

    References
    ----------
    Kalyvas (2006), *The Logic of Violence in Civil War*, for the mechanism. Re-derived for this parametrisation:
    πb − (1 − π)s_B ≥ (1 − π)r − πs_A.
    """
    require(
        "collaboration_threshold", not_negative("s_b", s_b), not_negative("r", r), not_negative("b", b),
        not_negative("s_a", s_a), condition("s_b + r + b + s_a > 0", s_b + r + b + s_a > 0),
        None if pi is None else share("pi", pi),
    )  # fmt: skip
    needed = (s_b + r) / (s_b + r + b + s_a)
    flip = None if pi is None else Threshold(
        "collaboration", "belief that the holder stays", needed, pi,
        above="working with the holder pays", below="working with the holder does not pay",
    )  # fmt: skip
    return CollaborationThreshold(needed, flip)


@dataclass(frozen=True)
class Regime:
    """One state in which nobody would rather do otherwise.

    Attributes
    ----------
    theta : float
        Strength at and above which the occupier survives, 0–1.
    signal : float
        The private impression of his strength at and above which a person collaborates.
    precision : float
        β, the precision of these impressions.
    expected_share : float
        Share of the people that collaborates, averaged over what is publicly believed about the occupier.
    survival : float
        Probability that the occupier survives, given what is publicly believed.
    """

    theta: float
    signal: float
    precision: float
    expected_share: float
    survival: float

    def share(self, strength: float) -> float:
        """Return the share of the people that collaborates with an occupier of this strength."""
        require("Regime.share", finite("strength", strength))
        return _normal(math.sqrt(self.precision) * (strength - self.signal))


@dataclass(frozen=True)
class RegimeThreshold:
    """All states that can hold together with what is publicly believed about the occupier.

    Attributes
    ----------
    regimes : tuple of Regime
        One to three, the one with the most collaboration first.
    is_unique : bool
        True where the public belief is so vague, α_0 ≤ √(2πβ), that whatever it expects only one regime holds.
    jump : float
        How far the strength that the occupier needs jumps up where the public expectation falls through the
        threshold; 0 where it moves without a jump.
    threshold : Threshold
        The public expectation `y` below which the regime with the most collaboration collapses; infinite where
        collaboration falls without a jump.
    """

    regimes: tuple[Regime, ...]
    is_unique: bool
    jump: float
    threshold: Threshold

    @property
    def solutions(self) -> tuple[float, ...]:
        """The strengths at which the occupier just survives, one for each regime, least first."""
        return tuple(regime.theta for regime in self.regimes)


def regime_threshold(y: float, alpha_0: float, beta: float, pi_star: float) -> RegimeThreshold:
    """Return how strong an occupier must be to last, where his support rests on people who expect him to last.

    He lasts where the share that collaborates is at least 1 − θ, with θ his strength.

    Parameters
    ----------
    y : float
        What is publicly expected of θ; any finite number.
    alpha_0 : float
        Precision of that public belief, N(y, 1/alpha_0), not negative; 0 is a belief that says nothing.
    beta : float
        Precision of each person's own impression, N(θ, 1/beta), above 0.
    pi_star : float
        Belief at which a person collaborates, strictly between 0 and 1: see :func:`collaboration_threshold`.

    Returns
    -------
    RegimeThreshold
        To the precision of the numbers.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Morris and Shin (2003), "Global Games: Theory and Applications", for the method. Re-derived for this
    parametrisation: θ* = Φ((α_0/√β)(θ* − y) + √(1 + α_0/β) Φ⁻¹(π*)), unique for every y where α_0 ≤ √(2πβ); with a
    belief that says nothing θ* = π*.
    """
    require(
        "regime_threshold", finite("y", y), not_negative("alpha_0", alpha_0), positive("beta", beta),
        inner_share("pi_star", pi_star),
    )  # fmt: skip
    slope = alpha_0 / math.sqrt(beta)
    shift = math.sqrt(1 + alpha_0 / beta) * _normal_inverse(pi_star)
    is_unique = slope <= math.sqrt(2 * math.pi)
    folds = 0.0 if is_unique else math.sqrt(2 * math.log(slope / math.sqrt(2 * math.pi)))
    collapse, jump = -math.inf, 0.0
    if not is_unique:
        collapse = _normal(-folds) + (folds + shift) / slope
        jump = _solutions(collapse, slope, shift, folds)[-1] - _normal(-folds)
    flip = Threshold(
        "collaboration", "public expectation of the occupier's strength", collapse, y,
        above="collaboration changes without a jump" if is_unique else "widespread collaboration can hold",
        below="widespread collaboration has collapsed",
    )  # fmt: skip
    found = _solutions(y, slope, shift, folds)
    return RegimeThreshold(tuple(_regime(theta, y, alpha_0, beta, pi_star) for theta in found), is_unique, jump, flip)


def _regime(theta: float, y: float, alpha_0: float, beta: float, pi_star: float) -> Regime:
    """Return the signal at which a person is indifferent, and what follows from it."""
    signal = theta + (alpha_0 * (theta - y) + math.sqrt(alpha_0 + beta) * _normal_inverse(pi_star)) / beta
    spread = math.sqrt(alpha_0 * beta / (alpha_0 + beta))
    return Regime(theta, signal, beta, _normal(spread * (y - signal)), _normal(math.sqrt(alpha_0) * (y - theta)))


def _solutions(y: float, slope: float, shift: float, folds: float) -> tuple[float, ...]:
    """Return every θ with θ = Φ(slope·(θ − y) + shift), least first.

    The right-hand side is steeper than 1 only while its argument lies within ±folds, so each stretch between those
    points holds at most one solution.
    """
    from scipy.optimize import brentq

    def excess(theta: float) -> float:
        return theta - _normal(slope * (theta - y) + shift)

    ends = [0.0, *(min(max(y + (fold - shift) / slope, 0.0), 1.0) for fold in (-folds, folds) if folds), 1.0]
    found: list[float] = []
    for low, high in pairwise(ends):
        if excess(low) == 0:
            found.append(low)
        elif excess(low) * excess(high) < 0:
            found.append(brentq(excess, low, high, xtol=1e-14, rtol=1e-14))
    if excess(1.0) == 0:
        found.append(1.0)
    return tuple(sorted(set(found)))


def _normal(z: float) -> float:
    """Return Φ(z)."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _normal_inverse(probability: float) -> float:
    """Return Φ⁻¹(probability)."""
    return NormalDist().inv_cdf(probability)
