"""The frontier of a bargaining problem as arrays and as named packages, by the method that its structure allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

import numpy as np

from detente.deals.enumeration import acceptable_in
from detente.deals.from_case import Problem, as_space
from detente.deals.frontier import pareto_positions
from detente.deals.grid import MAX_PACKAGES, Grid, frame_of
from detente.deals.listing import listed_frontier
from detente.deals.merging import Points, best_points, merged_frontier, no_points
from detente.deals.named import named_package, package_table
from detente.deals.result import Package
from detente.deals.space import DealSpace
from detente.deals.terms import Terms, branches, linked_terms
from detente.deals.units import Floats, Indices
from detente.errors import InputError, TooLargeError

if TYPE_CHECKING:
    import pandas as pd

MAX_TIED = 4_000_000
"""So many partial packages of tied issues are merged before a sweep, which does not grow with them, is the quicker way."""


@dataclass(frozen=True, eq=False)
class Frontier(Sequence[Package]):
    """Packages that cannot be bettered for one principal without loss to another; a sequence of named packages.

    Attributes
    ----------
    space : DealSpace
    packages : array of int, shape (packages, issues)
        Outcomes by index. One package for each distinct vector of values.
    values : array, shape (packages, parties)
        Best for the first principal first.
    exact : bool
        True where this is the whole frontier; False where every package is on it but others may be too.
    method : {"enumeration", "merging", "sweep", "supported"}
    basis : {"acceptable", "linked"}
        Among which packages: those that all would sign, or all that the links allow.
    note : str
        Why this is not the whole frontier, and how to ask for more of it.
    """

    space: DealSpace
    packages: Indices
    values: Floats
    exact: bool
    method: str
    basis: str = "acceptable"
    note: str = ""

    @overload
    def __getitem__(self, place: int) -> Package: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Package, ...]: ...
    def __getitem__(self, place: int | slice) -> Package | tuple[Package, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        return named_package(self.space, self.packages[place], self.values[place])

    def __len__(self) -> int:
        return len(self.packages)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a package: a column an issue with the outcome's name, and a column a party with its value."""
        import pandas as pd

        space = self.space
        names = {
            issue: np.array(o)[self.packages[:, j]]
            for j, (issue, o) in enumerate(zip(space.issues, space.outcomes, strict=True))
        }
        return pd.DataFrame({**names, **{f"value_{space.parties[p]}": self.values[:, p] for p in space.valued}})

    def __iter__(self) -> Iterator[Package]:
        return (self[n] for n in range(len(self.packages)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (Frontier, tuple)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def pareto_frontier(
    problem: Problem, *, method: str = "auto", basis: str | None = None, most: int | None = None
) -> Frontier:
    """Return the Pareto-optimal packages over the principals, one for each vector of values.

    Parameters
    ----------
    problem : Case or DealSpace
    method : {"auto", "enumeration", "merging", "sweep", "supported"}
        By default merging, and where that would hold too much: enumeration of small spaces, for two principals with links a
        sweep of integer programs, and else the supported points, which are not the whole frontier. A small case is enumerated.
    basis : {"acceptable", "linked"}, optional
        Among which packages. By default the acceptable ones; where a *case* has none, those that the links allow, which
        show the shape of the conflict.
    most : int, optional
        So many partial packages merging compares at once, and a few times as many altogether, before it is given up. By
        default about 20 seconds of work, or a few seconds where a sweep can follow.

    Raises
    ------
    InputError
        If the method or the basis is not one of these.
    TooLargeError
        If the named method cannot hold the problem.
    """
    if method not in {"auto", *METHODS} or basis not in {None, "acceptable", "linked"}:
        raise InputError.of("method", f"there is no method {method!r} for {basis!r}", f"one of: {', '.join(METHODS)}")
    space = as_space(problem)
    if basis is None and space is not problem and method == "auto" and space.size <= MAX_PACKAGES:
        return _enumerated(space)
    found = _by_method(space, method, basis or "acceptable", most)
    if basis is None and space is not problem and not len(found):
        return _by_method(space, method, "linked", most)
    return found


def _by_method(space: DealSpace, method: str, basis: str, most: int | None) -> Frontier:
    if method not in {"auto", "merging"}:
        return METHODS[method](space, basis)
    is_swept = len(space.principals) == 2 and bool(space.links)
    try:
        return _merged(space, basis, MAX_TIED if most is None and method == "auto" and is_swept else most)
    except TooLargeError as error:
        if method == "merging":
            raise
        if space.size <= MAX_PACKAGES:
            return _enumerated(space, basis)
        found = _swept(space, basis) if is_swept else _supported(space, basis)
        return found if found.exact else replace(found, note=f"{error}; a larger `most` allows for more")


def _enumerated(space: DealSpace, basis: str | None = None) -> Frontier:
    """Return the frontier from every package; by default among the acceptable, or where there is none, all linked."""
    if space.size > MAX_PACKAGES:
        return _frontier(
            space,
            united_points(space, basis or "acceptable", listed_frontier).packages,
            "enumeration",
            basis or "acceptable",
        )
    grid = Grid(space, frame_of(space))
    among = np.flatnonzero(acceptable_in(grid))
    if basis == "linked" or (basis is None and not len(among)):
        basis, among = "linked", np.arange(len(grid.frame.linked))
    rows = among[pareto_positions(grid.values[list(space.principals)][:, among])]
    packages = np.stack(np.unravel_index(grid.frame.linked[rows], grid.frame.shape), axis=1)
    return _frontier(space, packages.astype(np.int64), "enumeration", basis or "acceptable")


def _merged(space: DealSpace, basis: str, most: int | None = None) -> Frontier:
    points = united_points(space, basis, lambda terms: merged_frontier(terms, most))
    return _frontier(space, points.packages, "merging", basis)


def _swept(space: DealSpace, basis: str) -> Frontier:
    from detente.deals.sweep import swept_frontier

    whole = []

    def frontier(terms: Terms) -> Points:
        points, is_whole = swept_frontier(terms)
        whole.append(is_whole)
        return points

    packages = united_points(space, basis, frontier).packages
    return _frontier(space, packages, "sweep", basis, exact=all(whole))


def _supported(space: DealSpace, basis: str) -> Frontier:
    from detente.deals.supported import supported_points

    return _frontier(space, united_points(space, basis, supported_points).packages, "supported", basis, exact=False)


METHODS: dict[str, Callable[[DealSpace, str], Frontier]] = {
    "enumeration": _enumerated,
    "merging": _merged,
    "sweep": _swept,
    "supported": _supported,
}


def united_points(space: DealSpace, basis: str, frontier: Callable[[Terms], Points]) -> Points:
    """Return the best of the points of all branches."""
    parts = list(branches(space)) if basis == "acceptable" else [linked_terms(space)]
    if len(parts) == 1:
        return frontier(parts[0])
    found = [(terms, frontier(terms)) for terms in parts]
    principals = len(space.principals)
    whole = linked_terms(space)
    if not found:
        return no_points(whole)
    totals = [np.round(p.totals[:, :principals] * (t.unit[:principals] / whole.unit)) for t, p in found]
    return best_points(whole, Points(np.concatenate([p.packages for _, p in found]), np.concatenate(totals)))


def _frontier(space: DealSpace, packages: Indices, method: str, basis: str, *, exact: bool = True) -> Frontier:
    return Frontier(space, packages, package_table(space, packages), exact, method, basis)
