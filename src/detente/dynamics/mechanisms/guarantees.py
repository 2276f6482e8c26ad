"""How strong a guarantee must be so that a shift of power after the deal does not bring war before it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import require, share
from detente.dynamics.mechanisms.commitment import commitment_threshold
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Guarantee:
    """The share of a shift of power that an outsider must take away.

    Attributes
    ----------
    minimal : float
        Least guarantee with which the declining side does not fight now, 0–1.
    shift_left : float
        The rise of power that is left with the guarantee as it is.
    threshold : Threshold
        The same least guarantee, with the guarantee as it is.
    """

    minimal: float
    shift_left: float
    threshold: Threshold

    @property
    def is_enough(self) -> bool:
        """True where the guarantee as it is keeps the declining side from fighting."""
        return self.threshold.is_reached


def minimal_guarantee(p_1: float, p_2: float, c_b: float, discount: float, *, g: float = 0.0) -> Guarantee:
    """Return the least guarantee that makes waiting at least as good as war for the declining side.

    A guarantee g leaves of the rise D = p_2 − p_1 of A's power only D(1 − g): by troops on the line,
    by inspection, by arms for the weaker side.

    Parameters
    ----------
    p_1, p_2 : float
        Probability that A wins before and after the deal without any guarantee; p_1 ≤ p_2, both 0–1.
    c_b : float
        B's cost of war, paid once, in pies of one round, not negative.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    g : float
        The guarantee as it is, 0–1.

    Returns
    -------
    Guarantee
        Exact: g ≥ 1 − [c_B(1 − δ)² + p_1(1 − δ)]/(δD) where there would be war without one; else 0.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or p_1 > p_2.

    References
    ----------
    The idea: Walter (1997, 2002), Fortna (2004). Re-derived for this parametrisation:
    :func:`~detente.dynamics.mechanisms.commitment.commitment_threshold` with p_1 + D(1 − g) in the place of p_2.
    """
    shift = commitment_threshold(p_1, p_2, c_b, discount)
    require("minimal_guarantee", share("g", g))
    # Where there is war the threshold lies between p_1 and p_2, so the guarantee must bring p_2 down to it.
    minimal = (p_2 - shift.threshold.value) / (p_2 - p_1) if shift.is_war else 0.0
    threshold = Threshold(
        "guarantees", "share of the shift of power that is guaranteed away", minimal, g,
        above="the declining side would not rather fight now", below="the declining side would rather fight now",
    )  # fmt: skip
    return Guarantee(minimal, (p_2 - p_1) * (1 - g), threshold)
