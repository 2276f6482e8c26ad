"""YAML as plain data with the place of every key and value, safe against hostile files.

The text is read as a stream of events, so nesting is bounded before any recursion; aliases are refused,
so nothing can expand; keys are always the text that is written, so an outcome may be called ``no``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from detente.errors import InputError, Path, Problem

MAX_BYTES = 8_000_000
MAX_DEPTH = 40

_WORDS: dict[str, Any] = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII
)
_LONG = 300
"""Python refuses to read very long numbers; as text they meet the check of their place."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Tree:
    """Plain data with its places.

    Attributes
    ----------
    data : object
        Dicts, lists and scalars.
    values, keys : dict of path to (line, column)
        Where each value and each key starts, from 1.
    problems : tuple of Problem
        Duplicate keys; the rest of the data is there.
    """

    name: str
    data: Any
    values: dict[Path, tuple[int, int]]
    keys: dict[Path, tuple[int, int]]
    problems: tuple[Problem, ...]

    def place(self, problem: Problem) -> Problem:
        """Return the problem with the place of its path, or of the nearest thing around it."""
        path = problem.path
        if problem.on_key and path in self.keys:
            return problem.at(self.name, *self.keys[path])
        while path and path not in self.values:
            path = path[:-1]
        return problem.at(self.name, *self.values.get(path, (1, 1)))


def read_tree(text: str, name: str) -> Tree:
    """Read one YAML document.

    Raises
    ------
    InputError
        If the text is empty, too large, too deep, uses aliases, or is not YAML.
    """
    if len(text) > MAX_BYTES:
        raise InputError.of(
            "too-large", f"the file has {len(text):,} characters, at most {MAX_BYTES:,} are read",
            "keep documents in files of their own under documents/", name,
        )  # fmt: skip
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        raise InputError([_syntax_problem(error, name)]) from None
    except UnicodeEncodeError:
        raise InputError.of("encoding", "the text has half a character", "save the file as UTF-8 text", name) from None
    if builder.is_empty:
        raise InputError.of("empty", "the file is empty", "start from `detente new DIR`", name)
    return Tree(name, builder.root, builder.values, builder.keys, tuple(builder.problems))


@dataclass
class _Open:
    """A collection that is still being read."""

    path: Path
    data: dict[str, Any] | list[Any]
    key: str | None = None
    skipping: bool = False


@dataclass
class _Builder:
    """Turns events into data, one at a time."""

    name: str
    root: Any = None
    is_empty: bool = True
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        where = (event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else (1, 1)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse("yaml", "a second YAML document starts here", "keep one case in a file", where)
            case yaml.AliasEvent():
                self._refuse("alias", "aliases (*name) are not read", "write the value out", where)
            case yaml.ScalarEvent():
                self._scalar(event, where)
            case yaml.MappingStartEvent():
                self._open({}, where)
            case yaml.SequenceStartEvent():
                self._open([], where)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()

    def _refuse(self, rule: str, what: str, remedy: str, where: tuple[int, int]) -> None:
        raise InputError([Problem(rule, what, remedy).at(self.name, *where)])

    def _scalar(self, event: yaml.ScalarEvent, where: tuple[int, int]) -> None:
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.data, dict) and top.key is None:
            self._key(top, event.value, where)
            return
        is_plain = event.implicit[0] and not event.tag
        value = plain_scalar(event.value) if is_plain else event.value
        self._put(value, where)

    def _key(self, top: _Open, key: str, where: tuple[int, int]) -> None:
        path = (*top.path, key)
        top.key = key
        top.skipping = key in top.data
        if top.skipping:
            first = self.keys[path]
            self.problems.append(
                Problem(
                    "duplicate-key", f"{key!r} stands here a second time (first in line {first[0]})",
                    "rename or remove one of the two", path,
                ).at(self.name, *where)
            )  # fmt: skip
        else:
            self.keys[path] = where

    def _open(self, data: dict[str, Any] | list[Any], where: tuple[int, int]) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._refuse("too-deep", f"more than {MAX_DEPTH} levels of nesting", "flatten the file", where)
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.data, dict) and top.key is None:
            self._refuse("yaml", "a key must be text", "write a plain word before the colon", where)
        path = self._next_path()
        skipped = bool(top and top.skipping)
        self._put(data, where)
        self._stack.append(_Open(("\0duplicate", *path) if skipped else path, data))

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        top = self._stack[-1]
        step = top.key if isinstance(top.data, dict) else len(top.data)
        return (*top.path, step if step is not None else "")

    def _put(self, value: Any, where: tuple[int, int]) -> None:
        path = self._next_path()
        self.is_empty = self.is_empty and value is None
        if not self._stack:
            self.root = value
            self.values[path] = where
            return
        top = self._stack[-1]
        if isinstance(top.data, list):
            top.data.append(value)
        elif not top.skipping and top.key is not None:
            top.data[top.key] = value
        if not top.skipping:
            self.values[path] = where
        top.key, top.skipping = None, False


def plain_scalar(text: str) -> Any:
    """Return what an unquoted scalar means in the core schema of YAML 1.2; a date is text.

    No base 8 or 60, and yes, no, on, off are words: nobody who writes a case means the others.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text) and len(text) < _LONG:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).split("\n")[0]
    problem = Problem("yaml", f"this is not YAML: {what}", "mend the line, or quote a text that has : # or *")
    return problem.at(name, mark.line + 1, mark.column + 1) if mark else problem.at(name, 1, 1)
