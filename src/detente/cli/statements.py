"""How the statements of documents are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from detente.cli import output
from detente.findings.words import counted
from detente.sources.documents import TextDocument, find_duplicates
from detente.sources.reader.plain import plain_reading
from detente.sources.reader.statement import DraftStatement, Reading

Found = Sequence[tuple[TextDocument, Reading]]


def show(found: Found, unread: Sequence[str], *, as_json: bool) -> None:
    """Print what was found in documents, and with JSON the paths of those that were not reached."""
    for note in dict.fromkeys(note for _, reading in found for note in reading.notes):
        output.talk(note)
    if as_json:
        output.json(_plain(found, unread))
        return
    for document, reading in found:
        _show_document(document, reading)
    for duplicate in find_duplicates([document for document, _ in found]):
        output.talk(f"{duplicate.second} has {duplicate.alike:.0%} of its words in the same order as {duplicate.first}")


def _plain(found: Found, unread: Sequence[str]) -> Any:
    plain = [plain_reading(document, reading) for document, reading in found]
    if len(plain) == 1 and not unread:
        return plain[0]
    every = {
        "documents": plain,
        "duplicates": [asdict(d) for d in find_duplicates([document for document, _ in found])],
    }
    return every | ({"unread": list(unread)} if unread else {})


def _show_document(document: TextDocument, reading: Reading) -> None:
    output.data(f"{document.name}: {counted(len(reading.statements), 'statement')}, {_facts(document)}")
    for statement in reading.statements:
        _show_statement(statement)
    if reading.coverage.silent:
        output.data(f"\n  {counted(len(reading.coverage.silent), 'sentence')} with a party and no statement:")
        for place in reading.coverage.silent:
            output.data(f"    … {' '.join(place.of(document.text).split())}")
    output.data("")


def _show_statement(statement: DraftStatement) -> None:
    target = f" → {statement.target}" if statement.target else ""
    said = [m for m in (statement.modality if statement.modality != "asserted" else "", statement.date or "") if m]
    marks = ", ".join([*said, "tier " + statement.tier])
    output.data(f"\n  {statement.act:13} {statement.holder or '?'}{target}  ({marks})")
    output.data(f"    “{' '.join(statement.quote.split())}”")
    if len(statement.chain) > 1:
        output.data(f"    said by: {' > '.join(r.who for r in statement.chain)}")
    if statement.also_in:
        output.data(f"    also reported in: {', '.join(statement.also_in)}")


def _facts(document: TextDocument) -> str:
    facts = document.facts
    known = [facts.title, facts.author, facts.published, facts.language]
    return ", ".join(k for k in known if k) or "no facts known"
