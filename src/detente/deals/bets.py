"""What contingent outcomes add: the best package without a bet on an event, and the one that betters it for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.advice import better_for_all
from detente.deals.contingent import Clause
from detente.deals.fairness import fair_packages
from detente.deals.named import named_package, package_table
from detente.deals.result import Package
from detente.deals.space import DealSpace
from detente.deals.units import Indices
from detente.expression import Name, Not


@dataclass(frozen=True)
class Bet:
    """A contingent outcome of a package, and the probability that each party gives to its event."""

    clause: Clause
    beliefs: Mapping[str, float]


@dataclass(frozen=True)
class Bets:
    """What contingent outcomes add.

    Attributes
    ----------
    plain : Package or None
        The Nash package without any; None where none is acceptable.
    package : Package or None
        A package with some that is better for every principal than `plain`, or no worse for any and better for one; where
        `plain` is None, the Nash package. None where they add nothing.
    gains : mapping of party to float
        What each principal gains by them over `plain`; empty where there is none.
    used : tuple of Bet
        Those in `package`.
    """

    plain: Package | None
    package: Package | None
    gains: Mapping[str, float]
    used: tuple[Bet, ...]


def find_bets(space: DealSpace, clauses: tuple[Clause, ...], beliefs: Mapping[str, Mapping[str, float]]) -> Bets | None:
    """Find what contingent outcomes add to the best package without them; None where there are none.

    Parameters
    ----------
    space : DealSpace
        With the contingent outcomes among its outcomes.
    clauses : tuple of Clause
    beliefs : mapping of event to mapping of party to float

    Notes
    -----
    Each party counts by its own belief, so not all can be right: the gain is what they expect when they sign.
    """
    if not clauses:
        return None
    plain = _nash(replace(space, links=(*space.links, *(Not(Name(c.name)) for c in clauses))))
    if plain is None:
        package = _nash(space)
    else:
        better = better_for_all(space, plain.tolist())
        package = None if better is None else better.package
    named = None if plain is None else _named(space, plain)
    if package is None:
        return Bets(named, None, {}, ())
    chosen = _named(space, package)
    used = [c for c in clauses if _is_in(c, chosen)]
    gains = {}
    if plain is not None:
        differences = package_table(space, package[None])[0] - package_table(space, plain[None])[0]
        gains = {space.parties[p]: float(differences[p]) for p in space.principals}
    return Bets(named, chosen, gains, tuple(Bet(c, beliefs.get(c.event, {})) for c in used))


def _nash(space: DealSpace) -> Indices | None:
    found = fair_packages(space).get("nash")
    return None if found is None else np.asarray(found.package)


def _named(space: DealSpace, package: Indices) -> Package:
    return named_package(space, package, package_table(space, package[None])[0])


def _is_in(clause: Clause, package: Package) -> bool:
    issue, _, outcome = clause.name.partition(".")
    return package.outcomes.get(issue) == outcome
