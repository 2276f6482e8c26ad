"""Many documents: read in processes side by side, each with its own statements or its own problems."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import InputError, Problem
from detente.sources.documents.text_document import TextDocument, read_document
from detente.sources.reader.extract import extract_statements
from detente.sources.reader.issues import IssueText
from detente.sources.reader.processes import as_finished
from detente.sources.reader.statement import Reading

WORTH_A_PROCESS = 50_000
"""Bytes of documents for each process: two read 100 kB, some 15 articles, as soon as one that need not start them."""

FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What rules raise over words that nobody foresaw: such a fault of ours must not cost the other documents."""


@dataclass(frozen=True)
class DocumentReading:
    """What came of one of many documents.

    Attributes
    ----------
    path : Path
    document : TextDocument or None
        None where it could not be read.
    reading : Reading or None
        Its statements; None also where they were known before and not asked for.
    problems : tuple of Problem
        Why it could not be read.
    """

    path: Path
    document: TextDocument | None = None
    reading: Reading | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ReadingTask:
    """Reads one document as all of them are to be read; it can be sent to another process.

    Attributes
    ----------
    given : mapping
        What the person knows better than the documents say, as for :func:`detente.read_document`.
    aliases, issues
        As for :func:`detente.extract_statements`.
    known : frozenset of str
        Digests of documents of which only the text is wanted.
    """

    given: Mapping[str, str | None] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[IssueText, ...] = ()
    known: frozenset[str] = frozenset()

    def __call__(self, path: Path) -> DocumentReading:
        """Return the reading of a document; a document that cannot be read never ends the reading of the others."""
        try:
            document = read_document(path, **self.given)
            if document.digest in self.known:
                return DocumentReading(path, document)
            return DocumentReading(
                path, document, extract_statements(document, aliases=self.aliases, issues=self.issues)
            )
        except InputError as error:
            return DocumentReading(path, problems=error.problems)
        except FAULTS as error:
            return DocumentReading(path, problems=(_failed(path, error),))


def read_documents(
    paths: Iterable[str | os.PathLike[str]], *, workers: int | None = 1, aliases: Mapping[str, str] | None = None,
    issues: tuple[IssueText, ...] = (), **given: str | None,
) -> Iterator[DocumentReading]:  # fmt: skip
    """Read many documents and find their statements, in processes side by side.

    Parameters
    ----------
    paths : iterable of path
    workers : int, optional
        So many processes, each of some 250 MB; what is found is the same for any number. None for as many as there
        are cores and as the documents are worth. A script that asks for more than one must stand behind
        ``if __name__ == "__main__":``, because each process imports it.
    aliases, issues
        As for `extract_statements`.
    **given : str, optional
        Title, author, publisher, published, language: as for `read_document`.

    Yields
    ------
    DocumentReading
        In the order of the paths, each as soon as it and all before it are done. A document that cannot be read, and
        one whose process died over it, comes with its problems and without statements.

    Raises
    ------
    ProcessStartError
        If a process does not start.
    """
    files = [Path(path) for path in paths]
    waiting: dict[int, DocumentReading] = {}
    turn = 0
    for number, done in read_as_finished(files, ReadingTask(given, aliases or {}, issues), workers):
        waiting[number] = done
        while turn in waiting:
            yield waiting.pop(turn)
            turn += 1


def read_as_finished(
    files: Sequence[Path], task: ReadingTask, workers: int | None = None
) -> Iterator[tuple[int, DocumentReading]]:
    """Yield the number of each document with its reading, in the order in which they are finished."""
    count = workers if workers is not None else workers_for(files)
    if min(count, len(files)) <= 1:
        yield from enumerate(map(task, files))
        return
    for number, done in as_finished(task, files, count):
        yield number, done if done is not None else DocumentReading(files[number], problems=(_died(files[number]),))


def workers_for(files: Sequence[Path]) -> int:
    """Return how many processes some documents are worth: one for a few, up to one for each core for many."""
    size = sum(_size_of(file) for file in files)
    return max(1, min(cores(), len(files), size // WORTH_A_PROCESS))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _died(path: Path) -> Problem:
    return Problem(
        "reader-died", f"{path.name} was not read: the process that read it was ended from outside or ran out of memory",
        "read it again alone",
    )  # fmt: skip


def _failed(path: Path, error: Exception) -> Problem:
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{path.name} was not read: {type(error).__name__} in {Path(place.filename).name}:{place.lineno} ({error})"
    return Problem("reader-failed", what, "report it with the document")
