"""What battles teach, and when they have taught enough for two optimists to settle."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, log, log1p

import numpy as np
from scipy.special import expit, xlog1py, xlogy

from detente.dynamics.domain import Check, condition, positive, require, share
from detente.dynamics.threshold import Threshold

ROUNDING = 1e-9
"""Differences of decimal numbers are off by less; a gap that equals the cost on paper must count as equal."""


@dataclass(frozen=True)
class Learned:
    """A belief after battles.

    Attributes
    ----------
    posterior : float
        Belief that the opponent is tough, after the battles.
    log_odds : float
        What the battles added to its log-odds; below 0 where they speak for a weak opponent.
    threshold : Threshold
        The number of won battles that would balance the lost ones and leave the belief as it was.
    """

    posterior: float
    log_odds: float
    threshold: Threshold


@dataclass(frozen=True)
class SettlementBattle:
    """After how many battles two optimists agree enough to settle.

    Attributes
    ----------
    battle : int
        The number of battles after which their gap is no more than the cost of going on; 0 for at once.
    gap : float
        Side 1's expectation of winning a battle less what side 2 thinks it is, after those battles.
    threshold : Threshold
        The total cost of going on from which on they settle without a battle: their gap today.
    """

    battle: int
    gap: float
    threshold: Threshold


@dataclass(frozen=True)
class SettlementDistribution:
    """When two optimists with unequally firm beliefs settle.

    Attributes
    ----------
    probabilities : tuple of float
        Probability that they settle right after battle 0 (at once), 1, 2 …
    unsettled : float
        Probability that they fight on after all these battles.
    threshold : Threshold
        The total cost of going on from which on they settle without a battle: their gap today.
    """

    probabilities: tuple[float, ...]
    unsettled: float
    threshold: Threshold

    def by(self, battle: int) -> float:
        """Return the probability that they have settled by a battle."""
        return float(sum(self.probabilities[: battle + 1]))


def learn_from_battles(q: float, p_tough: float, p_weak: float, wins: int, losses: int) -> Learned:
    """Return the belief that the opponent is tough after battles won and lost against it.

    Parameters
    ----------
    q : float
        Belief before the battles, 0–1.
    p_tough, p_weak : float
        Probability of winning a battle against a tough and against a weak opponent, p_tough ≤ p_weak, both 0–1.
    wins, losses : int
        Battles won and lost, not negative.

    Returns
    -------
    Learned
        Exact: the posterior is proportional to q·p_tough^wins·(1 − p_tough)^losses.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or these battles could not have happened.

    References
    ----------
    Bayes' rule.
    """
    require(
        "learn_from_battles", share("q", q), share("p_tough", p_tough), share("p_weak", p_weak),
        condition("p_tough ≤ p_weak", p_tough <= p_weak), _count("wins", wins), _count("losses", losses),
    )  # fmt: skip
    tough, weak = (float(xlogy(wins, p) + xlog1py(losses, -p)) for p in (p_tough, p_weak))
    seen = max(tough if q > 0 else -inf, weak if q < 1 else -inf)
    require("learn_from_battles", condition("the battles are possible for some opponent held possible", seen > -inf))
    odds = tough - weak  # never the difference of two infinities: one of the two was just seen to be finite
    posterior = float(expit(log(q) - log1p(-q) + odds)) if 0 < q < 1 else q
    flip = Threshold(
        "learning", "battles won", _balancing_wins(p_tough, p_weak, losses), wins,
        above="the battles do not speak for a tough opponent", below="the battles speak for a tough opponent",
    )  # fmt: skip
    return Learned(posterior, odds, flip)


def settlement_battle(a_1: float, a_2: float, n_0: float, cost: float) -> SettlementBattle:
    """Return the battle after which two sides who disagree about their strength will settle.

    Both began with as much evidence, n_0 battles' worth, but of different content. Every battle is evidence for
    both, so that their gap shrinks in the same way whoever wins.

    Parameters
    ----------
    a_1, a_2 : float
        Battles that side 1 wins in the evidence of side 1 and in that of side 2, strictly between 0 and n_0.
    n_0 : float
        Battles' worth of evidence that both began with, above 0.
    cost : float
        Total expected cost of going on, as a share of the pie's worth, above 0.

    Returns
    -------
    SettlementBattle
        Exact: after m battles the gap is (a_1 − a_2)/(n_0 + m); they settle at the first m at which it is no more
        than the cost, ⌈(a_1 − a_2)/C − n_0⌉.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Smith and Stam (2004), *Journal of Conflict Resolution* 48, for beliefs without a common prior; re-derived for
    equally firm ones.
    """
    require(
        "settlement_battle", positive("n_0", n_0), positive("cost", cost),
        condition("0 < a_1 < n_0", 0 < a_1 < n_0), condition("0 < a_2 < n_0", 0 < a_2 < n_0),
    )  # fmt: skip
    battle = max(0, ceil((a_1 - a_2) / cost - n_0 - ROUNDING))
    return SettlementBattle(battle, (a_1 - a_2) / (n_0 + battle), _settles_at_once((a_1 - a_2) / n_0, cost))


def settlement_distribution(
    a_1: float, b_1: float, a_2: float, b_2: float, p: float, cost: float, battles: int
) -> SettlementDistribution:
    """Return the chances that two sides whose beliefs are not equally firm settle after 0, 1, 2 … battles.

    Parameters
    ----------
    a_1, b_1 : float
        Battles that side 1 wins and loses in the evidence that side 1 began with, above 0.
    a_2, b_2 : float
        The same battles, of side 1, in the evidence that side 2 began with, above 0.
    p : float
        Probability that side 1 wins a battle, in truth or in the view of whoever asks, 0–1.
    cost : float
        Total expected cost of going on, as a share of the pie's worth, above 0.
    battles : int
        How many battles to look ahead, not negative.

    Returns
    -------
    SettlementDistribution
        Exact: every number of wins at which they have not settled yet is followed from battle to battle.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Smith and Stam (2004), *Journal of Conflict Resolution* 48, for beliefs without a common prior; the distribution
    is re-derived.
    """
    require(
        "settlement_distribution", positive("a_1", a_1), positive("b_1", b_1), positive("a_2", a_2),
        positive("b_2", b_2), share("p", p), positive("cost", cost), _count("battles", battles),
    )  # fmt: skip
    fighting = np.ones(1)  # by number of battles won by side 1
    settled: list[float] = []
    for m in range(int(battles) + 1):
        won = np.arange(m + 1)
        gap = (a_1 + won) / (a_1 + b_1 + m) - (a_2 + won) / (a_2 + b_2 + m)
        settles = gap <= cost + ROUNDING
        settled.append(float(fighting[settles].sum()))
        fighting = np.where(settles, 0.0, fighting)
        if m < battles:
            fighting = np.append(fighting * (1 - p), 0.0) + np.insert(fighting * p, 0, 0.0)
    now = a_1 / (a_1 + b_1) - a_2 / (a_2 + b_2)
    return SettlementDistribution(tuple(settled), float(fighting.sum()), _settles_at_once(now, cost))


def _count(symbol: str, value: int) -> Check:
    return condition(f"{symbol} ≥ 0, a whole number", value >= 0 and value % 1 == 0, f"{symbol} = {value}")


def _balancing_wins(p_tough: float, p_weak: float, losses: int) -> float:
    """Return the wins w at which p_t^w(1 − p_t)^l = p_w^w(1 − p_w)^l."""
    if losses == 0 or p_tough == p_weak:
        return 0.0
    if p_weak == 1:
        return inf  # one loss says tough, and no win can unsay it
    if p_tough == 0:
        return 1.0  # one win says weak
    return losses * (log(1 - p_tough) - log(1 - p_weak)) / (log(p_weak) - log(p_tough))


def _settles_at_once(gap: float, cost: float) -> Threshold:
    return Threshold(
        "learning", "total cost of going on", gap, cost,
        above="the sides agree enough to settle now",
        below="one side is too hopeful to settle before more battles",
    )  # fmt: skip
