"""Sentences cut into their clauses, and what can be said of each: who acts, when, how sure, with which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from detente.sources.reader.cast import is_first, is_group
from detente.sources.reader.conditions import condition_of, is_hypothetical
from detente.sources.reader.gazetteer import officials
from detente.sources.reader.lexicons import cue_verbs, table, words
from detente.sources.reader.syntax import Range, agent_of, child, is_passive, subject_of
from detente.sources.reader.verb_acts import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Teller = Literal["reported", "quoted", "spoken", "author"]
"""Who tells a clause: somebody whom the text reports or quotes, somebody whose turn it is to speak, or the writer."""
Side = Callable[["Token"], Literal["own", "rival", ""]]
"""Says whether a token names whoever speaks, or, where he is one of two sides, the other side."""
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_POINTING = frozenset(["this", "that", "it", "these", "those", "there", "what", "which"])
_GENERIC = frozenset(["nobody", "anyone", "anybody", "everyone", "everybody", "one", "none", "neither", "somebody"])
_OWNERS = frozenset(["its", "their", "his", "her", "our", "my"])
_HUMAN = ("er", "or", "ist", "man", "woman", "ee")
_MODALS = {
    "will": "future", "wo": "future", "'ll": "future", "’ll": "future", "shall": "future", "would": "would", "'d": "would", "’d": "would",
    "could": "could", "can": "can", "ca": "can", "may": "may", "might": "might", "must": "must", "should": "should", "ought": "should",
}  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """A clause by the verb that carries it and its tokens."""

    verb: Token
    tokens: Range


def clauses_in(doc: Doc, start: int, end: int) -> Iterator[Clause]:
    """Yield the clauses of some tokens that stand on their own: main clauses and those joined to them."""
    for token in doc[start:end]:
        if _carries(token, start, end):
            tokens = _own_tokens(token, start, end)
            if tokens[1] - tokens[0] > 2 and not is_hypothetical(token):
                yield Clause(token, tokens)


def _carries(token: Token, start: int, end: int) -> bool:
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "relcl", "acl", "pcomp"):
        return False
    top = token.dep_ == "ROOT" or not start <= token.head.i < end
    if top:
        return token.dep_ in ("ROOT", "ccomp", "conj", "parataxis", "advcl", "xcomp", "dep")
    if child(token, *_SUBJECTS) is None or child(token, "mark") is not None:
        return False
    if token.dep_ == "conj":
        return _carries(token.head, start, end)
    spliced = (
        token.dep_ == "parataxis" or (token.dep_ == "ccomp" and token.i < token.head.i)
    ) and token.head.lemma_.lower() not in cue_verbs()
    return spliced and token.head.pos_ in ("VERB", "AUX") and _carries(token.head, start, end)


def _own_tokens(verb: Token, start: int, end: int) -> Range:
    """Return the tokens of a clause without the clauses that are joined to it, and without marks at its edges."""
    doc = verb.doc
    others = {t.i for c in verb.subtree if c != verb and _carries(c, start, end) for t in c.subtree}
    inside = [t.i for t in verb.subtree if start <= t.i < end and t.i not in others]
    first, last = verb.i, verb.i
    taken = frozenset(inside)
    while first - 1 in taken:
        first -= 1
    while last + 1 in taken:
        last += 1
    last += 1
    while first < verb.i and (not doc[first].is_alpha or doc[first].dep_ == "cc") and not doc[first].is_digit:
        first += 1
    while last > verb.i + 1 and (doc[last - 1].is_punct or doc[last - 1].is_space or doc[last - 1].dep_ == "cc"):
        last -= 1
    return first, last


def traits_of(clause: Clause, teller: Teller, side: Side) -> frozenset[str]:
    """Return what can be said of a clause, in the words that `contents.csv` uses."""
    verb = clause.verb
    subject = child(verb, *_SUBJECTS) or subject_of(verb)
    return frozenset(
        [
            teller,
            *(["speech"] if teller != "author" else []),
            *_of_subject(subject, teller, side),
            *_of_verb(verb),
            *_of_words(clause, verb, subject),
        ]
    )


def _of_subject(subject: Token | None, teller: Teller, side: Side) -> Iterator[str]:
    if subject is None:
        return
    small = subject.lower_
    if is_first(subject):
        yield "first"
    if small == "there":
        yield "there"
    if small in _GENERIC:
        yield "generic"
    of = _side_of(subject, teller, side)
    if of == "own":
        yield "own"
    elif of == "rival" or names_people(subject):
        yield from ("people", "rival") if of == "rival" else ("people",)
    else:
        yield "pointing" if small in _POINTING else "thing"
    if subject.pos_ in ("NOUN", "PROPN"):
        yield "named"


def _side_of(subject: Token, teller: Teller, side: Side) -> str:
    """Return whose side a subject is on; in direct speech *we* is one's own side and *they* the other."""
    owner = child(subject, "poss")
    if is_first(subject) or (owner is not None and _is_of_own(subject, owner, teller, side)):
        return "own"
    of = side(subject) if teller != "author" else ""
    small, direct = subject.lower_, teller in ("quoted", "spoken")
    if direct and small in ("they", "you"):
        return "rival"
    if (direct and small in ("he", "she", "it") and of == "own") or (small in _POINTING and of == "rival"):
        return ""
    return of


def _is_of_own(subject: Token, owner: Token, teller: Teller, side: Side) -> bool:
    """Return True for *our boats*, *its fighters*: people or means of whoever speaks."""
    if teller == "author" or is_first(owner):
        return teller != "author"
    return owner.lower_ in _OWNERS and names_people(subject) and side(owner) == "own"


def names_people(token: Token) -> bool:
    """Return True for a word that names somebody who can act."""
    if token.pos_ == "PROPN" or token.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or is_group(token):
        return True
    lemma = token.lemma_.lower()
    return (
        token.lower_ in ("he", "she", "they", "you")
        or lemma in words("speakers") - words("texts")
        or lemma in officials()
        or lemma.endswith(_HUMAN)
    )


def _of_verb(verb: Token) -> Iterator[str]:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.dep_ == "conj" and not auxiliaries:
        auxiliaries = [c for c in verb.head.children if c.dep_ in ("aux", "auxpass")]
    yield from _times_of(verb, auxiliaries)
    negated = is_negated(verb)
    agent, condition = agent_of(verb), condition_of(verb, negated=negated)
    said = {
        "negated": negated,
        "passive": is_passive(verb),
        "progressive": any(c.lemma_ == "be" for c in auxiliaries) and verb.tag_ == "VBG",
        "conditional": condition is not None,
        "only": condition is not None and condition.kind == "only",
        "unless": condition is not None and condition.kind == "unless",
        "passive-by": agent is not None and names_people(agent),
    }
    yield from (trait for trait, holds in said.items() if holds)


def _times_of(verb: Token, auxiliaries: list[Token]) -> Iterator[str]:
    """Yield when it is so, and which modals say how."""
    modals = {_MODALS[c.lower_] for c in auxiliaries if c.lower_ in _MODALS}
    if verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        modals.add("future")
    yield from modals
    have = next((c for c in auxiliaries if c.lemma_ == "have"), None)
    if "should" in modals and have is not None:
        yield "missed"
    elif "could" in modals and have is not None:
        yield "fixable"
    elif have is not None and not modals:
        yield from ("pluperfect" if have.tag_ == "VBD" else "perfect", "happened")
    elif not modals:
        finite = auxiliaries[0] if auxiliaries else verb
        yield from ("past", "happened") if finite.tag_ in ("VBD", "VBN") else ("present",)


def _of_words(clause: Clause, verb: Token, subject: Token | None) -> Iterator[str]:
    doc = verb.doc
    tokens = [t for t in doc[slice(*clause.tokens)] if not t.is_punct]
    forms = {t.lower_ for t in tokens} | {t.lemma_.lower() for t in tokens}
    text = " " + " ".join(t.lower_ for t in tokens) + " "
    lemma = verb.lemma_.lower()
    predicate = (
        child(verb, "acomp", "attr", "oprd") if lemma in ("be", "become", "remain", "stay", "seem", "look") else None
    )
    if lemma == "be":
        yield "be"
    if tokens and tokens[0].lower_ in ("first", "firstly"):
        yield "opens-first"
    if predicate is not None and predicate.pos_ in ("ADJ", "NOUN", "VERB") and predicate.ent_type_ == "":
        yield "predicate:plain"
    if any(t.like_num and t.head.dep_ in ("attr", "pobj", "dobj", "nummod") for t in tokens):
        yield "number"
    for name, (single, phrases) in _classes().items():
        if lemma in single:
            yield f"verb:{name}"
        if forms & single or any(f" {p} " in text for p in phrases):
            yield f"word:{name}"
        if predicate is not None and predicate.lemma_.lower() in single:
            yield f"predicate:{name}"
        if subject is not None and subject.lemma_.lower() in single:
            yield f"subject:{name}"


@cache
def _classes() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return for each class its single words and its phrases."""
    shared = {name: (words(name), ()) for name in ("harm", "leaving", "refusing")}
    return shared | {
        name: (frozenset(w for w in one["words"] if " " not in w), tuple(w for w in one["words"] if " " in w))
        for name, one in table("content_words.yaml").items()
    }
