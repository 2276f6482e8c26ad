"""Signing without everybody: which coalitions suffice, who is pivotal, and which packages no coalition would leave.

A *rule* (:mod:`detente.deals.rules`) says which sets of parties can sign for all. A package is in the core of the signing
game if no set that can sign has another package that is better for each of its members (Gillies 1959; for majority
games, Plott 1967).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.aims import Aim
from detente.deals.choice import starts_of
from detente.deals.integer import best_by_program
from detente.deals.named import package_table
from detente.deals.proof import best_with_proof
from detente.deals.rules import Rule, formula, quota, ratified, unanimity
from detente.deals.space import DealSpace
from detente.deals.terms import Terms, branches, linked_terms
from detente.deals.units import Floats, Indices

__all__ = [
    "Found", "Objection", "Rule", "acceptable_to", "accepts", "best_of", "core", "formula", "gaining", "objection_among",
    "objection_to", "pivotal", "possible_coalitions", "quota", "ratified", "refusing", "scale_of", "unanimity",
]  # fmt: skip

SECONDS = 10.0
BETTER = 1e-9
"""A part of the scale by which a package must be better for each member of a coalition."""


def acceptable_to(space: DealSpace, members: Iterable[str]) -> DealSpace:
    """Return the problem in which only these must sign; the limits of the others do not count.

    Whoever is needed for an outcome still has to consent to it, as a guarantor to its guarantee, member or not.
    """
    rows = {space.parties.index(name) for name in members}
    counted = rows | {p for p, _, _ in space.needs}
    return replace(
        space,
        principals=tuple(p for p in space.principals if p in rows),
        signers=tuple(sorted(rows)),
        no_deal=np.array([v if p in counted else np.nan for p, v in enumerate(space.no_deal)]),
        red_lines=tuple(line for line in space.red_lines if line[0] in counted),
        bottom_lines=tuple(line for line in space.bottom_lines if line[0] in counted),
    )


def accepts(space: DealSpace, party: str, package: Indices) -> bool:
    """Return whether a package is within a party's own limits."""
    p = space.parties.index(party)
    if any(package[j] == o for q, j, o in space.red_lines if q == p):
        return False
    if any(space.below(p, j, least)[package[j]] for q, j, least in space.bottom_lines if q == p):
        return False
    return not space.misses_no_deal(p, package_table(space, package[None])[0, p])


def refusing(space: DealSpace, package: Indices) -> tuple[str, ...]:
    """Return those who sign, or whom an outcome needs, and do not accept a package."""
    needed = {p for p, j, o in space.needs if package[j] == o}
    names = (space.parties[p] for p in sorted({*space.signers, *needed}))
    return tuple(name for name in names if not accepts(space, name, package))


def possible_coalitions(space: DealSpace, rule: Rule) -> tuple[frozenset[str], ...]:
    """Return the minimal sets that suffice and have a package which each member accepts."""
    return tuple(members for members in rule.minimal() if best_of(space, members).package is not None)


def pivotal(space: DealSpace, rule: Rule) -> tuple[str, ...]:
    """Return the parties without whose consent no coalition that suffices has a package it accepts."""
    possible = possible_coalitions(space, rule)
    return tuple(name for name in rule.parties if possible and all(name in members for members in possible))


@dataclass(frozen=True)
class Objection:
    """A coalition that suffices, and a package that is better for each of its members."""

    members: frozenset[str]
    package: Indices
    gains: Mapping[str, float]

    @property
    def smallest(self) -> float:
        """The smallest gain of a member."""
        return min(self.gains.values())


def objection_to(space: DealSpace, rule: Rule, package: Sequence[int]) -> Objection | None:
    """Return the objection with the largest smallest gain against a package, or None: then it is in the core.

    Members of a coalition sign only what is within their own limits. Those who only ratify need not gain by it.
    """
    return objection_among(space, rule.minimal(), np.array(package))[0]


def objection_among(
    space: DealSpace, sets: Iterable[frozenset[str]], package: Indices, deadline: float = np.inf
) -> tuple[Objection | None, bool]:
    """Return the objection with the largest smallest gain that one of these coalitions has, and whether that is proven.

    After the deadline (of `time.monotonic`) no further coalition is looked at. An objection that was found stands in any case;
    that there is none is proven only where all searches ended.
    """
    values = package_table(space, package[None])[0]
    small = BETTER * scale_of(space)
    best: Objection | None = None
    is_proven = True
    for members in sets:
        if time.monotonic() > deadline:
            return best, False
        found = best_of(space, members, values)
        is_proven &= found.bound <= max(found.value, small) + small
        if found.package is None or found.value <= small or (best is not None and found.value <= best.smallest):
            continue
        gained = package_table(space, found.package[None])[0] - values
        gains = {space.parties[p]: float(gained[p]) for p in gaining(space, members)}
        best = Objection(members, found.package, gains)
    return best, is_proven


def core(space: DealSpace, rule: Rule, packages: Indices) -> Indices:
    """Return those of some packages against which no coalition that suffices has an objection."""
    rows = [n for n, package in enumerate(packages.tolist()) if objection_to(space, rule, package) is None]
    return np.asarray(packages[rows])


@dataclass(frozen=True, eq=False)
class Found:
    """The best package of a coalition, None where none was found, its smallest gain, and what none can surpass."""

    package: Indices | None
    value: float
    bound: float


def gaining(space: DealSpace, members: Iterable[str]) -> tuple[int, ...]:
    """Return the rows of those who must gain by an objection: the principals in a coalition, or all where it has none."""
    rows = tuple(sorted(space.parties.index(name) for name in members))
    return tuple(p for p in rows if p in space.principals) or rows


def best_of(space: DealSpace, members: frozenset[str], against: Floats | None = None) -> Found:
    """Return the package with the largest smallest gain of a coalition over no deal, or over some values, among its own."""
    if not members:
        return Found(None, -np.inf, -np.inf)
    mine = replace(acceptable_to(space, members), principals=gaining(space, members))
    start = starts_of(mine) if against is None else against[list(mine.principals)]
    found = Found(None, -np.inf, -np.inf)
    for terms in branches(mine):
        best = None if terms.is_empty else _best_in(terms.without_dominated(), start)
        if best is None:
            continue
        is_better = best.package is not None and best.value > found.value
        top = best if is_better else found
        found = Found(top.package, top.value, max(found.bound, best.bound))
    return found


def _best_in(terms: Terms, start: Floats) -> Found | None:
    others = np.zeros(len(terms.rows) - terms.aims)
    aim = Aim("smallest", np.append(start, others), np.append(np.ones(terms.aims), others))
    best = None if terms.factors else best_with_proof(terms, aim)
    best = best or best_by_program(terms, aim, SECONDS)
    if best is None:
        return None
    return Found(terms.outcomes(best.packages[:1])[0] if len(best.packages) else None, best.value, best.bound)


def scale_of(space: DealSpace) -> float:
    """Return how large the values of packages can be."""
    return max(float(linked_terms(space).unit.max()) * 1e15, 1e-300)
