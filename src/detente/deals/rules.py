"""Rules of signing: which sets of parties can sign for all, who has a veto, and how much power each party has by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import factorial

import numpy as np
from numpy.typing import NDArray

from detente.deals.units import Indices
from detente.errors import InputError, TooLargeError
from detente.expression import evaluate, names_in, only_joins, parse

Bools = NDArray[np.bool_]
EVERYBODY = "all"
MAX_PARTIES = 16
"""All sets of so many parties are gone through."""
ROUNDING = 1e-9
"""Votes that miss a quota by less are enough."""


@dataclass(frozen=True)
class Rule:
    """Which sets of parties can sign for all: `suffices` takes the set of their names; more parties never suffice less.

    `text` says the rule as it is written; empty where nobody wrote it.
    """

    parties: tuple[str, ...]
    suffices: Callable[[frozenset[str]], bool]
    text: str = ""

    @cached_property
    def table(self) -> Bools:
        """Whether each set suffices, shape (2^n,): bit `k` of its place stands for party `k`."""
        return np.array([self.suffices(self.members(mask)) for mask in range(1 << len(self.parties))], dtype=bool)

    def members(self, mask: int) -> frozenset[str]:
        """Return the set at a place of `table`."""
        return frozenset(name for k, name in enumerate(self.parties) if mask >> k & 1)

    def minimal(self) -> tuple[frozenset[str], ...]:
        """Return the sets that suffice and from which nobody can be left out, smallest first, then in party order."""
        is_minimal = self.table.copy()
        every = np.arange(len(is_minimal))
        for k in range(len(self.parties)):
            with_k = every[every >> k & 1 == 1]
            is_minimal[with_k] &= ~self.table[with_k ^ (1 << k)]
        places = [
            [k for k in range(len(self.parties)) if mask >> k & 1] for mask in np.flatnonzero(is_minimal).tolist()
        ]
        places.sort(key=lambda of_set: (len(of_set), of_set))
        return tuple(frozenset(self.parties[k] for k in of_set) for of_set in places)

    def vetoes(self) -> tuple[str, ...]:
        """Return the parties without whom nothing suffices."""
        everybody = frozenset(self.parties)
        return tuple(name for name in self.parties if not self.suffices(everybody - {name}))

    def power(self) -> Mapping[str, float]:
        """Return how often each party is the one that makes a coalition suffice, over all orders (Shapley & Shubik 1954)."""
        n = len(self.parties)
        weights = np.array([factorial(size) * factorial(n - 1 - size) / factorial(n) for size in range(n)])
        return {name: float(weights[sizes].sum()) for name, sizes in self._swings()}

    def banzhaf(self) -> Mapping[str, float]:
        """Return each party's part of all the times that somebody makes a set of others suffice (Banzhaf 1965)."""
        swings = {name: len(sizes) for name, sizes in self._swings()}
        total = sum(swings.values())
        return {name: count / total if total else 0.0 for name, count in swings.items()}

    def _swings(self) -> Iterator[tuple[str, Indices]]:
        """Yield for each party the sizes of the sets of others that suffice only with it."""
        every = np.arange(len(self.table))
        sizes = np.array([int(mask).bit_count() for mask in every])
        for k, name in enumerate(self.parties):
            others = every[every >> k & 1 == 0]
            turned = others[self.table[others | (1 << k)] & ~self.table[others]]
            yield name, sizes[turned]


def unanimity(parties: Iterable[str]) -> Rule:
    """Return the rule by which all must sign."""
    names = _checked(parties)
    return Rule(names, lambda members: members == frozenset(names), EVERYBODY)


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
    votes = "" if weights is None else f" of {sum(weighing.values()):g} votes"
    text = f"{least:g}{votes or f' of {len(names)}'}"
    return Rule(names, lambda members: sum(weighing[name] for name in members) >= least - ROUNDING, text)


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
    if unknown or not only_joins(tree):
        raise InputError.of("rule", f"{text!r} is no rule of signing", f"join these with and, or: {', '.join(names)}")
    return Rule(names, lambda members: bool(evaluate(tree, members.__contains__)), text)


def ratified(rule: Rule, by: Mapping[str, Rule]) -> Rule:
    """Return the rule by which a party's signature counts only where those who ratify for it approve.

    Parameters
    ----------
    rule : Rule
    by : mapping of party to Rule
        Who must approve for it; the parties of these rules are added to those who sign.
    """
    names = _checked((*rule.parties, *(name for of in by.values() for name in of.parties)))

    def suffices(members: frozenset[str]) -> bool:
        signed = {
            name
            for name in members.intersection(rule.parties)
            if name not in by or by[name].suffices(members.intersection(by[name].parties))
        }
        return rule.suffices(frozenset(signed))

    return Rule(names, suffices, rule.text)


def _checked(parties: Iterable[str]) -> tuple[str, ...]:
    names = tuple(parties)
    if len(names) > MAX_PARTIES:
        raise TooLargeError(f"{len(names)} parties have too many coalitions, at most {MAX_PARTIES} can be looked at")
    return names
