"""The verbs of the deals engine."""

from __future__ import annotations

from detente.deals.enumeration import enumerated_deals
from detente.deals.from_case import Problem, as_space
from detente.deals.openings import Opening
from detente.deals.result import Blocker, DealsResult


def find_deals(problem: Problem, *, analyst: str | None = None) -> DealsResult:
    """Find the packages that every signer would sign, or what stands against them.

    Parameters
    ----------
    problem : Case or DealSpace
    analyst : str, optional
        Follow this analyst wherever several have judged one value.

    Returns
    -------
    DealsResult
        Exact. Values are rounded to 9 decimals before they are compared.

    Raises
    ------
    TooLargeError
        If there are more packages than enumeration can hold.

    Notes
    -----
    The value of a package to a party is the salience-weighted mean of its outcome values plus its
    interactions (Keeney & Raiffa 1976, ch. 3). A principal without a no-deal value counts its gains from
    its least valued linked package.
    """
    space = as_space(problem, analyst)
    return enumerated_deals(space, {"analyst": analyst} if analyst else {})


def find_blockers(problem: Problem) -> tuple[Blocker, ...]:
    """Return every minimal set of constraints that together leave no package."""
    return find_deals(problem).blockers


def find_openings(problem: Problem) -> tuple[Opening, ...]:
    """Return every minimal set of constraints whose relaxation leaves at least one package."""
    return find_deals(problem).openings
