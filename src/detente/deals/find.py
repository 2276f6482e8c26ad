"""The verbs of the deals engine."""

from __future__ import annotations

from detente.deals.enumeration import enumerated_deals
from detente.deals.from_case import Problem, as_space
from detente.deals.grid import MAX_PACKAGES
from detente.deals.openings import Opening
from detente.deals.result import Blocker, DealsResult
from detente.errors import InputError

METHODS = ("auto", "enumeration", "exact")
MOST = 100
"""So many blockers and openings are listed beyond enumeration, the smallest first."""
SECONDS = 30.0


def find_deals(problem: Problem, *, analyst: str | None = None, method: str = "auto") -> DealsResult:
    """Find the packages that every signer would sign, or what stands against them.

    Parameters
    ----------
    problem : Case or DealSpace
    analyst : str, optional
        Follow this analyst wherever several have judged one value.
    method : {"auto", "enumeration", "exact"}
        Enumeration looks at every package. The exact methods (merging, elimination, integer programs, logic) answer the same
        at any size. By default up to four million packages are enumerated.

    Returns
    -------
    DealsResult
        Exact, unless its `parameters` or `complete` say otherwise. Values on a scale such as 0–100 are rounded to 9 decimals before
        they are compared, very small and very large ones by their own scale.

    Raises
    ------
    InputError
        If the method is not one of these.
    TooLargeError
        If enumeration was asked for and cannot hold the packages.

    Notes
    -----
    The value of a package to a party is the salience-weighted mean of its outcome values plus its
    interactions (Keeney & Raiffa 1976, ch. 3). A principal without a no-deal value counts its gains from
    its least valued linked package.
    """
    if method not in METHODS:
        raise InputError.of("method", f"there is no method {method!r}", f"one of: {', '.join(METHODS)}")
    space = as_space(problem, analyst)
    parameters = {"analyst": analyst} if analyst else {}
    if method == "exact" or (method == "auto" and space.size > MAX_PACKAGES):
        from detente.deals.large import large_deals

        return large_deals(space, parameters, MOST, SECONDS)
    return enumerated_deals(space, parameters)


def find_blockers(problem: Problem, *, most: int = MOST, seconds: float = SECONDS) -> tuple[Blocker, ...]:
    """Return every minimal set of constraints that together leave no package.

    Beyond four million packages these are the first `most` in order of size, or those found in so many seconds. A single
    one is the first that is found, whatever its size.
    """
    space = as_space(problem)
    if space.size <= MAX_PACKAGES:
        return find_deals(space).blockers
    from detente.deals.large import blockers_of
    from detente.deals.reasoning import Reasoning

    reasoning = Reasoning(space, seconds)
    found = reasoning.first_blocker() if most == 1 else reasoning.blockers(most)
    return blockers_of(reasoning, found.sets)


def find_openings(problem: Problem, *, most: int = MOST, seconds: float = SECONDS) -> tuple[Opening, ...]:
    """Return every minimal set of constraints whose relaxation leaves at least one package.

    Beyond four million packages these are the first `most` in order of size, or those found in so many seconds.
    """
    space = as_space(problem)
    if space.size <= MAX_PACKAGES:
        return find_deals(space).openings
    from detente.deals.freeing import freed_by
    from detente.deals.reasoning import Reasoning

    reasoning = Reasoning(space, seconds)
    return freed_by(reasoning, reasoning.openings(most).sets).openings
