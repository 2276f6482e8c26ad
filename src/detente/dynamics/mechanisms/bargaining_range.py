"""Which divisions both sides prefer to a costly lottery.

Every other mechanism says what moves the ends of this range, or why a division inside it is not found.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from detente.dynamics.domain import not_negative, positive, require, share
from detente.dynamics.threshold import Threshold

ROUND_OFF = 1e-12
"""A range this little below nothing is a point."""


@dataclass(frozen=True)
class BargainingRange:
    """The divisions that both prefer to fighting.

    Attributes
    ----------
    low, high : float
        A's least and largest share on which both prefer peace, cut to 0–1.
    nash : float
        The division with the largest product of gains for risk-neutral sides, p + (c_B − c_A)/2, cut to the range.
    threshold : Threshold
        The joint cost of fighting below which no division is left, both costs keeping their proportion: 0 for
        risk-neutral sides, more where a side is fond of risk, and infinitely far below where no cost is needed.
    """

    low: float
    high: float
    nash: float
    threshold: Threshold

    @property
    def width(self) -> float:
        """Length of the range; below 0 where none is left."""
        return self.high - self.low

    @property
    def exists(self) -> bool:
        """True where some division is at least as good as fighting for both."""
        return self.width >= -ROUND_OFF


def bargaining_range(p: float, c_a: float, c_b: float, *, alpha: float = 1.0, beta: float = 1.0) -> BargainingRange:
    """Return the divisions of a pie of 1 that both sides prefer to war.

    Parameters
    ----------
    p : float
        Probability that A wins, 0–1.
    c_a, c_b : float
        Costs of war as shares of the pie's worth, not negative.
    alpha, beta : float
        Exponents of the utilities u_A(x) = x^α and u_B(1 − x) = (1 − x)^β, above 0; 1 is risk-neutral.

    Returns
    -------
    BargainingRange
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Fearon (1995), *International Organization* 49, 386–390: x ∈ [p − c_A, p + c_B]. With the utilities above
    the ends are (p − c_A)^(1/α) and 1 − (1 − p − c_B)^(1/β).
    """
    require(
        "bargaining_range", share("p", p), not_negative("c_a", c_a), not_negative("c_b", c_b),
        positive("alpha", alpha), positive("beta", beta),
    )  # fmt: skip
    low, high = _ends(p, c_a, c_b, alpha, beta)
    nash = min(max(p + (c_b - c_a) / 2, low), high)
    flip = Threshold(
        "bargaining_range", "joint cost of fighting", _joint_cost(p, _proportion(c_a, c_b), alpha, beta), c_a + c_b,
        above="some division is better than fighting for both", below="no division is better than fighting for both",
    )  # fmt: skip
    return BargainingRange(low, high, nash, flip)


def _ends(p: float, c_a: float, c_b: float, alpha: float, beta: float) -> tuple[float, float]:
    return max(0.0, p - c_a) ** (1 / alpha), 1 - max(0.0, 1 - p - c_b) ** (1 / beta)


def _proportion(c_a: float, c_b: float) -> float:
    """Return A's part of the joint cost; half where there is none."""
    return c_a / (c_a + c_b) if c_a + c_b > 0 else 0.5


def _joint_cost(p: float, part: float, alpha: float, beta: float) -> float:
    """Return the joint cost at which the two ends meet, A bearing this part of it; −∞ where they never do.

    The room between the ends never falls as the cost rises, and where one side cannot lose by peace it is not negative.
    """
    from scipy.optimize import brentq

    def room(cost: float) -> float:
        low, high = _ends(p, part * cost, (1 - part) * cost, alpha, beta)
        return high - low

    if room(0.0) >= -ROUND_OFF:
        return 0.0 if room(0.0) <= ROUND_OFF else -inf
    most = min(win / share for win, share in ((p, part), (1 - p, 1 - part)) if share > 0)
    return float(brentq(room, 0.0, most, xtol=1e-15, rtol=1e-14))
