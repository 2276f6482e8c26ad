"""Side payments: where values can be paid in a common unit, what is divided is the largest sum of gains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.deals.choice import FairChoice, starts_of
from detente.deals.fairness import fair_packages
from detente.deals.from_case import Problem, as_space
from detente.deals.units import Floats


@dataclass(frozen=True, eq=False)
class Payments:
    """The package with the largest sum of values, and what each principal receives (or pays) on top of it.

    `shares` are the principals' values after payments; everybody gains the same, or by the given parts.
    """

    choice: FairChoice
    payments: Floats
    shares: Floats


def side_payments(problem: Problem, parts: Floats | None = None) -> Payments | None:
    """Return the package and the payments by which the gains are divided in equal parts, or in these parts.

    With transferable value the Nash package is the one with the largest sum of values among all that the signers'
    lines allow, and the surplus over no deal is divided (Nash 1953); equal parts are the Nash and the Shapley solution
    where only all together can sign. None where there is no surplus.

    Parameters
    ----------
    problem : Case or DealSpace
    parts : array, shape (principals,), optional
        Parts of the surplus; they are scaled to sum to 1.
    """
    from dataclasses import replace

    space = as_space(problem)
    rows = list(space.principals)
    start = starts_of(space)
    # Whoever gets less than no deal from the package is paid, so only the lines bind.
    paid = replace(space, no_deal=np.array([np.nan if p in rows else v for p, v in enumerate(space.no_deal)]))
    found = fair_packages(paid).get("utilitarian")
    if found is None:
        return None
    values = found.values[rows]
    surplus = float(values.sum() - start.sum())
    if surplus < 0:
        return None
    share = np.full(len(rows), 1 / len(rows)) if parts is None else np.asarray(parts, dtype=float) / np.sum(parts)
    shares = start + surplus * share
    return Payments(found, shares - values, shares)
