"""Adds entries to the text of a case file without touching what a person wrote there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.errors import InputError

_TOP = re.compile(r"^[A-Za-z_][\w-]*\s*:")


def with_entries(text: str, section: str, entries: Sequence[str]) -> str:
    """Return a case text with entries added at the end of a section; the section is made where it is missing.

    Parameters
    ----------
    text : str
    section : str
        Key at the top of the file, such as ``statements``.
    entries : sequence of str
        Each one entry in block style without indentation: ``- {id: s1, …}`` or ``name: {…}``.

    Raises
    ------
    InputError
        If the section is written in one line with something in it.
    """
    if not entries:
        return text
    lines = text.rstrip("\n").split("\n")
    at = next((n for n, line in enumerate(lines) if re.match(rf"{section}\s*:", line)), None)
    if at is None:
        return "\n".join([*lines, "", f"{section}:", *_indented(entries, 2)]) + "\n"
    rest = re.sub(r"\s+#.*", "", lines[at].split(":", 1)[1]).strip()
    if rest in ("[]", "{}"):
        lines[at] = f"{section}:"
    elif rest:
        raise InputError.of("one-line", f"{section} is written in one line", "write each entry on a line of its own")
    end = _end_of(lines, at)
    indent = next(
        (
            len(line) - len(line.lstrip())
            for line in lines[at + 1 : end]
            if line.strip() and not line.strip().startswith("#")
        ),
        2,
    )
    return "\n".join([*lines[:end], *_indented(entries, indent), *lines[end:]]) + "\n"


def _end_of(lines: Sequence[str], at: int) -> int:
    """Return the line before which a section ends: behind its last line that is neither empty nor a remark."""
    after = next((n for n in range(at + 1, len(lines)) if _TOP.match(lines[n])), len(lines))
    while after > at + 1 and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
        after -= 1
    return after


def _indented(entries: Sequence[str], indent: int) -> list[str]:
    return [" " * indent + line if line else line for entry in entries for line in entry.split("\n")]
