"""A reading as plain data, for JSON and for the file of drafts."""

from __future__ import annotations

from typing import Any

from detente.sources.documents.text_document import TextDocument
from detente.sources.reader.statement import DraftStatement, Place, Reading


def plain_reading(document: TextDocument, reading: Reading) -> dict[str, Any]:
    """Return what `detente read` prints for one document."""
    return {
        "document": plain_document(document),
        "statements": [plain_statement(s) for s in reading.statements],
        "coverage": {
            "sentences": reading.coverage.sentences, "with_statement": reading.coverage.with_statement,
            "silent": [{**plain_place(p), "quote": p.of(document.text)} for p in reading.coverage.silent],
        },
        "notes": list(reading.notes),
    }  # fmt: skip


def plain_document(document: TextDocument) -> dict[str, Any]:
    """Return name, digest and facts of a document."""
    facts = document.facts
    return {
        "name": document.name, "digest": document.digest, "characters": len(document.text), "title": facts.title, "author": facts.author,
        "publisher": facts.publisher, "published": facts.published, "language": facts.language,
    }  # fmt: skip


def plain_statement(statement: DraftStatement) -> dict[str, Any]:
    """Return one statement; places are offsets in the characters of the document's text."""
    return {
        **plain_place(statement.place), "quote": statement.quote, "act": statement.act, "holder": statement.holder,
        "speaker": statement.speaker, "author": statement.author, "target": statement.target, "content": statement.content,
        "polarity": statement.polarity, "modality": statement.modality, "condition": _place(statement.condition),
        "date": statement.date, "chain": [{"who": r.who, "cue": r.cue} for r in statement.chain], "issues": list(statement.issues),
        "rule": statement.rule, "tier": statement.tier, "cue": _place(statement.cue), "source": _place(statement.source),
        "content_span": _place(statement.content_span), "also_in": list(statement.also_in),
    }  # fmt: skip


def plain_place(place: Place) -> dict[str, int]:
    """Return start and end."""
    return {"start": place.start, "end": place.end}


def _place(place: Place | None) -> dict[str, int] | None:
    return plain_place(place) if place is not None else None
