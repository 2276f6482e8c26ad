"""How hard to press an opponent whose resolve or strength is not known.

A take-it-or-leave-it demand x for A is accepted by those kinds of B that expect less than 1 − x from war. A larger
demand wins more where it is accepted and is refused by more kinds of B. A refused demand means war.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import condition, finite, not_negative, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class ScreeningOffer:
    """The best demand against an opponent whose cost of war is spread evenly over an interval.

    Attributes
    ----------
    offer : float
        A's best demand, 0–1.
    risk : float
        Probability that it is refused and war follows.
    threshold : Threshold
        A's cost of war from which on A demands only what every kind of B accepts: b − 2a, infinitely low where B's
        least cost already makes it accept anything.
    """

    offer: float
    risk: float
    threshold: Threshold


@dataclass(frozen=True)
class TwoKinds:
    """The best demand against an opponent that is either tough or weak.

    Attributes
    ----------
    q_star : float
        The belief that B is tough from which on A demands only what both kinds accept.
    offer : float
        A's best demand at the belief q.
    risk : float
        Probability that it is refused and war follows: 0, or q.
    pooling_offer : float
        The largest demand that both kinds accept.
    screening_offer : float
        The largest demand that only the weak kind accepts.
    threshold : Threshold
        `q_star` against q.
    """

    q_star: float
    offer: float
    risk: float
    pooling_offer: float
    screening_offer: float
    threshold: Threshold


def screening_offer(p: float, c_a: float, a: float, b: float) -> ScreeningOffer:
    """Return A's best demand when B's cost of war may be anything between two bounds, all equally likely.

    Parameters
    ----------
    p : float
        Probability that A wins a war, 0–1.
    c_a : float
        A's cost of war as a share of the pie's worth, not negative.
    a, b : float
        Bounds of B's cost, 0 ≤ a < b.

    Returns
    -------
    ScreeningOffer
        Exact: x = p + max{a, (b − c_A)/2}, but never more than the whole pie.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or a ≥ b.

    References
    ----------
    Fearon (1995), *International Organization* 49, 379–414, appendix, for any distribution of B's cost; re-derived
    for the uniform one and for demands that cannot exceed the pie.
    """
    require(
        "screening_offer", share("p", p), not_negative("c_a", c_a), not_negative("a", a), finite("b", b),
        condition("a < b", a < b),
    )  # fmt: skip
    concession = min(1 - p, max(a, (b - c_a) / 2))
    flip = Threshold(
        "screening", "A's cost of war", b - 2 * a if a < 1 - p else float("-inf"), c_a,
        above="demand only what every kind of opponent accepts",
        below="demand more, and run a risk of war",
    )  # fmt: skip
    return ScreeningOffer(p + concession, max(0.0, (concession - a) / (b - a)), flip)


def two_type_screening(p: float, c_a: float, c_low: float, c_high: float, q: float) -> TwoKinds:
    """Return A's best demand when B bears the costs of war either easily or hardly.

    Parameters
    ----------
    p : float
        Probability that A wins a war, 0–1.
    c_a : float
        A's cost of war as a share of the pie's worth, not negative.
    c_low, c_high : float
        Cost of war of the tough and of the weak kind of B, 0 ≤ c_low < c_high.
    q : float
        A's belief that B is tough, 0–1.

    Returns
    -------
    TwoKinds
        Exact: q* = (c_H − c_L)/(c_H + c_A) as long as p + c_H ≤ 1; a demand never exceeds the pie.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or c_low ≥ c_high.

    References
    ----------
    Re-derived for two kinds from Fearon (1995), *International Organization* 49, 379–414.
    """
    require(
        "two_type_screening", share("p", p), not_negative("c_a", c_a), not_negative("c_low", c_low),
        finite("c_high", c_high), share("q", q), condition("c_low < c_high", c_low < c_high),
    )  # fmt: skip
    return _two_kinds(p + c_low, p + c_high, p - c_a, q)


def power_screening(p_strong: float, p_weak: float, c_a: float, c_b: float, q: float) -> TwoKinds:
    """Return A's best demand when B is either strong or weak in battle, and only B knows which.

    Parameters
    ----------
    p_strong, p_weak : float
        Probability that A wins against the strong and against the weak kind of B, p_strong < p_weak, both 0–1.
    c_a, c_b : float
        Costs of war as shares of the pie's worth, not negative.
    q : float
        A's belief that B is strong, 0–1.

    Returns
    -------
    TwoKinds
        Exact, with strong for tough: q* = (p_w − p_s)/(p_w − p_s + c_A + c_B) as long as p_w + c_B ≤ 1; a demand
        never exceeds the pie.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_strong ≥ p_weak.

    References
    ----------
    Re-derived for two kinds from Fearon (1995), *International Organization* 49, 379–414.
    """
    require(
        "power_screening", share("p_strong", p_strong), share("p_weak", p_weak), not_negative("c_a", c_a),
        not_negative("c_b", c_b), share("q", q), condition("p_strong < p_weak", p_strong < p_weak),
    )  # fmt: skip
    return _two_kinds(p_strong + c_b, p_weak + c_b, p_strong - c_a, q)


def _two_kinds(tough_limit: float, weak_limit: float, war: float, q: float) -> TwoKinds:
    """Compare the demand that both accept with the one that only the weak kind does.

    `war` is what A has from a war against the tough kind: q* solves pooling = (1 − q*)·screening + q*·war.
    """
    pooling, screening = min(1.0, tough_limit), min(1.0, weak_limit)
    q_star = (screening - pooling) / (screening - war) if screening > pooling else 0.0
    flip = Threshold(
        "screening", "belief that the opponent is tough", q_star, q,
        above="demand only what a tough opponent accepts too",
        below="demand what a weak opponent accepts, and fight a tough one",
    )  # fmt: skip
    pools = flip.is_reached
    return TwoKinds(q_star, pooling if pools else screening, 0.0 if pools else q, pooling, screening, flip)
