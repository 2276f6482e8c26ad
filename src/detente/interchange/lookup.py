"""Which outcome a file means by a name that it writes a little differently elsewhere."""

from __future__ import annotations

import math
from collections.abc import Collection

from detente.interchange.assemble import Question
from detente.interchange.remarks import listed


def numbers_of(outcomes: tuple[str, ...]) -> tuple[float, ...] | None:
    """Return outcomes as numbers where all of them are."""
    try:
        numbers = tuple(float(name) for name in outcomes)
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


class Lookup:
    """Finds the outcome that a profile means, although it may write it a little differently."""

    def __init__(self, question: Question) -> None:
        self._exact = {name: k for k, name in enumerate(question.outcomes)}
        self._loose: dict[str, int] = {}
        self._numbers: dict[float, int] = {}
        for k, name in enumerate(question.outcomes):
            self._loose.setdefault(_plain(name), k)
        for k, number in enumerate(question.numbers or ()):
            self._numbers.setdefault(number, k)

    def find(self, name: str) -> int | None:
        """Return the position of an outcome: by its name, then without regard to case and blanks, then as a number."""
        if name in self._exact:
            return self._exact[name]
        if (loose := self._loose.get(_plain(name))) is not None:
            return loose
        number = numbers_of((name,))
        return self._numbers.get(number[0]) if number else None


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def lacking(question: Question, given: Collection[int]) -> str:
    """Return in words which outcomes of an issue have no value, or nothing."""
    missing = [name for k, name in enumerate(question.outcomes) if k not in given]
    return f"{question.name!r} has no value for {listed(missing)}" if missing else ""
