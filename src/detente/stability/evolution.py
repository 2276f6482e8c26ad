"""From today's state on: which states can be reached, by whose moves, and on which shortest way.

Xu, Kilgour, Hipel and Kemkes (2010), *European Journal of Operational Research* 207, for the question.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.stability.coalitions import improvements
from detente.stability.model import GraphModel

MAX_NODES = 200_000
"""So many states with their last mover are looked at."""


@dataclass(frozen=True)
class Step:
    """One move on a way: who moves (several are a coalition), and from which state to which, by index."""

    movers: tuple[int, ...]
    source: int
    target: int


@dataclass(frozen=True)
class Evolution:
    """What follows from one state.

    Attributes
    ----------
    start : int
        Index of the state.
    ways : dict of int to tuple of Step
        By the index of each state that is reached: a shortest way there; the start itself has none.
    improving : bool
        True where each mover gains by each of its moves.
    coalitions : tuple of tuple of int
        Who may move together.
    complete : bool
        False where more states than `MAX_NODES` lie within reach and the search was ended.
    """

    start: int
    ways: dict[int, tuple[Step, ...]]
    improving: bool
    coalitions: tuple[tuple[int, ...], ...]
    complete: bool

    def to(self, targets: Sequence[int]) -> dict[int, tuple[Step, ...]]:
        """Return the ways to those of some states that are reached, the shortest way first."""
        found = {int(t): self.ways[int(t)] for t in targets if int(t) in self.ways}
        return dict(sorted(found.items(), key=lambda item: (len(item[1]), item[0])))


def evolution(
    model: GraphModel,
    start: int,
    *,
    improving: bool = True,
    coalitions: Sequence[Sequence[int]] = (),
    most: int = MAX_NODES,
) -> Evolution:
    """Return which states legal moves reach from one state, and how.

    Nobody moves twice in a row; a coalition that has just moved does not move again, and neither does a member alone.

    Parameters
    ----------
    model : GraphModel
    start : int
        Index of the state.
    improving : bool
        Whether each mover must gain by each of its moves; False asks for all that is possible.
    coalitions : sequence of sequences of int
        Who may also move together, where all of them gain (Kilgour, Hipel, Fang and Peng 2001).
    most : int
        How many states with their last mover are looked at.
    """
    together = tuple(tuple(sorted(set(c))) for c in coalitions if len(set(c)) > 1)
    ways: dict[int, tuple[Step, ...]] = {start: ()}
    waiting: deque[tuple[int, tuple[int, ...], tuple[Step, ...]]] = deque([(model.position(start), (), ())])
    seen: set[tuple[int, tuple[int, ...]]] = set()
    while waiting and len(seen) < most:
        here, last, way = waiting.popleft()
        for movers, targets in _moves(model, here, last, together, improving=improving):
            for there in targets:
                if (there, movers) in seen:
                    continue
                seen.add((there, movers))
                longer = (*way, Step(movers, int(model.index[here]), int(model.index[there])))
                ways.setdefault(int(model.index[there]), longer)
                waiting.append((there, movers, longer))
    return Evolution(start, ways, improving, together, complete=not waiting)


def _moves(
    model: GraphModel, here: int, last: tuple[int, ...], together: Sequence[tuple[int, ...]], *, improving: bool
) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    for party in range(len(model.decision_makers)):
        if party not in last:
            targets = model.moves_from(party, here)
            if improving:
                targets = targets[model.ranks[party][targets] > model.ranks[party][here]]
            yield (party,), list(map(int, targets))
    for coalition in together:
        if not set(coalition) <= set(last):
            yield coalition, list(map(int, improvements(model, coalition, here)))
