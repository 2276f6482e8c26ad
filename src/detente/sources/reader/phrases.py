"""Noun phrases: their core words, the branches that say whose they are, and how a reader would write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_CORE = ("compound", "amod", "nmod", "poss", "case", "nummod", "quantmod")
_OF = frozenset(["of", "for", "from", "with", "in"])


def core_tokens(noun: Token) -> list[Token]:
    """Return a noun with what stands before it and belongs to its name, in order."""
    found = [noun]
    for child in noun.children:
        if child.dep_ in _CORE and child.i < noun.i:
            found += [t for t in child.subtree if not t.is_punct and t.dep_ != "det"]
    return sorted(set(found), key=lambda t: t.i)


def within(noun: Token) -> Iterator[Token]:
    """Yield the nouns that say whose or of what a noun is: possessor, *of …*, apposition, and names before it."""
    for kind in ("poss", "compound", "nmod", "appos"):
        yield from (
            c for c in noun.children if c.dep_ == kind and (c.pos_ in ("PROPN", "NOUN", "PRON")) and kind != "compound"
        )
    for preposition in noun.children:
        if preposition.dep_ == "prep" and preposition.lower_ in _OF:
            yield from (c for c in preposition.children if c.dep_ == "pobj")
    if noun.dep_ == "appos":
        yield noun.head


def last_name(token: Token) -> str:
    """Return the last word of a person's name."""
    return token.text.removesuffix("'s").removesuffix("’s")


def phrase_of(noun: Token) -> str:
    """Return a noun phrase as a reader would write it: without article, marks and clauses."""
    words = core_tokens(noun)
    for preposition in noun.children:
        names = [c for c in preposition.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
        if preposition.dep_ == "prep" and preposition.lower_ in ("of", "for") and names and noun.pos_ == "PROPN":
            words += [preposition, *core_tokens(names[0])]
    words.sort(key=lambda t: t.i)
    return plain(noun.doc[words[0].i : words[-1].i + 1].text)


def plain(text: str) -> str:
    """Return a name without quotation marks and the *'s* behind it."""
    for mark in ("“", "”", '"'):
        text = text.replace(mark, "")
    return text.replace("’s", "'s").strip().removesuffix("'s").strip()


def speaker_phrase(noun: Token, titles: frozenset[str]) -> str:
    """Return who speaks as a reader would write it: the person where one is named, the phrase else.

    Parameters
    ----------
    noun : Token
    titles : frozenset of str
        Words that are no part of a person's name: president, minister.
    """
    person = next(
        (t for t in (noun, *noun.children) if t.ent_type_ == "PERSON" and t.dep_ in ("appos", noun.dep_)), None
    )
    if person is None:
        return phrase_of(noun)
    start = person.i
    while start > 0 and person.doc[start - 1].pos_ == "PROPN" and person.doc[start - 1].lower_ not in titles:
        start -= 1
    words = [t for t in person.doc[start : person.i + 1] if t.ent_type_ not in ("NORP", "GPE", "ORG")]
    return plain(person.doc[words[0].i : person.i + 1].text) if words else phrase_of(noun)
