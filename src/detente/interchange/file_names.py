"""Names of the files that a scenario becomes, from names of parties, and a folder for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from detente.errors import InputError

_MAX_NAME = 80
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")


def file_names(names: Sequence[str]) -> list[str]:
    """Return a name without an ending for each of some files: letters, digits, - and _, each one once."""
    taken: set[str] = set()
    found = []
    for number, name in enumerate(names, start=1):
        word = re.sub(r"[^\w-]+", "_", name)[:_MAX_NAME].strip("_-") or f"file_{number}"
        base = f"{word}_file" if _RESERVED.fullmatch(word) else word
        unique, count = base, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{base}_{count}"
        taken.add(unique.casefold())
        found.append(unique)
    return found


def new_folder(folder: Path) -> None:
    """Make a folder, or refuse one that has something in it.

    Raises
    ------
    InputError
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_taken = any(folder.iterdir())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unwritable", f"{folder} cannot be written ({why})", "name another place") from None
    if is_taken:
        raise InputError.of("exists", f"{folder} has files in it already", "name an empty or a new folder")
