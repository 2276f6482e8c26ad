"""States that nobody tells apart become one: the graph model over classes of states.

Where one side has left for good, what the others still hold makes no difference. The field writes such a state with a
dash for the options that do not matter (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1993, ch. 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.errors import InputError, Problem
from detente.expression import names_in, parse
from detente.stability.arcs import Arcs, Ints, arcs_from
from detente.stability.model import GraphModel
from detente.stability.states import option_value, truth


def coalesced(model: GraphModel, where: Sequence[str] = (), groups: Sequence[Sequence[int]] = ()) -> GraphModel:
    """Return the model in which the states of each group are one.

    A decision maker moves from one class to another where it can from some state of the one to some state of the
    other; moves within a class are none.

    Parameters
    ----------
    model : GraphModel
    where : sequence of str
        Conditions over options: all states in which one of them holds are one state.
    groups : sequence of sequences of int
        State indices that are one state.

    Returns
    -------
    GraphModel
        Made of arcs; states are counted from 0 in the order of their first members, and labelled with a dash for each
        option in which the members differ.

    Raises
    ------
    InputError
        If a group names no state, two groups overlap, or somebody prefers one member of a group to another.
    """
    sets = [*_by_condition(model, where), *(_positions(model, g) for g in groups)]
    class_of = np.arange(model.size)
    for members in sets:
        class_of[members] = members.min()
    _check(model, sets)
    first, number = np.unique(class_of, return_inverse=True)
    arcs = tuple(_between(model.moves(p), number, len(first)) for p in range(len(model.decision_makers)))
    labels = tuple(_label(model, np.flatnonzero(number == n)) for n in range(len(first)))
    return GraphModel(model.decision_makers, model.ranks[:, first], arcs=arcs, labels=labels)


def _between(arcs: Arcs, number: Ints, states: int) -> Arcs:
    return arcs_from(np.stack([number[arcs.sources], number[arcs.targets]], axis=1), states)


def _by_condition(model: GraphModel, where: Sequence[str]) -> list[Ints]:
    names = {name: k for k, name in enumerate(model.options)}
    found = []
    for text in where:
        tree = parse(text)
        unknown = sorted(set(names_in(tree)) - set(names))
        if unknown:
            raise InputError.of(
                "coalesce", f"{text!r} names no option: {', '.join(unknown)}", f"use {', '.join(names)}"
            )
        found.append(np.flatnonzero(truth(tree, model.index, names)))
    return [members for members in found if len(members)]


def _positions(model: GraphModel, group: Sequence[int]) -> Ints:
    try:
        return np.array([model.position(int(s)) for s in group], dtype=np.int64)
    except KeyError as missing:
        raise InputError.of("coalesce", f"there is no state {missing}", "name states by their indices") from None


def _check(model: GraphModel, sets: Sequence[Ints]) -> None:
    problems = []
    taken = np.concatenate(sets) if sets else np.zeros(0, dtype=np.int64)
    if len(np.unique(taken)) < len(taken):
        problems.append(Problem("coalesce", "two groups share a state", "join them"))
    for members in sets:
        for party, name in enumerate(model.decision_makers):
            if len(np.unique(model.ranks[party, members])) > 1:
                shown = ", ".join(model.label(int(p)) for p in members[:4])
                problems.append(
                    Problem("coalesce", f"{name} tells {shown} apart", "rank the states of a group as a tie")
                )
    if problems:
        raise InputError(problems)


def _label(model: GraphModel, members: Ints) -> str:
    if not model.options:
        return "+".join(model.label(int(p)) for p in members)
    letters = []
    for k in range(len(model.options)):
        values = set(option_value(model.index[members], k).tolist())
        letters.append("-" if len(values) > 1 else "Y" if True in values else "N")
    return "".join(letters)
