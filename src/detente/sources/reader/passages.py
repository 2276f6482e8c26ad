"""A document cut into parsed passages, with the way back to its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sources.documents.clean import Cleaned, clean
from detente.sources.documents.text_document import TextDocument
from detente.sources.reader.statement import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_PASSAGE = 10_000
"""Characters of a passage; no paragraph that was written for readers is longer."""
MAX_BATCH, BATCH_CHARACTERS = 64, 100_000
"""Paragraphs and characters that are parsed at a time: more need more memory than they save time."""
_TURN = re.compile(
    r"^(?P<label>(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir)\.? )?[A-Z][\w.’'\-]*(?: [\w.’'\-]+){0,5}?(?: ?\([^()\n]{2,60}\))?):\s+(?=[“\"A-Z‘])"
)
_DATELINE = re.compile(
    r"^[A-Z][A-Z .’'-]{2,30}(?:, [A-Z][\w .]{2,20})?(?: \([^)\n]{2,30}\))?(?:, [A-Z]?\w{2,9}\.? ?\d{0,2}(?: \w+)?(?: \d{4})?|, \d{1,2} \w+(?: \d{4})?)? ?(?:–|—|--|-) "
)
_HUGE = re.compile(r"\S{200,}")


@dataclass(frozen=True)
class Passage:
    """A parsed paragraph.

    Attributes
    ----------
    cleaned : Cleaned
    doc : Doc
    label : str or None
        Who speaks the whole passage, in minutes and interviews.
    """

    cleaned: Cleaned
    doc: Doc
    label: str | None = None

    def place(self, start: int, end: int) -> Place:
        """Return the characters of the document that some tokens stand for."""
        span = self.doc[start:end]
        return Place(*self.cleaned.span(span.start_char, span.end_char))


@dataclass(frozen=True)
class RawPassage:
    """A paragraph that waits for the parser."""

    cleaned: Cleaned
    label: str | None = None


def raw_passages(document: TextDocument) -> Iterator[RawPassage]:
    """Yield the paragraphs that are read: no titles, captions or bylines, and no lump of letters that is no text."""
    for paragraph in document.paragraphs:
        if paragraph.kind != "body":
            continue
        for start, end in pieces_of(document.text, paragraph.start, paragraph.end):
            dateline = _DATELINE.match(document.text[start:end]) if start == paragraph.start else None
            start = start + (dateline.end() if dateline else 0)  # noqa: PLW2901 (the piece begins behind it)
            turn = _TURN.match(document.text[start:end]) if start == paragraph.start or dateline else None
            label = turn["label"] if turn and _is_speaker(turn["label"]) else None
            cleaned = clean(document.text, start + (turn.end() if label and turn else 0), end)
            if cleaned.text.strip():
                yield RawPassage(cleaned, label)


def pieces_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a paragraph in pieces that a parser can bear: without lumps that are no words, and none too long."""
    at = start
    for lump in (*_HUGE.finditer(text, start, end), None):
        stop = lump.start() if lump is not None else end
        yield from ((piece, min(stop, piece + MAX_PASSAGE)) for piece in range(at, stop, MAX_PASSAGE))
        at = lump.end() if lump is not None else end


def _is_speaker(label: str) -> bool:
    """Return True for a label that can name who speaks: no heading of a list."""
    words = re.sub(r"\(.*", "", label).split()
    names = [w for w in words if w[0].isupper() or w in ("of", "for", "the", "de", "van")]
    return 0 < len(words) <= 6 and len(names) == len(words)


def parsed(nlp: object, raw: list[RawPassage]) -> Iterator[Passage]:
    """Yield the passages parsed, in their order."""
    texts = [one.cleaned.text for one in raw]
    longest = max(map(len, texts), default=1)
    size = max(4, min(MAX_BATCH, BATCH_CHARACTERS // max(longest, 1)))
    docs = nlp.pipe(texts, batch_size=size)  # type: ignore[attr-defined]
    for one, doc in zip(raw, docs, strict=True):
        yield Passage(one.cleaned, doc, one.label)
