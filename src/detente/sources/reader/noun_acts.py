"""Acts that a noun names: *made an offer*, *its refusal to …*, *a list of demands: …*, *the goals are …*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.sources.reader.conditions import is_hypothetical
from detente.sources.reader.lexicons import act_nouns, words
from detente.sources.reader.noun_cues import noun_complement, owner_of
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import Range, child, subject_of
from detente.sources.reader.verb_acts import clause_range, content_range, is_negated, targets_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_LISTED = 40
"""Items of a list that are told one by one."""
_LISTED = frozenset(
    ["demand", "condition", "precondition", "goal", "aim", "objective", "proposal", "request", "concession", "term"]
)


def noun_acts(doc: Doc) -> Iterator[SpeechAct]:
    """Yield the acts that nouns of the word list name."""
    for token in doc:
        act = act_nouns().get(token.lemma_.lower())
        if act is None or token.pos_ not in ("NOUN", "PROPN") or is_hypothetical(token):
            continue
        listed = list(_listed(token, act))
        yield from listed or _carried(token, act) or _owned(token, act)


def _carried(noun: Token, act: str) -> list[SpeechAct]:
    """Return the act of a verb that only carries the noun: *issued an ultimatum to Upland*."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass") or verb.lemma_.lower() not in words("light_verbs") or is_negated(verb):
        return []
    subject = subject_of(verb)
    if subject is None:
        return []
    content = content_range(verb) if noun.dep_ == "dobj" else (noun.left_edge.i, noun.right_edge.i + 1)
    if verb.lemma_ == "withdraw":
        act = "concede" if act in ("demand", "reject", "threaten", "accuse") else "withdraw"
    targets = (*_addressees(noun), *targets_of(verb, content))
    return [
        SpeechAct(
            act,
            f"noun.{noun.lemma_.lower()}",
            noun.i,
            subject.i,
            content,
            clause_range(verb, subject, content),
            targets,
        )
    ]


def _owned(noun: Token, act: str) -> list[SpeechAct]:
    """Return the act of *the union's demand for a pause*."""
    complement, owner = noun_complement(noun), owner_of(noun)
    if (
        complement is None
        or owner is None
        or noun.dep_ not in ("nsubj", "pobj", "dobj", "attr", "ROOT", "conj", "nsubjpass")
    ):
        return []
    start = min(owner.left_edge.i, noun.left_edge.i)
    span = start, max(noun.i + 1, complement.tokens[1])
    return [
        SpeechAct(
            act, f"noun.{noun.lemma_.lower()}.of", noun.i, owner.i, complement.tokens, span, tuple(_addressees(noun))
        )
    ]


def _addressees(noun: Token) -> Iterator[int]:
    for preposition in noun.children:
        if preposition.dep_ == "prep" and preposition.lower_ in (
            "to",
            "on",
            "from",
            "against",
            "toward",
            "towards",
            "with",
            "for",
        ):
            yield from (c.i for c in preposition.children if c.dep_ == "pobj")


def _listed(noun: Token, act: str) -> Iterator[SpeechAct]:
    """Yield one act for each item of *demands: A, B and C* and of *the goals are A, B and C*."""
    if noun.lemma_.lower() not in _LISTED:
        return
    items = (_after_colon(noun) or _after_copula(noun))[:MAX_LISTED]
    holder = _holder_of(noun)
    if len(items) < 1 or holder is None:
        return
    other = list(_addressees(noun)) + _other_names(noun, holder)
    if act == "state-goal" and other:
        act = "demand"
    for item in items:
        yield SpeechAct(act, f"list.{noun.lemma_.lower()}", item[0], holder, item, item, tuple(other))


def _holder_of(noun: Token) -> int | None:
    top = noun
    while top.dep_ == "pobj" and top.head.head.pos_ == "NOUN":
        top = top.head.head
    for one in dict.fromkeys((noun, top)):
        own = owner_of(one) or _within_of(one)
        if own is not None and (own.lower_ in ("its", "their", "his", "her") or own.pos_ != "PRON"):
            return own.i
    subject = subject_of(top.head) if top.head.pos_ in ("VERB", "AUX") and top.dep_ in ("dobj", "pobj") else None
    return subject.i if subject is not None else None


def _within_of(noun: Token) -> Token | None:
    """Return whose goals they are in *the goals of Upland's campaign*, *the goals of Upland*."""
    for preposition in noun.children:
        if preposition.dep_ == "prep" and preposition.lower_ == "of":
            thing = child(preposition, "pobj")
            if thing is not None:
                return child(thing, "poss") or thing
    return None


def _other_names(noun: Token, holder: int) -> list[int]:
    inside = [t for t in noun.subtree if t.ent_type_ in ("GPE", "NORP", "ORG") and t.i != holder and t.dep_ == "pobj"]
    return [t.i for t in inside if noun.doc[t.head.i].lower_ in ("in", "against", "to", "with", "from", "on")]


def _after_colon(noun: Token) -> list[Range]:
    end = noun.sent.end
    colon = next((t.i for t in noun.doc[noun.i : min(noun.i + 8, end)] if t.text == ":"), None)
    return split_items(noun.doc, colon + 1, end) if colon is not None else []


def _after_copula(noun: Token) -> list[Range]:
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be":
        return []
    what = child(verb, "attr", "acomp", "ccomp", "xcomp")
    if what is None or what.i < verb.i or what.pos_ == "ADJ":
        return []
    return split_items(noun.doc, what.left_edge.i, what.right_edge.i + 1)


def split_items(doc: Doc, start: int, end: int) -> list[Range]:
    """Split *A, B, as well as C and D* at its commas and at the last *and*."""
    cuts = [start]
    depth = 0
    for at in range(start, end):
        text = doc[at].lower_
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text, 0)
        joins = (
            text in ("and", "or", "nor")
            and doc[at].dep_ == "cc"
            and doc[at].head.pos_ in ("NOUN", "PROPN", "VERB")
            and doc[at].head.i >= start
        )
        if depth == 0 and (text in (",", ";") or (joins and _is_last_join(doc, at, start, end))):
            cuts.append(at + 1)
    pieces = [bare(doc, a, b) for a, b in zip(cuts, [*(c - 1 for c in cuts[1:]), end], strict=True)]
    return [p for p in pieces if p[0] < p[1] and any(doc[i].is_alpha for i in range(*p))]


def _is_last_join(doc: Doc, at: int, start: int, end: int) -> bool:
    """Return True for an *and* that joins items: its head is the first item or one joined to it."""
    first = next(
        (t for t in doc[start:end] if not t.is_punct and (t.head.i < start or t.head.i >= end or t.dep_ == "ROOT")),
        doc[start],
    )
    head = doc[at].head
    return head == first or head in first.conjuncts


_JOINS = frozenset(["and", "or", "nor", "as", "well", ",", ";", ".", "also", ":", "–", "--", "”", "“"])


def bare(doc: Doc, start: int, end: int) -> Range:
    """Return an item of a list without the *and* before it and the comma behind it; quotation marks stay whole."""
    while start < end and doc[start].lower_ in _JOINS and doc[start].text != "“":
        start += 1
    while start < end and doc[end - 1].text in (",", ";", ".", ":"):
        end -= 1
    marks = [t.text for t in doc[start:end] if t.text in ("“", "”")]
    if marks and marks[-1] == "”" and marks.count("“") < marks.count("”"):
        return (start - 1, end) if start and doc[start - 1].text == "“" else (start, end - (doc[end - 1].text == "”"))
    return start, end
