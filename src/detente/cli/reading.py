"""`detente read`: documents in, draft statements out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.case import Case
from detente.cli import output
from detente.cli.statements import show
from detente.errors import InputError
from detente.findings.words import counted
from detente.sources import find_case, open_case
from detente.sources.drafts import DraftBook, case_aliases, case_issues, open_book, reader_mark, save_book
from detente.sources.model import Endpoint, read_with_model
from detente.sources.model.backend import ModelReading
from detente.sources.reader.many import DocumentReading, ReadingTask, read_as_finished
from detente.sources.reader.merging import with_other_reports
from detente.sources.reader.processes import ProcessStartError

MAX_NAMED = 20


def read_all(
    files: Sequence[Path],
    case: str | None,
    given: Mapping[str, str | None],
    endpoint: Endpoint | None = None,
    *,
    as_json: bool,
    workers: int | None = None,
    again: bool = False,
) -> int:
    """Read documents, print what was found, and write drafts beside a case; return the exit code."""
    if endpoint is not None and case is None:
        raise InputError.of("usage", "a model needs a case, whose parties it may name", "add --case CASE")
    files = list(dict.fromkeys(files))
    shelf = _Shelf.of(case, given, endpoint, again=again)
    done = _read_each(files, shelf, workers)
    done.name_others(shelf.book)
    if shelf.book is not None:
        shelf.write(done)
    unread = [str(file) for file in files if file not in done.reached]
    found = [(d.document, d.reading) for d in done.found() if d.document is not None and d.reading is not None]
    show(found, unread, as_json=as_json)
    return _say_the_end(done, unread, known=sum(d.path in done.known for d in done.found()))


@dataclass(frozen=True)
class _Shelf:
    """How the documents are read, and where the drafts go: beside a case, or nowhere."""

    task: ReadingTask
    parties: tuple[str, ...] = ()
    endpoint: Endpoint | None = None
    book: DraftBook | None = None
    mark: str = ""

    @classmethod
    def of(cls, case: str | None, given: Mapping[str, str | None], endpoint: Endpoint | None, *, again: bool) -> _Shelf:
        """Open the drafts beside a case before anything is read, so that what is wrong with them is said at once."""
        if case is None:
            return cls(ReadingTask(given))
        opened = _sound(case)
        task = ReadingTask(given, case_aliases(opened), case_issues(opened))
        mark = reader_mark(task.given, task.aliases, task.issues)
        book = open_book(find_case(case))
        known = frozenset() if again else book.read_by(mark, endpoint.model if endpoint else None)
        return cls(replace(task, known=known), tuple(p.name for p in opened.parties.values()), endpoint, book, mark)

    def write(self, done: _Done) -> None:
        """Write the drafts; those on which somebody has decided stay as they were decided on."""
        book = self.book
        if book is None:
            return
        decided = book.review().standing
        for one in done.found():
            if one.document is None or one.reading is None:
                continue
            file = one.path.resolve()
            if one.path in done.known:
                book = book.with_known(file, one.document.digest, one.reading)
            else:
                second = done.second.get(one.path)
                book = book.with_reading(file, one.document, one.reading, second, decided=decided, read_as=self.mark)
        save_book(book)
        coming = f"; next: detente review {book.path.parent}" if book.drafts else ""
        output.talk(f"{counted(len(book.drafts), 'draft')} in {book.path}{coming}")


@dataclass
class _Done:
    """What came of the documents that were reached."""

    order: Sequence[Path]
    reached: dict[Path, DocumentReading] = field(default_factory=dict)
    second: dict[Path, ModelReading] = field(default_factory=dict)
    known: set[Path] = field(default_factory=set)
    interrupted: bool = False
    stopped: str = ""
    """Why the reading could not go on."""

    def found(self) -> Iterator[DocumentReading]:
        """Yield what was reached in the order in which it was asked for."""
        return (self.reached[path] for path in self.order if path in self.reached)

    def name_others(self, book: DraftBook | None) -> None:
        """Take in what was found in known documents when they were read, and name with each statement who else has it."""
        for path, one in self.reached.items():
            if book is not None and one.document is not None and one.reading is None:
                self.known.add(path)
                self.reached[path] = replace(one, reading=book.reading_of(one.document.digest))
        readings = {str(one.path): one.reading for one in self.found() if one.reading is not None}
        for name, reading in with_other_reports(readings).items():
            self.reached[Path(name)] = replace(self.reached[Path(name)], reading=reading)


def _sound(case: str) -> Case:
    opened = open_case(case)
    if opened.case is None or opened.errors:
        raise InputError(opened.errors)
    return opened.case


def _read_each(files: Sequence[Path], shelf: _Shelf, workers: int | None) -> _Done:
    """Read what can be read; Ctrl-C ends the reading and keeps what is done."""
    done = _Done(files)
    with output.progress("documents", len(files) if len(files) > 1 else 0) as advance:
        try:
            for number, one in read_as_finished(files, shelf.task, workers):
                if shelf.endpoint is not None and one.document is not None and one.reading is not None:
                    done.second[files[number]] = _second(one, shelf.parties, shelf.endpoint)
                done.reached[files[number]] = one
                if advance is not None:
                    advance(len(done.reached))
        except KeyboardInterrupt:
            done.interrupted = True
        except ProcessStartError as error:
            done.stopped = str(error)
    return done


def _second(one: DocumentReading, parties: Sequence[str], endpoint: Endpoint) -> ModelReading:
    assert one.document is not None
    second = read_with_model(one.document, parties, endpoint)
    for note in second.notes:
        output.talk(f"{one.document.name}: {note}")
    return second


def _say_the_end(done: _Done, unread: Sequence[str], *, known: int) -> int:
    """Say what was not read and why; return the exit code."""
    problems = [problem for one in done.found() for problem in one.problems]
    for problem in problems:
        output.complain(str(problem))
    if known:
        output.talk(
            f"{counted(known, 'document')} had been read before and stayed as they were; --again reads them anew"
        )
    if done.interrupted or done.stopped:
        count = f"{len(done.reached)} of {counted(len(done.order), 'document')} were reached"
        rest = f"; not read: {_named(unread)}" if unread else ""
        output.complain(f"{done.stopped or 'interrupted'}: {count}{rest}")
    return 130 if done.interrupted else 2 if problems or done.stopped else 0


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - MAX_NAMED} more" if len(paths) > MAX_NAMED else ""
    return ", ".join(paths[:MAX_NAMED]) + more
