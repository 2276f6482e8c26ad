"""The parts of a graph model from what a caller gives: everything is checked, and all faults are named together."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from detente.errors import ExpressionError, InputError, Problem, TooLargeError
from detente.stability.arcs import Arcs, Ints, arcs_from
from detente.stability.faults import (
    Direction,
    OptionForm,
    as_array,
    check_lists,
    columns_of,
    form_problems,
    option_names,
    preference_problems,
)
from detente.stability.preferences import (
    Ranks,
    ranks_of_order,
    ranks_of_payoffs,
    ranks_of_statements,
    ranks_of_weights,
)
from detente.stability.states import MAX_OPTIONS, Rule, feasible_states, rule_of

BYTES_A_STATE = 16
"""What an analysis holds for each state and decision maker: ranks, order, ties, threats and answers."""
BYTES_AN_ARC = 64
"""What listing an arc holds at most, with the arrays that it is sorted by."""
LEAST_RANK, LARGEST_RANK = -(2**31) + 2, 2**31 - 2


def option_model(form: OptionForm, preference: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a model in option form."""
    check_lists(form)
    names = _names(form, preference)
    rules, problems = _rules(form)
    problems = [
        *form_problems(form, names),
        *problems,
        *preference_problems(preference, len(names), len(form.owners), columns_of(form)),
    ]
    if problems:
        raise InputError(problems)
    options = option_names(form)
    given = _states(form, rules, len(names))
    size = (1 << len(options)) if given is None else len(given)
    if not size:
        raise InputError.of("infeasible", "the rules leave no feasible state", "drop one of them")
    columns = columns_of(form) or size
    return {
        "decision_makers": names, "options": options, "owners": tuple(int(o) for o in form.owners),
        "directions": cast("tuple[Direction, ...]", tuple(("both",) * len(options) if form.directions is None else form.directions)), "given": given,
        "ranks": _ranks(preference, names, given, size, columns, options),
    }  # fmt: skip


def arc_model(
    arcs: Sequence[Sequence[tuple[int, int]] | NDArray[np.integer]], states: int | None, preference: Mapping[str, Any],
    decision_makers: Sequence[str] | None, labels: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """Return the attributes of a model made of arcs."""
    pairs = [_pairs(a) for a in arcs]
    largest = max((int(p.max()) for p in pairs if p.size), default=-1)
    size = states if states is not None else max(largest + 1, len(labels))
    names = tuple(decision_makers or map(str, range(len(arcs))))
    check_memory(size, len(names))
    problems = [
        *preference_problems(preference, len(names), 0, size),
        *(Problem("arcs", f"the arcs of {n} name a state outside 0–{size - 1}", "number states from 0")
          for n, p in zip(names, pairs, strict=False) if p.size and (p.min() < 0 or p.max() >= size)),
        *([Problem("decision_makers", f"{len(names)} names for {len(arcs)} lists of arcs", "give one for each")] if len(names) != len(arcs) else []),
        *([Problem("states", "a model needs a state and a decision maker", "give some")] if size < 1 or not arcs else []),
        *([Problem("labels", f"{len(labels)} labels for {size} states", "give one for each")] if labels and len(labels) != size else []),
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    ranks = _ranks(preference, names, None, size, size, ())
    made: tuple[Arcs, ...] = tuple(arcs_from(p, size) for p in pairs)
    return {"decision_makers": names, "arcs": made, "ranks": ranks, "labels": tuple(labels)}


def check_memory(states: int, parties: int) -> None:
    """Refuse a model that this machine cannot hold.

    Raises
    ------
    TooLargeError
        With what it would take and what there is.
    """
    takes = states * (BYTES_A_STATE * parties + 24)
    if takes > (has := _memory()):
        raise TooLargeError(
            f"{states:,} states of {parties} decision makers take about {takes / 2**30:.1f} GiB, and this machine has "
            f"{has / 2**30:.1f}; add infeasible combinations, leave out an option, or list the states"
        )


def check_arcs(arcs: int) -> None:
    """Refuse to list so many moves that this machine cannot hold them.

    Raises
    ------
    TooLargeError
        With what it would take and what there is.
    """
    takes = arcs * BYTES_AN_ARC
    if takes > (has := _memory()):
        raise TooLargeError(
            f"{arcs:,} moves take about {takes / 2**30:.1f} GiB to list, and this machine has {has / 2**30:.1f}; "
            "ask for nash, gmr, smr, seq or sseq, which need no list, or for fewer states"
        )


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 8 << 30  # where the system does not say


def _pairs(arcs: Sequence[tuple[int, int]] | NDArray[np.integer]) -> Ints:
    given = as_array(arcs)
    if given is None or (
        given.size and (not np.issubdtype(given.dtype, np.integer) or given.ndim != 2 or given.shape[1] != 2)
    ):
        raise InputError.of("arcs", "arcs are pairs (from, to) of whole numbers", "give an array of shape (arcs, 2)")
    return given.astype(np.int64).reshape(-1, 2)


def _names(form: OptionForm, preference: Mapping[str, Any]) -> tuple[str, ...]:
    if form.decision_makers is not None:
        return tuple(map(str, form.decision_makers))
    rows = [len(v) for v in preference.values() if hasattr(v, "__len__") and not isinstance(v, str)]
    named = [int(o) for o in form.owners if isinstance(o, (int, np.integer)) and 0 <= o < MAX_OPTIONS]
    return tuple(map(str, range(max(rows, default=max(named, default=0) + 1))))


def _rules(form: OptionForm) -> tuple[list[Rule], list[Problem]]:
    names = {name: k for k, name in enumerate(option_names(form))}
    rules: list[Rule] = []
    problems: list[Problem] = []
    for text in form.infeasible:
        try:
            rules.append(rule_of(text, names))
        except InputError as error:
            problems += error.problems
        except ExpressionError as error:
            problems.append(
                Problem("infeasible", f"{text!r} is not an expression: {error}", "write it with and, or, not")
            )
    return rules, problems


def _states(form: OptionForm, rules: Sequence[Rule], parties: int) -> Ints | None:
    """Return the indices of the states, or None for all of 2^options."""
    count = len(form.owners)
    if form.states is not None:
        return np.asarray(form.states, dtype=np.int64)
    if form.feasible is not None:
        kept = np.asarray(form.feasible)
        check_memory(int(kept.sum()), parties)
        index = np.flatnonzero(kept)
        for rule in rules:
            index = index[~rule.forbids(index)]
    elif rules:
        index = feasible_states(count, rules)
        check_memory(len(index), parties)
    else:
        check_memory(1 << count, parties)
        return None
    return None if len(index) == 1 << count else index


def _ranks(
    preference: Mapping[str, Any], names: Sequence[str], given: Ints | None, size: int, columns: int, options: Sequence[str],
) -> Ranks:  # fmt: skip
    ((kind, value),) = ((k, v) for k, v in preference.items() if v is not None)
    if kind in ("ranks", "payoffs"):
        return _from_array(kind, value, len(names), given, size, columns)
    index = np.arange(size) if given is None else given
    by_name = {name: k for k, name in enumerate(options)}
    if kind == "order":
        listed = index.tolist()
        return np.array([ranks_of_order(v, listed) for v in value], dtype=np.int32)
    if kind == "weights":
        return np.array([ranks_of_weights(v, index) for v in value], dtype=np.int32)
    return np.array([ranks_of_statements(v, index, by_name) for v in value], dtype=np.int32)


def _from_array(kind: str, value: Any, parties: int, given: Ints | None, size: int, columns: int) -> Ranks:
    table = np.asarray(value)
    if table.shape != (parties, columns):
        raise InputError.of(
            kind, f"{kind} have the shape {table.shape}", f"give {parties} decision makers × {columns:,} states"
        )
    rows = table[:, given] if given is not None and columns != size else table
    whole = np.issubdtype(table.dtype, np.integer)
    if whole and rows.min() >= LEAST_RANK and rows.max() <= LARGEST_RANK:
        return np.ascontiguousarray(rows, dtype=np.int32)
    return np.array([ranks_of_payoffs(row) for row in rows], dtype=np.int32)
