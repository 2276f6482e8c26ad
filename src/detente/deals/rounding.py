"""Rounding by the scale of a party's values, so that sums which are equal on paper are equal in floating point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.deals.units import Floats

DECIMALS = 9
"""Values of up to some thousands, such as 0 to 100, are rounded to so many decimals."""
DIGITS = 13
"""Of larger ones no more digits than these are kept: a sum of floats is not exact beyond them."""
MOST = 300
"""A power of ten above this is not a number any more."""


def decimals_for(scale: float) -> int:
    """Return to how many decimals values up to a scale are rounded; fewer than none for very large ones.

    Nine digits below a scale of 1 or less, so that in which unit a party counts changes no answer.
    """
    if not scale > 0:
        return DECIMALS
    size = math.ceil(math.log10(scale))
    return max(min(max(DECIMALS, DECIMALS - size), DIGITS - size, MOST), -MOST)


def unit_factors(decimals: Sequence[int]) -> Floats:
    """Return what brings values that are rounded to these decimals to a scale of nine; 1 for ordinary values."""
    return 10.0 ** (np.array(decimals, dtype=np.float64) - DECIMALS)


def rounded(values: Any, decimals: int) -> Any:
    """Return values rounded to decimals; those that are far beyond the scale of the decimals as they are."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.round(values, decimals)
    return np.where(np.isfinite(found), found, values)
