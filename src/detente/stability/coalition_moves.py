"""What groups can do together: joint moves and coalition improvements, as relations between all states of a small model.

A relation is a packed bit matrix: row s, column t says whether t can be reached from s. What sequences of moves reach
is gathered once for every state by a search over (state, what has been moved so far); states that reach one another
are taken together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import TooLargeError
from detente.stability.arcs import Arcs, Ints, count_of_options
from detente.stability.choices import Choices
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks

Bits = NDArray[np.uint8]
Bools = NDArray[np.bool_]
Gain = Literal["all", "pareto"]
Loss = Literal["some", "all"]
Replies = Literal["coalitions", "singles"]
Coalition = tuple[int, ...]
"""Decision makers, ascending."""
Rule = Literal["legal", "once", "single", "free"]

MAX_STATES = 20_000
MAX_ARCS = 20_000_000
MAX_BYTES = 1 << 31
SPARE = 8
"""So many relations are held beside one for each coalition."""
MAX_EDGES = 60_000_000
"""So many steps at most are held for one search: about two gibibytes."""
MAX_ONCE = 10
BLOCK = 1 << 26
"""Bytes that one piece of work takes at once."""
CACHE = 1 << 18
"""The same, where the memory is read crosswise."""


def refuse_size(model: GraphModel, relations: int) -> None:
    """Refuse what would not fit, before arcs and relations are made."""
    if model.size > MAX_STATES:
        raise TooLargeError(
            f"the model has {model.size:,} states, and coalitions are worked out for at most {MAX_STATES:,}; "
            "list fewer states, or ask without coalitions"
        )
    parties = range(len(model.decision_makers))
    count = (
        sum(len(a.targets) for a in model.arcs)
        if model.arcs is not None
        else sum(count_of_options(model.index, model.own_bits(p)[0]) for p in parties)
    )
    if count > MAX_ARCS:
        raise TooLargeError(f"the model has {count:,} moves, and at most {MAX_ARCS:,} are held; list fewer states")
    needed = (relations + SPARE) * model.size * -(-model.size // 8)
    if needed > MAX_BYTES:
        raise TooLargeError(
            f"{relations:,} coalitions over {model.size:,} states take {needed / 2**30:.1f} GiB, "
            f"and at most {MAX_BYTES >> 30} are held; name fewer coalitions or list fewer states"
        )


def relation(states: int, rows: Callable[[Ints], Bools]) -> Bits:
    """Return a relation from a function that gives its rows, some at a time."""
    step = max(1, BLOCK // states)
    pieces = (np.arange(low, min(low + step, states)) for low in range(0, states, step))
    return np.concatenate([np.packbits(rows(piece), axis=1) for piece in pieces])


def gains(ranks: Ranks, gain: Gain) -> Bits:
    """Return which states are a gain over which, for the members of a coalition together.

    Parameters
    ----------
    ranks : int array, shape (members, states)
    gain : {"all", "pareto"}
        All members strictly prefer the new state; or none is worse off and one at least is better off.

    Returns
    -------
    uint8 array, shape (states, ⌈states / 8⌉)
        Row: the state that is left. Column: the new one.
    """

    def rows(left: Ints) -> Bools:
        better = [r[None, :] > r[left, None] for r in ranks]
        if gain == "all":
            return np.asarray(np.logical_and.reduce(better))
        no_worse = [r[None, :] >= r[left, None] for r in ranks]
        return np.asarray(np.logical_or.reduce(better) & np.logical_and.reduce(no_worse))

    return relation(ranks.shape[1], rows)


def losses(ranks: Ranks, loss: Loss, *, strictly: bool) -> Bits:
    """Return which states deter a coalition from leaving which.

    Parameters
    ----------
    ranks : int array, shape (members, states)
    loss : {"some", "all"}
        For how many members the state must not be better: one at least, or every one.
    strictly : bool
        Whether "not better" means worse.

    Returns
    -------
    uint8 array, shape (states, ⌈states / 8⌉)
        Row: the state that deters. Column: the state that is left.
    """
    combine = np.logical_or.reduce if loss == "some" else np.logical_and.reduce
    return relation(
        ranks.shape[1],
        lambda there: np.asarray(
            combine([r[None, :] > r[there, None] if strictly else r[None, :] >= r[there, None] for r in ranks])
        ),
    )


def transposed(bits: Bits) -> Bits:
    """Return the relation read the other way."""
    states = len(bits)
    step = max(1, CACHE // (8 * states))
    pieces = (np.unpackbits(bits[:, low : low + step], axis=1) for low in range(0, bits.shape[1], step))
    return np.concatenate([np.packbits(np.ascontiguousarray(piece.T), axis=1) for piece in pieces])[:states]


def arcs_of(bits: Bits) -> Arcs:
    """Return a relation as arcs; what leads from a state to itself is left out.

    Raises
    ------
    TooLargeError
        If there are too many; said before they are made.
    """
    states = len(bits)
    refuse_edges(int(np.bitwise_count(bits).sum()))
    step = max(1, BLOCK // states)
    pieces = [
        np.argwhere(np.unpackbits(bits[low : low + step], axis=1, count=states).view(bool)) + np.array([low, 0])
        for low in range(0, states, step)
    ]
    sources, targets = np.concatenate(pieces).T
    is_move = sources != targets
    counts = np.bincount(sources[is_move], minlength=states)
    return Arcs(np.append(0, np.cumsum(counts)), sources[is_move].copy(), targets[is_move].copy())


def refuse_edges(edges: int) -> None:
    """Refuse a search with more steps than are held."""
    if edges > MAX_EDGES:
        raise TooLargeError(
            f"joint moves would be searched along {edges:,} steps, and at most {MAX_EDGES:,} are held; "
            "leave out states, or name fewer and smaller coalitions"
        )


class JointMoves:
    """What some movers reach together from each state.

    Parameters
    ----------
    movers : sequence of Arcs
        The moves of each.
    states : int
    rule : {"legal", "once", "single", "free"}
        Sequences in which nobody moves twice in a row (Fang, Hipel and Kilgour 1993); in which each moves once at
        most; one move in all; or any sequence.
    """

    def __init__(self, movers: Sequence[Arcs], states: int, rule: Rule) -> None:
        if rule == "once" and len(movers) > MAX_ONCE:
            raise TooLargeError(
                f"{len(movers)} coalitions that move once each have 2^{len(movers)} orders, and {MAX_ONCE} are the most; "
                "let them move in any legal sequence, or reply singly"
            )
        steps = _steps(len(movers), rule)
        refuse_edges(sum(len(movers[mover].targets) for _, mover, _ in steps))
        self._states = states
        self._width = 1 + max((after for _, _, after in steps), default=0)
        self._part, sources, targets = _condensed(*_edges(movers, steps, self._width), states * self._width)
        # Sequences end in a node of the search that is no start; a part may hold several of them.
        ends = np.flatnonzero(np.arange(len(self._part)) % self._width)
        self._ends = ends[np.argsort(self._part[ends], kind="stable")]
        self._parts, self._first = np.unique(self._part[self._ends], return_index=True)
        self._from = np.flatnonzero(np.diff(sources, prepend=-1))
        self._leaving = sources[self._from]
        self._targets = targets
        # Sinks first: then one sweep is enough.
        self._is_ordered = bool((sources > targets).all())

    def gather(self, rows: Bits) -> Bits:
        """Return, for each state, the union of the rows of all states that are reached from it by one move at least.

        A state's own row is among them only where the movers can come back to it.
        """
        found = np.zeros_like(rows)
        if not len(self._parts):
            return found
        step = max(1, BLOCK // len(self._part))
        for low in range(0, rows.shape[1], step):
            held = self._sweep(rows[:, low : low + step])
            found[:, low : low + step] = held[self._part[:: self._width]]
        return found

    def gather_elsewhere(self, rows: Bits) -> Bits:
        """Return the same without a state's own row.

        Two states differ where some binary digit of their numbers does, so the rows are gathered digit by digit.
        """
        number, found = np.arange(self._states), np.zeros_like(rows)
        for digit in range(self._states.bit_length()):
            for value in (0, 1):
                is_here = (number >> digit & 1) == value
                found[is_here] |= self.gather(np.where(is_here[:, None], np.uint8(0), rows))[is_here]
        return found

    def reach(self) -> Bits:
        """Return which states are reached from which."""
        return self.gather(relation(self._states, lambda here: here[:, None] == np.arange(self._states)))

    def _sweep(self, rows: Bits) -> Bits:
        held = np.zeros((int(self._part.max()) + 1, rows.shape[1]), dtype=np.uint8)
        held[self._parts] = np.bitwise_or.reduceat(rows[self._ends // self._width], self._first, axis=0)
        upto = np.append(self._from, len(self._targets))[1:]
        before: Bits | None = None
        while before is None or not (self._is_ordered or np.array_equal(before, held)):
            before = held.copy()
            for part, low, high in zip(self._leaving, self._from, upto, strict=True):
                held[part] |= np.bitwise_or.reduce(held[self._targets[low:high]], axis=0)
        return held


def _steps(movers: int, rule: Rule) -> list[tuple[int, int, int]]:
    """Return who may move: what is remembered before, the mover, what is remembered after; 0 is the start."""
    who = range(movers)
    if rule == "single":
        return [(0, p, 1) for p in who]
    if rule == "free":
        return [(before, p, 1) for p in who for before in (0, 1)]
    if rule == "legal":
        return [(before, p, p + 1) for p in who for before in range(movers + 1) if before != p + 1]
    moved = [frozenset(c) for size in range(movers + 1) for c in combinations(who, size)]
    number = {c: n for n, c in enumerate(moved)}
    return [(number[c], p, number[c | {p}]) for c in moved for p in who if p not in c]


def _edges(movers: Sequence[Arcs], steps: Sequence[tuple[int, int, int]], width: int) -> tuple[Ints, Ints]:
    none = np.zeros(0, dtype=np.int64)
    sources = [movers[p].sources * width + before for before, p, _ in steps]
    targets = [movers[p].targets * width + after for _, p, after in steps]
    return np.concatenate([none, *sources]), np.concatenate([none, *targets])


def _condensed(sources: Ints, targets: Ints, nodes: int) -> tuple[Ints, Ints, Ints]:
    """Return the strongly connected part of each node, and the edges between parts, sorted."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(sources), dtype=np.int8), (sources, targets)), shape=(nodes, nodes))
    count, found = connected_components(graph, connection="strong")
    part = np.asarray(found, dtype=np.int64)
    edges = np.sort(part[sources] * count + part[targets])  # np.unique hashes, which is slower on so many
    once = edges[np.diff(edges, prepend=-1) > 0]
    first, second = once // count, once % count
    return part, first[first != second], second[first != second]


@dataclass(frozen=True)
class Rules:
    """Where definitions differ."""

    gain: Gain
    loss: Loss
    returns: bool
    replies: Replies
    choices: Choices

    def plain(self) -> dict[str, Any]:
        """Return the choices by name."""
        mine = {"gain": self.gain, "loss": self.loss, "returns": self.returns}
        return mine | self.choices.plain()


class Players:
    """Who moves as one: decision makers or the coalitions of a partition, their moves and what their groups reach."""

    def __init__(self, model: GraphModel, members: Sequence[Coalition], arcs: Sequence[Arcs], rules: Rules) -> None:
        self.ranks, self.states, self.rules = model.ranks, model.size, rules
        self.members, self.arcs = members, arcs
        self._kept: dict[tuple[Coalition, Rule], Bits] = {}
        # Moves over options can be made at once instead of one after the other, so two of them are one.
        self._is_transitive = model.arcs is None

    def all_but(self, group: Coalition) -> Coalition:
        """Return the opponents of a group."""
        return tuple(p for p in range(len(self.members)) if p not in group)

    def ranks_of(self, group: Coalition) -> Ranks:
        """Return the ranks of all members of a group."""
        return self.ranks[list(chain.from_iterable(self.members[p] for p in group))]

    def joint(self, group: Coalition, rule: Rule = "legal") -> JointMoves:
        """Return what a group reaches together."""
        return JointMoves([self.arcs[p] for p in group], self.states, rule)

    def improvements(self, group: Coalition, rule: Rule = "legal") -> Bits:
        """Return R⁺⁺_H: what a group reaches together and gains by."""
        if (group, rule) not in self._kept:
            self._kept[group, rule] = self.joint(group, rule).reach() & gains(self.ranks_of(group), self.rules.gain)
        return self._kept[group, rule]

    def credible(self, opponents: Coalition) -> JointMoves:
        """Return the joint moves of some opponents that do each group of them good that takes a step."""
        rules, rule = self.rules, self.rules.choices.joint
        if rules.choices.credible == "outcome":
            return self._any_of((self.improvements(g, rule) for g in groups(opponents)), "single")
        steps = groups(opponents) if rules.replies == "coalitions" else [(p,) for p in opponents]
        if rule == "single" or (rule == "legal" and self._is_transitive):
            return self._any_of(map(self.improvements, steps), "single" if rule == "single" else "free")
        return JointMoves([arcs_of(self.improvements(g)) for g in steps], self.states, rule)

    def _any_of(self, steps: Iterable[Bits], rule: Rule) -> JointMoves:
        taken = np.zeros((self.states, -(-self.states // 8)), dtype=np.uint8)
        for bits in steps:
            taken |= bits
        return JointMoves([arcs_of(taken)], self.states, rule)


@dataclass(frozen=True)
class Focal:
    """The questions about one coalition, answered for all states."""

    players: Players
    group: Coalition

    def stable(self, concept: str) -> Bools:
        """Return where every improvement of the coalition meets a sanction; for Nash, where there is none."""
        leaves = self.players.improvements(self.group)
        if concept == "nash":
            return np.asarray(~leaves.any(axis=1))
        deterring = self._deterring_for_good if concept == "smr" else self._deterring
        met = self._threatened(self._credible if concept == "seq" else self._joint, deterring)
        return np.asarray(~(leaves & ~transposed(met)).any(axis=1))

    @cached_property
    def _deterring(self) -> Bits:
        rules = self.players.rules
        return losses(self.players.ranks_of(self.group), rules.loss, strictly=rules.choices.strictly)

    @cached_property
    def _deterring_for_good(self) -> Bits:
        """Return the states that deter, and from which no joint move of the coalition leads to one that does not."""
        return self._deterring & ~self.players.joint(self.group).gather(~self._deterring)

    @cached_property
    def _joint(self) -> JointMoves:
        return self.players.joint(self.players.all_but(self.group), self.players.rules.choices.joint)

    @cached_property
    def _credible(self) -> JointMoves:
        return self.players.credible(self.players.all_but(self.group))

    def _threatened(self, moves: JointMoves, deterring: Bits) -> Bits:
        """Return at which improvement (row) the opponents can deter the coalition from leaving which state (column)."""
        rules = self.players.rules
        # A gain of all members never deters, so that coming back to it matters only where some may gain nothing.
        if rules.returns or rules.gain == "all" or rules.loss == "all" or rules.choices.strictly:
            return moves.gather(deterring)
        return moves.gather_elsewhere(deterring)


def groups(parties: Iterable[int]) -> list[Coalition]:
    """Return all non-empty coalitions of some decision makers, the small ones first."""
    everyone = tuple(parties)
    return [c for size in range(1, len(everyone) + 1) for c in combinations(everyone, size)]
