"""What can be wrong with the parts of a graph model, found before anything large is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError, Problem
from detente.stability.states import MAX_OPTIONS

Direction = Literal["both", "on", "off"]
DIRECTIONS = ("both", "on", "off")
MAX_DENSE = 26
"""With more options a result has a column for each feasible state and not for each combination."""


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


def as_array(value: Any) -> NDArray[Any] | None:
    """Return a value as an array, or None where its rows differ in length."""
    try:
        return np.asarray(value)
    except ValueError:
        return None


def option_names(form: OptionForm) -> tuple[str, ...]:
    """Return the names of the options, as given or ``o0``, ``o1`` …."""
    names = (f"o{k}" for k in range(len(form.owners))) if form.options is None else map(str, form.options)
    return tuple(names)


def check_lists(form: OptionForm) -> None:
    """Refuse what is no list where a list belongs, before anything is read from it.

    Raises
    ------
    InputError
    """
    given: dict[str, Any] = {
        "owners": form.owners, "directions": form.directions, "options": form.options,
        "decision_makers": form.decision_makers, "infeasible": form.infeasible,
    }  # fmt: skip
    wrong = [
        Problem(name, f"{name} is {value!r}", "give a list")
        for name, value in given.items()
        if value is not None and (isinstance(value, str) or not hasattr(value, "__len__"))
    ]
    texts = [n for n in ("options", "decision_makers", "infeasible") if given[n] is not None]
    wrong += [
        Problem(name, f"{name} holds something else than text", "give a list of texts")
        for name in texts
        if name not in {p.rule for p in wrong} and any(not isinstance(text, str) for text in given[name])
    ]
    if wrong:
        raise InputError(wrong)


def form_problems(form: OptionForm, makers: Sequence[str]) -> list[Problem]:
    """Return what is wrong with options, decision makers and states, without making any."""
    count, parties = len(form.owners), len(makers)
    found = [
        Problem("decision_makers", f"two decision makers are called {n!r}", "rename one")
        for n in sorted({str(n) for n in makers if list(makers).count(n) > 1})
    ]
    for k, owner in enumerate(form.owners):
        if not isinstance(owner, (int, np.integer)) or isinstance(owner, bool) or not 0 <= owner < parties:
            found.append(
                Problem(
                    "owners",
                    f"the owner of option {k} is {owner!r}, which is no decision maker",
                    f"use 0–{parties - 1}",
                )
            )
    if not 0 < count <= MAX_OPTIONS:
        found.append(Problem("options", f"{count} options", f"give 1 to {MAX_OPTIONS}"))
    for what, given in (("directions", form.directions), ("options", form.options)):
        if given is not None and len(given) != count:
            found.append(Problem(what, f"{len(given)} {what} for {count} owners", "give one for each option"))
    found += [
        Problem("directions", f"the direction of option {k} is {d!r}", "use both, on or off")
        for k, d in enumerate(() if form.directions is None else form.directions) if d not in DIRECTIONS
    ]  # fmt: skip
    names = option_names(form)
    found += [
        Problem("options", f"two options are called {n!r}", "rename one")
        for n in sorted({n for n in names if names.count(n) > 1})
    ]
    return [*found, *_feasible_problems(form, count), *_listing_problems(form, count)]


def _feasible_problems(form: OptionForm, count: int) -> list[Problem]:
    if form.feasible is None:
        return []
    given = as_array(form.feasible)
    if given is None or count > MAX_OPTIONS or given.shape != (1 << count,):
        shape = "no shape" if given is None else f"the shape {given.shape}"
        return [Problem("feasible", f"feasible has {shape}", f"give one truth value for each of 2^{count} states")]
    if given.dtype != bool:
        return [Problem("feasible", "feasible holds something else than truth values", "give a bool array")]
    return []


def _listing_problems(form: OptionForm, count: int) -> list[Problem]:
    if form.states is None:
        return []
    if form.feasible is not None or len(form.infeasible):
        return [Problem("states", "a list of states leaves nothing to be infeasible", "give either")]
    listed = as_array(form.states)
    if listed is None or listed.ndim != 1 or not listed.size or not np.issubdtype(listed.dtype, np.integer):
        return [Problem("states", "states is no list of whole numbers", "list one at least; option k is bit k")]
    found = []
    if listed.min() < 0 or (count <= MAX_OPTIONS and int(listed.max()) >> count):
        found.append(Problem("states", f"a listed state is outside 0–{(1 << count) - 1}", "option k is bit k"))
    if len(np.unique(listed)) != len(listed):
        found.append(Problem("states", "a state is listed twice", "list each once"))
    return found


def columns_of(form: OptionForm) -> int | None:
    """Return how many columns an array of ranks must have, or None where that shows only with the states."""
    if form.states is not None:
        return len(form.states) or None
    return 1 << len(form.owners) if len(form.owners) <= MAX_DENSE else None


def preference_problems(
    preference: Mapping[str, Any], parties: int, options: int, columns: int | None
) -> list[Problem]:
    """Return what is wrong with the preferences, as far as it shows without the states.

    Parameters
    ----------
    preference : mapping of str to object
        What was given in each form, or None.
    parties, options : int
        How many decision makers and options there are.
    columns : int or None
        How many columns an array must have, where that is known.
    """
    said = [k for k, v in preference.items() if v is not None]
    if len(said) != 1:
        what = f"{' and '.join(said) or 'nothing'} says how states are preferred"
        return [Problem("preferences", what, f"give one of {', '.join(preference)}")]
    kind, value = said[0], preference[said[0]]
    if not hasattr(value, "__len__") or isinstance(value, str):
        return [Problem(kind, f"{kind} is {value!r}", "give one row for each decision maker")]
    if kind in ("ranks", "payoffs"):
        return _array_problems(kind, value, parties, columns)
    return _row_problems(kind, value, parties, options)


def _row_problems(kind: str, value: Any, parties: int, options: int) -> list[Problem]:
    if len(value) != parties:
        return [Problem(kind, f"{kind} of {len(value)} decision makers, there are {parties}", "give one for each")]
    if any(isinstance(row, str) or not hasattr(row, "__len__") for row in value):
        return [Problem(kind, f"{kind} of a decision maker is no list", "give a list for each")]
    if kind == "priorities" and any(not isinstance(text, str) for row in value for text in row):
        return [Problem(kind, "a priority is no text", "write expressions over options")]
    if kind == "weights":
        table = as_array(value)
        if table is None or table.shape != (parties, options) or table.dtype.kind not in "iuf":
            remedy = f"give {parties} decision makers × {options} numbers"
            return [Problem("weights", "weights do not fit the options", remedy)]
    return []


def _array_problems(kind: str, value: Any, parties: int, columns: int | None) -> list[Problem]:
    table = as_array(value)
    if table is None:
        return [Problem(kind, f"the rows of {kind} differ in length", "give one number for each state in every row")]
    if not table.size and columns is None:
        return []  # there are no states, and that is told
    if kind == "ranks" and not np.issubdtype(table.dtype, np.integer):
        return [Problem(kind, "ranks are whole numbers", "give integers, or payoffs=")]
    if table.dtype.kind not in "iuf":
        return [Problem(kind, f"{kind} are finite numbers", "give one number for each state")]
    if table.ndim != 2 or table.shape[0] != parties or columns not in (None, table.shape[1]):
        needed = f"give {parties} decision makers × {'' if columns is None else f'{columns:,} '}states"
        return [Problem(kind, f"{kind} have the shape {table.shape}", needed)]
    return []
