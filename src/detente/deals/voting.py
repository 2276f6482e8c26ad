"""Signing without everybody: which coalitions suffice, who is pivotal, and which packages no coalition would leave.

A *rule* says which sets of parties can sign for all. A package is in the core of the signing game if no set that can
sign has another package that is better for each of its members (Gillies 1959; for majority games, Plott 1967).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np

from detente.deals.aims import Aim
from detente.deals.integer import best_by_program
from detente.deals.named import package_table
from detente.deals.proof import best_with_proof
from detente.deals.space import DealSpace
from detente.deals.terms import linked_terms, signed_terms
from detente.deals.units import Floats, Indices
from detente.errors import InputError, TooLargeError
from detente.expression import evaluate, names_in, parse

MAX_PARTIES = 16
"""All sets of so many parties are gone through."""
SECONDS = 10.0
BETTER = 1e-9
"""A part of the scale by which a package must be better for each member of a coalition."""


@dataclass(frozen=True)
class Rule:
    """Which sets of parties can sign for all: `suffices` takes the set of their names; more parties never suffice less."""

    parties: tuple[str, ...]
    suffices: Callable[[frozenset[str]], bool]

    def minimal(self) -> tuple[frozenset[str], ...]:
        """Return the sets that suffice and from which nobody can be left out, smallest first."""
        found: list[frozenset[str]] = []
        for size in range(len(self.parties) + 1):
            for members in map(frozenset, combinations(self.parties, size)):
                if not any(smaller <= members for smaller in found) and self.suffices(members):
                    found.append(members)
        return tuple(found)

    def vetoes(self) -> tuple[str, ...]:
        """Return the parties without whom nothing suffices."""
        everybody = frozenset(self.parties)
        return tuple(name for name in self.parties if not self.suffices(everybody - {name}))

    def power(self) -> Mapping[str, float]:
        """Return how often each party is the one that makes a coalition suffice, over all orders (Shapley & Shubik 1954)."""
        n = len(self.parties)
        found = dict.fromkeys(self.parties, 0.0)
        for size in range(n):
            weight = factorial(size) * factorial(n - 1 - size) / factorial(n)
            for members in map(frozenset, combinations(self.parties, size)):
                if self.suffices(members):
                    continue
                for name in set(self.parties) - members:
                    found[name] += weight * self.suffices(members | {name})
        return found


def unanimity(parties: Iterable[str]) -> Rule:
    """Return the rule by which all must sign."""
    names = _checked(parties)
    return Rule(names, lambda members: members == frozenset(names))


def quota(parties: Iterable[str], least: float, weights: Mapping[str, float] | None = None) -> Rule:
    """Return the rule by which so many must sign, or parties of so much weight together.

    Raises
    ------
    InputError
        If a weight is negative, a party has none, or even all together do not suffice.
    """
    names = _checked(parties)
    weighing = dict.fromkeys(names, 1.0) if weights is None else {name: float(weights.get(name, -1)) for name in names}
    if min(weighing.values()) < 0 or sum(weighing.values()) < least:
        raise InputError.of(
            "quota", f"the weights {weighing} do not reach {least:g}", "give each party a weight, 0 or more"
        )
    return Rule(names, lambda members: sum(weighing[name] for name in members) >= least - BETTER)


def formula(parties: Iterable[str], text: str) -> Rule:
    """Return the rule of a condition in the language of links, such as ``a and b and (c or d)``; without ``not`` and ``if``.

    Raises
    ------
    InputError
        If it names somebody else, or could be broken by one more signature.
    """
    names = _checked(parties)
    tree = parse(text)
    unknown = set(names_in(tree)) - set(names)
    if unknown or set(text.replace("(", " ").replace(")", " ").split()) & {"not", "if", "iff"}:
        raise InputError.of("rule", f"{text!r} is no rule of signing", f"join these with and, or: {', '.join(names)}")
    return Rule(names, lambda members: bool(evaluate(tree, members.__contains__)))


def acceptable_to(space: DealSpace, members: Iterable[str]) -> DealSpace:
    """Return the problem in which only these must sign; the others' limits do not count."""
    rows = {space.parties.index(name) for name in members}
    no_deal = np.array([v if p in rows else np.nan for p, v in enumerate(space.no_deal)])
    return replace(
        space,
        principals=tuple(p for p in space.principals if p in rows),
        signers=tuple(p for p in space.signers if p in rows),
        no_deal=no_deal,
        red_lines=tuple(line for line in space.red_lines if line[0] in rows),
        bottom_lines=tuple(line for line in space.bottom_lines if line[0] in rows),
        needs=(),
    )


def possible_coalitions(space: DealSpace, rule: Rule) -> tuple[frozenset[str], ...]:
    """Return the minimal sets that suffice and have a package which each member accepts."""
    return tuple(members for members in rule.minimal() if _best_of(space, members, None) is not None)


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


def objection_to(space: DealSpace, rule: Rule, package: Sequence[int]) -> Objection | None:
    """Return the objection with the largest smallest gain against a package, or None: then it is in the core.

    Members of a coalition sign only what is within their own limits.
    """
    values = package_table(space, np.array([package]))[0]
    best: Objection | None = None
    for members in rule.minimal():
        found = _best_of(space, members, values)
        if found is None:
            continue
        gained = package_table(space, found[None])[0] - values
        gains = {name: float(gained[space.parties.index(name)]) for name in sorted(members)}
        if min(gains.values()) > BETTER * _scale(space) and (
            best is None or min(gains.values()) > min(best.gains.values())
        ):
            best = Objection(members, found, gains)
    return best


def core(space: DealSpace, rule: Rule, packages: Indices) -> Indices:
    """Return those of some packages against which no coalition that suffices has an objection."""
    rows = [n for n, package in enumerate(packages.tolist()) if objection_to(space, rule, package) is None]
    return np.asarray(packages[rows])


def _best_of(space: DealSpace, members: frozenset[str], against: Floats | None) -> Indices | None:
    """Return the package with the largest smallest gain of the members over some values (or no deal), among theirs."""
    mine = acceptable_to(space, members)
    rows = [space.parties.index(name) for name in space.parties if name in members]
    if not rows:
        return None
    terms = signed_terms(replace(mine, principals=tuple(rows)), ())
    if terms.is_empty:
        return None
    terms = terms.without_dominated()
    start = np.zeros(len(terms.rows)) if against is None else against[list(terms.rows)]
    aim = Aim("smallest", start, np.ones(len(terms.rows)))
    best = None if terms.factors else best_with_proof(terms, aim)
    best = best or best_by_program(terms, aim, SECONDS)
    return terms.outcomes(best.packages[:1])[0] if best is not None and len(best.packages) else None


def _scale(space: DealSpace) -> float:
    return max(float(linked_terms(space).unit.max()) * 1e15, 1e-300)


def _checked(parties: Iterable[str]) -> tuple[str, ...]:
    names = tuple(parties)
    if len(names) > MAX_PARTIES:
        raise TooLargeError(f"{len(names)} parties have too many coalitions, at most {MAX_PARTIES} can be looked at")
    return names
