"""Finished draws in a file, so that an interrupted run can go on.

The first line says whose draws they are, every other line is one draw: all of it plain JSON. A file of anything else is
left as it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from detente.errors import InputError

Kept = dict[str, Any]
"""What is kept of one draw: plain data, as it is read back from a file."""


class KeptDraws:
    """The draws of one run that are finished: in a file, or in memory only.

    Parameters
    ----------
    path : path or None
        The file; it is made where there is none.
    head : dict
        What makes a run this run and no other.
    keys : collection of str
        What each draw consists of.

    Raises
    ------
    InputError
        If the file cannot be read or written, or holds anything but draws of this run.
    """

    def __init__(self, path: str | os.PathLike[str] | None, head: Kept, keys: Collection[str]) -> None:
        self._path = None if path is None else Path(path)
        self.draws: list[Kept] = []
        if self._path is not None:
            self.draws = _opened(self._path, json.dumps(head), frozenset(keys))

    def add(self, draw: Kept) -> None:
        """Keep one more draw."""
        self.draws.append(draw)
        if self._path is not None:
            _write(self._path, json.dumps(draw) + "\n", "a")


def _opened(path: Path, head: str, keys: frozenset[str]) -> list[Kept]:
    lines = _read(path).splitlines()
    if lines and _plain(lines[0]) != json.loads(head):
        raise InputError.of("resume", "it holds no draws of this run", "name another file, or delete it", str(path))
    kept = []
    for line in lines[1:]:
        draw = _plain(line)
        if not isinstance(draw, dict) or draw.keys() != keys:
            break  # the line that an interruption cut off
        kept.append(draw)
    _write(path, "\n".join([head, *map(json.dumps, kept)]) + "\n", "w")
    return kept


def _read(path: Path) -> str:
    """Return what the file holds; nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        raise InputError.of("resume", "it is no text", "name another file", str(path)) from None
    except OSError as error:
        raise InputError.of("resume", f"it cannot be read: {error.strerror}", "name another file", str(path)) from None


def _write(path: Path, text: str, mode: str) -> None:
    try:
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise InputError.of("resume", what, "name another file", str(path)) from None


def _plain(line: str) -> Any:
    """Return what a line says; None where it is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
