"""Names and numbers as a stranger wrote them, checked one by one."""

from __future__ import annotations

import math

from detente.interchange.remarks import Place, Remarks

MAX_NAME = 2_000
"""Characters of a name."""


def name_of(said: str | None, otherwise: str, place: Place, remarks: Remarks) -> str:
    """Return a name for a person; a blank one is replaced, one that fills pages is refused."""
    name = " ".join((said or "").split())
    if len(name) > MAX_NAME:
        remarks.wrong("text", place, f"a name has {len(name):,} characters", f"write at most {MAX_NAME:,}")
        return otherwise
    if not name:
        remarks.note("text", place, f"a blank name is read as {otherwise!r}", "give a name")
    return name or otherwise


def number_of(text: str | None, what: str, place: Place, remarks: Remarks) -> float:
    """Return a finite number; NaN, with a fault, where there is none."""
    try:
        value = float(text if text is not None else "")
    except ValueError:
        said = "is missing" if text is None else f"is {text[:40]!r}"
        remarks.wrong("number", place, f"{what} {said}", "give a number")
        return math.nan
    if not math.isfinite(value):
        remarks.wrong("number", place, f"{what} is {value}", "give a finite number")
        return math.nan
    return value
