"""Packages that cannot be improved for one principal without loss to another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.units import Floats


def pareto_positions(values: Floats) -> NDArray[np.int64]:
    """Return the positions of the Pareto-optimal packages, one for each distinct vector of values.

    A package is left out when another is at least as good for all and better for one. Of packages with
    equal values the one with the least index stands for all. The order is descending by the first
    principal's value, then the second's, and so on.

    Parameters
    ----------
    values : array, shape (principals, packages)
    """
    import moocore

    if values.shape[1] == 0:
        return np.zeros(0, dtype=np.int64)
    distinct, first = np.unique(values.T, axis=0, return_index=True)
    if distinct.shape[1] == 1:
        kept = np.array([len(distinct) - 1])
    else:
        kept = np.flatnonzero(moocore.is_nondominated(distinct, maximise=True))
    # np.unique sorted the vectors ascending, by the first principal first.
    return np.asarray(first[kept[::-1]], dtype=np.int64)
