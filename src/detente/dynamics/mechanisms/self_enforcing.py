"""When peace enforces itself: after enough fighting, slice by slice, or not at all across a jump of power."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.domain import condition, inner_share, not_negative, positive, require, share
from detente.dynamics.threshold import Threshold

ROUNDING = 1e-12
"""By how much a sum that is 1 on paper may exceed it in floating point."""


@dataclass(frozen=True)
class FightingUntilPeace:
    """How many rounds of fighting go by before peace enforces itself.

    Attributes
    ----------
    rounds : int
        Rounds of fighting; 0 where peace enforces itself at once.
    threshold : Threshold
        The joint cost of fighting from which on peace enforces itself at once.
    """

    rounds: int
    threshold: Threshold


@dataclass(frozen=True, eq=False)
class Slices:
    """A stronger side's demands where power follows smoothly from what it holds.

    Attributes
    ----------
    shares : array of float
        What the stronger side holds before the first round and after each one.
    limit : float
        What it holds in the end.
    threshold : Threshold
        The share from which on it gains no further slice.
    """

    shares: NDArray[np.float64]
    limit: float
    threshold: Threshold


@dataclass(frozen=True)
class PowerJump:
    """Whether a good that makes power jump brings war.

    Attributes
    ----------
    threshold : Threshold
        The power after the jump from which on there is war; infinite where no jump brings it.
    """

    threshold: Threshold

    @property
    def is_war(self) -> bool:
        """True where the weaker side refuses the good and the stronger one fights for it."""
        return self.threshold.input > self.threshold.value


def fighting_until_peace(delta_0: float, rho: float, c_a: float, c_b: float) -> FightingUntilPeace:
    """Count the rounds of fighting after which breaking the peace by surprise no longer pays.

    Parameters
    ----------
    delta_0 : float
        Gain from breaking the peace by surprise before any fighting, in pies, above 0.
    rho : float
        Share of that gain that a round of fighting leaves, strictly between 0 and 1.
    c_a, c_b : float
        Costs of war as shares of the pie's worth, not negative and not both 0.

    Returns
    -------
    FightingUntilPeace
        Exact: the least n ≥ 0 with delta_0·rho^n ≤ c_A + c_B, that is ⌈ln((c_A + c_B)/Δ_0)/ln ρ⌉ where it is above 0.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Leventoğlu and Slantchev (2007), *American Journal of Political Science* 51. Re-derived for this
    parametrisation, with the condition of Fearon (1995), 402–404, for a peace that neither side breaks.
    """
    require(
        "fighting_until_peace", positive("delta_0", delta_0), inner_share("rho", rho), not_negative("c_a", c_a),
        not_negative("c_b", c_b), condition("c_a + c_b > 0", c_a + c_b > 0),
    )  # fmt: skip
    rounds = max(0, ceil(log((c_a + c_b) / delta_0) / log(rho)))
    # Rounded logarithms can miss by one where the gain meets the cost exactly.
    while rounds > 0 and delta_0 * rho ** (rounds - 1) <= c_a + c_b:
        rounds -= 1
    while delta_0 * rho**rounds > c_a + c_b:
        rounds += 1
    threshold = Threshold(
        "self_enforcing", "joint cost of fighting", delta_0, c_a + c_b,
        above="peace enforces itself at once", below="peace enforces itself only after some fighting",
    )  # fmt: skip
    return FightingUntilPeace(rounds, threshold)


def slices(x: float, p_low: float, p_high: float, c_b: float, discount: float, *, rounds: int = 50) -> Slices:
    """Return what a rising side A takes, slice by slice and without war, where power follows from what it holds.

    With the share x in A's hands, A wins a war with probability p(x) = p_low + (p_high − p_low)x. In every round A
    demands as much as B accepts rather than fight: what B loses by yielding is made up, just, by the cost of war it
    saves.

    Parameters
    ----------
    x : float
        What A holds at first, 0–1.
    p_low, p_high : float
        A's power when it holds nothing and all; p_low ≤ p_high, both 0–1, p_high − p_low < 1.
    c_b : float
        B's cost of war, paid once, in pies of one round, above 0; p_high + (1 − discount)c_b ≤ 1, so that war is
        worth something to B throughout.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    rounds : int
        How many rounds to return, not negative.

    Returns
    -------
    Slices
        Exact: x' = {(1 − δ)[p_low + (1 − δ)c_B] + (p_high − p_low)x}/[1 − δ + δ(p_high − p_low)], with the limit
        [p_low + (1 − δ)c_B]/(1 − p_high + p_low). A side that holds more than the limit gives back.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Fearon (1996), *Bargaining over objects that influence future bargaining power* (working paper).
    Re-derived for linear power: B accepts x' iff (1 − δ)(1 − x') + δw(x') ≥ w(x), w(x) = 1 − p(x) − (1 − δ)c_B.
    """
    worth = c_b * (1 - discount)
    require(
        "slices", share("x", x), share("p_low", p_low), share("p_high", p_high), positive("c_b", c_b),
        inner_share("discount", discount), condition("p_low ≤ p_high", p_low <= p_high),
        condition("p_high − p_low < 1", p_high - p_low < 1),
        condition("p_high + (1 − discount)·c_b ≤ 1", p_high + worth <= 1 + ROUNDING),
        condition("rounds ≥ 0", rounds >= 0),
    )  # fmt: skip
    steep = p_high - p_low
    limit = (p_low + worth) / (1 - steep)
    rate = steep / (1 - discount + discount * steep)
    shares = limit + (x - limit) * rate ** np.arange(rounds + 1, dtype=np.float64)
    threshold = Threshold(
        "self_enforcing", "share that the rising side holds", limit, x,
        above="no further slice is conceded", below="further slices are conceded without war",
    )  # fmt: skip
    return Slices(shares, limit, threshold)


def power_jump(x: float, p_1: float, p_2: float, c_a: float, c_b: float, discount: float) -> PowerJump:
    """Say whether a good whose loss makes power jump is fought over.

    A has the power p_1 while it holds at most x of a pie of 1 that is shared in every round, and p_2 from the round
    after it holds more. War gives its winner every pie. A makes the demands, and cannot bind itself not to use p_2.

    Parameters
    ----------
    x : float
        What A can hold at most without the jump, 0–1: a hill, a harbour or a dam lies beyond it.
    p_1, p_2 : float
        Probability that A wins before and after the jump; p_1 ≤ p_2, both 0–1.
    c_a, c_b : float
        Costs of war, paid once, in pies of one round, not negative.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.

    Returns
    -------
    PowerJump
        Exact. War iff A prefers it to x, p_1 − (1 − δ)c_A > x, and B prefers it to the jump,
        δp_2 − p_1 > (1 − δ)²c_B − (1 − δ)x; with 1 − p_2 < (1 − δ)c_B, B's later share is 0 instead.
        With x = 0 the second condition is that of
        :func:`~detente.dynamics.mechanisms.commitment.commitment_threshold`.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_1 > p_2.

    References
    ----------
    The idea: Fearon (1996), as above. Re-derived for one jump.
    """
    require(
        "power_jump", share("x", x), share("p_1", p_1), share("p_2", p_2), not_negative("c_a", c_a),
        not_negative("c_b", c_b), inner_share("discount", discount), condition("p_1 ≤ p_2", p_1 <= p_2),
    )  # fmt: skip
    late = 1 - discount
    flip = (p_1 + late**2 * c_b - late * x) / discount
    is_stuck = p_1 - late * c_a > x and flip <= 1 - late * c_b
    threshold = Threshold(
        "self_enforcing", "power of the rising side after the jump", flip if is_stuck else float("inf"), p_2,
        above="the weaker side refuses what makes power jump, and the stronger one fights",
        below="no war: the rising side is satisfied with less, or the weaker side lets it rise",
    )  # fmt: skip
    return PowerJump(threshold)
