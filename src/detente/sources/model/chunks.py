"""A document cut into chunks of whole paragraphs, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.sources.documents.text_document import TextDocument

MAX_CHUNK = 4_000
"""Characters of a chunk: small models lose the thread in more."""


@dataclass(frozen=True)
class Chunk:
    """Some paragraphs of a document: ``text`` stands at ``start``."""

    text: str
    start: int


def chunks_of(document: TextDocument) -> Iterator[Chunk]:
    """Yield the paragraphs that are read, as many together as fit."""
    start = end = None
    for paragraph in (p for p in document.paragraphs if p.kind == "body"):
        for piece in range(paragraph.start, paragraph.end, MAX_CHUNK):
            last = min(paragraph.end, piece + MAX_CHUNK)
            if start is not None and end is not None and last - start > MAX_CHUNK:
                yield Chunk(document.text[start:end], start)
                start = None
            start = piece if start is None else start
            end = last
    if start is not None and end is not None:
        yield Chunk(document.text[start:end], start)
