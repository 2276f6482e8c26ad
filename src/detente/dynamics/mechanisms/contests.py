"""Where do limited forces go when there are several fronts, and what does it cost to drop some?

On each front a side's chance rises with its share of the forces there; forces on one front are missing on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.dynamics.domain import Check, condition, positive, require
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Fronts:
    """How two sides spread their forces when neither can gain by spreading them otherwise.

    Attributes
    ----------
    allocation_a, allocation_b : tuple of float
        Forces on each front, in the order of the values.
    win : float
        Probability that A wins a front, the same on each.
    value_a : float
        Expected value of the fronts that A wins.
    threshold : Threshold
        The force of A at which each front is even: that of B.
    """

    allocation_a: tuple[float, ...]
    allocation_b: tuple[float, ...]
    win: float
    value_a: float
    threshold: Threshold


def fronts(values: Sequence[float], total_a: float, total_b: float, *, m: float = 1.0) -> Fronts:
    """Return how two sides spread given forces over several fronts: in proportion to what the fronts are worth.

    Parameters
    ----------
    values : sequence of float
        What each front is worth, the same to both, above 0.
    total_a, total_b : float
        All forces of A and of B, in the same unit, above 0.
    m : float
        How decisive a surplus of forces is, above 0 and at most 1: A wins front k with probability
        a_k^m / (a_k^m + b_k^m).

    Returns
    -------
    Fronts
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range or there is no front.

    References
    ----------
    Friedman (1958), *Operations Research* 6, for m = 1. Re-derived for this parametrisation; m ≤ 1 makes each side's
    payoff concave, so that the proportional spread is a best reply and not only a stationary point.
    """
    require(
        "fronts", *_each_positive("values", values), positive("total_a", total_a), positive("total_b", total_b),
        positive("m", m), condition("m ≤ 1", m <= 1, f"m = {m:g}"),
    )  # fmt: skip
    everything = sum(values)
    win = 1 / (1 + (total_b / total_a) ** m)
    flip = Threshold(
        "contests", "all forces of the side", total_b, total_a,
        above="each front is more likely won than lost, or even", below="each front is more likely lost than won",
    )  # fmt: skip
    return Fronts(
        tuple(total_a * v / everything for v in values), tuple(total_b * v / everything for v in values), win,
        win * everything, flip,
    )  # fmt: skip


@dataclass(frozen=True)
class Refocus:
    """The best use of limited forces against forces that stay where they are.

    Attributes
    ----------
    allocation : tuple of float
        Own forces on each front; 0 on those that are dropped.
    payoff : float
        Expected value of the fronts won with it.
    payoff_everywhere : float
        The same if every front may be contested.
    payoff_present : float
        The same with forces spread in proportion to the values.
    thresholds : tuple of Threshold
        For each contested front the own force from which it is worth contesting.
    """

    allocation: tuple[float, ...]
    payoff: float
    payoff_everywhere: float
    payoff_present: float
    thresholds: tuple[Threshold, ...]

    @property
    def gain(self) -> float:
        """What refocusing brings over forces spread in proportion to the values; may be below 0."""
        return self.payoff - self.payoff_present

    @property
    def cost_of_dropping(self) -> float:
        """What not contesting the other fronts costs; 0 where the best reply leaves them anyway."""
        return self.payoff_everywhere - self.payoff


def refocus(values: Sequence[float], b: Sequence[float], total_a: float, *, on: Sequence[int] | None = None) -> Refocus:
    """Return the best reply to given forces when only some fronts are contested, and what dropping the others does.

    Parameters
    ----------
    values : sequence of float
        What each front is worth to A, above 0.
    b : sequence of float
        Forces of B on each front, above 0: where there are none, any force wins and no best reply exists.
    total_a : float
        All forces of A, above 0.
    on : sequence of int, optional
        Positions of the fronts that A contests; all by default.

    Returns
    -------
    Refocus
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range, the lengths differ, or `on` names no front or one that does not exist.

    References
    ----------
    Friedman (1958), *Operations Research* 6. Re-derived for the contest a_k / (a_k + b_k):
    a_k = √(v_k b_k) (A + Σ b) / Σ √(v b) − b_k, with the sums over the contested fronts for which this is above 0,
    which are those with the largest v_k / b_k.
    """
    chosen = tuple(range(len(values)) if on is None else on)
    require(
        "refocus", *_each_positive("values", values), *_each_positive("b", b), positive("total_a", total_a),
        condition("values and b have one number for each front", len(values) == len(b), f"{len(values)}, {len(b)}"),
        condition("on names some fronts, each once", 0 < len(chosen) == len(set(chosen))),
        condition("on names fronts that exist", all(0 <= k < len(values) for k in chosen), f"{len(values)} fronts"),
    )  # fmt: skip
    worth, against = np.asarray(values, dtype=np.float64), np.asarray(b, dtype=np.float64)
    replies = [_best_reply(worth, against, total_a, which) for which in (chosen, tuple(range(len(values))))]
    present = total_a * worth / worth.sum()
    payoffs = [float((worth * own / (own + against)).sum()) for own in (*replies, present)]
    flips = tuple(
        Threshold(
            "contests", f"all forces of the side, for front {k + 1}", _worth_from(worth, against, chosen, k), total_a,
            above="the front is worth forces", below="the front is better left",
        )
        for k in chosen
    )  # fmt: skip
    return Refocus(tuple(replies[0].tolist()), payoffs[0], payoffs[1], payoffs[2], flips)


def _best_reply(
    worth: npt.NDArray[np.float64], against: npt.NDArray[np.float64], total: float, chosen: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Return the best spread over those of the chosen fronts that are worth forces."""
    active = np.array([k for k in chosen if total > _worth_from(worth, against, chosen, k)])
    weight = np.sqrt(worth[active] * against[active])
    own = np.zeros(len(worth))
    forces = weight * (total + against[active].sum()) / weight.sum() - against[active]
    own[active] = np.maximum(forces, 0.0)  # next to a threshold rounding may leave less than nothing
    return own


def _worth_from(
    worth: npt.NDArray[np.float64], against: npt.NDArray[np.float64], chosen: tuple[int, ...], front: int
) -> float:
    """Return the force at which the best reply begins to use a front: what the better ones absorb before."""
    better = np.array([k for k in chosen if worth[k] / against[k] > worth[front] / against[front]], dtype=np.intp)
    absorbed = np.sqrt(worth[better] * against[better] * against[front] / worth[front]) - against[better]
    return float(absorbed.sum())


def blotto_share(x_a: float, x_b: float, n: int) -> float:
    """Return the share of equal battlefields that the weaker side wins where the larger force takes each for certain.

    Parameters
    ----------
    x_a, x_b : float
        Forces of the weaker and of the stronger side, above 0, with 2/n ≤ x_a / x_b ≤ 1.
    n : int
        Number of battlefields, at least 3.

    Returns
    -------
    float
        x_a / (2 x_b), exact: the expected share of the battlefields when both spread at random as well as they can.

    Raises
    ------
    DomainError
        If a symbol leaves its range. Below x_a / x_b = 2/n the weaker side gets less, by other formulae.

    References
    ----------
    Roberson (2006), *Economic Theory* 29. Re-derived as far as bounds go: B's forces on a field uniform on
    0 … 2x_b/n hold A to this share whatever A does, and A's the same with probability x_a/x_b, else 0, secure it.
    That spreads with these forces on each field exist is Roberson's theorem.
    """
    require(
        "blotto_share", positive("x_a", x_a), positive("x_b", x_b),
        condition("n ≥ 3, a whole number", n >= 3 and n % 1 == 0, f"n = {n}"),
        condition("2/n ≤ x_a/x_b", 2 * x_b <= n * x_a, f"{x_a:g}, {x_b:g}, n = {n}"),
        condition("x_a/x_b ≤ 1", x_a <= x_b, f"{x_a:g}, {x_b:g}"),
    )  # fmt: skip
    return x_a / (2 * x_b)


def _each_positive(symbol: str, values: Sequence[float]) -> list[Check]:
    """Check that there are numbers and each is above 0 and finite."""
    some = condition(f"{symbol} has at least one number", len(values) > 0)
    return [some, *(positive(f"{symbol}[{k}]", value) for k, value in enumerate(values))]
