"""Changing one value of a case: a new, checked case; the old one stays."""

from __future__ import annotations

import copy
import difflib
from typing import Any

from detente.case.build import make_case
from detente.case.model import Case, as_mapping
from detente.errors import CaseError


def with_value(case: Case, path: str, value: Any) -> Case:
    """Return the case with another value at a path.

    Parameters
    ----------
    case : Case
    path : str
        Keys joined by dots, such as ``parties.russia.stances.crimea.red_line``. An item of a list is
        named by its id or its number: ``statements.s07.quote``, ``links.0.unless``.
    value : object
        Plain data, as it would stand in the file.

    Raises
    ------
    CaseError
        If there is no such place, or the changed case is not valid.
    """
    data = copy.deepcopy(dict(as_mapping(case)))
    steps = path.split(".")
    place: Any = data
    done: list[str] = []
    while len(steps) > 1 and not _ends_here(place, steps, done):
        step = _next(place, steps)
        done.append(step)
        steps = steps[step.count(".") + 1 :]
        if not steps:
            raise _no_place(path, step, [])
        place = _enter(place, step, ".".join(done))
    steps = [".".join(steps)]
    if isinstance(place, list):
        place[_index(place, steps[-1], path)] = value
    elif isinstance(place, dict):
        place[steps[-1]] = value
    else:
        raise _no_place(path, steps[-1], [])
    return make_case(data).with_citations_of(case)


_DOTTED = (["dynamics", "moves"], ["dynamics", "deferrals"])
"""Where every key is two names with a dot between them."""


def _ends_here(place: Any, steps: list[str], done: list[str]) -> bool:
    """Return True where all the rest of a path is one key."""
    is_known = isinstance(place, dict) and ".".join(steps) in place
    return is_known or (done in _DOTTED and len(steps) == 2)


def _next(place: Any, steps: list[str]) -> str:
    """Return the next key of a path: some keys have a dot themselves, such as ``russia.withdraw_north``."""
    for length in range(min(len(steps) - 1, 3), 1, -1):
        key = ".".join(steps[:length])
        if isinstance(place, dict) and key in place:
            return key
    return steps[0]


def _enter(place: Any, step: str, path: str) -> Any:
    if isinstance(place, list):
        return place[_index(place, step, path)]
    if isinstance(place, dict) and step in place:
        return place[step]
    raise _no_place(path, step, list(place) if isinstance(place, dict) else [])


def _index(items: list[Any], step: str, path: str) -> int:
    for index, item in enumerate(items):
        if step == str(index) or (isinstance(item, dict) and item.get("id") == step):
            return index
    raise _no_place(path, step, [i["id"] for i in items if isinstance(i, dict) and "id" in i])


def _no_place(path: str, step: str, known: list[str]) -> CaseError:
    close = difflib.get_close_matches(step, known, n=1)
    remedy = f"did you mean {close[0]!r}?" if close else f"there is: {', '.join(known[:8]) or 'nothing inside'}"
    return CaseError.of("path", f"the case has nothing at {path!r}", remedy)
