"""Fair packages of a bargaining problem, by the method that its size and structure allow."""

from __future__ import annotations

from collections.abc import Mapping

from detente.deals.choice import FairChoice, from_frontier
from detente.deals.from_case import Problem, as_space
from detente.deals.halves import MOST as HALVES
from detente.errors import InputError, TooLargeError

SECONDS = 60.0


def fair_packages(
    problem: Problem, *, method: str = "auto", seconds: float = SECONDS, halves: int = HALVES
) -> Mapping[str, FairChoice]:
    """Return the fair packages among the acceptable ones; nothing where there is none.

    Parameters
    ----------
    problem : Case or DealSpace
    method : {"auto", "frontier", "search"}
        From the listed frontier, or by search; by default the frontier where it is short enough.
    seconds : float
        When integer programs stop with what they have found, and the gap.
    halves : int
        So many parts of packages are listed on either side for the largest smallest gain. With more, more is proven: eight
        parties with 40 issues of five outcomes by the default in seconds, with 100 issues by six million in minutes.

    Returns
    -------
    mapping
        ``nash`` (largest product of gains over no deal), ``kalai_smorodinsky`` (largest smallest share of the ideal gain
        among acceptable packages), ``egalitarian`` (largest smallest gain), ``utilitarian`` (largest sum).

    Raises
    ------
    InputError
        If the method is not one of these.
    TooLargeError
        If the frontier was asked for and has too many partial packages, or the search found neither a package nor a proof
        that there is none.
    """
    if method not in {"auto", "frontier", "search"}:
        raise InputError.of("method", f"there is no method {method!r}", "one of: auto, frontier, search")
    space = as_space(problem)
    if not space.principals:
        return {}
    if method != "search":
        try:
            return from_frontier(space, capped=method == "auto")
        except TooLargeError:
            if method == "frontier":
                raise
    from detente.deals.searching import Searching

    return Searching(space, seconds, halves).choices()
