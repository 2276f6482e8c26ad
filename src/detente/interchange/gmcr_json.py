"""JSON from a stranger as plain data, and the fields of it one by one, so that every fault is told with its place."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.case.base import UNREADABLE
from detente.errors import InputError, Path, Problem

MAX_TOLD = 100
"""So many problems, and so many remarks, are told of one file at most: nobody reads more of them."""
MAX_NAME = 2_000
"""Characters of a name or a description."""
_LONG = 18
"""Digits beyond which a whole number counts nothing that a file could hold."""


def read_json(text: str, name: str) -> Any:
    """Return the plain data of a JSON text.

    Parameters
    ----------
    text, name : str
        The name of the file stands in the messages.

    Raises
    ------
    InputError
        If the text is not JSON (with line and column), is nested too deeply, holds a number that is not finite, or
        gives one key of an object twice.
    """
    faults = _Faults()
    try:
        data = json.loads(
            text,
            parse_int=_whole,
            parse_float=faults.number,
            parse_constant=faults.number,
            object_pairs_hook=faults.object,
        )
    except json.JSONDecodeError as error:
        problem = Problem("json", f"this is not JSON: {error.msg}", "save the file again in the program that made it")
        raise InputError([problem.at(name, error.lineno, error.colno)]) from None
    except RecursionError:
        raise InputError.of("too-deep", "the file is nested too deeply", "a .gmcr file has few levels", name) from None
    fields = Fields(name)
    for key in faults.repeated:
        fields.wrong("duplicate-key", (), f"the key {shown(key)} stands twice in one object", "remove one of the two")
    for path, value in _not_finite(data) if faults.is_not_finite else ():
        fields.wrong("number", path, f"{value} is no finite number", "give a finite number")
    fields.check()
    return data


@dataclass
class _Faults:
    """What a JSON reader lets pass although no file should have it."""

    repeated: dict[str, None] = field(default_factory=dict)
    is_not_finite: bool = False

    def number(self, text: str) -> float:
        value = float(text)
        self.is_not_finite |= not math.isfinite(value)
        return value

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated.update(dict.fromkeys(key for key, count in counts.items() if count > 1))
        return found


def _whole(digits: str) -> int | float:
    """Read a whole number; one too long to be an index becomes a float, which no index is."""
    return int(digits) if len(digits) <= _LONG else float(digits[:_LONG])


def _not_finite(data: Any) -> Iterator[tuple[Path, float]]:
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, float) and not math.isfinite(value):
            yield path, value
        elif isinstance(value, (dict, list)):
            steps = value.items() if isinstance(value, dict) else enumerate(value)
            inner = [((*path, k), v) for k, v in steps if isinstance(v, (float, dict, list))]
            waiting += reversed(inner)


def place(path: Path) -> str:
    """Return a path of keys in words: ``decisionMakers[1].name``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{clean(step)[:60]}" for step in path)
    return steps.lstrip(".")[:200] or "the file"


def clean(text: str) -> str:
    """Return a text without characters that act instead of being read."""
    return UNREADABLE.sub("�", text)


def shown(value: Any) -> str:
    """Return a value as it is told in a message; a list or an object only by its kind."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return clean(json.dumps(value, ensure_ascii=False))[:60]


class Fields:
    """Reads fields of plain data; faults and remarks are kept, each with the path of its keys.

    A faulty field reads as None or as nothing, so that the rest of the file is checked all the same.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._untold = 0

    def wrong(self, rule: str, path: Path, what: str, remedy: str) -> None:
        """Keep a fault."""
        if len(self.problems) >= MAX_TOLD:
            self._untold += 1
            return
        self.problems.append(Problem(rule, f"{place(path)}: {what}", remedy, path, file=self.name))

    def note(self, rule: str, path: Path, what: str, remedy: str) -> None:
        """Keep a remark."""
        if len(self.notes) < MAX_TOLD:
            self.notes.append(Problem(rule, f"{place(path)}: {what}", remedy, path, "note", self.name))

    def mapping(
        self, value: Any, path: Path, *, needs: Collection[str], knows: Collection[str] = ()
    ) -> dict[str, Any] | None:
        """Return an object; complain of keys that it lacks, remark on those that nobody reads."""
        if not isinstance(value, dict):
            self.wrong("shape", path, f"{shown(value)} is no object", f"write an object with {', '.join(needs)}")
            return None
        for key in needs:
            if key not in value:
                self.wrong("missing-key", path, f"{key!r} is missing", f"add {key!r}")
        for key in value:
            if key not in needs and key not in knows:
                self.note("unknown-key", path, f"the key {shown(key)} is not read", "nothing depends on it here")
        return value

    def sequence(self, value: Any, path: Path, of: str) -> list[Any]:
        """Return a list."""
        if isinstance(value, list):
            return value
        self.wrong("shape", path, f"{shown(value)} is no list", f"write a list of {of}")
        return []

    def text(self, value: Any, path: Path, otherwise: str = "") -> str:
        """Return words for a person; blank ones are replaced."""
        if not isinstance(value, str):
            self.wrong("text", path, f"{shown(value)} is no text", "write it in quotation marks")
        elif len(value) > MAX_NAME:
            self.wrong("text", path, f"the text has {len(value):,} characters", f"write at most {MAX_NAME:,}")
        elif match := UNREADABLE.search(value):
            self.wrong("text", path, f"the invisible character U+{ord(match[0]):04X} stands in it", "type it again")
        elif not value.strip():
            if otherwise:
                self.note("text", path, f"it is blank and reads as {otherwise!r}", "give a name")
            return otherwise
        else:
            return value
        return otherwise

    def number(self, value: Any, path: Path, least: int, count: int, kind: str) -> int | None:
        """Return the number of one of `count` things, the first of which has the number `least`."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong("number", path, f"{shown(value)} is no whole number", f"give the number of {kind}")
        elif not least <= value < least + count:
            has = f"use {least}–{least + count - 1}" if count else "there is none"
            self.wrong("dangling-number", path, f"there is no {kind} {value}", has)
        else:
            return value
        return None

    def check(self) -> None:
        """Raise what was found so far, if anything was.

        Raises
        ------
        InputError
        """
        if self._untold:
            more = Problem("more", f"and {self._untold:,} more problems", "mend these first", file=self.name)
            raise InputError([*self.problems, more])
        if self.problems:
            raise InputError(self.problems)
