"""Whether a signed package lasts, and what it is worth to have signed it.

A deal fails when the balance, drifting and shifted by whatever shifts after a deal, leaves the range in which neither
side gains by fighting again (:mod:`~detente.dynamics.mechanisms.durability`), or when a side that is not trustworthy
finds that breaking it pays. Who gains by breaking does not do so at once, but after a mean time of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.inputs import CrisisInputs
from detente.dynamics.mechanisms.durability import survival_curve

Floats = NDArray[np.float64]
HORIZON = 240
"""Months for which the life of a deal is followed; what is left then lasts."""
LEAST_DRIFT = 1e-6
"""A balance that never drifts is one that hardly does."""
AT_ONCE = 1e-6
"""Months until a side breaks a deal that breaks it without delay."""
WAR_MONTHS = 12.0
"""A convention: wherever a deal is weighed against a war, the war is a year of fighting, and rules in years take it so.

What a case gives is the cost of a month, so that a shorter or longer war is a smaller or larger cost.
"""


@dataclass(frozen=True)
class Lasting:
    """The life of one package, signed at one balance.

    Attributes
    ----------
    survival : array, shape (HORIZON + 1,)
        S(t) after 0, 1, … months.
    drift, breaks : arrays, shape (HORIZON + 1,) and (2, HORIZON + 1)
        Its factors: the balance has stayed in the range; side A, side B has kept its word.
    later : float
        Where A stands after the shift.
    """

    survival: Floats
    drift: Floats
    breaks: Floats
    later: float


def lasting(inputs: CrisisInputs, term: int, advantage: float, trust: tuple[float, float]) -> Lasting:
    """Return the life of a package.

    Parameters
    ----------
    inputs : CrisisInputs
    term : int
        Which package.
    advantage : float
        Where A stands when it is signed.
    trust : pair of float
        Beliefs that A, that B keeps what it signs.
    """
    months = np.arange(HORIZON + 1.0)
    later = advantage + inputs.later_advantage() - inputs.advantage
    drift = _drift(inputs, term, min(max(later, 0.0), 1.0), months)
    breaks = np.array([_kept(inputs, term, side, trust[side], months) for side in (0, 1)])
    return Lasting(drift * breaks.prod(axis=0), drift, breaks, min(max(later, 0.0), 1.0))


def window(inputs: CrisisInputs, term: int) -> tuple[float, float]:
    """Return the balances between which neither side gains by breaking a package.

    A gains above v_A + c_A and B below 1 − v_B − c_B; where a pie is divided, v_A = x and v_B = 1 − x, these are the
    ends x − c_B and x + c_A of the durability of a split.
    """
    a, b = inputs.terms[term].values
    c_a, c_b = (side.cost * WAR_MONTHS for side in inputs.sides)
    return 1 - b - c_b, a + c_a


def _drift(inputs: CrisisInputs, term: int, p: float, months: Floats) -> Floats:
    low, high = window(inputs, term)
    gains = [side for side, is_better in enumerate((p >= high, p <= low)) if is_better]
    if gains:
        kept: Floats = np.prod([_unbroken(inputs, side, months) for side in gains], axis=0)
        return kept
    return survival_curve(p, low, high, max(inputs.volatility, LEAST_DRIFT) / np.sqrt(12), months)


def _kept(inputs: CrisisInputs, term: int, side: int, trust: float, months: Floats) -> Floats:
    tempted = inputs.sides[side].temptation > inputs.terms[term].values[side]
    return trust + (1 - trust) * _unbroken(inputs, side, months) if tempted else np.ones_like(months)


def _unbroken(inputs: CrisisInputs, side: int, months: Floats) -> Floats:
    """Return the chance that a side which gains by breaking has not done so yet."""
    return np.exp(-months / max(inputs.sides[side].breaks_after, AT_ONCE))


def worth(inputs: CrisisInputs, term: int, life: Lasting) -> tuple[float, float]:
    """Return what it is worth to both sides to have signed: the package while it lasts, then what follows."""
    discount = inputs.discount ** np.arange(HORIZON + 1.0)
    lost_to_drift = life.breaks.prod(axis=0)[1:] * -np.diff(life.drift)
    lost = -np.diff(life.survival)
    hazards = -np.diff(np.log(np.maximum(life.breaks, 1e-300)), axis=1)
    shares = hazards / np.maximum(hazards.sum(axis=0), 1e-300)
    to_breaking = np.maximum(lost - lost_to_drift, 0.0) * shares
    weights = discount[1:]
    found = []
    for side in (0, 1):
        whole = inputs.terms[term].values[side]
        kept = (1 - inputs.discount) * float(discount[:-1] @ life.survival[:-1]) + discount[-1] * life.survival[-1]
        strength = life.later if side == 0 else 1 - life.later
        war = max(strength - inputs.sides[side].cost * WAR_MONTHS, 0.0)
        own, others = to_breaking[side], to_breaking[1 - side]
        after = war * float(weights @ np.maximum(lost - own - others, 0.0))
        after += inputs.sides[side].temptation * float(weights @ own)
        after += inputs.sides[1 - side].betrayed * float(weights @ others)
        found.append(whole * kept + after)
    return found[0], found[1]
