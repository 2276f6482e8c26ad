"""Which cue a quotation belongs to: *“…,” said the envoy*, *the envoy said: “…”*, and quotations that go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.sources.reader.lexicons import cue_verbs
from detente.sources.reader.quotations import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS = frozenset(".?!")
MAX_DISTANCE = 40
"""Tokens between a quotation and its cue; sources with long descriptions need some thirty."""


def quoting_verb(doc: Doc, quotations: Sequence[Quotation], number: int) -> Token | None:
    """Return the verb that introduces a quotation, None where none is near."""
    quotation = quotations[number]
    outside = _Outside(quotations)
    if _goes_on(doc, quotation):
        after = _first_verb(outside.tokens(doc, quotation.end, 1))
        if after is not None:
            return after
    return _last_verb(outside.tokens(doc, quotation.start - 1, -1), introduced=_is_introduced(doc, quotation))


def _goes_on(doc: Doc, quotation: Quotation) -> bool:
    """Return True where the sentence goes on behind the closing mark: *…,” he said*."""
    inner = quotation.end - 2
    while inner > quotation.start and doc[inner].text in ("’", "'"):  # a quotation inside ends here too
        inner -= 1
    last = doc[inner].text if inner > quotation.start else ""
    follows = doc[quotation.end].text if quotation.end < len(doc) else ""
    return last in (",", "?", "!", "—", "…", "...", "-", "--") or follows == ","


def _is_introduced(doc: Doc, quotation: Quotation) -> bool:
    before = doc[quotation.start - 1] if quotation.start else None
    return before is not None and (before.text in (",", ":", "--", "—") or before.pos_ == "VERB")


class _Outside:
    """Walks the tokens that stand in no quotation."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations

    def tokens(self, doc: Doc, at: int, step: int) -> Iterator[Token]:
        for _ in range(MAX_DISTANCE):
            if not 0 <= at < len(doc):
                return
            token = doc[at]
            if token.text in _STOPS or any(q.holds(at) and q.is_sentence for q in self._quotations):
                return
            yield token
            at += step


def _speaks(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and "q" in cue_verbs().get(token.lemma_.lower(), ())


def _first_verb(tokens: Iterator[Token]) -> Token | None:
    return next((t for t in tokens if _speaks(t)), None)


def _last_verb(tokens: Iterator[Token], *, introduced: bool) -> Token | None:
    """Return the cue before a quotation; without comma or colon it must stand next to the mark."""
    for distance, token in enumerate(tokens):
        if _speaks(token):
            return token if introduced or distance == 0 else None
    return None
