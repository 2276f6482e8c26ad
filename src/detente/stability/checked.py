"""The parts of a graph model from what a caller gives: everything is checked, and all faults are named together."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import ExpressionError, InputError, Problem, TooLargeError
from detente.stability.arcs import Arcs, Ints, arcs_from
from detente.stability.preferences import (
    Ranks,
    ranks_of_order,
    ranks_of_payoffs,
    ranks_of_statements,
    ranks_of_weights,
)
from detente.stability.states import MAX_OPTIONS, Rule, feasible_states, rule_of

Direction = Literal["both", "on", "off"]
DIRECTIONS = ("both", "on", "off")
BYTES_A_STATE = 16
"""What an analysis holds for each state and decision maker: ranks, order, ties, threats and answers."""
LEAST_RANK, LARGEST_RANK = -(2**31) + 2, 2**31 - 2


@dataclass(frozen=True)
class OptionForm:
    """What a caller of :meth:`GraphModel.from_options` says about states."""

    owners: Sequence[int]
    directions: Sequence[str] | None
    decision_makers: Sequence[str] | None
    options: Sequence[str] | None
    feasible: ArrayLike | None
    infeasible: Sequence[str]
    states: Sequence[int] | NDArray[np.integer] | None


def option_model(form: OptionForm, preference: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a model in option form."""
    names, problems = _names(form, preference)
    problems += _form_problems(form, len(names))
    rules, more = _rules(form)
    problems += more
    if problems:
        raise InputError(problems)
    options = _option_names(form)
    given, columns = _states(form, rules, len(names))
    size = (1 << len(options)) if given is None else len(given)
    if not size:
        raise InputError.of("infeasible", "the rules leave no feasible state", "drop one of them")
    return {
        "decision_makers": names, "options": options, "owners": tuple(int(o) for o in form.owners),
        "directions": cast("tuple[Direction, ...]", tuple(form.directions or ("both",) * len(options))), "given": given,
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
    problems = [
        *(_wrong("arcs", f"the arcs of {n} name a state outside 0–{size - 1}", "number states from 0")
          for n, p in zip(names, pairs, strict=False) if p.size and (p.min() < 0 or p.max() >= size)),
        *([_wrong("decision_makers", f"{len(names)} names for {len(arcs)} lists of arcs", "give one for each")] if len(names) != len(arcs) else []),
        *([_wrong("states", "a model needs a state and a decision maker", "give some")] if size < 1 or not arcs else []),
        *([_wrong("labels", f"{len(labels)} labels for {size} states", "give one for each")] if labels and len(labels) != size else []),
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    check_memory(size, len(names))
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


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 8 << 30  # where the system does not say


def _wrong(rule: str, what: str, remedy: str) -> Problem:
    return Problem(rule, what, remedy)


def _pairs(arcs: Sequence[tuple[int, int]] | NDArray[np.integer]) -> Ints:
    given = np.asarray(arcs)
    if given.size and (not np.issubdtype(given.dtype, np.integer) or given.ndim != 2 or given.shape[1] != 2):
        raise InputError.of("arcs", "arcs are pairs (from, to) of whole numbers", "give an array of shape (arcs, 2)")
    return given.astype(np.int64).reshape(-1, 2)


def _names(form: OptionForm, preference: Mapping[str, Any]) -> tuple[tuple[str, ...], list[Problem]]:
    if form.decision_makers is not None:
        return tuple(form.decision_makers), []
    rows = [len(v) for v in preference.values() if v is not None and np.ndim(v) != 0]
    return tuple(map(str, range(max(rows, default=1)))), []


def _option_names(form: OptionForm) -> tuple[str, ...]:
    return tuple(form.options or (f"o{k}" for k in range(len(form.owners))))


def _form_problems(form: OptionForm, parties: int) -> list[Problem]:
    count, found = len(form.owners), []
    for k, owner in enumerate(form.owners):
        if not isinstance(owner, (int, np.integer)) or isinstance(owner, bool) or not 0 <= owner < parties:
            found.append(
                _wrong(
                    "owners",
                    f"the owner of option {k} is {owner!r}, which is no decision maker",
                    f"use 0–{parties - 1}",
                )
            )
    if not 0 < count <= MAX_OPTIONS:
        found.append(_wrong("options", f"{count} options", f"give 1 to {MAX_OPTIONS}"))
    for what, given in (("directions", form.directions), ("options", form.options)):
        if given is not None and len(given) != count:
            found.append(_wrong(what, f"{len(given)} {what} for {count} owners", "give one for each option"))
    found += [
        _wrong("directions", f"the direction of option {k} is {d!r}", "use both, on or off")
        for k, d in enumerate(form.directions or ()) if d not in DIRECTIONS
    ]  # fmt: skip
    names = _option_names(form)
    found += [
        _wrong("options", f"two options are called {n!r}", "rename one")
        for n in sorted({n for n in names if names.count(n) > 1})
    ]
    shape = np.shape(form.feasible) if form.feasible is not None else None
    if shape is not None and (count > MAX_OPTIONS or shape != (1 << count,)):
        found.append(
            _wrong("feasible", f"feasible has the shape {shape}", f"give one truth value for each of 2^{count} states")
        )
    return [*found, *_listing_problems(form, count)]  # fmt: skip


def _listing_problems(form: OptionForm, count: int) -> list[Problem]:
    if form.states is None:
        return []
    if form.feasible is not None or len(form.infeasible):
        return [_wrong("states", "a list of states leaves nothing to be infeasible", "give either")]
    listed = np.asarray(form.states)
    if listed.size and not np.issubdtype(listed.dtype, np.integer):
        return [_wrong("states", "states are listed by whole numbers", "option k is bit k")]
    if listed.size and (listed.min() < 0 or (count <= MAX_OPTIONS and int(listed.max()) >> count)):
        return [_wrong("states", f"a listed state is outside 0–{(1 << count) - 1}", "option k is bit k")]
    if len(np.unique(listed)) != len(listed):
        return [_wrong("states", "a state is listed twice", "list each once")]
    return []


def _rules(form: OptionForm) -> tuple[list[Rule], list[Problem]]:
    names = {name: k for k, name in enumerate(_option_names(form))}
    rules: list[Rule] = []
    problems: list[Problem] = []
    for text in form.infeasible:
        try:
            rules.append(rule_of(text, names))
        except InputError as error:
            problems += error.problems
        except ExpressionError as error:
            problems.append(
                _wrong("infeasible", f"{text!r} is not an expression: {error}", "write it with and, or, not")
            )
    return rules, problems


def _states(form: OptionForm, rules: Sequence[Rule], parties: int) -> tuple[Ints | None, int]:
    """Return the indices of the states (None for all of 2^options) and the columns that an array must have."""
    count = len(form.owners)
    if form.states is not None:
        return np.asarray(form.states, dtype=np.int64), len(form.states)
    if form.feasible is not None:
        kept = np.asarray(form.feasible)
        if kept.dtype != bool:
            raise InputError.of("feasible", "feasible holds something else than truth values", "give a bool array")
        check_memory(int(kept.sum()), parties)
        index: Ints | None = None if kept.all() else np.flatnonzero(kept)
        if rules and index is not None:
            index = index[~np.any([r.forbids(index) for r in rules], axis=0)]
        elif rules:
            index = feasible_states(count, rules)
        return index, 1 << count
    if rules:
        index = feasible_states(count, rules)
        check_memory(len(index), parties)
        return (None if len(index) == 1 << count else index), 1 << count
    check_memory(1 << count, parties)
    return None, 1 << count


def _ranks(
    preference: Mapping[str, Any], names: Sequence[str], given: Ints | None, size: int, columns: int, options: Sequence[str],
) -> Ranks:  # fmt: skip
    said = [k for k, v in preference.items() if v is not None]
    if len(said) != 1:
        raise InputError.of(
            "preferences", f"{' and '.join(said) or 'nothing'} says how states are preferred", f"give one of {', '.join(preference)}"
        )  # fmt: skip
    kind, value = said[0], preference[said[0]]
    if kind in ("ranks", "payoffs"):
        return _from_array(kind, value, len(names), given, size, columns)
    if len(value) != len(names):
        raise InputError.of(
            kind, f"{kind} of {len(value)} decision makers, there are {len(names)}", "give one for each"
        )
    index = np.arange(size) if given is None else given
    by_name = {name: k for k, name in enumerate(options)}
    if kind == "order":
        listed = index.tolist()
        return np.array([ranks_of_order(v, listed) for v in value], dtype=np.int32)
    if kind == "weights":
        if any(len(v) != len(options) for v in value):
            raise InputError.of("weights", "weights do not fit the options", f"give {len(options)} for each")
        return np.array([ranks_of_weights(v, index) for v in value], dtype=np.int32)
    return np.array([ranks_of_statements(v, index, by_name) for v in value], dtype=np.int32)


def _from_array(kind: str, value: Any, parties: int, given: Ints | None, size: int, columns: int) -> Ranks:
    table = np.asarray(value)
    whole = np.issubdtype(table.dtype, np.integer)
    if table.shape != (parties, columns):
        raise InputError.of(
            kind, f"{kind} have the shape {table.shape}", f"give {parties} decision makers × {columns:,} states"
        )
    if kind == "ranks" and not whole:
        raise InputError.of(kind, "ranks are whole numbers", "give integers, or payoffs=")
    is_selected = given is not None and columns != size
    rows = table[:, given] if is_selected else table
    if whole and rows.min() >= LEAST_RANK and rows.max() <= LARGEST_RANK:
        return np.ascontiguousarray(rows, dtype=np.int32)
    return np.array([ranks_of_payoffs(row) for row in rows], dtype=np.int32)
