"""What is wrong with a file of a stranger, and what a person should know about it, each with its place."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from detente.errors import InputError, Problem, Severity

MAX_TOLD = 100
"""So many faults are told at most: nobody reads more of them."""
_FEW = 20
"""So many remarks of one rule are told."""


class Place(NamedTuple):
    """Where something stands: a file, and a line and column from 1, or 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0


class Remarks:
    """Collects faults and remarks, so that all of them reach the person together."""

    def __init__(self) -> None:
        self.faults: list[Problem] = []
        self.notes: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._untold = 0

    def wrong(self, rule: str, place: Place, what: str, remedy: str) -> None:
        """Keep a fault."""
        if len(self.faults) >= MAX_TOLD:
            self._untold += 1
        else:
            self.faults.append(Problem(rule, what, remedy).at(*place))

    def warn(self, rule: str, place: Place, what: str, remedy: str) -> None:
        """Keep a remark that needs attention."""
        self._keep(rule, place, what, remedy, "warning")

    def note(self, rule: str, place: Place, what: str, remedy: str = "nothing needs to be done") -> None:
        """Keep a remark that informs."""
        self._keep(rule, place, what, remedy, "note")

    def check(self) -> None:
        """Raise what was found wrong so far, if anything was.

        Raises
        ------
        InputError
        """
        if self._untold:
            self.faults.append(Problem("more", f"and {self._untold:,} more problems", "mend these first"))
        if self.faults:
            raise InputError(self.faults)

    def told(self) -> tuple[Problem, ...]:
        """Return the remarks, and how many of a rule were left out."""
        more = [
            Problem(rule, f"and {count - _FEW:,} more remarks of this kind", "see the first ones", severity="note")
            for rule, count in self._counts.items()
            if count > _FEW
        ]
        return (*self.notes, *more)

    def _keep(self, rule: str, place: Place, what: str, remedy: str, severity: Severity) -> None:
        self._counts[rule] += 1
        if self._counts[rule] <= _FEW:
            self.notes.append(Problem(rule, what, remedy, severity=severity).at(*place))


def listed(words: list[str], most: int = 5) -> str:
    """Return the first few of some names in quotation marks, and how many more there are."""
    shown = ", ".join(repr(word[:60]) for word in words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most:,} more"
