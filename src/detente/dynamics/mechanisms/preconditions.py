"""Whether a side meets a demand that weakens it before talks may begin."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from detente.dynamics.domain import condition, inner_share, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Precondition:
    """Whether a side meets a precondition, and what would make it do so.

    Attributes
    ----------
    expected_after : float
        Its expected share after it has met the precondition, with the guarantee as it is.
    threshold : Threshold
        The expected share after which it meets the precondition; above 1 where no share is enough.
    guarantee : Threshold
        The guarantee from which on it does; infinite where even a full one is not enough.
    """

    expected_after: float
    threshold: Threshold
    guarantee: Threshold

    @property
    def is_met(self) -> bool:
        """True where meeting the precondition is at least as good as refusing it."""
        return self.threshold.is_reached


def precondition(
    x_before: float, x_after: float, discount: float, *, x_promised: float | None = None, g: float = 0.0
) -> Precondition:
    """Say whether a side withdraws, or disarms, first if the talks then find it weaker and one round later.

    Parameters
    ----------
    x_before : float
        Its share if it refuses, x(p_1), 0–1.
    x_after : float
        Its share from talks that it enters weakened, x(p_0), 0–1.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    x_promised : float, optional
        The share that an outsider guarantees for meeting the precondition, 0–1 and no less than x_after.
        If left out, the guarantee makes good what the weakening costs: the larger of x_before and x_after.
    g : float
        The guarantee as it is: the share of the way from x_after to x_promised that it covers, 0–1.

    Returns
    -------
    Precondition
        Exact: met iff δ·[x_after + g(x_promised − x_after)] ≥ x_before.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or x_after > x_promised.

    References
    ----------
    Re-derived: a one-round delay and :func:`~detente.dynamics.mechanisms.guarantees.minimal_guarantee`'s idea of a
    guarantee that takes away a share of the shift.
    """
    promised = max(x_before, x_after) if x_promised is None else x_promised
    require(
        "precondition", share("x_before", x_before), share("x_after", x_after), inner_share("discount", discount),
        share("x_promised", promised), share("g", g), condition("x_after ≤ x_promised", x_after <= promised),
    )  # fmt: skip
    needed = x_before / discount
    after = x_after + g * (promised - x_after)
    threshold = Threshold(
        "preconditions", "expected share after the precondition is met", needed, after,
        above="the precondition is met", below="the precondition is refused",
    )  # fmt: skip
    return Precondition(after, threshold, _guarantee(needed, x_after, promised, g))


def _guarantee(needed: float, x_after: float, promised: float, g: float) -> Threshold:
    """Return the guarantee that lifts the share after the precondition to what is needed."""
    if x_after >= needed:
        least = 0.0
    elif promised >= needed:
        least = (needed - x_after) / (promised - x_after)
    else:
        least = inf
    return Threshold(
        "preconditions", "share of the promise that is guaranteed", least, g,
        above="the precondition is met", below="the precondition is refused",
    )  # fmt: skip
