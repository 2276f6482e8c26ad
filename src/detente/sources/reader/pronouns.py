"""Whom *he*, *it* and *they* may stand for: the subjects before them, the nearest first, that fit in kind and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERSONAL = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
THING = frozenset(["it", "its", "itself"])
SENTENCES = 3
"""Sentences before a pronoun in which its noun is looked for."""
_SUBJECTS = ("nsubj", "nsubjpass")
_NOUNS = ("PROPN", "NOUN")


def antecedents(token: Token) -> Iterator[Token]:
    """Yield the nouns that a pronoun may stand for, the likeliest first.

    Subjects of the own sentence come first, then those of the sentences before, then other names before it.
    """
    sentences = _sentences_up_to(token)
    for number, (start, end) in enumerate(sentences):
        stop = token.i if number == 0 else end
        nouns = [t for t in token.doc[start:stop] if t.pos_ in _NOUNS and _fits(token, t)]
        subjects = [t for t in nouns if t.dep_ in _SUBJECTS]
        yield from subjects if number else reversed(subjects)
        yield from (
            t for t in reversed(nouns) if t.dep_ in ("pobj", "dobj", "appos") and (t.pos_ == "PROPN" or number == 0)
        )


def _sentences_up_to(token: Token) -> list[tuple[int, int]]:
    """Return the token's sentence and those before it, the nearest first."""
    doc: Doc = token.doc
    start = token.sent.start
    found = [(start, token.sent.end)]
    while start > 0 and len(found) <= SENTENCES:
        before = doc[start - 1].sent
        found.append((before.start, before.end))
        start = before.start
    return found


def _fits(pronoun: Token, noun: Token) -> bool:
    """Return True where number and kind of a noun do not speak against it."""
    plural = noun.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" and c.pos_ in _NOUNS for c in noun.children)
    if pronoun.lower_ in PERSONAL | THING:
        return not plural and noun.ent_type_ not in ("DATE", "TIME", "MONEY", "CARDINAL")
    return pronoun.lower_ not in PLURAL or plural or noun.ent_type_ in ("ORG", "NORP")
