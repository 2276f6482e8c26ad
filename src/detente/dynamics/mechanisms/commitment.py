"""When a promise about tomorrow cannot be believed, because power moves between today and tomorrow.

A side that grows stronger can only promise restraint; a side that grows weaker may fight while it still can.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import condition, finite, inner_share, not_negative, require, share
from detente.dynamics.threshold import Threshold

INFINITE = float("inf")

ROUNDING = 1e-12
"""A sum may exceed its bound by this share of it: numbers that add up on paper do so only nearly in floating point."""


@dataclass(frozen=True)
class Commitment:
    """Whether a shift of power brings war at once, and how large a shift peace can bear.

    Attributes
    ----------
    threshold : Threshold
        The later power of the rising side at which war now pays for the declining side; infinite where none does.
    largest_shift : float
        The largest rise of power, from p_1 on, that peace outlives; 1 − p_1 where every rise is borne.
    """

    threshold: Threshold
    largest_shift: float

    @property
    def is_war(self) -> bool:
        """True where the declining side prefers war now; where it is indifferent it waits."""
        return self.threshold.input > self.threshold.value


@dataclass(frozen=True)
class Breakdown:
    """Whether what peace has to share covers the rise of one side's claim.

    Attributes
    ----------
    surplus : float
        What peace has to share beyond both sides' values of fighting on now.
    rise : float
        By how much the rising side's value of fighting on, discounted, grows by the next round.
    threshold : Threshold
        The rising side's value of fighting on next round at which no promise is large enough.
    """

    surplus: float
    rise: float
    threshold: Threshold

    @property
    def is_breakdown(self) -> bool:
        """True where the rise is larger than the surplus."""
        return self.threshold.input > self.threshold.value


@dataclass(frozen=True)
class FirstStrike:
    """The divisions that neither side would rather upset by striking first.

    Attributes
    ----------
    low, high : float
        A's least and largest share that keep both from striking first, cut to 0–1.
    threshold : Threshold
        The advantage of striking first, p_f − p_s, at which no such division is left: c_A + c_B.
    """

    low: float
    high: float
    threshold: Threshold

    @property
    def exists(self) -> bool:
        """True where some division keeps both from striking first."""
        return self.high >= self.low


def commitment_threshold(p_1: float, p_2: float, c_b: float, discount: float) -> Commitment:
    """Say whether B fights now because A, who sets the terms, will be stronger from the next round on.

    A pie of 1 is shared in every round. War gives its winner every later pie. B can be offered no more than the
    whole of the first pie; from then on A leaves B what war would leave it, and never less than nothing.

    Parameters
    ----------
    p_1, p_2 : float
        Probability that A wins a war in the first round, and in every later one; p_1 ≤ p_2, both 0–1.
    c_b : float
        B's cost of war, paid once, in pies of one round, not negative.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.

    Returns
    -------
    Commitment
        Exact. War now iff δp_2 − p_1 > c_B(1 − δ)², as long as war against the stronger A is worth something to
        B, 1 − p_2 ≥ c_B(1 − δ). From there on a stronger A changes nothing, as B already expects nothing.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_1 > p_2.

    References
    ----------
    Fearon (1995), *International Organization* 49, 404–408, for the condition; what happens where B expects nothing
    after the shift is re-derived from the same rules.
    """
    require(
        "commitment_threshold", share("p_1", p_1), share("p_2", p_2), not_negative("c_b", c_b),
        inner_share("discount", discount), condition("p_1 ≤ p_2", p_1 <= p_2),
    )  # fmt: skip
    flip = (p_1 + c_b * (1 - discount) ** 2) / discount
    return _commitment(p_1, p_2, flip if flip <= 1 - c_b * (1 - discount) else INFINITE)


def destroyed_share(p_1: float, p_2: float, d: float, discount: float) -> Commitment:
    """Say whether a shift of power breaks every deal where war destroys a share of all later pies.

    Parameters
    ----------
    p_1, p_2 : float
        Probability that the rising side wins, in this round and in every later one; p_1 ≤ p_2, both 0–1.
    d : float
        Share of every later pie that war destroys, 0 ≤ d < 1.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.

    Returns
    -------
    Commitment
        Exact: breakdown iff δp_2 − p_1 > d/(1 − d), whoever makes the offers.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_1 > p_2.

    References
    ----------
    Powell (2006), *International Organization* 60: :func:`breakdown` with the values p(1 − d)/(1 − δ) and
    (1 − p)(1 − d)/(1 − δ) of fighting; re-derived for this parametrisation.
    """
    require(
        "destroyed_share", share("p_1", p_1), share("p_2", p_2), share("d", d), condition("d < 1", d < 1),
        inner_share("discount", discount), condition("p_1 ≤ p_2", p_1 <= p_2),
    )  # fmt: skip
    flip = (p_1 + d / (1 - d)) / discount
    return _commitment(p_1, p_2, flip if flip <= 1 else INFINITE)


def _commitment(p_1: float, p_2: float, flip: float) -> Commitment:
    """Return the answer for a later power at which war now begins to pay."""
    threshold = Threshold(
        "commitment", "later power of the rising side", flip, p_2,
        above="war now is at least as good as waiting for the declining side",
        below="the declining side would rather wait than fight now",
    )  # fmt: skip
    return Commitment(threshold, min(flip, 1.0) - p_1)


def breakdown(m_1_now: float, m_1_next: float, m_2_now: float, benefits_now: float, discount: float) -> Breakdown:
    """Say whether peace has enough to share to buy off a side that will be weaker next round.

    Parameters
    ----------
    m_1_now, m_1_next : float
        What the rising side can secure by fighting from this round on, and from the next one on; finite.
    m_2_now : float
        What the declining side can secure by fighting from this round on; finite.
    benefits_now : float
        All that there is to share from this round on in peace; not negative, and no less than m_1_now + m_2_now.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.

    Returns
    -------
    Breakdown
        Exact: no efficient peace iff δM_1(t+1) − M_1(t) > B(t) − [M_1(t) + M_2(t)].

    Raises
    ------
    DomainError
        If a symbol leaves its range, or fighting would leave the two more than there is.

    References
    ----------
    Powell (2004, 2006), re-derived: the declining side gets at most B(t) − δM_1(t+1), as the rising side
    does not accept less than M_1(t+1) once it is strong; peace fails where that is less than M_2(t).
    """
    require(
        "breakdown", finite("m_1_now", m_1_now), finite("m_1_next", m_1_next), finite("m_2_now", m_2_now),
        not_negative("benefits_now", benefits_now), inner_share("discount", discount),
        condition("m_1_now + m_2_now ≤ benefits_now", m_1_now + m_2_now <= benefits_now * (1 + ROUNDING)),
    )  # fmt: skip
    threshold = Threshold(
        "commitment", "next value of fighting of the rising side", (benefits_now - m_2_now) / discount, m_1_next,
        above="what can be promised is no more than fighting now gives the declining side",
        below="the declining side can be promised more than fighting now gives it",
    )  # fmt: skip
    return Breakdown(max(0.0, benefits_now - m_1_now - m_2_now), discount * m_1_next - m_1_now, threshold)


def first_strike(p_f: float, p_s: float, c_a: float, c_b: float) -> FirstStrike:
    """Return the divisions that hold although the side that strikes first fights with better odds.

    Parameters
    ----------
    p_f, p_s : float
        Probability that A wins where A strikes first, and where B does, 0–1.
    c_a, c_b : float
        Costs of war as shares of the pie's worth, not negative.

    Returns
    -------
    FirstStrike
        Exact: x ∈ [p_f − c_A, p_s + c_B], empty iff p_f − p_s > c_A + c_B.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Fearon (1995), *International Organization* 49, 402–404.
    """
    require("first_strike", share("p_f", p_f), share("p_s", p_s), not_negative("c_a", c_a), not_negative("c_b", c_b))
    threshold = Threshold(
        "commitment", "advantage of striking first", c_a + c_b, p_f - p_s,
        above="no division leaves both worse off by striking first",
        below="some division leaves both worse off by striking first",
    )  # fmt: skip
    return FirstStrike(max(0.0, p_f - c_a), min(1.0, p_s + c_b), threshold)
