"""How far the value of a package to each party spreads over the uncertain numbers of a case."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.case import Case
from detente.deals import DealSpace, deal_space
from detente.deals.grid import package_values
from detente.ensemble.draws import reading_of_draw

SHARE = 0.9
"""Share of the draws that a band holds: it runs from the 5th to the 95th percentile."""

Band = tuple[float, float]


def value_bands(
    case: Case, packages: Sequence[dict[str, str]], *, draws: int = 200, seed: int = 0, analyst: str | None = None
) -> list[dict[str, Band]]:
    """Return, for each package, the band of its value to each party.

    Parameters
    ----------
    case : Case
    packages : sequence of dict
        Outcomes by issue.

    Returns
    -------
    list of dict of party to (low, high)
        The 5th and the 95th percentile over the draws, on the 0–100 scale.
    """
    if not packages:
        return []
    readings = (reading_of_draw(case, seed, k, analyst) for k in range(draws))
    drawn = np.array([_values(deal_space(case, read=read), packages) for read in readings])
    low, high = np.quantile(drawn, [(1 - SHARE) / 2, (1 + SHARE) / 2], axis=0)
    names = list(case.parties)
    return [{name: (float(low[n, p]), float(high[n, p])) for p, name in enumerate(names)} for n in range(len(packages))]


def _values(space: DealSpace, packages: Sequence[dict[str, str]]) -> list[list[float]]:
    return [package_values(space, outcomes) for outcomes in packages]
