"""Whether a claimant would rather put a question off than settle it now."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

from detente.dynamics.domain import condition, inner_share, not_negative, require, share
from detente.dynamics.threshold import Threshold

WAIT = "putting the question off is at least as good as settling now"
SETTLE = "settling now is at least as good as putting the question off"


@dataclass(frozen=True)
class Deferral:
    """Whether a claimant accepts that a question is put off.

    Attributes
    ----------
    value : float
        What the claimant expects from putting it off, as a share per round that is worth the same.
    threshold : Threshold
        The expected share at the end of the deferral from which on it is accepted; above 1 where no share can be.
    length : Threshold
        The number of rounds at which the answer flips; infinite where every length gives the same answer.
    """

    value: float
    threshold: Threshold
    length: Threshold

    @property
    def is_accepted(self) -> bool:
        """True where putting the question off is at least as good as settling now."""
        return self.threshold.is_reached


def deferral(discount: float, periods: float, status_quo: float, expected: float, now: float) -> Deferral:
    """Say whether a claimant would rather live with the status quo for some rounds than settle now.

    Parameters
    ----------
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    periods : float
        T, the number of rounds for which the question is put off; not negative, with discount^periods > 0.
    status_quo : float
        The claimant's share in each of these rounds, 0–1.
    expected : float
        Its expected share in every round from then on, E[x_T], 0–1.
    now : float
        Its share in every round if it settles now, x_0, 0–1.

    Returns
    -------
    Deferral
        Exact: accepted iff (1 − δ^T)·status_quo + δ^T·expected ≥ now.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Re-derived: both sides of the condition are discounted sums of shares, times 1 − δ.
    """
    require(
        "deferral", inner_share("discount", discount), not_negative("periods", periods),
        share("status_quo", status_quo), share("expected", expected), share("now", now),
    )  # fmt: skip
    weight = discount**periods
    require("deferral", condition("discount^periods > 0", weight > 0))
    value = (1 - weight) * status_quo + weight * expected
    threshold = Threshold(
        "deferral", "expected share at the end of the deferral", status_quo + (now - status_quo) / weight, expected,
        above=WAIT, below=SETTLE,
    )  # fmt: skip
    return Deferral(value, threshold, _length(discount, periods, status_quo, expected, now))


def _length(discount: float, periods: float, status_quo: float, expected: float, now: float) -> Threshold:
    """Return the length of the deferral at which the answer flips.

    A longer deferral moves what the claimant expects from its share at the end towards the status quo. Only if
    settling now lies between the two does the answer flip.
    """
    begins_well = expected >= now
    ends_well = status_quo >= now
    flips = begins_well != ends_well and status_quo != now
    value = max(0.0, log((now - status_quo) / (expected - status_quo)) / log(discount)) if flips else inf
    return Threshold(
        "deferral", "number of rounds of the deferral", value, periods,
        above=WAIT if ends_well else SETTLE, below=WAIT if begins_well else SETTLE,
    )  # fmt: skip
