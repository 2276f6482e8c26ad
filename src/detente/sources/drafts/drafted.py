"""Which statements were drafted before, so that a second draft leaves alone what a person made of the first one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from detente.case.files import write_whole
from detente.errors import InputError

FILE = "drafted.json"


def drafted(case_file: Path) -> frozenset[str]:
    """Return the statements of a case that were drafted before.

    Raises
    ------
    InputError
        If the file that says so is damaged.
    """
    path = case_file.with_name(FILE)
    try:
        known = json.loads(path.read_bytes())
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError):
        known = None
    if not isinstance(known, list) or not all(isinstance(id_, str) for id_ in known):
        raise InputError.of("drafted", f"{path.name} is damaged", "delete it; then everything is proposed once more")
    return frozenset(known)


def note_drafted(case_file: Path, statements: Iterable[str]) -> None:
    """Note that statements were drafted."""
    known = sorted({*drafted(case_file), *statements})
    write_whole(case_file.with_name(FILE), (json.dumps(known, ensure_ascii=False) + "\n").encode())
