"""What a decision maker must think of other states, compared with a wanted one, so that it stays there.

Stability of a state s for one decision maker depends on its own preferences only through the question which states are
better for it than s and which are as good. A condition is a conjunction of clauses; a clause offers alternatives, of
which one must hold; an alternative names states none of which may be better than s (or: all of which must be worse).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, factorial

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError, TooLargeError

MAX_FRONTIER = 5_000
"""So many half-decided conditions at most are held while rankings are counted."""
MAX_TIED = 60
"""Rankings with ties are counted for so many states at most."""
MAX_NAMED = 12
"""A sentence names so many states of a list and counts the rest."""
BETTER, TIED, WORSE = (1, 0), (0, 1), (0, 0)
"""Where a state may stand against the wanted one, as what it adds to the numbers of better and of tied states."""

Place = tuple[int, int]
Ways = dict[Place, int]


@dataclass(frozen=True)
class Alternative:
    """One way to meet a clause: states that must not be better than the wanted one, and states that must be worse.

    Attributes
    ----------
    not_better, worse : frozenset of int
        Positions of states.
    """

    not_better: frozenset[int] = frozenset()
    worse: frozenset[int] = frozenset()

    @property
    def states(self) -> frozenset[int]:
        """All states that it names."""
        return self.not_better | self.worse

    def implies(self, other: Alternative) -> bool:
        """Return whether the other one holds wherever this one does."""
        return other.worse <= self.worse and other.not_better <= self.states

    def without(self, known: Alternative) -> Alternative:
        """Return what is left of it where something is known to hold."""
        return Alternative(self.not_better - known.states, self.worse - known.worse)

    def joined(self, other: Alternative) -> Alternative:
        """Return what asks for both."""
        worse = self.worse | other.worse
        return Alternative((self.not_better | other.not_better) - worse, worse)


Clause = frozenset[Alternative]
Clauses = frozenset[Clause]
Key = tuple[int, int, list[int], list[int]]


@dataclass(frozen=True)
class Condition:
    """What one decision maker must prefer so that a wanted state is stable for it, the others' preferences given.

    Attributes
    ----------
    party : str
        Name of the decision maker.
    state : int
        Position of the wanted state.
    size : int
        How many states the model has.
    clauses : tuple of tuples of Alternative
        Every clause must hold, a clause holds where one of its alternatives does. What is required in any case stands
        together in a first clause with one alternative. No clause follows from another one.
    """

    party: str
    state: int
    size: int
    clauses: tuple[tuple[Alternative, ...], ...] = field(default=())

    @property
    def named(self) -> frozenset[int]:
        """Positions of all states that it compares with the wanted one."""
        return frozenset(s for clause in self.clauses for a in clause for s in a.states)

    def holds(self, ranks: ArrayLike) -> bool:
        """Return whether preferences meet the condition.

        Parameters
        ----------
        ranks : array, shape (states,)
            Of this decision maker, by position; higher is better, equal is a tie.

        Raises
        ------
        InputError
            If there is not one rank for each state.
        """
        row = checked_row(ranks, self.size)
        return all(any(not missing(a, row, self.state) for a in clause) for clause in self.clauses)

    def in_words(self, names: Sequence[str] | Mapping[int, str]) -> str:
        """Return the condition as a sentence.

        Parameters
        ----------
        names : sequence or mapping of str
            Labels of the states by position; of the wanted one and of those in :attr:`named`.
        """
        if not self.clauses:
            return f"{self.party} must prefer nothing in particular to stay at {names[self.state]}."
        said = [_clause_in_words(clause, names[self.state], names) for clause in self.clauses]
        return f"{self.party} must {'; it must '.join(said)}."

    def count(self, *, ties: bool = False) -> int:
        """Return how many rankings of all states meet the condition, exactly and without listing them.

        Parameters
        ----------
        ties : bool
            Whether rankings with ties (weak orders) are counted, or strict ones only.

        Raises
        ------
        TooLargeError
            If more than `MAX_FRONTIER` half-decided conditions would have to be held, or, with ties, there are more
            than `MAX_TIED` states.

        Notes
        -----
        Of n states, b!·(n − 1 − b)! strict rankings have just a given set of b states above the wanted one, so it
        is enough to count the allowed sets by their size. States that the condition does not name change nothing but
        a factor. With ties, F(b)·F(n − 1 − b − e) weak orders have given b better and e tied states, where F are the
        Fubini numbers.
        """
        ways = _ways(frozenset(map(frozenset, self.clauses)), self.state, ties=ties)
        named = len(self.named)
        if ties:
            return _weak_orders(ways, self.size, named)
        strict = sum(n * factorial(b) * factorial(named - b) for (b, _), n in ways.items())
        return strict * factorial(self.size) // factorial(named + 1)

    def share(self) -> Fraction:
        """Return the share of all strict rankings that meet the condition."""
        return Fraction(self.count(), factorial(self.size))


def checked_row(ranks: ArrayLike, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    """Return the ranks of one decision maker as an array; another number of them is refused."""
    row = np.asarray(ranks)
    if row.shape != (size,):
        raise InputError.of("ranks", f"ranks have the shape {row.shape}", f"give one rank for each of {size} states")
    return row


def missing(alternative: Alternative, ranks: ArrayLike, state: int) -> frozenset[int]:
    """Return the states whose place against the wanted one keeps an alternative from holding."""
    row = np.asarray(ranks)
    too_good = {s for s in alternative.not_better if row[s] > row[state]}
    return frozenset(too_good | {s for s in alternative.worse if row[s] >= row[state]})


def condition_of(party: str, state: int, size: int, clauses: Iterable[Iterable[Alternative]]) -> Condition:
    """Return the condition that asks for all clauses, written as briefly as implications between them allow.

    Where each alternative is one state this is the shortest conjunctive form, and the only one.
    """
    required, rest = minimal(frozenset(map(frozenset, clauses)))
    first = ((required,),) if required.states else ()
    return Condition(party, state, size, first + tuple(sorted(map(_sorted, rest), key=_clause_key)))


def minimal(clauses: Clauses) -> tuple[Alternative, Clauses]:
    """Return what clauses require in any case, and those that leave a choice; none of these follows from another."""
    required, rest = Alternative(), frozenset(map(_weakest, clauses))
    while forced := [a for clause in rest if len(clause) == 1 for a in clause]:
        for alternative in forced:
            required = required.joined(alternative)
        left = (frozenset(a.without(required) for a in clause) for clause in rest)
        rest = frozenset(_weakest(clause) for clause in left if Alternative() not in clause)
    return required, frozenset(c for c in rest if not any(d != c and _follows(c, d) for d in rest))


def _weakest(clause: Clause) -> Clause:
    """Leave out each alternative that asks for more than another one."""
    return frozenset(a for a in clause if not any(b != a and a.implies(b) for b in clause))


def _follows(clause: Clause, other: Clause) -> bool:
    return all(any(b.implies(a) for a in clause) for b in other)


def _sorted(clause: Clause) -> tuple[Alternative, ...]:
    return tuple(sorted(clause, key=_key))


def _key(alternative: Alternative) -> Key:
    return len(alternative.states), len(alternative.worse), sorted(alternative.not_better), sorted(alternative.worse)


def _clause_key(clause: tuple[Alternative, ...]) -> tuple[int, list[Key]]:
    return len(clause), [_key(a) for a in clause]


def _clause_in_words(clause: Sequence[Alternative], wanted: str, names: Sequence[str] | Mapping[int, str]) -> str:
    singles = [s for a in clause if not a.worse and len(a.not_better) == 1 for s in a.not_better]
    if len(singles) == len(clause) > 1:
        return f"weakly prefer {wanted} to at least one of {listed(singles, names)}"
    return ", or ".join(_alternative_in_words(a, wanted, names) for a in clause)


def _alternative_in_words(alternative: Alternative, wanted: str, names: Sequence[str] | Mapping[int, str]) -> str:
    parts = [
        f"{verb} prefer {wanted} to {'each of ' * (len(states) > 1)}{listed(sorted(states), names)}"
        for verb, states in (("weakly", alternative.not_better), ("strictly", alternative.worse)) if states
    ]  # fmt: skip
    return " and ".join(parts)


def listed(states: Sequence[int], names: Sequence[str] | Mapping[int, str]) -> str:
    """Return the names of states, separated by commas; of a long list the first ones and how many more."""
    said = [names[s] for s in states[:MAX_NAMED]]
    rest = len(states) - MAX_NAMED
    return ", ".join(said) + (f" and {rest} more" if rest > 0 else "")


def _ways(clauses: Clauses, state: int, *, ties: bool) -> Ways:
    """Return in how many ways the named states can stand against the wanted one, by the numbers of better and tied.

    States are placed one after the other; what is left of the clauses after some of them is kept once for all
    placements that leave the same.
    """
    frontier: dict[Clauses, Ways] = {clauses: {(0, 0): 1}}
    for here in _order(clauses):
        following: dict[Clauses, Ways] = {}
        for rest, ways in frontier.items():
            for place in (BETTER, TIED, WORSE) if ties else (BETTER, WORSE):
                left = _placed(rest, here, place)
                if left is not None:
                    _add(following.setdefault(left, {}), ways, place)
        if len(following) > MAX_FRONTIER:
            raise TooLargeError(
                f"the condition on state {state} falls into more than {MAX_FRONTIER:,} cases; count it for a smaller "
                "model, or estimate the share from random rankings"
            )
        frontier = following
    return frontier.get(frozenset(), {})


def _order(clauses: Clauses) -> list[int]:
    """Return the named states so that little is half-decided at a time.

    Clauses that have to do with each other stand together, among them the alternatives of many clauses first, and the
    states of an alternative in a row.
    """
    frequency = Counter(a for clause in clauses for a in clause)
    groups: list[tuple[set[int], list[Alternative]]] = []
    for clause in sorted(map(_sorted, clauses), key=_clause_key):
        states = {s for a in clause for s in a.states}
        joined = [g for g in groups if g[0] & states]
        groups = [g for g in groups if not g[0] & states]
        groups.append((states.union(*(g[0] for g in joined)), [*(a for g in joined for a in g[1]), *clause]))
    ordered = (a for _, each in groups for a in sorted(each, key=lambda a: (-frequency[a], _key(a))))
    return list(dict.fromkeys(s for a in ordered for s in sorted(a.states)))


def _placed(clauses: Clauses, here: int, place: Place) -> Clauses | None:
    """Return what is left of clauses when a state is placed; None where one can no longer hold."""
    found = []
    for clause in clauses:
        left = frozenset(b for a in clause if (b := _left(a, here, place)) is not None)
        if not left:
            return None
        if Alternative() not in left:
            found.append(left)
    return frozenset(found)


def _left(alternative: Alternative, here: int, place: Place) -> Alternative | None:
    if here not in alternative.not_better and here not in alternative.worse:
        return alternative
    if place == BETTER or (place == TIED and here in alternative.worse):
        return None
    return Alternative(alternative.not_better - {here}, alternative.worse - {here})


def _add(total: Ways, ways: Ways, place: Place) -> None:
    for (better, tied), number in ways.items():
        key = better + place[0], tied + place[1]
        total[key] = total.get(key, 0) + number


def _weak_orders(ways: Ways, size: int, named: int) -> int:
    if size > MAX_TIED:
        raise TooLargeError(f"rankings with ties are counted for {MAX_TIED} states at most, not for {size}")
    orders, free, total = _fubini(size), size - 1 - named, 0
    for (b, e), number in ways.items():
        for more in range(free + 1):
            for tied in range(free - more + 1):
                worse = size - 1 - b - e - more - tied
                choices = comb(free, more) * comb(free - more, tied)
                total += number * choices * orders[b + more] * orders[worse]
    return total


def _fubini(most: int) -> list[int]:
    """Return how many weak orders there are of 0, 1, … `most` states."""
    found = [1]
    for n in range(1, most + 1):
        found.append(sum(comb(n, k) * found[n - k] for k in range(1, n + 1)))
    return found
