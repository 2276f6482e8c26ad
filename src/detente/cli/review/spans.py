"""Words of a document: trimmed and extended by whole words, found verbatim, and shown with what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.sources.spans import fold

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n\s*\n")
_STEP = re.compile(r"(start|end)\s*([+-])\s*(\d{1,3})")
REACH = 400
"""How far the sentences around some words are looked for, in characters."""


@dataclass(frozen=True)
class Around:
    """A sentence with its neighbours."""

    before: str
    sentence: str
    after: str


def moved(text: str, start: int, end: int, step: str) -> tuple[int, int] | None:
    """Return a span after ``start +2`` (two words fewer at its start), ``start -1``, ``end +1`` or ``end -2``.

    Returns
    -------
    tuple of int or None
        Begins and ends with a word and has at least one; None where the step is not understood or leaves nothing.
    """
    match = _STEP.fullmatch(step.strip())
    if match is None:
        return None
    words = [m.span() for m in _WORD.finditer(text)]
    inside = [n for n, (a, b) in enumerate(words) if b > start and a < end]
    if not inside:
        return None
    by = int(match[3]) if match[2] == "+" else -int(match[3])
    at = (inside[0] if match[1] == "start" else inside[-1]) + by
    if not 0 <= at < len(words):
        return None
    span = (words[at][0], end) if match[1] == "start" else (start, words[at][1])
    return span if text[span[0] : span[1]].strip() and span[0] < span[1] else None


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand verbatim in a text, whatever its line breaks and invisible characters."""
    return fold(text).find_all(words) if words.strip() else []


def nearly(text: str, words: str) -> str | None:
    """Return what the text has where only capitals, quotation marks or dashes differ."""
    places = fold(text).find_loosely(words)
    return text[places[0][0] : places[0][1]] if places else None


def around(text: str, start: int, end: int) -> Around:
    """Return the sentence, or sentences, in which words stand, with the one before and the one behind."""
    edges = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    first = max(n for n, edge in enumerate(edges[:-1]) if edge <= start)
    last = next(n for n, edge in enumerate(edges) if edge >= end and n > first)
    before = text[edges[first - 1] : edges[first]] if first else ""
    after = text[edges[last] : edges[last + 1]] if last + 1 < len(edges) else ""
    return Around(_plain(before[-REACH:]), _plain(text[edges[first] : edges[last]]), _plain(after[:REACH]))


def _plain(text: str) -> str:
    return " ".join(text.split())
