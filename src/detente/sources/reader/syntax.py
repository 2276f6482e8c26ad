"""What the parse of a sentence says, in the words of grammar: subjects, complements, groups of verbs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]
"""Tokens from the first to before the second."""

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
CLAUSES = ("ccomp", "xcomp")


def child(token: Token, *kinds: str) -> Token | None:
    """Return the first child of one of the given kinds."""
    return next((c for c in token.children if c.dep_ in kinds), None)


def is_passive(verb: Token) -> bool:
    """Return True for *was promised*."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)


def is_participle_of_noun(verb: Token) -> bool:
    """Return True for *a plan proposed by Upland*: what is proposed stands before."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def agent_of(verb: Token) -> Token | None:
    """Return who did it in a passive sentence."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Return who does what a verb says, also where the subject stands with another verb."""
    if _is_behind_insertion(verb):
        return verb.sent.root
    if is_passive(verb) or is_participle_of_noun(verb):
        return agent_of(verb)
    own = child(verb, *SUBJECTS)
    if own is not None:
        return own
    if depth > 6:
        return None
    return _subject_from_above(verb, depth) or (_misread_subject(verb) if depth == 0 else None)


def _is_behind_insertion(verb: Token) -> bool:
    """Return True for *called* in *The mayor, who is no party, called on both …*, which parsers hang on the insertion."""
    root = verb.sent.root
    return (
        verb.dep_ in ("acl", "relcl")
        and verb.tag_ in ("VBN", "VBD")
        and root.pos_ in ("NOUN", "PROPN")
        and verb.i > root.i + 2
        and verb.doc[verb.i - 1].text == ","
        and child(verb, *SUBJECTS) is None
    )


def _misread_subject(verb: Token) -> Token | None:
    """Return the noun that a finite verb without a subject hangs on, or that opens its sentence: parsers lose it behind an insertion."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ not in ("ROOT", "appos", "relcl", "acl"):
        return None
    if verb.dep_ != "ROOT":
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN") else None
    return next(
        (
            t
            for t in verb.lefts
            if t.pos_ in ("NOUN", "PROPN") and t.dep_ in ("npadvmod", "dep", "nsubj", "appos", "ROOT")
        ),
        None,
    )


def _subject_from_above(verb: Token, depth: int) -> Token | None:
    head = verb.head
    if head == verb:
        return None
    if verb.dep_ == "acl":
        return head if head.pos_ in ("NOUN", "PROPN", "PRON") and verb.tag_ == "VBG" else _owner(head)
    if verb.dep_ == "xcomp":
        controller = child(head, "dobj")
        return controller if controller is not None else subject_of(head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "ccomp", "pcomp", "dep", "prep"):
        above = head.head if head.pos_ in ("ADP", "SCONJ") else head
        if above.pos_ in ("VERB", "AUX") and above != verb:
            return subject_of(above, depth + 1)
    return None


def _owner(noun: Token) -> Token | None:
    return child(noun, "poss")


def is_clause(token: Token) -> bool:
    """Return True for a complement that is a sentence of its own: it has a subject or *that*."""
    return any(c.dep_ in (*SUBJECTS, "mark", "expl") for c in token.children)


def is_infinitive(token: Token) -> bool:
    """Return True for *to release water*."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def verb_group(verb: Token) -> Range:
    """Return a verb with its auxiliaries and what stands between them."""
    start = verb.i
    kinds = ("aux", "auxpass", "neg", "advmod")
    lefts = [c for c in verb.lefts if c.dep_ in kinds and (c.dep_ != "advmod" or c.pos_ == "ADV")]
    for one in reversed(lefts):
        if one.right_edge.i + 1 == start or all(t.dep_ in kinds for t in verb.doc[one.i + 1 : start]):
            start = one.left_edge.i
        else:
            break
    end = verb.i + 1
    particle = child(verb, "prt")
    if particle is not None and particle.i == end:
        end += 1
    if end < len(verb.doc) and verb.doc[end].text == ":":
        end += 1
    return start, end


def subtree_range(token: Token, without: Iterator[Token] | tuple[Token, ...] = ()) -> Range:
    """Return the unbroken tokens around a word that depend on it, without the given branches."""
    dropped = {t.i for branch in without for t in branch.subtree}
    inside = sorted(t.i for t in token.subtree if t.i not in dropped)
    return _run_around(inside, token.i)


def _run_around(inside: list[int], at: int) -> Range:
    """Return the run of numbers without a gap that holds `at`."""
    place = inside.index(at) if at in inside else 0
    start = end = place
    while start > 0 and inside[start - 1] == inside[start] - 1:
        start -= 1
    while end + 1 < len(inside) and inside[end + 1] == inside[end] + 1:
        end += 1
    return inside[start], inside[end] + 1
