"""What is fighting on worth, battle by battle, until one side has nothing left or collapses?

The longer the war is expected to last, the more divisions are better for both than fighting it out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.dynamics.domain import condition, inner_share, not_negative, positive, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class WarRandomWalk:
    """What both sides expect of fighting to the end.

    Attributes
    ----------
    win : float
        Probability that A takes every position.
    duration : float
        Expected number of battles until one side holds all.
    value_a, value_b : float
        What fighting on is worth to A and to B, of a pie of 1 and after costs.
    range_width : float
        Length of the range of divisions that both prefer to fighting on.
    thresholds : tuple of Threshold
        For A and for B the cost of a battle from which giving up is better than fighting on.
    """

    win: float
    duration: float
    value_a: float
    value_b: float
    range_width: float
    thresholds: tuple[Threshold, Threshold]


def war_random_walk(p: float, n: int, forts: int, c_a: float, c_b: float) -> WarRandomWalk:
    """Return what fighting to the end is worth to both sides, given who holds how many positions.

    Each battle moves one position from its loser to its winner; the war ends when one side holds all of them.

    Parameters
    ----------
    p : float
        Probability that A wins a battle, strictly between 0 and 1.
    n : int
        Positions that A holds, 0 < n < forts.
    forts : int
        All positions, at least 2.
    c_a, c_b : float
        Cost of a battle for A and for B, as shares of the pie, not negative.

    Returns
    -------
    WarRandomWalk
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Smith and Stam (2004), *Journal of Conflict Resolution* 48, and Slantchev (2003), *American Political Science
    Review* 97, for the war as a walk over positions. Re-derived: with r = (1 − p)/p and N = forts,
    P = (1 − r^n)/(1 − r^N) and D = (n − N·P)/(1 − 2p), for p = ½ n/N and n(N − n).
    """
    require(
        "war_random_walk", inner_share("p", p), not_negative("c_a", c_a), not_negative("c_b", c_b),
        condition("n and forts are whole numbers", n % 1 == 0 and forts % 1 == 0, f"n = {n}, forts = {forts}"),
        condition("0 < n < forts", 0 < n < forts, f"n = {n}, forts = {forts}"),
    )  # fmt: skip
    if p >= 0.5:
        win_a, win_b, duration = _walk(p, n, forts)
    else:
        win_b, win_a, duration = _walk(1 - p, forts - n, forts)
    flips = (_giving_up("A", c_a, win_a / duration), _giving_up("B", c_b, win_b / duration))
    return WarRandomWalk(
        win_a, duration, win_a - c_a * duration, win_b - c_b * duration, (c_a + c_b) * duration, flips
    )  # fmt: skip


def _walk(p: float, n: int, forts: int) -> tuple[float, float, float]:
    """Return the chances to win and to lose, and the expected length, for a side with p ≥ ½.

    The length is summed over the expected visits to each position, all of them positive: the closed form is a
    difference of nearly equal numbers where p is close to ½.
    """
    r = (1 - p) / p
    powers = r ** np.arange(forts)
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    win, lose = sums[n] / sums[forts], powers[n] * sums[forts - n] / sums[forts]
    visits_below = (sums[1:n] * powers[n - 1 : 0 : -1]).sum() * sums[forts - n]
    visits_from_here = sums[n] * sums[forts - n : 0 : -1].sum()
    return float(win), float(lose), float((visits_below + visits_from_here) / (p * sums[forts]))


def _giving_up(side: str, cost: float, value: float) -> Threshold:
    return Threshold(
        "random_walk", f"cost of a battle for {side}", value, cost,
        above="giving up is at least as good as fighting on", below="fighting on is better than giving up",
    )  # fmt: skip


@dataclass(frozen=True)
class RoundCollapse:
    """What fighting on is worth while either side may collapse in any round.

    Attributes
    ----------
    value : float
        Worth of fighting on to A, of a pie of 1, discounted and after costs.
    win : float
        Probability that B is the one that collapses first, given that one does.
    duration : float
        Expected number of rounds until a collapse.
    threshold : Threshold
        The cost of a round from which giving up is better than fighting on: `k_b`.
    """

    value: float
    win: float
    duration: float
    threshold: Threshold


def round_collapse(k_a: float, k_b: float, c_a: float, discount: float) -> RoundCollapse:
    """Return what fighting on is worth to A where each round may end the war by the collapse of one side.

    For B, exchange k_a and k_b and give B's cost.

    Parameters
    ----------
    k_a, k_b : float
        Probability that A and that B collapses in a round, 0–1, with 0 < k_a + k_b ≤ 1.
    c_a : float
        Cost of a round for A, as a share of the pie, not negative.
    discount : float
        What the next round counts against this one, above 0 and at most 1.

    Returns
    -------
    RoundCollapse
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Powell (2004), *American Journal of Political Science* 48, and Wagner (2000), *American Journal of Political
    Science* 44, for the mechanism. Re-derived from V = k_b − c_a + δ(1 − k_a − k_b)V:
    V = (k_b − c_a) / (1 − δ(1 − k_a − k_b)).
    """
    require(
        "round_collapse", share("k_a", k_a), share("k_b", k_b), not_negative("c_a", c_a),
        positive("discount", discount), share("discount", discount),
        condition("k_a + k_b ≤ 1", k_a + k_b <= 1, f"{k_a:g} + {k_b:g}"),
        condition("k_a + k_b > 0", k_a + k_b > 0, f"{k_a:g} + {k_b:g}"),
    )  # fmt: skip
    flip = _giving_up("the side", c_a, k_b)
    value = (k_b - c_a) / ((1 - discount) + discount * (k_a + k_b))
    return RoundCollapse(value, k_b / (k_a + k_b), 1 / (k_a + k_b), flip)
