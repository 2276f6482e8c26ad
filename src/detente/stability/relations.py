"""Stability where a preference is more than a rank: worked out from what each decision maker would do, and what deters it.

Four readings of preference (unknown, strength, fuzzy, crisp) ask the same questions with other answers: by which moves a
decision maker leaves a state, which moves its opponents make in reply, and which states deter it. This file holds what
they share: the sets of states that joint moves reach, and the concepts over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import ExpressionError, InputError, Problem, TooLargeError
from detente.stability.arcs import Arcs, Bools
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks, ranks_of_statements
from detente.stability.result import StabilityResult

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
CREDIBLE = ("seq", "sseq")
SYMMETRIC = ("smr", "sseq")
MAX_STATES = 5_000
"""A set of states is held for every state and opponent: some megabytes each at this size, and some seconds of work."""

Deters = Callable[[int, int], Bools]
"""From a party and the state that it would leave to a bool array: which states, by position, deter it."""


class JointReach:
    """The states that the opponents of a decision maker reach together, as sets of bits: bit t is position t.

    Sequences in which nobody moves twice in a row, of one move at least (Fang, Hipel and Kilgour 1993).

    Parameters
    ----------
    moves, credible : sequence of Arcs
        By decision maker: all moves, and those that it makes where a sanction must be credible.
    returns : bool
        Whether the state from which the joint move sets out is among those that it reaches, where opponents can come
        back to it.
    """

    def __init__(self, moves: Sequence[Arcs], credible: Sequence[Arcs], *, returns: bool = False) -> None:
        self.moves = tuple(moves)
        self._credible = tuple(credible)
        self._returns = returns
        self._found: dict[tuple[int, bool], list[int]] = {}

    def of(self, party: int, *, credible: bool) -> list[int]:
        """Return, for each state, the set of states that all others than the party reach from it."""
        asked = (party, credible)
        if asked not in self._found:
            arcs = self._credible if credible else self.moves
            sets = joint_reach([own for p, own in enumerate(arcs) if p != party], len(arcs[party].starts) - 1)
            self._found[asked] = sets if self._returns else [bits & ~(1 << state) for state, bits in enumerate(sets)]
        return self._found[asked]


def joint_reach(arcs: Sequence[Arcs], states: int) -> list[int]:
    """Return, for each state, the set of states that some decision makers reach together by one move at least.

    A node is a state with the one who has just moved there and may not go on; its successors are the moves of the
    others.

    Parameters
    ----------
    arcs : sequence of Arcs
        By decision maker.
    states : int
    """
    ends = [_nodes(own, mover * states) for mover, own in enumerate(arcs)]
    after = [
        [ends[p][state] for p in range(len(arcs)) if p != mover]
        for mover in range(len(arcs))
        for state in range(states)
    ]
    closed = _closed(after, [1 << state for _ in arcs for state in range(states)])
    return [_union(closed[node] for own in ends for node in own[state]) for state in range(states)]


def _nodes(own: Arcs, shift: int) -> list[list[int]]:
    nodes, starts = (own.targets + shift).tolist(), own.starts.tolist()
    return [nodes[first:last] for first, last in pairwise(starts)]


def _union(sets: Iterable[int]) -> int:
    found = 0
    for bits in sets:
        found |= bits
    return found


def _closed(after: Sequence[Sequence[Sequence[int]]], bits: Sequence[int]) -> list[int]:
    """Return, for each node, the bits of all nodes that are reached from it, and its own.

    Nodes on a common cycle share one set, so each edge is passed twice at most, whatever the cycles (Tarjan 1972).
    """
    closed, partial = [0] * len(bits), list(bits)
    seen, low = [0] * len(bits), [0] * len(bits)
    left = [chain.from_iterable(lists) for lists in after]
    opened: list[int] = []
    walk: list[int] = []
    clock = 0
    for root in range(len(bits)):
        walk += [] if seen[root] else [root]
        while walk:
            node = walk[-1]
            if not seen[node]:
                clock += 1
                seen[node] = low[node] = clock
                opened.append(node)
            following = next((n for n in left[node] if not seen[n]), None)
            if following is not None:
                walk.append(following)
                continue
            walk.pop()
            for n in chain.from_iterable(after[node]):
                partial[node] |= closed[n]
                if not closed[n]:
                    low[node] = min(low[node], low[n])
            if low[node] == seen[node]:
                _close(node, opened, partial, closed)
    return closed


def _close(node: int, opened: list[int], partial: Sequence[int], closed: list[int]) -> None:
    """Give the nodes opened since this one, which all reach each other, their common set."""
    members = [opened.pop()]
    while members[-1] != node:
        members.append(opened.pop())
    everything = _union(partial[m] for m in members)
    for m in members:
        closed[m] = everything


def stable_under(
    leaves: Sequence[Arcs], reach: JointReach, deters: Deters, concepts: Sequence[str]
) -> dict[str, NDArray[np.bool_]]:
    """Return who would stay where.

    Parameters
    ----------
    leaves : sequence of Arcs
        By decision maker: the moves by which it leaves a state, if nothing deters it.
    reach : JointReach
    deters : callable
        A sanction counts where it lands on one of these states; the symmetric concepts ask the same of every state that
        one further move of the decision maker leads to.
    concepts : sequence of str

    Returns
    -------
    dict of str to bool array, shape (decision makers, states)
    """
    tables = {c: np.stack([own.starts[:-1] == own.starts[1:] for own in leaves]) for c in dict.fromkeys(concepts)}
    sanctioned = [c for c in tables if c != "nash"]
    for party, own in enumerate(leaves if sanctioned else ()):
        for state in np.flatnonzero(np.diff(own.starts)).tolist():
            row = deters(party, state)
            sets = {False: _bits(row), True: 0}
            if any(c in SYMMETRIC for c in sanctioned):
                sets[True] = _bits(row & ~leads_to(reach.moves[party], ~row))
            for c in sanctioned:
                reached, enough = reach.of(party, credible=c in CREDIBLE), sets[c in SYMMETRIC]
                tables[c][party, state] = all(reached[there] & enough for there in own.of(state).tolist())
    return tables


def leads_to(arcs: Arcs, states: Bools) -> Bools:
    """Return from which states one move leads to one of these states."""
    found = np.zeros(len(states), dtype=bool)
    leaves = arcs.starts[:-1] < arcs.starts[1:]
    if len(arcs.targets):
        found[leaves] = np.logical_or.reduceat(states[arcs.targets], arcs.starts[:-1][leaves])
    return found


def _bits(row: Bools) -> int:
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")


def result_of(
    model: GraphModel, tables: Mapping[str, NDArray[np.bool_]], method: str, parameters: Mapping[str, Any]
) -> StabilityResult:
    """Return the tables by position as a result."""
    equilibria = {concept: np.sort(model.index[table.all(axis=0)]) for concept, table in tables.items()}
    stable = {concept: model.spread(table) for concept, table in tables.items()}
    return StabilityResult(model, stable, equilibria, method, dict(parameters), model.case_digest)


def concept_problems(concepts: Sequence[str]) -> list[Problem]:
    """Return a problem where something else than known concepts is asked for."""
    remedy = f"give a list of {', '.join(CONCEPTS)}"
    if isinstance(concepts, str):
        return [Problem("concept", f"{concepts!r} is no list of concepts", remedy)]
    return [Problem("concept", f"there is no concept {c!r}", remedy) for c in concepts if c not in CONCEPTS]


def check_small(model: GraphModel, most: int = MAX_STATES) -> None:
    """Refuse a model whose sets of states would not fit.

    Raises
    ------
    TooLargeError
    """
    if model.size > most:
        raise TooLargeError(
            f"{model.size:,} states, and this kind of preference is worked out for {most:,} at most; "
            "add infeasible combinations, leave out an option, or list the states"
        )


def table_by_position(model: GraphModel, rule: str, given: ArrayLike) -> NDArray[Any]:
    """Return a table of decision makers and states by position.

    Parameters
    ----------
    model : GraphModel
    rule : str
        What the table says; stands in the message.
    given : array, shape (decision makers, states) or (decision makers, 2^options)

    Raises
    ------
    InputError
        If the shape is another, or something is no finite number.
    """
    table = np.asarray(given)
    parties = len(model.decision_makers)
    if table.dtype == bool or not np.issubdtype(table.dtype, np.number) or not np.isfinite(table).all():
        raise InputError.of(rule, f"{rule} must be finite numbers", "give one for each decision maker and state")
    if table.shape == (parties, model.size):
        return table
    if model.dense and table.shape == (parties, 1 << len(model.options)):
        return np.asarray(table[:, model.index])
    raise InputError.of(
        rule, f"{rule} have the shape {table.shape}", f"give {parties} decision makers × {model.size:,} states"
    )


def statement_ranks(model: GraphModel, priorities: Sequence[Sequence[str]]) -> Ranks:
    """Return the ranks that option statements give each decision maker, most important first.

    Parameters
    ----------
    model : GraphModel
    priorities : sequence of sequences of str
        By decision maker.

    Returns
    -------
    int array, shape (decision makers, states)

    Raises
    ------
    InputError
        With every statement that cannot be read or names no option.
    """
    names = {name: k for k, name in enumerate(model.options)}
    problems = one_for_each(model, "priorities", priorities)
    rows: list[Ranks] = []
    for party, statements in enumerate(priorities):
        try:
            rows.append(ranks_of_statements(statements, model.index, names))
        except InputError as error:
            problems += error.problems
        except ExpressionError as error:
            what = f"a statement of decision maker {party} is no expression: {error}"
            problems.append(Problem("priorities", what, "write it with and, or, not"))
    if problems:
        raise InputError(problems)
    return np.array(rows, dtype=np.int32)


def one_for_each(model: GraphModel, rule: str, given: Sequence[Any]) -> list[Problem]:
    """Return a problem where there is not one entry for each decision maker."""
    parties = len(model.decision_makers)
    if not isinstance(given, str) and len(given) == parties:
        return []
    return [Problem(rule, f"{rule}: {len(given)} entries for {parties} decision makers", "give one for each")]
