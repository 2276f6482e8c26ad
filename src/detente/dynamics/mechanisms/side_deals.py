"""When a hidden breach of a deal does not pay."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.domain import inner_share, not_negative, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class HiddenSideDeal:
    """Whether a side that could breach a deal in secret keeps to it.

    Attributes
    ----------
    gain : float
        Present value of the breach before its cost.
    threshold : Threshold
        The probability of detection from which on the breach does not pay; 0 where it never does.
    """

    gain: float
    threshold: Threshold

    @property
    def is_kept(self) -> bool:
        """True where the breach does not pay."""
        return self.threshold.is_reached


def hidden_side_deal(k: float, s: float, delta: float, discount: float, *, penalty: float = 0.0) -> HiddenSideDeal:
    """Say whether a side keeps a deal that it could breach in secret, with arms, supplies or a deal on the side.

    The breach costs k now. It is found out with probability s and then brings nothing but the penalty; otherwise it
    brings delta in every round from the next one on.

    Parameters
    ----------
    k : float
        Cost of the breach, in pies of one round, not negative.
    s : float
        Probability that it is found out in time, 0–1.
    delta : float
        Gain per round of a breach that is not found out, in the same unit, not negative.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    penalty : float
        What being found out costs in addition, in pies of one round, not negative.

    Returns
    -------
    HiddenSideDeal
        Exact, with G = δΔ/(1 − δ): kept iff k + s·penalty ≥ (1 − s)G, that is iff s ≥ (G − k)/(G + penalty). Without
        a penalty this is k ≥ δ(1 − s)Δ/(1 − δ).

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    The idea: Debs and Monteiro (2014), *International Organization* 68. Re-derived for this parametrisation.
    """
    require(
        "hidden_side_deal", not_negative("k", k), share("s", s), not_negative("delta", delta),
        inner_share("discount", discount), not_negative("penalty", penalty),
    )  # fmt: skip
    undetected = discount * delta / (1 - discount)
    least = max(0.0, (undetected - k) / (undetected + penalty)) if undetected > 0 else 0.0
    threshold = Threshold(
        "side_deals", "probability that a hidden breach is found out", least, s,
        above="a hidden breach does not pay", below="a hidden breach pays",
    )  # fmt: skip
    return HiddenSideDeal((1 - s) * undetected, threshold)
