"""Choosing the best of many by several merits in turn, where numbers that differ by rounding only are equal."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.deals.units import Floats

TIE = 1e-7
"""Values are rounded to 9 decimals; sums and products of a few of them are off by less than this."""


def first_best(merits: Iterable[Floats]) -> int:
    """Return the least position that is best by the first merit, among those by the second, and so on.

    Parameters
    ----------
    merits : iterable of array, shape (packages,)
        Larger is better; numbers closer than `TIE` are equal.
    """
    left: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
    for merit in merits:
        left = np.arange(len(merit)) if left is None else left
        mine = merit[left]
        left = left[mine >= mine.max() - TIE]
    return int(left[0]) if left is not None else 0
