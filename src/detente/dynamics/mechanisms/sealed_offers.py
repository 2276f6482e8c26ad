"""What is lost when both sides hide their limits, and when one division suits every kind of opponent."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import condition, not_negative, require, share
from detente.dynamics.threshold import Threshold

MARGIN = 0.25
"""How much more B must be ready to give than A needs before their sealed offers meet, on 0–1."""

PROBABILITY_OF_A_DEAL = 9 / 32
"""Probability that they meet before either limit is known; some price suits both in half of all cases."""


@dataclass(frozen=True)
class SealedOffers:
    """Two sealed offers, and whether they meet.

    Attributes
    ----------
    ask : float
        What A asks for.
    bid : float
        What B bids.
    price : float or None
        Half-way between them if the bid is at least the ask, else None: no deal.
    probability : float
        Probability of a deal before either side knows its limit: 9/32.
    threshold : Threshold
        B's limit from which on there is a deal: A's limit and a quarter.
    """

    ask: float
    bid: float
    price: float | None
    probability: float
    threshold: Threshold


@dataclass(frozen=True)
class CommonSplit:
    """The divisions that every kind of both sides prefers to war.

    Attributes
    ----------
    low, high : float
        A's least and largest share that suits every kind, cut to 0–1.
    split : float or None
        One of them: the middle of the two balances, moved into the range; None where no division suits all.
    threshold : Threshold
        The joint cost of war from which on one division suits all: p_w − p_s.
    """

    low: float
    high: float
    split: float | None
    threshold: Threshold


def sealed_offers(v_a: float, v_b: float) -> SealedOffers:
    """Return what two sides write into sealed offers when each knows only its own limit.

    The limits are drawn evenly from 0–1. Both shade their offers, so that deals which would suit both are missed.

    Parameters
    ----------
    v_a : float
        The least that A, who asks, would take, 0–1.
    v_b : float
        The most that B, who bids, would give, 0–1.

    Returns
    -------
    SealedOffers
        Exact for the equilibrium in straight lines: ask 2v/3 + 1/4, bid 2v/3 + 1/12. There are other equilibria.
        Asks of an A above 3/4 and bids of a B below 1/4 are never met, so it does not matter what they are.

    Raises
    ------
    DomainError
        If a limit leaves 0–1.

    References
    ----------
    Chatterjee and Samuelson (1983), *Operations Research* 31, 835–851; re-derived for the uniform distribution.
    """
    require("sealed_offers", share("v_a", v_a), share("v_b", v_b))
    ask, bid = 2 * v_a / 3 + 1 / 4, 2 * v_b / 3 + 1 / 12
    flip = Threshold(
        "sealed_offers", "the most that the bidding side would give", v_a + MARGIN, v_b,
        above="the sealed offers meet", below="the sealed offers miss each other",
    )  # fmt: skip
    return SealedOffers(ask, bid, (ask + bid) / 2 if flip.is_reached else None, PROBABILITY_OF_A_DEAL, flip)


def common_split(p_strong: float, p_weak: float, c_a: float, c_b: float) -> CommonSplit:
    """Return the divisions that nobody would rather fight over, whatever kind the opponent turns out to be.

    Where only costs are private, p_strong = p_weak = p, the division p suits every kind of both sides, so a war-free
    arrangement always exists. Where power is private, the costs of war must cover the difference that it makes.

    Parameters
    ----------
    p_strong, p_weak : float
        Probability that A wins against the strongest and against the weakest kind of B, p_strong ≤ p_weak, both 0–1.
    c_a, c_b : float
        Each side's least possible cost of war as a share of the pie's worth, not negative.

    Returns
    -------
    CommonSplit
        Exact: the range from p_w − c_A to p_s + c_B, which exists iff p_w − p_s ≤ c_A + c_B.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_strong > p_weak.

    References
    ----------
    Fey and Ramsay (2011), *American Journal of Political Science* 55, 149–169; re-derived for a single division.
    """
    require(
        "common_split", share("p_strong", p_strong), share("p_weak", p_weak), not_negative("c_a", c_a),
        not_negative("c_b", c_b), condition("p_strong ≤ p_weak", p_strong <= p_weak),
    )  # fmt: skip
    low, high = max(0.0, p_weak - c_a), min(1.0, p_strong + c_b)
    flip = Threshold(
        "sealed_offers", "joint cost of war", p_weak - p_strong, c_a + c_b,
        above="one division suits every kind of both sides", below="no division suits every kind of both sides",
    )  # fmt: skip
    split = min(max((p_strong + p_weak) / 2, low), high) if flip.is_reached else None
    return CommonSplit(low, high, split, flip)
