"""When is a unilateral concession read as weakness, and when as strength?

The same gesture moves the belief of its observer, but it moves his demand only where the belief crosses one line.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Literal

from detente.dynamics.domain import condition, not_negative, require, share
from detente.dynamics.threshold import Threshold

Reading = Literal["weakness", "strength", "no change of demand"]

LARGEST_LOGARITHM = math.log(sys.float_info.max)
"""Above it an exponential is no finite float any more."""


@dataclass(frozen=True)
class ConcessionReading:
    """What the observer of a concession believes and demands before and after it.

    Attributes
    ----------
    prior, posterior : float
        The observer's belief that the side which concedes is tough, before and after.
    q_star : float
        The belief at and above which the smaller demand is the better one.
    demand_before, demand_after : float
        The share of a pie of 1 that the observer demands.
    threshold : Threshold
        The prior whose posterior is `q_star`: from there on the smaller demand follows the concession.
    likelihood_flip : float
        The ratio s_tough / s_weak at which the posterior is `q_star`; infinite where no ratio does it.
    """

    prior: float
    posterior: float
    q_star: float
    demand_before: float
    demand_after: float
    threshold: Threshold
    likelihood_flip: float

    @property
    def rises(self) -> bool:
        """True where the concession makes the observer demand more: q' < q* ≤ q."""
        return self.posterior < self.q_star <= self.prior

    @property
    def reading(self) -> Reading:
        """What the concession is taken for: weakness raises the demand, strength lowers it."""
        if self.rises:
            return "weakness"
        return "strength" if self.prior < self.q_star <= self.posterior else "no change of demand"


def concession_reading(
    q: float, s_tough: float, s_weak: float, c_low: float, c_high: float, c_a: float, *, p: float = 0.5, omega: float = 1.0
) -> ConcessionReading:  # fmt: skip
    """Return whether a concession raises or lowers what its observer demands next.

    Parameters
    ----------
    q : float
        The observer's belief that the side which concedes is tough, 0–1.
    s_tough, s_weak : float
        Probability that a tough and that a weak side makes this concession, 0–1.
    c_low, c_high : float
        War costs of the conceding side if it is tough and if it is weak, as shares of the pie, 0 ≤ c_low < c_high.
    c_a : float
        The observer's own war cost, as a share of the pie, not negative.
    p : float
        Probability that the observer wins a war, 0–1, with p + c_high ≤ 1.
    omega : float
        Weight of past deeds on the logarithm of the likelihood ratio, not negative: 1 is Bayes' rule, 0 says that
        past concessions carry no weight.

    Returns
    -------
    ConcessionReading
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or the observer held the concession impossible.

    References
    ----------
    Fearon (1995), *International Organization* 49, for the demand that screens two cost types: p + c_low where
    q ≥ q* = (c_high − c_low) / (c_high + c_a), else p + c_high. Press (2005), *Calculating Credibility*, for
    omega = 0. The rule q' < q* ≤ q with q' = q s_tough / (q s_tough + (1 − q) s_weak) is re-derived for this
    parametrisation.
    """
    require(
        "concession_reading",
        (share(name, value) for name, value in (("q", q), ("s_tough", s_tough), ("s_weak", s_weak), ("p", p))),
        (not_negative(name, value) for name, value in (("c_low", c_low), ("c_a", c_a), ("omega", omega))),
        condition("c_low < c_high", c_low < c_high, f"{c_low:g}, {c_high:g}"),
        condition("p + c_high ≤ 1", p + c_high <= 1, f"{p:g} + {c_high:g}"),
        condition("q·s_tough + (1 − q)·s_weak > 0", q * s_tough + (1 - q) * s_weak > 0),
    )
    q_star = (c_high - c_low) / (c_high + c_a)
    tough, weak = ((s / max(s_tough, s_weak)) ** omega for s in (s_tough, s_weak))
    after = q if q in (0, 1) else q * tough / (q * tough + (1 - q) * weak)
    flip = Threshold(
        "concession", "belief before the concession that the side is tough", _prior_at(q_star, tough, weak), q,
        above="the smaller demand follows the concession", below="the larger demand follows the concession",
    )  # fmt: skip
    demands = [p + (c_low if belief >= q_star else c_high) for belief in (q, after)]
    return ConcessionReading(q, after, q_star, demands[0], demands[1], flip, _likelihood_at(q_star, q, omega))


def _prior_at(q_star: float, tough: float, weak: float) -> float:
    """Return the prior whose posterior is q*; 0 where only a tough side would have made the concession."""
    return q_star * weak / (q_star * weak + (1 - q_star) * tough) if weak else 0.0


def _likelihood_at(q_star: float, q: float, omega: float) -> float:
    """Return the ratio s_tough / s_weak that carries the belief from q to q*."""
    if q == 1:
        return 0.0
    if q == 0 or omega == 0 or q_star == 1:
        return math.inf
    logarithm = (math.log(q_star / (1 - q_star)) - math.log(q / (1 - q))) / omega
    return math.exp(logarithm) if logarithm < LARGEST_LOGARITHM else math.inf
