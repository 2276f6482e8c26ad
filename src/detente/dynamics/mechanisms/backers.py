"""What an outsider does to a bargain: one who pays for the war, and one who carries messages."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import condition, finite, not_negative, positive, require, share
from detente.dynamics.threshold import Threshold

ROUNDING = 1e-12
"""By how much two probabilities that add up to 1 on paper may exceed it in floating point."""


@dataclass(frozen=True)
class BackedRange:
    """The divisions that both prefer to a war that an outsider pays for in part.

    Attributes
    ----------
    low, high : float
        A's least and largest share on which both prefer peace, `low` cut at 0 and `high` at 1; `low` lies above 1 where
        A expects more from war than the whole pie.
    threshold : Threshold
        The backer's gain from continued war at which no division is left.
    """

    low: float
    high: float
    threshold: Threshold

    @property
    def exists(self) -> bool:
        """True where some division is at least as good as fighting for both."""
        return self.high >= self.low


@dataclass(frozen=True)
class SupplyDecision:
    """Whether a backer goes on supplying.

    Attributes
    ----------
    expected : float
        The expected gain of supplying.
    threshold : Threshold
        The belief that the opponent is tough at which supply stops to pay; below 0 where it never pays.
    """

    expected: float
    threshold: Threshold

    @property
    def is_supplied(self) -> bool:
        """True where the expected gain covers the cost."""
        return self.threshold.input <= self.threshold.value


@dataclass(frozen=True)
class MediatorCredibility:
    """Whether a mediator's word about an opponent's resolve can be believed.

    Attributes
    ----------
    least_bias : float
        The least weight on the listener's share with which the mediator tells the truth.
    threshold : Threshold
        The same weight, with the mediator's own.
    """

    least_bias: float
    threshold: Threshold

    @property
    def is_credible(self) -> bool:
        """True where the mediator has no reason to lie."""
        return self.threshold.is_reached


def backed_range(p: float, delta: float, s: float, b_3: float, c_a: float, c_b: float) -> BackedRange:
    """Return the divisions that both sides prefer to war while a backer supports A.

    Parameters
    ----------
    p : float
        Probability that A wins without its backer, 0–1.
    delta : float
        What the backer adds to it; not negative, p + delta ≤ 1.
    s : float
        Share of A's cost of war that the backer pays, 0–1.
    b_3 : float
        What the backer gains from continued war and passes on to A, in pies; negative where the war harms it.
    c_a, c_b : float
        Costs of war as shares of the pie's worth, not negative.

    Returns
    -------
    BackedRange
        Exact: x ∈ [p + Δ − (1 − s)c_A + b_3, p + Δ + c_B], cut to 0–1. It vanishes iff b_3 > (1 − s)c_A + c_B, or,
        where p + Δ + c_B > 1, already once A expects more than the whole pie: b_3 > (1 − s)c_A + 1 − p − Δ.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p + delta > 1.

    References
    ----------
    Re-derived from the range of Fearon (1995) with the backer's help added to A's value of war.
    """
    require(
        "backed_range", share("p", p), not_negative("delta", delta),
        condition("p + delta ≤ 1", p + delta <= 1 + ROUNDING), share("s", s), finite("b_3", b_3), not_negative("c_a", c_a), not_negative("c_b", c_b),
    )  # fmt: skip
    high = min(1.0, p + delta + c_b)
    low = max(0.0, p + delta - (1 - s) * c_a + b_3)
    threshold = Threshold(
        "backers", "backer's gain from continued war", high - (p + delta - (1 - s) * c_a), b_3,
        above="no division is better than fighting for both", below="some division is better than fighting for both",
    )  # fmt: skip
    return BackedRange(low, high, threshold)


def supply_decision(q: float, gain: float, cost: float) -> SupplyDecision:
    """Say whether a backer supplies who gains only where the opponent turns out weak.

    Parameters
    ----------
    q : float
        The backer's belief that the opponent is tough, 0–1.
    gain : float
        Its gain from supplying against a weak opponent, above 0.
    cost : float
        Its cost of supplying in the same unit, not negative.

    Returns
    -------
    SupplyDecision
        Exact: supplies iff (1 − q)·gain ≥ cost, that is iff q ≤ q_b = 1 − cost/gain.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Re-derived from the definition of an expected gain.
    """
    require("supply_decision", share("q", q), positive("gain", gain), not_negative("cost", cost))
    threshold = Threshold(
        "backers", "backer's belief that the opponent is tough", 1 - cost / gain, q,
        above="supplying brings no more than it costs", below="supplying brings more than it costs",
    )  # fmt: skip
    return SupplyDecision((1 - q) * gain, threshold)


def mediator_credibility(
    c_low: float, c_high: float, c_a: float, bias: float, war_cost: float, *, slip: float = 0.0
) -> MediatorCredibility:
    """Say whether A can believe a mediator who knows, and tells, how costly war is for B.

    A makes one demand: p + c_low, which every B accepts, or p + c_high, which a tough B answers with war and a weak B
    accepts but for slips. Believed, the word "tough" brings the first demand and "weak" the second. A mediator who
    only wants peace then always says "tough", so its word is worth nothing; one who cares enough about A's share
    says "weak" where it is true.

    Parameters
    ----------
    c_low, c_high : float
        Cost of war for a tough and a weak B, as shares of the pie's worth; 0 ≤ c_low < c_high.
    c_a : float
        A's cost of war, not negative.
    bias : float
        The mediator's gain per pie that goes to A, after a deal or in a war; negative where it leans to B.
    war_cost : float
        The mediator's own cost of a war in the same unit, not negative.
    slip : float
        Probability that a weak B fights although the large demand is better for it; small enough that A, sure of
        a weak B, still makes that demand: slip·(c_high + c_a) < c_high − c_low.

    Returns
    -------
    MediatorCredibility
        Exact where p + c_high ≤ 1: truth is best for the mediator iff
        bias ≥ slip·war_cost/[(1 − slip)c_high − c_low]. Without slips an even-handed mediator is indifferent; with
        slips and a war that costs it anything, it must lean to the side that listens.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or the slip is too large.

    References
    ----------
    The idea: Kydd (2003), *American Journal of Political Science* 47; Beardsley (2011). The model is re-derived as
    the smallest one with this effect: cheap talk before one demand to two types of cost.
    """
    require(
        "mediator_credibility", not_negative("c_low", c_low), not_negative("c_high", c_high), not_negative("c_a", c_a),
        finite("bias", bias), not_negative("war_cost", war_cost), share("slip", slip),
        condition("c_low < c_high", c_low < c_high),
        condition("slip·(c_high + c_a) < c_high − c_low", slip * (c_high + c_a) < c_high - c_low),
    )  # fmt: skip
    least = slip * war_cost / (c_high - c_low - slip * c_high)
    threshold = Threshold(
        "backers", "mediator's leaning to the side that listens", least, bias,
        above="the mediator's word can be believed", below="the mediator says what keeps the peace, true or not",
    )  # fmt: skip
    return MediatorCredibility(least, threshold)
