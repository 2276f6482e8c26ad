"""Whole units: values as integers in floating point, so that sums are exact and ties are ties.

A sum of a hundred decimal fractions depends on the order of adding by some parts in 10^16. Here every value is first
rounded to a unit of 10^-15 of the largest possible total; sums of whole units are exact in double precision. Two
totals that differ by less than `TOLERANCE` units (one part in 10^13) are equal.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

DIGITS = 15
"""2^53 is above 9·10^15: so many digits of a sum are exact."""

TOLERANCE = 100.0
"""Rounding a hundred values to units can shift their sum by 50 units at most."""


def unit_for(total: float) -> float:
    """Return the unit for sums of absolute values up to `total`."""
    return float(10.0 ** (math.ceil(math.log10(total)) - DIGITS)) if total > 0 else 10.0**-DIGITS


def floors_in(unit: ArrayLike, least: ArrayLike) -> Floats:
    """Return least sums in whole units; one that no sum can reach, or that every sum reaches, just beyond all of them."""
    beyond = 2 * 10.0**DIGITS
    with np.errstate(over="ignore"):
        return np.asarray(np.clip(np.round(np.asarray(least) / np.asarray(unit)), -beyond, beyond))


def ranks(column: Floats) -> Indices:
    """Return the rank of each number, the same for numbers that differ by no more than the tolerance."""
    order = np.argsort(column)
    steps = np.diff(column[order], prepend=column[order[:1]]) > TOLERANCE
    found = np.empty(len(column), dtype=np.int64)
    found[order] = np.cumsum(steps)
    return found
