"""A model as second reader: its verified statements beside those of the rules, disagreements marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.sources.documents.text_document import TextDocument
from detente.sources.model.chunks import chunks_of
from detente.sources.model.client import Endpoint, NoReplyError, ask
from detente.sources.model.replies import Refused, verified_statements
from detente.sources.model.request import request_for
from detente.sources.reader.statement import DraftStatement

_SUSPICIOUS = re.compile(
    r"ignore (?:all |any )?(?:previous|prior|above)|system\s*:|you are (?:now|an? )|[\u200b-\u200f\u202a-\u202e]|<\|",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Exchange:
    """One request and its reply, recorded with the drafts that came of it."""

    request: dict[str, Any]
    reply: str


@dataclass(frozen=True)
class ModelReading:
    """What a model gave for a document.

    Attributes
    ----------
    statements : tuple of DraftStatement
        All verified.
    refused : tuple of Refused
        What was dropped, and why.
    exchanges : tuple of Exchange
        Every request with its reply.
    notes : tuple of str
        Chunks without an answer, and places that read like instructions.
    """

    statements: tuple[DraftStatement, ...]
    refused: tuple[Refused, ...]
    exchanges: tuple[Exchange, ...]
    notes: tuple[str, ...]


def read_with_model(document: TextDocument, parties: Sequence[str], endpoint: Endpoint) -> ModelReading:
    """Let a model read a document chunk by chunk; a chunk without an answer is noted and left out."""
    statements: list[DraftStatement] = []
    refused: list[Refused] = []
    exchanges: list[Exchange] = []
    notes = [
        f"reads like an instruction: {m[0]!r} at {m.start()}" for m in list(_SUSPICIOUS.finditer(document.text))[:20]
    ]
    for chunk in chunks_of(document):
        request = request_for(chunk, parties, endpoint.model)
        try:
            reply = ask(endpoint, request)
        except NoReplyError as error:
            notes.append(error.problems[0].what)
            continue
        exchanges.append(Exchange(request, reply))
        found, dropped = verified_statements(reply, chunk, parties, endpoint.model)
        statements.extend(found)
        refused.extend(dropped)
    return ModelReading(tuple(statements), tuple(refused), tuple(exchanges), tuple(notes))


def disagreement(one: DraftStatement, others: Sequence[DraftStatement]) -> str | None:
    """Return in what a statement of the model and the rules' statement at the same place differ."""
    for other in others:
        shared = min(one.place.end, other.place.end) - max(one.place.start, other.place.start)
        if shared * 2 >= min(one.place.end - one.place.start, other.place.end - other.place.start):
            differ = [f"{name} {a or '?'} or {b or '?'}" for name, a, b in (
                ("act", one.act, other.act), ("holder", one.holder, other.holder), ("target", one.target, other.target)) if a != b]  # fmt: skip
            return ", ".join(differ) or None
    return "only one of them found it"
