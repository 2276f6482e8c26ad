"""How hard to press an opponent whose cost of war is known only up to a bell-shaped error."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from scipy.special import expit, lambertw

from detente.dynamics.domain import not_negative, positive, require, share
from detente.dynamics.threshold import Threshold

LARGEST_EXPONENT = 700.0
"""Beyond it exp is too near the largest float; the logarithm of the equation is solved instead."""

NEWTON_STEPS = 4
"""From the start z − ln z with z > 700 the error is below 1e-5 and is squared by every step."""


@dataclass(frozen=True)
class LogisticScreening:
    """The best demand against an opponent whose cost of war has a logistic distribution.

    Attributes
    ----------
    offer : float
        A's best demand, 0–1.
    risk : float
        Probability that it is refused and war follows.
    unbounded_offer : float
        What A would demand if a demand could leave 0–1; the risk depends on p only where the two differ.
    threshold : Threshold
        A's cost of war from which on its best demand is at least as likely accepted as refused: 2s − c_B, infinitely
        low where B accepts the whole pie that often.
    """

    offer: float
    risk: float
    unbounded_offer: float
    threshold: Threshold


def logistic_screening(p: float, c_a: float, c_b: float, scale: float) -> LogisticScreening:
    """Return A's best take-it-or-leave-it demand when B's cost of war is c_B on average, with a logistic error.

    Parameters
    ----------
    p : float
        Probability that A wins a war, 0–1.
    c_a, c_b : float
        A's cost and the middle of B's, as shares of the pie's worth, not negative.
    scale : float
        Scale s of the logistic error, above 0; its standard deviation is πs/√3.

    Returns
    -------
    LogisticScreening
        Exact. With W = LambertW(exp((c_A + c_B)/s − 1)) the demand is p − c_A + s(1 + W) and the risk of war
        1/(1 + W), whatever p is, as long as that demand lies in 0–1. Else the demand is the nearer end of 0–1, as
        A's expected share has a single peak.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The statistical ultimatum game, re-derived for this parametrisation; that the risk of war does not depend on the
    balance of power is the neutrality discussed by Benson, Meirowitz and Ramsay.
    """
    require(
        "logistic_screening", share("p", p), not_negative("c_a", c_a), not_negative("c_b", c_b),
        positive("scale", scale),
    )  # fmt: skip
    # W + ln W = (c_A + c_B)/s − 1 turns s(1 + W) into c_A + c_B − s·ln W, which stays exact where W is huge.
    log_w = _log_w((c_a + c_b) / scale - 1)
    unbounded = p + c_b - scale * log_w
    offer = min(1.0, max(0.0, unbounded))
    risk = expit(-log_w if offer == unbounded else (offer - p - c_b) / scale)
    flip = Threshold(
        "logistic_screening", "A's cost of war", 2 * scale - c_b if p + c_b < 1 else float("-inf"), c_a,
        above="the best demand is at least as likely accepted as refused",
        below="the best demand is more likely refused than accepted",
    )  # fmt: skip
    return LogisticScreening(offer, float(risk), unbounded, flip)


def _log_w(z: float) -> float:
    """Return ln W for the W with W·exp(W) = exp(z)."""
    if z <= LARGEST_EXPONENT:
        return log(lambertw(exp(z)).real)
    z = min(z, 1e300)  # a scale below the smallest normal float: s·ln W is nothing either way
    w = z - log(z)
    for _ in range(NEWTON_STEPS):
        w -= (w + log(w) - z) / (1 + 1 / w)
    return log(w)
