"""The log of decisions on the disk: one line each, added under a lock, never changed.

Two reviewers may work on one case at once: before a decision is added, what the other one added is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, get_args

from detente.errors import InputError, Problem
from detente.sources.drafts.decisions import Decision, Verdict

CUT = "cut"
"""Key of a line that keeps the remains of one that was cut off, so that nothing is erased."""


@dataclass
class DecisionLog:
    """A log that is open: what was read of it, and how far."""

    path: Path
    decisions: list[Decision] = field(default_factory=list)
    _read: int = 0
    _lines: int = 0

    def refresh(self) -> Sequence[Decision]:
        """Read what was added since, and return it.

        Raises
        ------
        InputError
            If lines are no decisions, each with its number; or the log is shorter than it was.
        """
        try:
            with self.path.open("rb") as stream:
                if stream.seek(0, os.SEEK_END) < self._read:
                    raise InputError.of("decision", f"{self.path.name} became shorter while it was open", "start again")
                stream.seek(self._read)
                return self._take(stream.read())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise InputError.of(
                "unreadable", f"{self.path} cannot be read ({error.strerror})", "check the file"
            ) from None

    def append(self, *decisions: Decision, unless: Callable[[Sequence[Decision]], bool] = lambda _: False) -> bool:
        """Add decisions, unless what others added meanwhile forbids it; they are on the disk before this returns.

        Parameters
        ----------
        *decisions : Decision
        unless : callable
            Is asked under the lock, with all decisions up to now; nothing is added where it returns True.

        Raises
        ------
        InputError
            If the log cannot be written.
        """
        try:
            with locked(self.path) as stream:
                _mend_end(stream)
                self.refresh()
                if unless(self.decisions):
                    return False
                _write(stream, b"".join(map(_as_line, decisions)))
            self.refresh()
        except OSError as error:
            raise _unwritable(self.path, error) from None
        return True

    def _take(self, content: bytes) -> Sequence[Decision]:
        """Take in whole lines; a last line that is still being written, or was cut off, waits."""
        body, newline, rest = content.rpartition(b"\n")
        lines = body.split(b"\n") if newline else []
        found: list[Decision] = []
        problems: list[Problem] = []
        for number, line in enumerate(lines, start=self._lines + 1):
            item = _decision(line) if line.strip() else None
            if isinstance(item, Decision):
                found.append(item)
            elif line.strip() and item is None:
                problems.append(_no_decision(self.path, number))
        if problems:
            raise InputError(problems)
        if rest and isinstance(whole := _decision(rest), Decision):
            return [*self._keep(found, content, len(lines)), *self._keep([whole], b"", 0)]
        return self._keep(found, content[: len(content) - len(rest)], len(lines))

    def _keep(self, found: list[Decision], content: bytes, lines: int) -> list[Decision]:
        self.decisions.extend(found)
        self._read += len(content)
        self._lines += lines
        return found


def open_log(path: Path) -> DecisionLog:
    """Open the log of decisions; none is made where none is.

    Raises
    ------
    InputError
        If lines of it are no decisions.
    """
    log = DecisionLog(path)
    log.refresh()
    return log


@contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """Hold the lock of a log, so that whoever else writes beside it waits."""
    with path.open("a+b") as stream:
        _lock(stream, take=True)
        try:
            yield stream
        finally:
            stream.flush()
            _lock(stream, take=False)


def _lock(stream: BinaryIO, *, take: bool) -> None:
    """Take the lock of an open file, or give it back."""
    try:
        import fcntl
    except ImportError:  # Windows
        _lock_on_windows(stream, take=take)
        return
    fcntl.flock(stream, fcntl.LOCK_EX if take else fcntl.LOCK_UN)


def _lock_on_windows(stream: BinaryIO, *, take: bool) -> None:
    import importlib

    msvcrt: Any = importlib.import_module("msvcrt")
    stream.seek(2**31 - 2)  # behind everything: a lock there keeps nobody from reading
    msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if take else msvcrt.LK_UNLCK, 1)


def _mend_end(stream: BinaryIO) -> None:
    """Give a last line without its end one, so that the next decision starts a new line."""
    stream.seek(0)
    content = stream.read()
    rest = content.rpartition(b"\n")[2]
    if not rest:
        return
    if isinstance(_decision(rest), Decision):
        _write(stream, b"\n")
        return
    stream.truncate(len(content) - len(rest))
    _write(stream, json.dumps({CUT: rest.decode(errors="replace")}).encode() + b"\n")


def _write(stream: BinaryIO, content: bytes) -> None:
    stream.write(content)
    stream.flush()
    os.fsync(stream.fileno())


def _as_line(decision: Decision) -> bytes:
    given = {key: value for key, value in vars(decision).items() if value not in ("", {})}
    return json.dumps(given, ensure_ascii=False).encode("utf-8", errors="surrogatepass") + b"\n"


def _decision(line: bytes) -> Decision | str | None:
    """Return the decision of a line, the remains that a line keeps, or None where it is neither."""
    try:
        data = json.loads(line.decode("utf-8", errors="surrogatepass"))
        if isinstance(data, dict) and set(data) == {CUT}:
            return str(data[CUT])
        decision = Decision(**data)
    except (ValueError, TypeError, RecursionError):
        return None
    return decision if _is_sound(decision) else None


def _is_sound(decision: Decision) -> bool:
    texts = (decision.draft, decision.reviewer, decision.time, decision.rule, decision.tier, decision.document)
    plain = isinstance(decision.changes, dict) and isinstance(decision.statement, dict)
    whole = decision.verdict != "split" or (plain and isinstance(decision.changes.get("at"), int))
    known = isinstance(decision.verdict, str) and decision.verdict in get_args(Verdict)
    return known and plain and whole and all(isinstance(text, str) for text in texts)


def _no_decision(path: Path, number: int) -> Problem:
    return Problem(
        "decision", "this line is no decision", "delete the line or restore the file", file=path.name, line=number, column=1
    )  # fmt: skip


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError.of(
        "unwritable", f"{path} cannot be written ({error.strerror})", "check the folder; nothing that was decided is lost"
    )  # fmt: skip
