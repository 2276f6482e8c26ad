"""Where a passage quotes: spans of tokens between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

OPEN, CLOSE, EITHER = frozenset("“„«"), frozenset("”»"), frozenset('"')


@dataclass(frozen=True)
class Quotation:
    """A quotation by its tokens, with the marks: ``doc[start:end]``."""

    start: int
    end: int
    is_sentence: bool
    """False for words in quotation marks inside somebody else's sentence."""

    def holds(self, token: int) -> bool:
        """Return True for a token inside the marks."""
        return self.start <= token < self.end


def quotations_in(doc: Doc) -> tuple[Quotation, ...]:
    """Return the quotations of a passage; one that is not closed runs to its end."""
    return tuple(Quotation(start, end, _is_sentence(doc, start, end)) for start, end in _marked(doc))


def _marked(doc: Doc) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for token in doc:
        mark = token.text
        opens = mark in OPEN or (mark in EITHER and start is None)
        if opens and start is None:
            start = token.i
        elif (mark in CLOSE or mark in EITHER) and start is not None:
            yield start, token.i + 1
            start = None
    if start is not None and len(doc) - start > 3:
        yield start, len(doc)


def _is_title(inside: Span) -> bool:
    """Return True for the name of a book, a programme or a law: nearly all its words have capitals."""
    words = [t.text for t in inside if t.is_alpha and len(t.text) > 3]
    return (
        len(inside) < 9 and len(words) > 0 and all(w[0].isupper() for w in words) and inside[-1].text not in ("?", "!")
    )


def _is_sentence(doc: Doc, start: int, end: int) -> bool:
    inside = doc[start + 1 : end - 1]
    if not len(inside):
        return False
    if _is_title(inside):
        return False
    verbs = any(t.pos_ in ("VERB", "AUX") and t.tag_ in ("VBD", "VBZ", "VBP", "MD", "VB") for t in inside)
    last = next((t.text for t in reversed(inside) if t.text not in ("’", "'")), "")
    ends = last in (",", ".", "?", "!", "—", "…")
    if inside[0].text[:1].islower() and start and doc[start - 1].text not in (",", ":"):
        return False
    return (ends and len(inside) > 2) or (verbs and inside[0].text[:1].isupper() and len(inside) > 3)
