"""What can negotiators sign that is also ratified at home, and when does a hard line at home help abroad?

A narrow win-set at home strengthens a negotiator's hand up to the point where it leaves nothing to sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import condition, finite, inner_share, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Ratification:
    """The divisions that both negotiators sign and both sides ratify.

    Attributes
    ----------
    win_set_a, win_set_b : tuple of float
        Least and largest share of A that A and that B accepts and ratifies.
    low, high : float
        Ends of what lies in both, as A's share; nothing does unless `exists`.
    limit_a, limit_b : float
        The hardest line at home, as a share of the own side, with which a deal is still possible.
    threshold : Threshold
        The room between the two win-sets, which must not be below 0.
    """

    win_set_a: tuple[float, float]
    win_set_b: tuple[float, float]
    low: float
    high: float
    limit_a: float
    limit_b: float
    threshold: Threshold

    @property
    def exists(self) -> bool:
        """True where some division is signed and ratified by both."""
        return self.threshold.is_reached


def ratification(r_a: float, h_a: float, r_b: float, h_b: float) -> Ratification:
    """Return which divisions survive both the negotiators and those who ratify at home.

    Parameters
    ----------
    r_a, h_a : float
        Least share for A that A's negotiator signs and that A's ratifiers accept, 0–1.
    r_b, h_b : float
        The same for B, as B's share.

    Returns
    -------
    Ratification
        Exact: a deal exists where max(r_a, h_a) + max(r_b, h_b) ≤ 1.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Putnam (1988), *International Organization* 42, for the win-sets; re-derived for one divisible pie.
    """
    require(
        "ratification", share("r_a", r_a), share("h_a", h_a), share("r_b", r_b), share("h_b", h_b)
    )  # fmt: skip
    least_a, least_b = max(r_a, h_a), max(r_b, h_b)
    flip = Threshold(
        "ratification", "room between the two win-sets", 0.0, 1 - (least_a + least_b),
        above="some division is ratified by both sides", below="no division is ratified by both sides",
    )  # fmt: skip
    return Ratification(
        (least_a, 1.0), (0.0, 1 - least_b), least_a, 1 - least_b, 1 - least_b, 1 - least_a, flip
    )  # fmt: skip


@dataclass(frozen=True)
class HardLine:
    """What a hard line at home brings a negotiator.

    Attributes
    ----------
    share : float or None
        The share that is agreed when the other side offers first; None where the lines leave no deal.
    gain : float
        How much more that is than without the line; 0 where there is no deal to gain from.
    thresholds : tuple of Threshold
        The line from which it raises the share one for one, and the room that the two lines leave.
    """

    share: float | None
    gain: float
    thresholds: tuple[Threshold, Threshold]

    @property
    def has_deal(self) -> bool:
        """True where the lines leave a deal."""
        return self.share is not None


def hard_line(h_a: float, h_b: float, discount: float) -> HardLine:
    """Return whether the line that ratifiers at home draw raises what their negotiator gets, or kills the deal.

    The sides offer in turn and the other side, offering first, meets A; to refuse and leave is worth the own line.

    Parameters
    ----------
    h_a, h_b : float
        Least shares that the ratifiers of A and of B accept, each of the own side, 0–1.
    discount : float
        What an agreement one round later is worth against one now, for both, strictly between 0 and 1.

    Returns
    -------
    HardLine
        Exact. Without a line of B, A's line matters once h_a > δ/(1 + δ); with it, once
        h_a > min{δ/(1 + δ), δ(1 − h_b)}.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Schelling (1960), *The Strategy of Conflict*, for the conjecture; Osborne and Rubinstein (1990), *Bargaining and
    Markets*, §3.12, for an outside option of the responder. Re-derived for outside options of both sides.
    """
    require("hard_line", share("h_a", h_a), share("h_b", h_b), inner_share("discount", discount))
    without = min(discount / (1 + discount), discount * (1 - h_b))
    room = 1 - (h_a + h_b)
    flips = (
        Threshold(
            "ratification", "least share that the ratifiers accept", without, h_a,
            above="a harder line raises the share one for one", below="the line is too low to matter",
        ),
        Threshold(
            "ratification", "room that the two lines leave", 0.0, room,
            above="the lines leave a deal", below="the lines kill the deal",
        ),
    )  # fmt: skip
    agreed = max(h_a, without) if flips[1].is_reached else None
    return HardLine(agreed, 0.0 if agreed is None else agreed - without, flips)


@dataclass(frozen=True)
class RatificationChance:
    """How probably a signed division is ratified.

    Attributes
    ----------
    probability : float
        Chance that the ratifiers accept it; 0 where the negotiator does not sign it.
    thresholds : tuple of Threshold
        The share from which ratification is possible, and the one from which it is certain.
    """

    probability: float
    thresholds: tuple[Threshold, Threshold]


def ratification_chance(x: float, h_low: float, h_high: float, *, r: float = 0.0) -> RatificationChance:
    """Return how probably a share is ratified where the ratifiers' line is known only within an interval.

    Parameters
    ----------
    x : float
        The share of the side that ratifies, 0–1.
    h_low, h_high : float
        Between these the ratifiers' least acceptable share lies, all values equally probable; h_low ≤ h_high.
    r : float
        Least share that the negotiator signs, 0–1.

    Returns
    -------
    RatificationChance
        Exact: F(x) = (x − h_low)/(h_high − h_low), cut to 0–1, where x ≥ r.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Iida (1993), *Journal of Conflict Resolution* 37, for ratifiers whose line is uncertain; re-derived for a uniform
    one.
    """
    require(
        "ratification_chance", share("x", x), finite("h_low", h_low), finite("h_high", h_high), share("r", r),
        condition("h_low ≤ h_high", h_low <= h_high, f"{h_low:g}, {h_high:g}"),
    )  # fmt: skip
    possible, certain = max(h_low, r), max(h_high, r)
    flips = (
        Threshold(
            "ratification", "share, for ratification to be possible", possible, x,
            above="ratification is possible", below="the share is not ratified",
        ),
        Threshold(
            "ratification", "share, for ratification to be certain", certain, x,
            above="ratification is certain", below="ratification is not certain",
        ),
    )  # fmt: skip
    if x >= certain or x < possible:
        return RatificationChance(1.0 if x >= certain else 0.0, flips)
    return RatificationChance((x - h_low) / (h_high - h_low), flips)
