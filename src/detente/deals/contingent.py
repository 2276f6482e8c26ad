"""Contingent outcomes: one or another outcome, as an event decides that the parties may judge differently.

A clause is worth to a party what its branches are worth, weighed with the party's own probability. Parties with different
beliefs can both gain by a bet (Raiffa 1982, ch. 13; Lax & Sebenius 1986). What is said of outcomes holds in every world:
a red line against a branch refuses the clause, a link holds whichever branch comes, an interaction counts as often as its
condition is believed to hold. Events are taken to be independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

from detente.errors import TooLargeError
from detente.expression import And, Expression, If, Iff, Name, Not, Or, names_in

MAX_EVENTS = 8
"""Each event on which a condition hangs doubles the worlds in which it is read."""

World = Mapping[str, bool]
"""Which events happened."""


@dataclass(frozen=True)
class Clause:
    """An outcome, written ``issue.outcome``, that is `then` if the event happens and `otherwise` if not."""

    name: str
    event: str
    then: str
    otherwise: str

    def comes_to(self, world: World) -> str:
        """Return the outcome that it is in a world."""
        return self.then if world[self.event] else self.otherwise


def in_every_world(tree: Expression, clauses: Sequence[Clause]) -> Expression:
    """Return the condition that holds if the given one does whichever branches come."""
    return reduce(And, (in_world(tree, clauses, world) for world in worlds(tree, clauses)))


def worlds(tree: Expression, clauses: Sequence[Clause]) -> Iterator[World]:
    """Yield every way in which the events turn out that a condition hangs on.

    Raises
    ------
    TooLargeError
        If it hangs on very many.
    """
    named = set(names_in(tree))
    events = list(dict.fromkeys(c.event for c in clauses if {c.then, c.otherwise} & named))
    if len(events) > MAX_EVENTS:
        raise TooLargeError(f"a condition hangs on {len(events)} events, at most {MAX_EVENTS} can be gone through")
    for happened in product((True, False), repeat=len(events)):
        yield dict(zip(events, happened, strict=True))


def in_world(tree: Expression, clauses: Sequence[Clause], world: World) -> Expression:
    """Return the condition in which each outcome is also there where a clause comes to it."""
    match tree:
        case Name(name):
            found: Expression = tree
            for clause in clauses:
                if clause.event in world and clause.comes_to(world) == name:
                    found = Or(found, Name(clause.name))
            return found
        case Not(part):
            return Not(in_world(part, clauses, world))
        case And(left, right) | Or(left, right) | If(left, right) | Iff(left, right):
            return type(tree)(in_world(left, clauses, world), in_world(right, clauses, world))


def chance(world: World, beliefs: Mapping[str, float]) -> float:
    """Return the probability of a world for independent events."""
    found = 1.0
    for event, happened in world.items():
        found *= beliefs[event] if happened else 1 - beliefs[event]
    return found
