"""The content that a cue introduces, by the forms which the word lists allow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sources.reader.lexicons import cue_verbs
from detente.sources.reader.syntax import (
    Range,
    child,
    is_clause,
    is_infinitive,
    is_participle_of_noun,
    is_passive,
    subtree_range,
    verb_group,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = frozenset([",", ";", ":", ".", "–", "—", "-", "--", "…", "..."])
_PREPOSITIONS = ("prep", "agent", "prt", "dative")
_ADDING = ("and", "but", "because", "or", "so", "if", "unless", "although", "though", "including")
_REASONS = ("for", "as", "of", "from", "to", "against")
_RAISED = frozenset(["which", "that", "who", "whom", "what"])


@dataclass(frozen=True)
class Complement:
    """A content by its tokens, its form, the token that carries it, and how far its cue reaches."""

    tokens: Range
    form: str
    head: int
    cue_end: int = 0


def complements_of(verb: Token, frames: tuple[str, ...]) -> Iterator[Complement]:
    """Yield the contents that a cue verb introduces; the first form that is there decides."""
    for frame in frames:
        found = [c for c in _by_frame(verb, frame) if c.tokens[0] < c.tokens[1]]
        if found:
            yield from found
            return


def _by_frame(verb: Token, frame: str) -> Iterator[Complement]:
    if frame == "c":
        yield from _clause(verb)
    elif frame == "t":
        yield from _infinitive(verb)
    elif frame == "T":
        yield from _object_and_infinitive(verb)
    elif frame == "o":
        yield from _object(verb)
    elif frame in ("as", "of"):
        yield from _object_and_more(verb, frame)
    elif frame.startswith("p:"):
        yield from _prepositional(verb, frame[2:])


def _clause(verb: Token) -> Iterator[Complement]:
    for clause in (c for c in verb.children if c.dep_ in ("ccomp", "parataxis") and not _is_mark(c)):
        if clause.dep_ == "ccomp" or clause.i > verb.i:
            yield Complement(_besides(verb, clause), "c", clause.i)
            return
    late = next((c for c in verb.children if c.dep_ in ("advcl", "xcomp") and _says_that(c) and c.i > verb.i), None)
    if late is not None:
        yield Complement(_besides(verb, late), "c", late.i)


def _says_that(token: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in token.children)


def _is_mark(token: Token) -> bool:
    return token.is_punct


def _besides(verb: Token, clause: Token) -> Range:
    """Return the tokens of a complement on its side of the verb, without marks at its edges."""
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    group = verb_group(verb)
    if start < group[0] < end:
        start, end = (start, group[0]) if clause.i < verb.i else (group[1], end)
    if clause.i > verb.i:
        start, end = max(start, group[1]), _with_rest(verb, end)
    elif verb.doc[end - 1].text == "," or verb.doc[end].text == ",":
        start = verb.sent.start
    if clause.i < verb.i and start < end and clause.doc[start].dep_ == "cc":
        start += 1
    return trimmed(clause, start, end)


def _with_rest(verb: Token, end: int) -> int:
    """Widen a clause by what the sentence adds to it with *and*, *but*, *because*, unless somebody else speaks there."""
    doc, last = verb.doc, verb.sent.end
    at = end + 1 if end < last and doc[end].text in (",", "--", "—") else end
    if at >= last or doc[at].lower_ not in _ADDING:
        return end
    rest = doc[at:last]
    return end if any(t.lemma_ in cue_verbs() and t.pos_ == "VERB" for t in rest) else last


def trimmed(token: Token, start: int, end: int) -> Range:
    """Return a range without commas, full stops and the like at its edges."""
    doc = token.doc
    while start < end and doc[start].text in _EDGE:
        start += 1
    while start < end and doc[end - 1].text in _EDGE:
        end -= 1
    return start, end


def without_aside(token: Token, start: int, end: int) -> Range:
    """Return a content without a last clause that only adds something: *…, which opened in May*."""
    doc = token.doc
    for at in range(end - 1, max(start, token.i), -1):
        opens = doc[at - 1].text == "," and doc[at].lower_ in ("which", "where", "who", "whose")
        if opens and doc[at].head.dep_ in ("relcl", "advcl", "ccomp", "prep") and at > start + 1:
            return trimmed(token, start, at)
    return start, end


def _infinitive(verb: Token) -> Iterator[Complement]:
    for clause in verb.children:
        if clause.dep_ in ("xcomp", "advcl", "ccomp") and clause.i > verb.i and is_infinitive(clause):
            yield Complement(trimmed(clause, clause.left_edge.i, clause.right_edge.i + 1), "t", clause.i)
            return
    gerund = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "pcomp", "ccomp") and c.tag_ == "VBG" and c.i > verb.i), None
    )
    if gerund is not None:
        yield Complement(trimmed(gerund, gerund.left_edge.i, gerund.right_edge.i + 1), "t", gerund.i)


def _object_and_infinitive(verb: Token) -> Iterator[Complement]:
    clause = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "advcl") and is_infinitive(c) and c.i > verb.i), None
    )
    if clause is None:
        return
    person = child(verb, "dobj", "nsubjpass", "dative")
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    if person is not None and person.i > verb.i and verb.lemma_ not in ("ask", "tell", "advise", "warn"):
        start = person.left_edge.i
    yield Complement(trimmed(clause, start, end), "T", clause.i)


def _object(verb: Token) -> Iterator[Complement]:
    if is_participle_of_noun(verb):
        return
    what = child(verb, "nsubjpass") if is_passive(verb) else child(verb, "dobj")
    if what is None:
        return
    start, end = subtree_range(what)
    if what.i > verb.i:
        end = _with_reason(verb, end)
    yield Complement(without_aside(what, *trimmed(what, start, end)), "o", what.i)


def _with_reason(verb: Token, end: int) -> int:
    """Widen an object by what follows at once and says why or as what: *the union for its silence*."""
    for preposition in verb.children:
        if preposition.dep_ == "prep" and preposition.left_edge.i == end and preposition.lower_ in _REASONS:
            end = preposition.right_edge.i + 1
    return end


def _object_and_more(verb: Token, frame: str) -> Iterator[Complement]:
    """Yield *the plan a mistake*, *the plan as a mistake*, *the company of bad faith*."""
    what = child(verb, "nsubjpass") if is_passive(verb) else child(verb, "dobj")
    preposition = "as" if frame == "as" else "of"
    more = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == preposition), None)
    if more is None and frame == "as":
        more = child(verb, "oprd", "xcomp", "ccomp")
    if more is None or more.i < verb.i:
        return
    start, end = more.left_edge.i, more.right_edge.i + 1
    cue_end = 0
    if what is not None and what.i > verb.i and what.pos_ != "PRON":
        start = what.left_edge.i
    elif more.lower_ == preposition:
        start, cue_end = start + 1, start + 1
    yield Complement(trimmed(more, start, end), frame, more.i, cue_end)


def _prepositional(verb: Token, word: str) -> Iterator[Complement]:
    for preposition in verb.children:
        if preposition.lower_ == word and preposition.dep_ in _PREPOSITIONS and preposition.i > verb.i:
            what = child(preposition, "pobj", "pcomp")
            if what is None:
                continue
            start, end = preposition.i + 1, max(preposition.right_edge.i, what.right_edge.i) + 1
            deed = next((c for c in verb.children if c.left_edge.i == end and is_infinitive(c)), None)
            end = deed.right_edge.i + 1 if deed is not None else end
            yield Complement(trimmed(what, start, end), f"p:{word}", what.i, preposition.i + 1)
            return


def is_raised(token: Token) -> bool:
    """Return True for *which* in *the test, which the ministry said succeeded*."""
    return token.lower_ in _RAISED and is_clause(token.head)
