"""Ids made from the names of a stranger: plain letters that expressions can name, each one unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from detente.expression import WORDS

MAX_ID = 40
"""With longer ids a condition over all options would be longer than an expression may be."""


def unique_ids(names: Sequence[str], kind: str) -> tuple[str, ...]:
    """Return one id for each name, in order; a name that was there before gets a number."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    found = []
    for number, name in enumerate(names, start=1):
        word = base = id_of(name, f"{kind}_{number}")
        while word in taken:
            counts[base] = counts.get(base, 1) + 1
            word = f"{base}_{counts[base]}"
        taken.add(word)
        found.append(word)
    return tuple(found)


def id_of(name: str, otherwise: str) -> str:
    """Return a name in plain letters and digits, as an id that expressions can name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain)[:MAX_ID].strip("_")
    if not word:
        return otherwise
    if not word[0].isalpha():
        word = f"n{word}"
    return f"{word}_" if word in WORDS else word
