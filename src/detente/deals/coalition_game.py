"""Games with payments: what each coalition is worth, and how that is divided (Shapley value, core, least core).

Sets of players are numbers: bit `k` stands for player `k`. `worth` is by that number, 0 for nobody.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from detente.deals.units import Floats

ROUNDING = 1e-9
"""A part of the scale: what misses the core by less is in it."""


def shapley_value(worth: Floats) -> Floats:
    """Return what each player adds on average over all orders of joining (Shapley 1953).

    Parameters
    ----------
    worth : array, shape (2^n,)

    Returns
    -------
    array, shape (n,)
        Sums to the worth of all.
    """
    n = len(worth).bit_length() - 1
    every = np.arange(len(worth))
    sizes = np.array([int(s).bit_count() for s in every])
    weights = np.array([factorial(size) * factorial(n - 1 - size) / factorial(n) for size in range(n)])
    value = np.zeros(n)
    for k in range(n):
        others = every[every >> k & 1 == 0]
        value[k] = float((weights[sizes[others]] * (worth[others | (1 << k)] - worth[others])).sum())
    return value


def excess(worth: Floats, division: Floats) -> float:
    """Return how much the coalition that is treated worst could get more on its own; at most 0 in the core (Gillies 1959)."""
    short = [float(worth[s] - shares) for s, shares in enumerate(_sums(division)) if 0 < s < len(worth) - 1]
    return max(short, default=-np.inf)


def _sums(division: Floats) -> Floats:
    """Return what each coalition gets in all."""
    total = np.zeros(1)
    for share in division:
        total = np.concatenate([total, total + share])
    return total


def least_core(worth: Floats) -> tuple[float, Floats]:
    """Return the smallest ε such that no coalition could get more than ε more on its own, and one such division.

    The core is empty if ε is above 0 (Maschler, Peleg & Shapley 1979). Of the divisions, one is returned in which the
    largest share is as small as possible. A single player gets ε of minus infinity: nobody could leave.
    """
    from scipy.optimize import linprog

    n = len(worth).bit_length() - 1
    if n == 1:
        return -np.inf, worth[1:].copy()
    scale = max(float(np.abs(worth).max()), 1e-300)
    sets = np.arange(1, len(worth) - 1)
    inside = (sets[:, None] >> np.arange(n) & 1).astype(float)
    everybody = np.append(np.ones(n), 0.0)[None]
    first = linprog(
        np.append(np.zeros(n), 1.0), A_ub=-np.column_stack([inside, np.ones(len(sets))]), b_ub=-worth[sets] / scale,
        A_eq=everybody, b_eq=[worth[-1] / scale], bounds=(None, None), method="highs",
    )  # fmt: skip
    assert first.x is not None  # bounded, and equal shares are always possible
    epsilon = float(first.x[-1])
    largest = np.column_stack([np.eye(n), -np.ones(n)])
    second = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.vstack([-np.column_stack([inside, np.zeros(len(sets))]), largest]),
        b_ub=np.append(-(worth[sets] / scale - epsilon), np.zeros(n)),
        A_eq=everybody, b_eq=[worth[-1] / scale], bounds=(None, None), method="highs",
    )  # fmt: skip
    division = second.x[:-1] if second.x is not None else first.x[:-1]
    return epsilon * scale, np.asarray(division * scale)


def cohesive(worth: Floats) -> Floats:
    """Return the worth where a coalition may also let some of its members do without the rest (monotone cover)."""
    found = worth.copy()
    for s in range(1, len(found)):
        for k in range(s.bit_length()):
            if s >> k & 1:
                found[s] = max(found[s], found[s ^ (1 << k)])
    return found
