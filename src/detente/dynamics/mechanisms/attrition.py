"""How long do leaders who have bound themselves in public hold out, and does it end in war?

Backing down costs more each day; who would lose least by war, measured by that, can stay longest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.dynamics.domain import not_negative, positive, require
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Attrition:
    """How a public contest of nerves between two sides unfolds; pairs hold side 1 first.

    Attributes
    ----------
    end : float
        t*, the time at which nobody is left who would still back down.
    quit_at_once : tuple of float
        Probability that each side backs down before the contest starts; at most one is above 0.
    never_quits : tuple of float
        Probability that each side rather fights than backs down at any time.
    war_probability : float
        Probability that neither backs down.
    threshold : Threshold
        The upper end of side 1's war cost from which it is the one that may back down at once.
    prize, rates : float, tuple of float
        The prize and what backing down costs each side, as they were given.
    """

    end: float
    quit_at_once: tuple[float, float]
    never_quits: tuple[float, float]
    war_probability: float
    threshold: Threshold
    prize: float
    rates: tuple[float, float]

    def quit_by(self, t: float) -> tuple[float, float]:
        """Return the probability that each side has backed down by a time, if the other holds out.

        Parameters
        ----------
        t : float
            Time since the contest began, not negative; after the end nothing changes.

        Returns
        -------
        tuple of float
            Q_i(t) = 1 − (1 − Q_i(0)) v / (v + a_j t).

        Raises
        ------
        DomainError
            If t is negative or infinite.
        """
        require("Attrition.quit_by", not_negative("t", t))
        (a_1, a_2), (first, second) = self.rates, self.quit_at_once
        until = min(t, self.end)
        left_1, left_2 = (self.prize / (self.prize + other * until) for other in (a_2, a_1))
        return 1 - (1 - first) * left_1, 1 - (1 - second) * left_2


def attrition(v: float, a_1: float, a_2: float, c_1: float, c_2: float) -> Attrition:
    """Return how a contest ends in which backing down costs a leader more with every day of public commitment.

    Each side knows its own war cost; of the other's it knows that it lies between 0 and an upper end, all values
    equally probable.

    Parameters
    ----------
    v : float
        The prize for the side whose opponent backs down, above 0; the unit of all costs.
    a_1, a_2 : float
        What backing down costs side 1 and side 2 for each unit of time since the contest began, above 0.
    c_1, c_2 : float
        Upper ends C_1 and C_2 of the war costs, above 0; war is worth minus its cost.

    Returns
    -------
    Attrition
        Exact.

    Raises
    ------
    DomainError
        If a symbol is not above 0 and finite.

    References
    ----------
    Fearon (1994), *American Political Science Review* 88, 577–592. Re-derived for this parametrisation:
    t_i = (−v + √(v² + 4(a_j/a_i) C_i v)) / (2a_j), t* = min(t_1, t_2), Q_i(0) = 1 − (a_i t*/C_i)(v + a_j t*)/v,
    and war with probability (a_1 t*/C_1)(a_2 t*/C_2).
    """
    require(
        "attrition", positive("v", v), positive("a_1", a_1), positive("a_2", a_2),
        positive("c_1", c_1), positive("c_2", c_2),
    )  # fmt: skip
    times = _latest(v, a_1, a_2, c_1), _latest(v, a_2, a_1, c_2)
    end = min(times)
    stay = a_1 * end / c_1, a_2 * end / c_2
    # Whoever could stay no longer than t* quits at no moment with more than a rate; rounding must not say otherwise.
    first = 0.0 if times[0] <= times[1] else 1 - stay[0] * (v + a_2 * end) / v
    second = 0.0 if times[1] <= times[0] else 1 - stay[1] * (v + a_1 * end) / v
    flip = Threshold(
        "attrition", "upper end of the side's war cost", a_1 * times[1] * (v + a_2 * times[1]) / v, c_1,
        above="this side is the one that may back down at once", below="the other side may back down at once",
    )  # fmt: skip
    return Attrition(end, (max(0.0, first), max(0.0, second)), stay, stay[0] * stay[1], flip, v, (a_1, a_2))


def _latest(v: float, a: float, a_other: float, c: float) -> float:
    """Return the time at which a side that never backs down at once has no type left that would.

    It is the root of a·t·(v + a_other·t) = C·v, written without the difference of nearly equal numbers.
    """
    return 2 * (c / a) * v / (v + math.sqrt(v * v + 4 * (a_other / a) * c * v))


@dataclass(frozen=True)
class LockIn:
    """Who is committed first where both war costs are known.

    Attributes
    ----------
    locked_at : tuple of float
        The time from which each side would rather fight than back down, c_i / a_i.
    prevails : {1, 2, None}
        The side that is locked in first, so that the other backs down at once; None where both are at the same time.
    threshold : Threshold
        The war cost of side 1 from which it is not the one that prevails.
    """

    locked_at: tuple[float, float]
    prevails: int | None
    threshold: Threshold


def lock_in(a_1: float, a_2: float, c_1: float, c_2: float) -> LockIn:
    """Return which side backs down at once where each knows what war costs the other.

    Parameters
    ----------
    a_1, a_2 : float
        What backing down costs side 1 and side 2 for each unit of time, above 0.
    c_1, c_2 : float
        War costs, known to both, not negative.

    Returns
    -------
    LockIn
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Fearon (1994), *American Political Science Review* 88, for the mechanism; re-derived for these costs: a side would
    rather fight once a_i t > c_i.
    """
    require("lock_in", positive("a_1", a_1), positive("a_2", a_2), not_negative("c_1", c_1), not_negative("c_2", c_2))
    times = c_1 / a_1, c_2 / a_2
    flip = Threshold(
        "attrition", "known war cost of the side", a_1 * times[1], c_1,
        above="this side is not the first to be locked in", below="this side is locked in first and prevails",
    )  # fmt: skip
    prevails = None if times[0] == times[1] else 1 if times[0] < times[1] else 2
    return LockIn(times, prevails, flip)
