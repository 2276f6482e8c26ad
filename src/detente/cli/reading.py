"""`detente read`: documents in, draft statements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.case import Case
from detente.cli import output
from detente.errors import InputError, Problem
from detente.findings.words import counted
from detente.sources import find_case, open_case
from detente.sources.documents import TextDocument, find_duplicates, read_document
from detente.sources.drafts import case_aliases, case_issues, open_book, save_book
from detente.sources.model import Endpoint, read_with_model
from detente.sources.reader.extract import extract_statements
from detente.sources.reader.merging import with_other_reports
from detente.sources.reader.plain import plain_reading
from detente.sources.reader.statement import Reading

Read = dict[Path, tuple[TextDocument, Reading]]


def read_all(
    files: Sequence[Path],
    case: str | None,
    given: Mapping[str, str | None],
    endpoint: Endpoint | None = None,
    *,
    as_json: bool,
) -> int:
    """Read documents, print what was found, and write drafts beside a case; return the exit code."""
    if endpoint is not None and case is None:
        raise InputError.of("usage", "a model needs a case, whose parties it may name", "add --case CASE")
    known = _case_of(case)
    found, problems = _read_each(files, known, given)
    merged = with_other_reports({str(path): reading for path, (_, reading) in found.items()})
    found = {path: (document, merged[str(path)]) for path, (document, _) in found.items()}
    if case is not None:
        _write_drafts(find_case(case), found, known, endpoint)
    if as_json:
        output.json(_plain(found))
    else:
        _print(found)
    for problem in problems:
        output.complain(str(problem))
    return 2 if problems else 0


def _case_of(case: str | None) -> Case | None:
    if case is None:
        return None
    opened = open_case(case)
    if opened.case is None or opened.errors:
        raise InputError(opened.errors)
    return opened.case


def _read_each(files: Sequence[Path], case: Case | None, given: Mapping[str, str | None]) -> tuple[Read, list[Problem]]:
    """Read what can be read; Ctrl-C ends the reading and keeps what is done."""
    found: Read = {}
    problems: list[Problem] = []
    aliases, issues = (case_aliases(case), case_issues(case)) if case is not None else ({}, ())
    with output.progress("documents", len(files) if len(files) > 1 else 0) as advance:
        try:
            for number, file in enumerate(files, start=1):
                try:
                    document = read_document(file, **given)
                    found[file] = (document, extract_statements(document, aliases=aliases, issues=issues))
                except InputError as error:
                    problems.extend(error.problems)
                if advance is not None:
                    advance(number)
        except KeyboardInterrupt:
            output.talk(f"interrupted: {len(found)} of {len(files)} documents were read")
    return found, problems


def _write_drafts(case_file: Path, found: Read, case: Case | None, endpoint: Endpoint | None) -> None:
    book = open_book(case_file)
    parties = [p.name for p in case.parties.values()] if case is not None else []
    for file, (document, reading) in found.items():
        second = read_with_model(document, parties, endpoint) if endpoint is not None else None
        for note in second.notes if second is not None else ():
            output.talk(f"{document.name}: {note}")
        book = book.with_reading(file.resolve(), document, reading, second)
    save_book(book)
    output.talk(f"{counted(len(book.drafts), 'draft')} in {book.path}; next: detente review {case_file.parent}")


def _plain(found: Read) -> Any:
    plain = [plain_reading(document, reading) for document, reading in found.values()]
    if len(plain) == 1:
        return plain[0]
    return {
        "documents": plain,
        "duplicates": [asdict(d) for d in find_duplicates([document for document, _ in found.values()])],
    }


def _print(found: Read) -> None:
    for document, reading in found.values():
        output.data(f"{document.name}: {counted(len(reading.statements), 'statement')}, {_facts(document)}")
        for note in reading.notes:
            output.talk(note)
        for statement in reading.statements:
            target = f" → {statement.target}" if statement.target else ""
            marks = [
                m for m in (statement.modality if statement.modality != "asserted" else "", statement.date or "") if m
            ]
            output.data(
                f"\n  {statement.act:13} {statement.holder or '?'}{target}  ({', '.join([*marks, 'tier ' + statement.tier])})"
            )
            output.data(f"    “{' '.join(statement.quote.split())}”")
            if len(statement.chain) > 1:
                output.data(f"    said by: {' > '.join(r.who for r in statement.chain)}")
            if statement.also_in:
                output.data(f"    also reported in: {', '.join(statement.also_in)}")
        if reading.coverage.silent:
            output.data(f"\n  {counted(len(reading.coverage.silent), 'sentence')} with a party and no statement:")
            for place in reading.coverage.silent:
                output.data(f"    … {' '.join(place.of(document.text).split())}")
        output.data("")
    for duplicate in find_duplicates([document for document, _ in found.values()]):
        output.talk(f"{duplicate.second} has {duplicate.alike:.0%} of its words in the same order as {duplicate.first}")


def _facts(document: TextDocument) -> str:
    facts = document.facts
    known = [facts.title, facts.author, facts.published, facts.language]
    return ", ".join(k for k in known if k) or "no facts known"
