"""Who is left when two forces wear each other down by aimed fire?

Numbers count squared: twice the force makes up for a quarter of the effectiveness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.dynamics.domain import positive, require
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Lanchester:
    """How a fight to the end goes.

    Attributes
    ----------
    survivors_a, survivors_b : float
        Forces left when one side has none; one of the two is 0.
    duration : float
        Time until then, in the unit of the rates; infinite where both wear each other down for ever.
    threshold : Threshold
        The force of A at which neither side prevails.
    """

    survivors_a: float
    survivors_b: float
    duration: float
    threshold: Threshold


def lanchester(a_0: float, b_0: float, alpha: float, beta: float) -> Lanchester:
    """Return the survivors of a fight in which each side's losses are proportional to the other's numbers.

    Parameters
    ----------
    a_0, b_0 : float
        Forces at the start, above 0.
    alpha, beta : float
        Losses that one unit of A and one of B inflicts in a unit of time, above 0: dB/dt = −αA, dA/dt = −βB.

    Returns
    -------
    Lanchester
        Exact; forces are continuous.

    Raises
    ------
    DomainError
        If a symbol is not above 0.

    References
    ----------
    Lanchester (1916), *Aircraft in Warfare*, the square law: αA² − βB² does not change, so A is left with
    √(A_0² − (β/α) B_0²). Re-derived for these symbols, with the duration artanh(√(β/α) B_0/A_0) / √(αβ).
    """
    require("lanchester", positive("a_0", a_0), positive("b_0", b_0), positive("alpha", alpha), positive("beta", beta))
    even = b_0 * math.sqrt(beta / alpha)
    weaker, stronger = sorted((a_0, even))
    # (1 − r)(1 + r) and not 1 − r², which loses digits where the forces are nearly even.
    left = math.sqrt((stronger - weaker) * (stronger + weaker))
    duration = math.inf if weaker == stronger else math.atanh(weaker / stronger) / math.sqrt(alpha * beta)
    flip = Threshold(
        "lanchester", "force at the start", even, a_0,
        above="the side prevails, or both are worn down together", below="the other side prevails",
    )  # fmt: skip
    return Lanchester(
        left if a_0 > even else 0.0, left * math.sqrt(alpha / beta) if even > a_0 else 0.0, duration, flip
    )
