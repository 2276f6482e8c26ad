"""Limited-move stability: who leaves a state after thinking a fixed number of moves ahead.

The decision makers take turns. Whoever has the turn stops, and the game ends there, or makes one move and hands the
turn on; all foresee this to the last of `h` moves. Kilgour (1985); Fang, Hipel and Kilgour (1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Problem
from detente.stability.arcs import Arcs, Bools
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.threats import OUT_OF_REACH

Ends = NDArray[np.int32]
Definition = Literal["two parties", "given order"]
Ties = Literal["lowest position", "cautious"]


def limited_move(
    model: GraphModel,
    horizon: int,
    *,
    definition: Definition = "two parties",
    order: Sequence[int] | None = None,
    ties: Ties = "lowest position",
) -> Bools:
    """Return who would not leave which state, looking a fixed number of moves ahead.

    G₀(i, s) = s. With h moves left, i who has the turn looks at what follows each of its moves, G_h−1(j, t) for all t
    in R_i(s), j being the one who has the turn next. G_h(i, s) is the best of these for i if it is better than s
    itself, and s otherwise: a tie between staying and moving is decided for staying. A state is L_h stable for i
    where G_h(i, s) = s.

    Parameters
    ----------
    model : GraphModel
    horizon : int
        h, at least 1. L₁ is Nash stability.
    definition : {"two parties", "given order"}
        Who answers. The published definition is for two decision makers, who alternate. ``"given order"`` is the same
        game for any number: the turn passes round in `order`, and whoever stops ends the game for all.
    order : sequence of int, optional
        All decision makers, each once, for ``"given order"`` alone; only the round counts, not where it begins.
    ties : {"lowest position", "cautious"}
        Which of several moves that are equally good for the mover the others expect: the one to the state of the
        lowest position, or the one whose end is worst for the decision maker that has the turn before the mover (the
        other one of two), and the one of the lowest position among those.

    Returns
    -------
    bool array, shape (decision makers, states)
        By position. Exact.

    Raises
    ------
    InputError
        If the horizon is no whole number from 1 on, the decision makers are not two, an order is missing or is none,
        or a name is unknown.

    Notes
    -----
    With ties in the preferences the anticipated end is not unique, and L_h depends on the rule for ties: with
    ``"lowest position"`` even on the order in which states are listed. Where all preferences are strict, moves that
    are equally good have the same end, and the two rules agree. Nothing published is followed for three or more
    decision makers; other definitions exist.

    References
    ----------
    Kilgour (1985), *Anticipation and Stability in Two-Person Noncooperative Games*; Fang, Hipel and Kilgour (1993),
    *Interactive Decision Making*. On ties: Rêgo and others (2024).
    """
    problems = turn_problems(model, definition, order, ties)
    if not is_whole(horizon) or horizon < 1:
        problems.append(Problem("horizon", f"the horizon is {horizon!r}", "give a whole number from 1 on"))
    if problems:
        raise InputError(problems)
    replies = replies_in((0, 1) if order is None else order)
    ends = staying = no_move(model)
    for _ in range(horizon):
        ends = one_further(model, ends, replies, ties)
    return np.asarray(ends == staying)


def no_move(model: GraphModel) -> Ends:
    """Return G₀, by which every state is its own end; shape (decision makers, states)."""
    return np.tile(np.arange(model.size, dtype=np.int32), (len(model.decision_makers), 1))


def one_further(model: GraphModel, ends: Ends, replies: Sequence[int], ties: Ties) -> Ends:
    """Return G_h from G_h−1.

    Parameters
    ----------
    model : GraphModel
    ends : int array, shape (decision makers, states)
        G_h−1: the position at which all ends if the decision maker has the turn at the state.
    replies : sequence of int
        By decision maker: who has the turn next.
    ties : {"lowest position", "cautious"}
    """
    found = no_move(model)
    for party, other in enumerate(replies):
        before = replies.index(party)
        feared = model.ranks[before] if ties == "cautious" else None
        _leave(model.moves(party), ends[other], model.ranks[party], feared, found[party])
    return found


def _leave(arcs: Arcs, ends: Ends, ranks: Ranks, feared: Ranks | None, found: Ends) -> None:
    """Replace each state in `found` that its mover leaves by the end of its best move."""
    best = arcs.most(ranks[ends], -OUT_OF_REACH)
    after = ends[arcs.targets]
    good = np.flatnonzero((best > ranks)[arcs.sources] & (ranks[after] == best[arcs.sources]))
    if feared is not None:
        good = good[np.lexsort((good, feared[after[good]], arcs.sources[good]))]
    states, first = np.unique(arcs.sources[good], return_index=True)  # arcs are in the order of the states they reach
    found[states] = after[good[first]]


def replies_in(order: Sequence[int]) -> tuple[int, ...]:
    """Return, by decision maker, who has the turn next in a round."""
    next_of = {int(party): int(order[(n + 1) % len(order)]) for n, party in enumerate(order)}
    return tuple(next_of[party] for party in range(len(order)))


def turn_problems(model: GraphModel, definition: Definition, order: Sequence[int] | None, ties: Ties) -> list[Problem]:
    """Return what is wrong with the way in which turns pass and ties are decided."""
    count = len(model.decision_makers)
    problems = []
    if definition not in get_args(Definition):
        problems.append(_unknown("definition", definition, get_args(Definition)))
    if ties not in get_args(Ties):
        problems.append(_unknown("ties", ties, get_args(Ties)))
    if definition == "two parties" and count != 2:
        remedy = "give definition='given order' and the order of their turns" if count > 2 else "add the other side"
        what = f"foresight of a number of moves is published for two decision makers, and there are {count}"
        problems.append(Problem("decision-makers", what, remedy))
    if definition == "two parties" and order is not None:
        problems.append(Problem("order", "two parties have no order", "leave it out, or give definition='given order'"))
    if definition == "given order" and (count < 2 or not _is_order(order, count)):
        remedy = f"name each of 0–{count - 1} once" if count > 1 else "add another decision maker"
        problems.append(Problem("order", f"{order} is no order of {count} decision makers", remedy))
    return problems


def _unknown(name: str, value: object, allowed: Sequence[str]) -> Problem:
    return Problem(name, f"{name} is {value!r}", f"use {' or '.join(map(repr, allowed))}")


def _is_order(order: Sequence[int] | None, count: int) -> bool:
    named = [] if order is None else list(order)
    return len(named) == count and all(party in named for party in range(count))


def is_whole(value: object) -> bool:
    """Return whether a value is a whole number, which a truth value is not."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)
