"""Why a state is stable for a decision maker or not: the improvement, the sanction, and the moves that deliver it.

A reason can be replayed: each move in it is one that its maker has, and the last state is the sanction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from detente.errors import InputError, TooLargeError
from detente.stability.choices import Choices
from detente.stability.concepts import CONCEPTS
from detente.stability.model import GraphModel

MAX_NODES = 1_000_000
"""So many states with their last mover are looked at for one improvement."""
IMPROVING = ("seq", "sseq")
COUNTERED = ("smr", "sseq")


@dataclass(frozen=True)
class Move:
    """One move: who goes from which state to which, by index."""

    party: int
    source: int
    target: int


@dataclass(frozen=True)
class Answer:
    """What becomes of one improvement.

    Attributes
    ----------
    improvement : int
        Index of the state that the decision maker could move to.
    sanction : int or None
        Index of the nearest state that deters it; None where nothing does.
    path : tuple of Move
        The opponents' moves from the improvement to the sanction; empty where there is none.
    """

    improvement: int
    sanction: int | None
    path: tuple[Move, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a state is stable for a decision maker under a concept, or why it is not.

    Attributes
    ----------
    state, party : int
        Index of the state, and the focal decision maker.
    concept : str
    answers : tuple of Answer
        One for each improvement; none where there is no improvement.
    """

    state: int
    party: int
    concept: str
    answers: tuple[Answer, ...]

    @property
    def is_stable(self) -> bool:
        """True where every improvement is deterred."""
        return all(a.sanction is not None for a in self.answers)

    @property
    def escape(self) -> int | None:
        """Index of the first improvement that nothing deters, or None."""
        return next((a.improvement for a in self.answers if a.sanction is None), None)


def explain(model: GraphModel, index: int, party: int, concept: str, *, choices: Choices | None = None) -> Explanation:
    """Return why a state is stable for a decision maker under a concept, or why it is not.

    Parameters
    ----------
    model : GraphModel
    index : int
        The state.
    party : int
        The focal decision maker.
    concept : str
    choices : Choices, optional

    Raises
    ------
    InputError
        If there is no such concept.
    TooLargeError
        If more than `MAX_NODES` states would have to be looked at.
    """
    if concept not in CONCEPTS:
        raise InputError.of("concept", f"there is no concept {concept!r}", f"use {', '.join(CONCEPTS)}")
    start = model.position(index)
    ranks = model.ranks[party]
    better = [t for t in model.moves_from(party, start).tolist() if ranks[t] > ranks[start]]
    search = _Search(model, party, start, concept, choices or Choices())
    return Explanation(index, party, concept, tuple(search.answer(t) for t in better))


@dataclass(frozen=True)
class _Node:
    """Where the opponents have come to: the state, who moved last, who has moved, and the node before."""

    state: int
    last: int
    moved: frozenset[int]
    before: _Node | None


class _Search:
    """Looks for the nearest sanction of one state, for one decision maker, under one concept."""

    def __init__(self, model: GraphModel, party: int, start: int, concept: str, choices: Choices) -> None:
        self.model, self.party, self.start, self.concept, self.choices = model, party, start, concept, choices
        self.opponents = [p for p in range(len(model.decision_makers)) if p != party]
        self.by_outcome = concept in IMPROVING and choices.credible == "outcome"

    def answer(self, improvement: int) -> Answer:
        index = self.model.index
        if self.concept != "nash":
            for node in self._reached(improvement):
                if self._deters(node, improvement):
                    return Answer(int(index[improvement]), int(index[node.state]), self._path(node))
        return Answer(int(index[improvement]), None, ())

    def _reached(self, start: int) -> Iterator[_Node]:
        """Yield where legal moves of the opponents lead, the nearest first."""
        waiting = deque([_Node(start, -1, frozenset(), None)])
        seen: set[tuple[int, int, frozenset[int]]] = set()
        while waiting:
            here = waiting.popleft()
            for party in self._next_movers(here):
                for there in self._moves(party, here.state):
                    node = _Node(there, party, here.moved | {party}, here)
                    key = (there, party, node.moved if self._remembers else frozenset())
                    if key in seen:
                        continue
                    if len(seen) >= MAX_NODES:
                        raise TooLargeError(f"more than {MAX_NODES:,} states lie within reach of one improvement")
                    seen.add(key)
                    yield node
                    waiting.append(node)

    @property
    def _remembers(self) -> bool:
        return self.by_outcome or self.choices.joint == "once"

    def _next_movers(self, node: _Node) -> list[int]:
        if self.choices.joint == "single" and node.before is not None:
            return []
        barred = node.moved if self.choices.joint == "once" else {node.last}
        return [p for p in self.opponents if p not in barred]

    def _moves(self, party: int, state: int) -> list[int]:
        targets = self.model.moves_from(party, state)
        if self.concept in IMPROVING and not self.by_outcome:
            ranks = self.model.ranks[party]
            targets = targets[ranks[targets] > ranks[state]]
        return list(map(int, targets))

    def _deters(self, node: _Node, improvement: int) -> bool:
        ranks = self.model.ranks
        if self.by_outcome and any(ranks[p][node.state] <= ranks[p][improvement] for p in node.moved):
            return False
        kept = [node.state]
        if self.concept in COUNTERED:
            kept += self.model.moves_from(self.party, node.state).tolist()
        best, left = max(int(ranks[self.party][s]) for s in kept), int(ranks[self.party][self.start])
        return best < left if self.choices.strictly else best <= left

    def _path(self, node: _Node) -> tuple[Move, ...]:
        found: list[Move] = []
        index = self.model.index
        while node.before is not None:
            found.append(Move(node.last, int(index[node.before.state]), int(index[node.state])))
            node = node.before
        return tuple(reversed(found))
