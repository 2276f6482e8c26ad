"""What an act becomes by what it contains: *vowed to retaliate*, *called it blackmail*, *urged them to resume talks*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.sources.reader.conditions import condition_of
from detente.sources.reader.lexicons import words
from detente.sources.reader.syntax import child, is_infinitive, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMING = frozenset(["call", "describe", "brand", "label", "dub", "term", "characterise", "characterize"])
_SITTING = frozenset(["sit", "talk", "meet", "negotiate", "return", "resume"])


def by_content(verb: Token, act: str) -> str:
    """Return the act of a verb by what it contains; the act itself where that changes nothing."""
    if verb.lemma_ in _NAMING and act in ("assess", "state-goal", "demand"):
        return _by_name(verb, act)
    what = child(verb, "xcomp", "ccomp", "advcl")
    if what is None:
        return act
    turned = {"promise": _promised, "demand": _demanded, "state-goal": _wanted, "offer": _proposed, "assess": _expected}
    return turned[act](verb, what) if act in turned else act


def _by_name(verb: Token, act: str) -> str:
    """Return the act of *called it blackmail*, *described the claim as baseless*."""
    inside = {t.lower_ for t in verb.subtree}
    if inside & words("blame"):
        return "accuse"
    return "reject" if inside & words("refusing") else act


def _promised(verb: Token, what: Token) -> str:
    """Return a threat for *vowed to retaliate*, a refusal for *swore never to sign*."""
    lemma = what.lemma_.lower()
    if not any(c.dep_ == "neg" for c in what.children):
        condition = condition_of(verb, negated=False)
        harms = lemma in words("fighting") or (condition is not None and lemma in words("leaving"))
        return "threaten" if harms and lemma not in words("help") else "promise"
    never = verb.lemma_ in ("swear", "vow") and any(c.lower_ == "never" for c in what.children)
    return "reject" if never and lemma not in words("forbearing") else "promise"


def _demanded(_: Token, what: Token) -> str:
    """Return a request for talks for *urged both sides to resume talks*."""
    if what.lemma_.lower() not in words("meeting") or any(c.dep_ == "neg" for c in what.children):
        return "demand"
    talks = any(t.lemma_.lower() in words("talks") | {"mediator", "negotiator"} for t in what.subtree)
    return "request-talks" if talks else "demand"


def _wanted(verb: Token, what: Token) -> str:
    """Return a request for talks for *wants to sit down with Upland*."""
    return "request-talks" if verb.lemma_ == "want" and what.lemma_.lower() in _SITTING - {"return"} else "state-goal"


def _proposed(verb: Token, what: Token) -> str:
    """Return a request for talks for *proposed that they meet again*."""
    meets = verb.lemma_ in ("propose", "suggest") and what.lemma_.lower() in _SITTING
    return "request-talks" if meets else "offer"


def _expected(verb: Token, what: Token) -> str:
    """Return a demand for *expects Upland to repair the gauge*, where it is no outsider who predicts."""
    if verb.lemma_ != "expect":
        return "assess"
    who, whom = subject_of(verb), child(what, "nsubj")
    outside = who is None or who.lemma_.lower() in words("outsiders") or who.tag_ in ("NNS", "NNPS")
    sides = ("side", "company", "union", "government")
    told = is_infinitive(what) and whom is not None and (whom.pos_ == "PROPN" or whom.lemma_ in sides)
    return "demand" if told and not outside else "assess"
