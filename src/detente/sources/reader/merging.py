"""The same statement in several documents: told once, with the others named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.sources.reader.statement import DraftStatement, Reading

ALIKE = 70.0
"""Likeness of contents (0 to 100, words in any order) from which two reports are of the same statement."""


def with_other_reports(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Name with each statement the other documents that report the same act of the same holder.

    Nothing is dropped: a statement stays in each document that has it.
    """
    every = [(name, s) for name, reading in readings.items() for s in reading.statements]
    by_key: dict[tuple[str, str | None], list[tuple[str, DraftStatement]]] = {}
    for name, statement in every:
        by_key.setdefault((statement.act, statement.holder), []).append((name, statement))
    return {
        name: replace(reading, statements=tuple(_marked(name, s, by_key[s.act, s.holder]) for s in reading.statements))
        for name, reading in readings.items()
    }


def _marked(name: str, statement: DraftStatement, alike: Sequence[tuple[str, DraftStatement]]) -> DraftStatement:
    from rapidfuzz import fuzz

    others = [
        other for other, s in alike
        if other != name and fuzz.token_set_ratio(s.content.lower(), statement.content.lower()) >= ALIKE
    ]  # fmt: skip
    return replace(statement, also_in=tuple(dict.fromkeys(others)))
