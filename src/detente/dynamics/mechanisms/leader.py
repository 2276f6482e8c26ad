"""What does a leader need who falls when he signs too little, or when he is defeated?

A leader's own fate adds to what war costs the country, or takes away from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from detente.dynamics.domain import condition, finite, not_negative, require, share
from detente.dynamics.threshold import Threshold

Branch = Literal["signs below the line", "holds out for the line", "war is worth more than the line"]


@dataclass(frozen=True)
class LeaderReservation:
    """The least share that a leader signs.

    Attributes
    ----------
    reservation : float
        Any share from it upwards is accepted; below 0 where anything is.
    country : float
        What the country without its leader's stake would accept, p − c.
    branch : str
        What sets the reservation: a deal below the line that still beats the risk of defeat, the line itself, or war,
        which is worth at least the line.
    threshold : Threshold
        The loss from which the line sets the reservation.
    """

    reservation: float
    country: float
    branch: Branch
    threshold: Threshold

    @property
    def gambles_for_resurrection(self) -> bool:
        """True where the leader fights on for his own sake: he refuses deals that the country would accept."""
        return self.reservation > self.country

    @property
    def settles_for_survival(self) -> bool:
        """True where the leader signs what the country would refuse, because defeat would cost him his place."""
        return self.reservation < self.country


def leader_reservation(p: float, c: float, loss: float, line: float) -> LeaderReservation:
    """Return the least share that a leader accepts who loses office below a domestic line, and after defeat.

    Parameters
    ----------
    p : float
        Probability that his side wins a war, 0–1.
    c : float
        Cost of war for his side, as a share of the pie, not negative.
    loss : float
        What losing office costs him, in the same unit, not negative.
    line : float
        The least share at which he stays in office without war, 0–1.

    Returns
    -------
    LeaderReservation
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Goemans (2000), *War and Punishment*, and Downs and Rocke (1994), *American Journal of Political Science* 38, for
    the mechanism. Re-derived for this parametrisation: R = min{p − c + pL, max[x̄, p − c − (1 − p)L]}.
    """
    require("leader_reservation", share("p", p), not_negative("c", c), not_negative("loss", loss), share("line", line))
    country = p - c
    below, war = country + p * loss, country - (1 - p) * loss
    reservation = min(below, max(line, war))
    flip = Threshold(
        "leader", "what losing office costs the leader", _binding_loss(line - country, p), loss,
        above="the domestic line sets the least acceptable share", below="the line does not bind",
    )  # fmt: skip
    branch: Branch = "holds out for the line"
    if below < line:
        branch = "signs below the line"
    elif war > line:
        branch = "war is worth more than the line"
    return LeaderReservation(reservation, country, branch, flip)


def _binding_loss(gap: float, p: float) -> float:
    """Return the loss from which the line binds, for a line that lies `gap` above what the country accepts."""
    if gap == 0:
        return 0.0
    chance = p if gap > 0 else 1 - p
    return abs(gap) / chance if chance else math.inf


@dataclass(frozen=True)
class LeadersRange:
    """The divisions that both leaders sign.

    Attributes
    ----------
    low, high : float
        A's least and largest share, cut to 0–1; no division lies between them unless `exists`.
    threshold : Threshold
        The room between the two reservations, which must not be below 0.
    """

    low: float
    high: float
    threshold: Threshold

    @property
    def exists(self) -> bool:
        """True where some division is signed by both."""
        return self.threshold.is_reached


def leaders_range(r_a: float, r_b: float) -> LeadersRange:
    """Return the divisions that two leaders with these reservations both sign.

    Parameters
    ----------
    r_a, r_b : float
        The least shares that A's and B's leader accept, each of the own side, at most 1.

    Returns
    -------
    LeadersRange
        Exact: a deal exists where r_a ≤ 1 − r_b.

    Raises
    ------
    DomainError
        If a reservation is no finite number or above 1.

    References
    ----------
    Fearon (1995), *International Organization* 49, 386–390, with leaders' reservations in place of the countries'.
    """
    require(
        "leaders_range", finite("r_a", r_a), finite("r_b", r_b),
        condition("r_a ≤ 1", r_a <= 1, f"{r_a:g}"), condition("r_b ≤ 1", r_b <= 1, f"{r_b:g}"),
    )  # fmt: skip
    flip = Threshold(
        "leader", "room between the two reservations", 0.0, 1 - (r_a + r_b),
        above="some division is signed by both leaders", below="no division is signed by both leaders",
    )  # fmt: skip
    return LeadersRange(max(0.0, r_a), min(1.0, 1 - r_b), flip)
