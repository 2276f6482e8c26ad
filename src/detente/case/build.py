"""From plain data to a checked case, with every problem found at once.

Where parts of the data are faulty they are left out and the rest is checked all the same, so that one
wrong number does not hide a dangling id at the other end of the file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from detente.case.dynamics import (
    Audience,
    Backing,
    Balance,
    Commitment,
    Deferral,
    Dynamics,
    Event,
    Holding,
    Move,
    Precondition,
    Reciprocity,
    Resolve,
    Threat,
    Trust,
)  # fmt: skip
from detente.case.model import Case
from detente.case.names import names_of
from detente.case.parties import Interaction, Issue, Outcome, Party, Stance
from detente.case.quantity import Judgement, Quantity
from detente.case.references import check_references
from detente.case.signing import Contingent, FutureEvent, SidePayments, Signing
from detente.case.statements import Document, Link, Option, Statement, Voice
from detente.errors import CaseError, Path, Problem

_MODELS = (
    Case,
    Party,
    Stance,
    Issue,
    Outcome,
    Interaction,
    Quantity,
    Judgement,
    Document,
    Statement,
    Voice,
    Option,
    Link,
    Dynamics,
    Balance,
    Resolve,
    Trust,
    Audience,
    Backing,
    Commitment,
    Holding,
    Deferral,
    Precondition,
    Threat,
    Reciprocity,
    Move,
    Event,
    Signing,
    SidePayments,
    FutureEvent,
    Contingent,
)
_KEYS = sorted({(f.alias or n) for m in _MODELS for n, f in m.model_fields.items()} | {"low", "likely", "high"})
_MAX_ROUNDS = 50


@dataclass(frozen=True)
class Built:
    """What could be made of the data: a case (with faulty parts left out), and all problems."""

    case: Case | None
    problems: tuple[Problem, ...]
    original: Callable[[Path], Path]


def make_case(data: Mapping[str, Any]) -> Case:
    """Return the case that plain data describe.

    Raises
    ------
    CaseError
        With every problem of the data.
    """
    built = build(data)
    if built.problems or built.case is None:
        raise CaseError(built.problems)
    return built.case


def build(data: Any) -> Built:
    """Return the case that plain data describe as far as they do, and all their problems."""
    if not isinstance(data, Mapping):
        problem = Problem("shape", "a case is a mapping of keys to values", "start from `detente new DIR`")
        return Built(None, (problem,), lambda path: path)
    problems: list[Problem] = []
    faulty: dict[Path, Any] = {}
    for _ in range(_MAX_ROUNDS):
        pruned = _Pruned(data, faulty)
        try:
            case = Case.model_validate(pruned.data)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            found = [_from_pydantic(e, data, pruned.original) for e in errors]
            fresh = [p for (p, _), e in zip(found, errors, strict=True) if not _is_consequence(e, p.path, faulty)]
            problems += _one_per_path(p for p in fresh if p.path not in {known.path for known in problems})
            dropped = {path: _stand_in(e) for (_, path), e in zip(found, errors, strict=True)}
            if not dropped.keys() - faulty.keys() or () in dropped:
                break
            faulty |= dropped
            continue
        found_later = (_at_original(p, pruned.original) for p in check_references(case, names_of(data)))
        problems += [p for p in found_later if not _follows_from(p, faulty)]
        return Built(case, tuple(problems), pruned.original)
    return Built(None, tuple(problems), lambda path: path)


def _at_original(problem: Problem, original: Callable[[Path], Path]) -> Problem:
    path = original(problem.path)
    return Problem(problem.rule, problem.what, problem.remedy, path, problem.severity, on_key=problem.on_key)


def _follows_from(problem: Problem, faulty: Iterable[Path]) -> bool:
    """Return True for a problem that is only there because of what stands in for a faulty part."""
    if problem.rule == "no-scale":
        return any(path[-1:] == ("at",) for path in faulty)
    lacks = problem.rule in ("no-value", "no-weight", "no-principal")
    around = any(path[: len(problem.path)] == problem.path for path in faulty)
    return (lacks and around) or problem.path in faulty


_LOOKS_AT = {
    "judgement": {"judged_by", "why"},
    "statement": {"quote", "span", "digest", "chain", "speaker"},
    "stance": {"values", "ranking", "position", "red_line"},
    "quantity": {"value", "judgements"},
    "party": {"kind", "of", "can_refuse"},
    "document": {"file", "digest"},
    "link": {"unless", "not", "if", "then", "require", "forbid"},
    "signing": {"rule", "quota", "weights"},
}
"""The keys that a check of a whole model looks at: it means nothing where one of them was left out."""


def _is_consequence(error: ErrorDetails, path: Path, faulty: Mapping[Path, Any]) -> bool:
    """Return True for an error that only arose because a faulty part was left out before."""
    if not faulty:
        return False
    keys = _LOOKS_AT.get(error["type"])
    if keys is None:
        return True
    return any(p[: len(path)] == path and p[len(path)] in keys for p in faulty if len(p) > len(path))


def _one_per_path(problems: Iterable[Problem]) -> list[Problem]:
    """Keep the first problem of each place: the branches of a choice all complain about one fault."""
    first: dict[Path, Problem] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    return list(first.values())


_DROP = object()


def _stand_in(error: ErrorDetails) -> Any:
    """Return what to read in place of a fault: words for words, so that what is around them is checked."""
    if error["type"] == "literal_error":
        words = _expected(error)
        return words[0] if words else 1  # the one number among the choices is the format
    return "?" if error["type"] in ("string_type", "string_too_short") else _DROP


class _Pruned:
    """A copy of plain data without its faulty parts, and the way back to the original paths."""

    def __init__(self, data: Any, faulty: Mapping[Path, Any]) -> None:
        self._kept: dict[Path, list[int]] = {}
        self._faulty = faulty
        self.data = self._copy(data, (), ())

    def _copy(self, value: Any, old: Path, new: Path) -> Any:
        if old in self._faulty:
            return self._faulty[old]
        if isinstance(value, Mapping):
            kept_keys = [k for k in value if self._faulty.get((*old, k)) is not _DROP]
            return {k: self._copy(value[k], (*old, k), (*new, k)) for k in kept_keys}
        if isinstance(value, (list, tuple)):
            kept = [i for i in range(len(value)) if self._faulty.get((*old, i)) is not _DROP]
            self._kept[new] = kept
            return [self._copy(value[i], (*old, i), (*new, n)) for n, i in enumerate(kept)]
        return value

    def original(self, path: Path) -> Path:
        """Translate a path of the copy into the path of the same thing in the original."""
        found: list[str | int] = []
        for depth, step in enumerate(path):
            kept = self._kept.get(path[:depth], [])
            is_kept = isinstance(step, int) and step < len(kept)
            found.append(kept[int(step)] if is_kept else step)
        return tuple(found)


def _from_pydantic(error: ErrorDetails, data: Any, original: Callable[[Path], Path]) -> tuple[Problem, Path]:
    """Return one problem, and the path of what to leave out so that the rest can be read."""
    on_key = "[key]" in error["loc"]
    loc = original(tuple(step for step in error["loc"] if step != "[key]"))
    kind = error["type"]
    path = _existing(loc[:-1] if kind == "missing" else loc, data)
    if kind == "extra_forbidden":
        return _problem(
            "unknown-key", f"unknown key {path[-1]!r}", _did_you_mean(str(path[-1])), path, on_key=True
        ), path
    if kind == "missing":
        what = f"{_where(path)} lacks {loc[-1]!r}" if path else f"the case lacks {loc[-1]!r}"
        return _problem("missing-key", what, f"add {loc[-1]!r}", (*path, str(loc[-1]))), path
    if path and path[-1] == "bottom_line":
        what = f"{_shown(path, data)} is not a bottom line"
        return _problem("value", what, "name an outcome of the issue, or a value from 0 to 100", path), path
    what = f"{_where(path)}: {_sentence(error)}"
    return _problem("key" if on_key else "value", what, _remedy(error), path, on_key=on_key), path


def _problem(rule: str, what: str, remedy: str, path: Path, *, on_key: bool = False) -> Problem:
    return Problem(rule, what, remedy, path, on_key=on_key)


def _existing(loc: Path, data: Any) -> Path:
    """Cut a path where the data end: pydantic adds steps for the branches of a choice."""
    path: list[str | int] = []
    here = data
    for step in loc:
        inside = step in here if isinstance(here, Mapping) else _is_index(here, step)
        if not inside:
            break
        here = here[step]
        path.append(step)
    return tuple(path)


def _is_index(value: Any, step: str | int) -> bool:
    return isinstance(value, (list, tuple)) and isinstance(step, int) and step < len(value)


def _where(path: Path) -> str:
    return ".".join(str(step) for step in path) or "the case"


def _shown(path: Path, data: Any) -> str:
    value = data
    for step in path:
        value = value[step]
    return repr(value)[:60]


def _did_you_mean(word: str) -> str:
    close = [key for key in difflib.get_close_matches(word, _KEYS, n=2) if key != word]
    return f"did you mean {close[0]!r}?" if close else "remove it, or see the case-file reference for the keys"


def _sentence(error: ErrorDetails) -> str:
    message = error["msg"]
    shown = repr(error["input"])[:60] if isinstance(error["input"], (str, int, float, bool)) else ""
    message = message[0].lower() + message[1:]
    return f"{message}, not {shown}" if shown and message.startswith("input should") else message


def _expected(error: ErrorDetails) -> list[str]:
    """Return the words that a choice allows."""
    return re.findall(r"'([^']+)'", error.get("ctx", {}).get("expected", ""))


def _remedy(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "literal_error":
        close = difflib.get_close_matches(str(error["input"]), _expected(error), n=1)
        return f"did you mean {close[0]!r}?" if close else "use one of these words"
    if error["msg"].startswith("a faction needs of"):
        return "add of: with the id of its principal"
    return _REMEDIES.get(kind, "see the keys with `detente schema`, or the case-file reference")


_REMEDIES = {
    "string_type": "write text; put quotes around a number, a date or yes/no that is meant as text",
    "text": "delete it, or type the text again",
    "string_too_short": "write at least one character",
    "id": "rename it",
    "when": "write the date, as precise as it is known",
    "amount": "write one of these three",
    "range": "put the smaller number first",
    "outside": "give a number on the scale",
    "finite_number": "write a finite number, or leave it out and it counts as missing",
    "float_type": "write a plain number without quotes",
    "judgement": "give both, or neither",
    "quantity": "keep one of the two",
    "statement": "see `detente schema` for the keys of a statement",
    "dict_type": "write keys and values",
    "tuple_type": "write a list: [a, b]",
    "model_type": "write keys and values",
    "too_short": "add at least one",
    "link": "keep one of the four",
    "signing": "give a rule, or a quota with or without weights",
    "stance": "keep one form, or add what is missing",
    "document": "give a path inside the case's folder, or the digest of the text",
    "party": "change the kind, or remove the key",
    "greater_than_equal": "give a number from 0 to 100",
    "less_than_equal": "give a number from 0 to 100",
}
