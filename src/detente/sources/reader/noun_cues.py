"""Contents that a noun introduces: *the union's demand for …*, *its refusal to …*, *according to …*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.sources.reader.complements import Complement, trimmed
from detente.sources.reader.lexicons import cue_nouns
from detente.sources.reader.syntax import Range, child, is_infinitive, subtree_range

if TYPE_CHECKING:
    from spacy.tokens import Token


def owner_of(noun: Token) -> Token | None:
    """Return whose demand, claim or plan a noun names."""
    own = child(noun, "poss")
    if own is not None:
        return own
    for preposition in noun.children:
        if preposition.lower_ in ("by", "from") and preposition.dep_ in ("prep", "agent"):
            return child(preposition, "pobj")
    return None


def noun_complement(noun: Token) -> Complement | None:
    """Return the content that a noun of speech introduces."""
    frames = cue_nouns().get(noun.lemma_.lower(), ())
    return next((found for frame in frames if (found := _by_frame(noun, frame)) is not None), None)


def _by_frame(noun: Token, frame: str) -> Complement | None:
    if frame == "c":
        clause = next((c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _has_that(c)), None)
        return _of(clause, "c")
    if frame == "t":
        return _of(
            next((c for c in noun.children if c.dep_ in ("acl", "xcomp", "relcl") and is_infinitive(c)), None), "t"
        )
    preposition = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == frame[2:]), None)
    what = child(preposition, "pobj", "pcomp") if preposition is not None else None
    if preposition is None or what is None:
        return None
    start, end = trimmed(what, preposition.i + 1, preposition.right_edge.i + 1)
    return Complement((start, end), frame, what.i, preposition.i + 1)


def _has_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in clause.children)


def _of(clause: Token | None, form: str) -> Complement | None:
    if clause is None:
        return None
    return Complement(trimmed(clause, clause.left_edge.i, clause.right_edge.i + 1), form, clause.i)


def according_to(token: Token) -> tuple[Range, Token] | None:
    """Return the tokens of *according to* and the source behind it."""
    if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.doc[token.i + 1].lower_ != "to":
        return None
    preposition = token.doc[token.i + 1]
    source = child(preposition, "pobj")
    if source is None:
        return None
    return (token.i, token.i + 2), source


def rest_of_sentence(token: Token, without: Range) -> Range:
    """Return what stands in the sentence before an *according to*, or behind it where it opens the sentence."""
    sentence = token.sent
    start, end = (sentence.start, without[0]) if without[0] > sentence.start + 1 else (without[1], sentence.end)
    if start < end and token.doc[start].dep_ == "cc":
        start += 1
    return trimmed(token, start, end)


def source_range(source: Token) -> Range:
    """Return the tokens of a source, with what is said of it."""
    start, end = subtree_range(source)
    while start < source.i and (source.doc[start].is_quote or source.doc[start].is_punct):
        start += 1
    start, end = trimmed(source, start, end)
    closes = end < len(source.doc) and source.doc[end].text == ","
    return (
        (start, end + 1)
        if closes and any(c.dep_ in ("appos", "relcl", "acl") for c in source.children)
        else (start, end)
    )
