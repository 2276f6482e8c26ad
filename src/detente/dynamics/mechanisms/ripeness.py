"""Whether the moment is ripe: fighting on pays for neither side, and there is a way out."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import finite, inner_share, not_negative, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Stalemate:
    """Whether fighting on hurts one side more than it can bring.

    Attributes
    ----------
    threshold : Threshold
        The cost of another round of fighting from which on it brings no more than settling now.
    """

    threshold: Threshold

    @property
    def is_hurting(self) -> bool:
        """True where settling now is at least as good as settling after another round."""
        return self.threshold.is_reached


@dataclass(frozen=True)
class Ripeness:
    """Whether a stalemate hurts both sides, and whether there is a way out.

    Attributes
    ----------
    thresholds : tuple of Threshold
        Both sides' cost of another round, and the width of the range of divisions that both prefer to fighting.
    """

    thresholds: tuple[Threshold, Threshold, Threshold]

    @property
    def is_mutual(self) -> bool:
        """True where fighting on pays for neither side."""
        return self.thresholds[0].is_reached and self.thresholds[1].is_reached

    @property
    def has_way_out(self) -> bool:
        """True where some division is at least as good as fighting for both."""
        return self.thresholds[2].is_reached

    @property
    def is_ripe(self) -> bool:
        """True where both hold."""
        return self.is_mutual and self.has_way_out

    @property
    def missing(self) -> tuple[Threshold, ...]:
        """The thresholds that are not reached: what keeps the moment from being ripe."""
        return tuple(t for t in self.thresholds if not t.is_reached)


def stalemate(c: float, discount: float, expected: float, x: float) -> Stalemate:
    """Say whether another round of fighting brings one side no more than settling now.

    Parameters
    ----------
    c : float
        Its cost of another round of fighting, in pies, not negative.
    discount : float
        Worth of a settlement one round later in units of one now, strictly between 0 and 1.
    expected : float
        The share that it expects after that round, E[x'], 0–1.
    x : float
        The share that it can have now, 0–1.

    Returns
    -------
    Stalemate
        Exact: hurting iff c ≥ δE[x'] − x.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Zartman (1989, 2000) on the mutually hurting stalemate. Re-derived as a comparison of two dates.
    """
    require(
        "stalemate", not_negative("c", c), inner_share("discount", discount), share("expected", expected),
        share("x", x),
    )  # fmt: skip
    threshold = Threshold(
        "ripeness", "cost of another round of fighting", discount * expected - x, c,
        above="fighting on brings no more than settling now", below="fighting on brings more than settling now",
    )  # fmt: skip
    return Stalemate(threshold)


def ripeness(a: Stalemate, b: Stalemate, low: float, high: float) -> Ripeness:
    """Say whether the moment is ripe: a stalemate that hurts both sides, and a way out of it.

    Parameters
    ----------
    a, b : Stalemate
        What :func:`stalemate` says of each side.
    low, high : float
        A's least and largest share that both prefer to fighting, as of any of the ranges; finite, high < low where
        none is left.

    Returns
    -------
    Ripeness
        Exact: both sides hurting, and high ≥ low.

    Raises
    ------
    DomainError
        If an end of the range is not a finite number.

    References
    ----------
    The idea: Zartman (1989, 2000): a mutually hurting stalemate and a way out. Both are needed there, and do not
    suffice.
    """
    require("ripeness", finite("low", low), finite("high", high))
    way_out = Threshold(
        "ripeness", "width of the range of divisions", 0.0, high - low,
        above="there is a way out", below="there is no way out",
    )  # fmt: skip
    return Ripeness((a.threshold, b.threshold, way_out))
