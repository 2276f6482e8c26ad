"""What can go wrong, as data and as exceptions.

A `Problem` is one fault of an input: what, where, how to repair it. Readers collect all problems of a
file before they raise, so nobody repairs a file one message at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Self

Severity = Literal["error", "warning", "note"]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One fault of an input, or one thing about it that a person should know.

    Attributes
    ----------
    rule : str
        Stable name of the check that found it, such as ``"dangling-id"``.
    what, remedy : str
        What is wrong, and how to repair it.
    path : tuple
        Keys and indices from the root of the case to the faulty value.
    severity : {"error", "warning", "note"}
        Errors stop the work, warnings need attention, notes inform.
    file, line, column : str, int, int
        Where it stands in the file; line and column count from 1, 0 means unknown.
    on_key : bool
        True when the key itself is at fault and not its value.
    """

    rule: str
    what: str
    remedy: str
    path: Path = ()
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    on_key: bool = False

    def at(self, file: str, line: int, column: int) -> Problem:
        """Return this problem with its place in a file filled in."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        numbers = f":{self.line}:{self.column}" if self.line else ""
        place = f"{self.file}{numbers}: " if self.file else ""
        return f"{place}{self.what}; {self.remedy}"


class DetenteError(Exception):
    """Base of every error that détente raises on purpose."""


class InputError(DetenteError, ValueError):
    """An input has faults; `problems` holds all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    @classmethod
    def of(cls, rule: str, what: str, remedy: str, file: str = "") -> Self:
        """Return an error with a single problem that has no place inside the file."""
        return cls([Problem(rule, what, remedy, file=file)])


class CaseError(InputError):
    """A case file, or a change to a case, is not valid."""


class DocumentError(InputError):
    """A document cannot be read."""


class ExpressionError(DetenteError, ValueError):
    """A link or rule is not written in the expression language."""


class TooLargeError(DetenteError, ValueError):
    """A problem is larger than the chosen exact method can hold."""
