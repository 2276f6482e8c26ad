"""Whether a second issue makes room for a deal on one that cannot be divided."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from detente.dynamics.domain import not_negative, positive, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Linkage:
    """The divisions of a side issue that make a fixed award of the main issue acceptable.

    Attributes
    ----------
    low, high : float
        A's least and largest share of the side issue with which both prefer the two awards to war; `low` is cut at 0
        and `high` at 1. Where none is left, `low` may lie above 1 and `high` below 0.
    stands_alone : bool
        True where both accept the award of the main issue without the side issue.
    thresholds : tuple of Threshold
        A's and B's cost of war from which on a division is left; infinite where no cost of that side is enough.
    """

    low: float
    high: float
    stands_alone: bool
    thresholds: tuple[Threshold, Threshold]

    @property
    def exists(self) -> bool:
        """True where some division of the side issue makes the award acceptable to both."""
        return self.low <= min(self.high, 1.0) and self.high >= 0

    @property
    def is_restored(self) -> bool:
        """True where the award is acceptable with the side issue, and was not without it."""
        return self.exists and not self.stands_alone


def linkage(p: float, c_a: float, c_b: float, x: float, w_a: float, s_a: float, w_b: float, s_b: float) -> Linkage:
    """Return the divisions of a side issue with which both accept who gets an indivisible one.

    A war decides both issues together: the winner has all of both.

    Parameters
    ----------
    p : float
        Probability that A wins, 0–1.
    c_a, c_b : float
        Costs of war in the units of each side's own weights, not negative.
    x : float
        A's share of the main issue, 0–1: 1 where A gets it, 0 where B does.
    w_a, s_a : float
        Weights of the main issue, not negative, and of the side issue, above 0, for A.
    w_b, s_b : float
        The same for B.

    Returns
    -------
    Linkage
        Exact: s ∈ [(p(w_A + s_A) − c_A − w_A·x)/s_A, 1 − ((1 − p)(w_B + s_B) − c_B − w_B(1 − x))/s_B] ∩ [0, 1].

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Fearon (1995), *International Organization* 49, on indivisible issues and side payments.
    Re-derived for two issues with additive weights.
    """
    require(
        "linkage", share("p", p), not_negative("c_a", c_a), not_negative("c_b", c_b), share("x", x),
        not_negative("w_a", w_a), positive("s_a", s_a), not_negative("w_b", w_b), positive("s_b", s_b),
    )  # fmt: skip
    # What the side issue must bring each side before its cost of war makes it content with less.
    claim_a = p * (w_a + s_a) - w_a * x
    claim_b = (1 - p) * (w_b + s_b) - w_b * (1 - x)
    low = max(0.0, (claim_a - c_a) / s_a)
    high = min(1.0, 1 - (claim_b - c_b) / s_b)
    alone = w_a * x >= p * w_a - c_a and w_b * (1 - x) >= (1 - p) * w_b - c_b
    least_a = max(0.0, claim_a - s_a * high) if high >= 0 else inf
    least_b = max(0.0, claim_b - s_b * (1 - low)) if low <= 1 else inf
    return Linkage(low, high, alone, (_threshold("first", least_a, c_a), _threshold("second", least_b, c_b)))


def _threshold(side: str, least: float, cost: float) -> Threshold:
    """Return the cost of war of a side from which on a division of the side issue is left."""
    return Threshold(
        "linkage", f"cost of war of the {side} side", least, cost,
        above="some division of the side issue makes the award acceptable",
        below="no division of the side issue makes the award acceptable",
    )  # fmt: skip
