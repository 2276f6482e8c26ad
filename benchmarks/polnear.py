"""PolNeAR in CofeNet's format: units of tokens with BIO labels, as texts with labelled spans.

The data are no part of the package and no weights are trained on them: this measures only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_SPELLED = {
    "``": "“",
    "''": "”",
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "`": "‘",
}
_TIGHT = {
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    "”",
    ")",
    "]",
    "}",
    "%",
    "'s",
    "n't",
    "'",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "...",
}
_OPEN = {"“", "(", "[", "{", "$", "‘", "#"}

LabelledSpan = tuple[str, int, int]


@dataclass(frozen=True)
class Unit:
    """One unit: its text, the place of each token in it, and the labelled spans in tokens."""

    text: str
    places: list[tuple[int, int]]
    gold: frozenset[LabelledSpan]


def read_units(path: Path) -> list[Unit]:
    """Return the units of a file."""
    return [_unit(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _unit(row: dict[str, list[str]]) -> Unit:
    text, places = "", list[tuple[int, int]]()
    previous, is_open = "", False
    for spelled, after in zip(row["tokens"], [*row["tokens"][1:], ""], strict=True):
        word = _SPELLED.get(spelled, spelled)
        if spelled in ("``", "''"):  # the corpus closes with '' and sometimes opens with it
            lost = spelled == "''" and not is_open and previous in {",", "?", "!"} and not after[:1].isupper()
            is_open = not is_open and not lost
            word = "“" if is_open else "”"
        if text and word not in _TIGHT and previous not in _OPEN:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
        previous = word
    return Unit(text, places, frozenset(_spans(row["labels"])))


def _spans(labels: list[str]) -> list[LabelledSpan]:
    spans: list[LabelledSpan] = []
    start, kind = 0, ""
    for at, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            spans.append((kind, start, at))
            kind = ""
        if label.startswith("B-") or (label.startswith("I-") and not kind):
            start, kind = at, label[2:]
    return spans


def in_tokens(unit: Unit, start: int, end: int) -> tuple[int, int] | None:
    """Return the tokens that a span of characters covers."""
    inside = [n for n, (s, e) in enumerate(unit.places) if s < end and e > start]
    return (inside[0], inside[-1] + 1) if inside else None
