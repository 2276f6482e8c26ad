"""Acts that several words perform together: *brushed that aside*, *is out of the question*, *no longer insists*."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from detente.sources.reader.cast import is_first
from detente.sources.reader.conditions import is_hypothetical
from detente.sources.reader.lexicons import rows, words
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import child, is_passive, subject_of
from detente.sources.reader.verb_acts import TURNED, clause_range, content_range, is_negated, is_open, targets_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_GAP = 4
"""Words that may stand where a pattern leaves room: *brushed the whole idea aside*."""
_STOPS = frozenset([".", ";", ":", "?", "!", "“", "”", '"'])
_DENIES = frozenset(["not", "no", "never", "nothing", "none", "hardly"])
_SHORTENED = {"n't": "not", "n’t": "not", "ca": "can", "wo": "will", "’ll": "will", "'ll": "will"}
_NEVER_OPEN = frozenset(["event", "withdraw", "concede"])
"""Acts that are deeds: with *may* and *to* they have not happened."""


_OWNED = frozenset(["state-goal", "demand", "reject", "offer"])
"""Acts of which a noun before the verb says whose they are."""


class Idiom(NamedTuple):
    """A pattern of lemmas, the act it performs, and who holds it.

    ``a|b`` allows several lemmas, ``a?`` may be left out, ``*`` stands for up to four words. The holder is the ``subject`` of
    the words, the ``voice`` that speaks them, the voice only where it speaks of its ``own`` deeds, or who stands ``behind``.
    """

    parts: tuple[str, ...]
    act: str
    holder: str


@cache
def _idioms() -> dict[str, tuple[Idiom, ...]]:
    """Return the idioms by the lemmas that open them."""
    found: dict[str, list[Idiom]] = {}
    for row in rows("idioms.csv"):
        for parts in _orders_of(tuple(row["pattern"].split())):
            for lemma in parts[0].split("|"):
                found.setdefault(lemma, []).append(Idiom(parts, row["act"], row["holder"]))
    return {lemma: tuple(idioms) for lemma, idioms in found.items()}


def _orders_of(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a pattern, and *would not be …* of *is not …*."""
    yield parts
    if parts[0] == "be" and len(parts) > 2 and "not" in parts[1].split("|"):
        yield ("|".join(w for w in parts[1].split("|") if w in ("not", "never")), "be", *parts[2:])


def idiom_acts(doc: Doc) -> Iterator[tuple[SpeechAct, frozenset[int]]]:
    """Yield the acts of idioms, each with the tokens of its pattern."""
    for token in doc:
        for idiom in _idioms().get(_lemma(token), ()):
            tokens = _match(doc, token.i, idiom.parts)
            act = _made(doc, idiom, tokens) if tokens else None
            if act is not None and tokens is not None:
                yield act, frozenset(tokens)
                break


def _lemma(token: Token) -> str:
    return _SHORTENED.get(token.lower_) or token.lemma_.lower()


def _match(doc: Doc, at: int, parts: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the tokens that a pattern takes from a place on, None where it does not fit."""
    if not parts:
        return ()
    if at < len(doc) and doc[at].is_quote:
        return _match(doc, at + 1, parts)
    part, rest = parts[0], parts[1:]
    if part == "*":
        return next((f for gap in range(MAX_GAP + 1) if (f := _behind(doc, at, gap, rest)) is not None), None)
    wanted = _alternatives(part)
    if at < len(doc) and (_lemma(doc[at]) in wanted or doc[at].lower_ in wanted):
        found = _match(doc, at + 1, rest)
        if found is not None:
            return (at, *found)
    return _match(doc, at, rest) if part.endswith("?") else None


@cache
def _alternatives(part: str) -> frozenset[str]:
    return frozenset(part.removesuffix("?").split("|"))


def _behind(doc: Doc, at: int, gap: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    crossed = doc[at : at + gap]
    if at + gap > len(doc) or any(t.text in _STOPS for t in crossed):
        return None
    return _match(doc, at + gap, rest)


def _made(doc: Doc, idiom: Idiom, tokens: tuple[int, ...]) -> SpeechAct | None:
    verb = _verb_in(doc, tokens)
    if verb is None or is_hypothetical(verb):
        return None
    act = _turned(idiom, verb, tokens)
    denied = any(_lemma(doc[i]) in _DENIES for i in tokens)
    if act is None or (act in _NEVER_OPEN and not denied and is_open(verb)):
        return None
    if idiom.holder == "behind":
        return _by_host(doc, act, tokens)
    subject = _subject(verb)
    if idiom.holder in ("subject", "own") and (subject is None or (idiom.holder == "own" and not is_first(subject))):
        return None
    holder = subject.i if subject is not None and idiom.holder == "subject" else _owner(subject, act)
    content = content_range(verb)
    if act == "offer" and any(t.lemma_.lower() in words("reprisals") for t in doc[slice(*content)]):
        act = "threaten"
    content = (content[0], content[1]) if content[1] > content[0] else (tokens[0], tokens[-1] + 1)
    start, end = clause_range(verb, subject, content)
    span = min(start, tokens[0]), max(end, tokens[-1] + 1)
    rule = "idiom." + doc[tokens[0]].lemma_.lower()
    return SpeechAct(act, rule, verb.i, holder, content, span, tuple(targets_of(verb, content)), act == "reject")


def _verb_in(doc: Doc, tokens: tuple[int, ...]) -> Token | None:
    """Return the verb that carries an idiom: the last in it that is none of its auxiliaries, or what it hangs on."""
    verbs = [doc[i] for i in tokens if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ not in ("aux", "auxpass")]
    if verbs:
        return next((v for v in verbs if v.head not in verbs), verbs[0])
    above = doc[tokens[0]]
    while above.pos_ not in ("VERB", "AUX") and above.head != above:
        above = above.head
    return above if above.pos_ in ("VERB", "AUX") else None


def _turned(idiom: Idiom, verb: Token, tokens: tuple[int, ...]) -> str | None:
    """Return the act of an idiom; where its verb is negated by a word outside of the pattern, the opposite."""
    denied = any(_lemma(verb.doc[i]) in _DENIES for i in tokens)
    outside = any(c.dep_ == "neg" and c.i not in tokens for c in verb.children)
    if not outside and (denied or not is_negated(verb)):
        return idiom.act
    return TURNED.get(idiom.act)


def _subject(verb: Token) -> Token | None:
    return child(verb, "nsubjpass") if is_passive(verb) and subject_of(verb) is None else subject_of(verb)


def _owner(subject: Token | None, act: str) -> int | None:
    """Return whose it is in *the union's price is an apology*; the voice's own where nobody is named."""
    owner = child(subject, "poss") if subject is not None and act in _OWNED else None
    return owner.i if owner is not None and owner.pos_ in ("NOUN", "PROPN") else None


def _by_host(doc: Doc, act: str, tokens: tuple[int, ...]) -> SpeechAct | None:
    """Return the act of whoever stands behind the words: *at the invitation of the governor*."""
    host = next((c for c in doc[tokens[-1]].children if c.dep_ == "pobj"), None)
    if host is None:
        return None
    span = tokens[0], host.right_edge.i + 1
    return SpeechAct(act, "idiom." + doc[tokens[0]].lower_, tokens[-1], host.i, span, span)
