"""The stability concepts word for word: plain dictionaries, and a search over what has been done so far.

Slow on purpose, and written from the published definitions alone. A state of the search is where the opponents have
come to, together with whatever decides who may move next and whether the way there was credible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from detente.stability import Choices
from detente.stability.choices import Credible, Joint, Sanction

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
JOINT: tuple[Joint, ...] = ("legal", "once", "single")
SANCTION: tuple[Sanction, ...] = ("not better", "worse")
CREDIBLE: tuple[Credible, ...] = ("each step", "outcome")
ALL_CHOICES = [Choices(*read) for read in product(JOINT, SANCTION, CREDIBLE)]

Moves = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Graph:
    """States, and for each decision maker its moves R_i and its ranks (higher is better)."""

    states: tuple[int, ...]
    moves: tuple[Moves, ...]
    ranks: tuple[Mapping[int, int], ...]

    def better(self, party: int, state: int) -> list[int]:
        """R⁺_i(s)."""
        ranks = self.ranks[party]
        return [t for t in sorted(self.moves[party][state]) if ranks[t] > ranks[state]]


def graph_of_options(
    owners: Sequence[int], directions: Sequence[str], states: Sequence[int], ranks: Sequence[Mapping[int, int]]
) -> Graph:
    """Connect two states for a party where they differ in its options alone, each switched in a permitted direction."""
    moves = tuple(
        {s: frozenset(t for t in states if t != s and _is_move(party, s, t, owners, directions)) for s in states}
        for party in range(len(ranks))
    )
    return Graph(tuple(states), moves, tuple(ranks))


def _is_move(party: int, source: int, target: int, owners: Sequence[int], directions: Sequence[str]) -> bool:
    for k, (owner, direction) in enumerate(zip(owners, directions, strict=True)):
        before, after = bool(source >> k & 1), bool(target >> k & 1)
        if before == after:
            continue
        if owner != party or (direction == "on" and before) or (direction == "off" and after):
            return False
    return True


def stable_states(graph: Graph, concept: str, party: int, choices: Choices) -> set[int]:
    """Return the states that one decision maker does not leave."""
    if concept == "nash":
        return {s for s in graph.states if not graph.better(party, s)}
    can_escape = concept in ("smr", "sseq")
    is_credible = concept in ("seq", "sseq")
    answers = {s: _answers(graph, party, s, choices, is_credible=is_credible) for s in graph.states}
    return {
        s for s in graph.states
        if all(
            any(_deters(graph, party, s, there, choices, can_escape=can_escape) for there in answers[better])
            for better in graph.better(party, s)
        )
    }  # fmt: skip


def equilibria(graph: Graph, concept: str, choices: Choices) -> list[int]:
    """Return the states that nobody leaves."""
    tables = [stable_states(graph, concept, party, choices) for party in range(len(graph.ranks))]
    return sorted(set.intersection(*tables))


def _deters(graph: Graph, party: int, left: int, there: int, choices: Choices, *, can_escape: bool) -> bool:
    """Return whether a party that left one state does not gain from ending `there`, nor by one more move of its own."""
    ranks = graph.ranks[party]
    ends = {there} | (graph.moves[party][there] if can_escape else set())
    return all(ranks[t] < ranks[left] if choices.sanction == "worse" else ranks[t] <= ranks[left] for t in ends)


def _answers(graph: Graph, party: int, start: int, choices: Choices, *, is_credible: bool) -> set[int]:
    """Return where the opponents of a party can bring it from `start`, by one move at least."""
    opponents = [p for p in range(len(graph.ranks)) if p != party]
    each_step = is_credible and choices.credible == "each step"
    by_outcome = is_credible and choices.credible == "outcome"
    return {
        end
        for end, moved in joint_moves(graph, opponents, start, choices.joint, improving=each_step)
        if not by_outcome or all(graph.ranks[p][end] > graph.ranks[p][start] for p in moved)
    }


def joint_moves(
    graph: Graph, movers: Sequence[int], start: int, joint: str, *, improving: bool = False
) -> set[tuple[int, frozenset[int]]]:
    """Return each state that a sequence of one or more moves ends in, with the set of those who moved on the way.

    A node of the search is (state, last mover, everybody who has moved).
    """
    nobody: frozenset[int] = frozenset()
    seen: set[tuple[int, int | None, frozenset[int]]] = set()
    waiting: list[tuple[int, int | None, frozenset[int]]] = [(start, None, nobody)]
    while waiting:
        here, last, moved = waiting.pop()
        for p in _next_movers(movers, last, moved, joint):
            for there in graph.better(p, here) if improving else graph.moves[p][here]:
                node = (there, p, moved | {p})
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
    return {(end, moved) for end, _, moved in seen}


def _next_movers(movers: Sequence[int], last: int | None, moved: frozenset[int], joint: str) -> Iterator[int]:
    for p in movers:
        if joint == "legal" and p == last:
            continue
        if joint == "once" and p in moved:
            continue
        if joint == "single" and moved:
            continue
        yield p
