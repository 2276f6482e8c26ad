"""The same statement in several documents: told once, with the others named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.sources.reader.statement import DraftStatement, Reading

ALIKE = 70.0
"""Likeness of contents (0 to 100, words in any order) from which two reports are of the same statement."""
AT_ONCE = 500
"""Rows of likenesses that are held at once; each is as long as there are statements of one act and holder."""


def with_other_reports(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Name with each statement the other documents that report the same act of the same holder.

    Nothing is dropped: a statement stays in each document that has it.
    """
    every = [(name, s) for name, reading in readings.items() for s in reading.statements]
    by_key: dict[tuple[str, str | None], list[int]] = {}
    for number, (_, statement) in enumerate(every):
        by_key.setdefault((statement.act, statement.holder), []).append(number)
    marked = [statement for _, statement in every]
    for numbers in by_key.values():
        names = [every[n][0] for n in numbers]
        if len(set(names)) > 1:
            for n, others in zip(numbers, _others(names, [every[n][1] for n in numbers]), strict=True):
                marked[n] = replace(marked[n], also_in=others)
    at = iter(marked)
    return {
        name: replace(reading, statements=tuple(next(at) for _ in reading.statements))
        for name, reading in readings.items()
    }


def _others(names: Sequence[str], statements: Sequence[DraftStatement]) -> list[tuple[str, ...]]:
    """Return for each statement the other documents that have one like it, in their order."""
    from rapidfuzz import fuzz, process

    contents = [s.content.lower() for s in statements]
    found: list[dict[str, None]] = [{} for _ in names]
    for start in range(0, len(contents), AT_ONCE):
        # Each pair is looked at once; what is below the cutoff comes back as 0, so whatever is left is alike.
        likeness = process.cdist(
            contents[start : start + AT_ONCE], contents[start:], scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, workers=-1
        )  # fmt: skip
        for row, column in zip(*likeness.nonzero(), strict=True):
            one, other = start + row, start + column
            if one < other and names[one] != names[other]:
                found[one][names[other]] = None
                found[other][names[one]] = None
    return [tuple(others) for others in found]
