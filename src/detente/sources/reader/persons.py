"""Who holds an act, who speaks it and to whom: the tokens of an act turned into names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution
from detente.sources.reader.cast import GROUP, THIRD, Cast
from detente.sources.reader.gazetteer import officials
from detente.sources.reader.lexicons import words
from detente.sources.reader.phrases import core_tokens, speaker_phrase
from detente.sources.reader.pronouns import PLURAL
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.statement import Reporter

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ADDRESSED = frozenset(
    ["demand", "offer", "accept", "reject", "concede", "promise", "threaten", "precondition", "accuse", "request-talks"]
)
"""Acts that are done to somebody, whether the sentence says so or not."""
AUTHOR = "author"
MAX_TARGETS = 12
"""Tokens that are looked at for the addressee; the likeliest come first."""
MANY = 3
"""So many parties act in a document that whoever is addressed is one of them."""
_HUMAN = ("er", "or", "ist", "ant", "ian", "man", "woman", "ee")
"""Endings of nouns for those who do something."""


@dataclass(frozen=True)
class Voice:
    """Whoever speaks the words of a report: the party, and how the text names the speaker."""

    party: str | None
    speaker: str | None


def voice_of(doc: Doc, report: Attribution, cast: Cast, above: str | None, label: str | None = None) -> Voice:
    """Return who speaks in a report; *he* and *it* are whoever spoke last."""
    if label is not None:
        return Voice(label, label)
    if report.source_head is None:
        return Voice(cast.recent[-1] if cast.recent and report.way == "direct" else None, None)
    token = doc[report.source_head]
    party = cast.name_of(token, above)
    named = speaker_phrase(token, officials()) if token.lower_ not in THIRD and token.pos_ != "PRON" else party
    return Voice(party, named)


def chain_of(doc: Doc, reports: list[Attribution], voices: list[Voice]) -> tuple[Reporter, ...]:
    """Return who reports whom, the author first."""
    named = [
        Reporter(v.speaker or v.party or "unnamed", doc[slice(*r.cue)].text)
        for r, v in zip(reports, voices, strict=True)
    ]
    return (Reporter(AUTHOR), *named)


def hearers_of(doc: Doc, reports: list[Attribution]) -> tuple[int, ...]:
    """Return to whom the innermost report says that it was told: *told Upland*, *said to Upland*."""
    if not reports:
        return ()
    verb = doc[reports[-1].head]
    told = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ in ("PROPN", "NOUN")]
    told += [
        c
        for p in verb.children
        if p.dep_ in ("prep", "dative") and p.lower_ == "to"
        for c in p.children
        if c.dep_ == "pobj"
    ]
    return tuple(t.i for t in told)


def target_of(
    doc: Doc, act: SpeechAct, holder: str | None, voice: str | None, cast: Cast, hearers: tuple[int, ...] = ()
) -> str | None:
    """Return to whom an act is addressed: who is named there, who is told, or the other side."""
    if act.act not in ADDRESSED and (act.act not in ("withdraw", "event", "assess") or holder == AUTHOR):
        return None
    for at in (*act.targets[:MAX_TARGETS], *hearers):
        name = cast.name_of(doc[at], voice)
        if doc[at].lower_ in PLURAL and holder not in cast.principals():
            name = GROUP
        if name == GROUP:
            return (
                cast.counterpart_of(holder)
                if holder in cast.principals() and holder is not None
                else " and ".join(cast.principals())
            )
        if name is not None and name != holder and (_is_known(name, cast) or _is_addressee(doc[at], holder, cast)):
            return name
    spotted = [
        name
        for name, _ in cast.gazetteer.spot_all(list(doc[slice(*act.content)]))
        if name != holder and _is_known(name, cast)
    ]
    if spotted:
        return spotted[0]
    if voice is not None and voice != holder and voice in cast.principals():
        return voice
    return cast.counterpart_of(holder) if holder is not None and act.act in ADDRESSED else None


def _is_known(name: str, cast: Cast) -> bool:
    """Return True for one who acts in this document; where few do, for everybody who acts in the world."""
    few = len(cast.counts) < MANY
    return name in cast.counts if not few else is_party(name, cast)


def _is_addressee(token: Token, holder: str | None, cast: Cast) -> bool:
    """Return True for a phrase that names people or bodies that are no party so far, and not the holder's own."""
    if token.pos_ not in ("NOUN", "PROPN") or token.text in words("regions") or len(cast.counts) >= MANY:
        return False
    named = token.ent_type_ in ("PERSON", "ORG", "NORP") or token.lemma_.lower() in (
        officials() | words("speakers")
    ) - words("texts")
    return named and cast.gazetteer.spot(core_tokens(token)) != holder


def can_speak(token: Token, cast: Cast) -> bool:
    """Return True for a noun that names somebody who can say something; a goal or a river cannot."""
    if token.pos_ in ("PROPN", "NUM") or token.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        return True
    if token.pos_ == "PRON":
        antecedent = (
            token.head.head if token.head.dep_ == "relcl" and token.lower_ in ("which", "that", "who") else None
        )
        return antecedent is None or can_speak(antecedent, cast)
    lemma = token.lemma_.lower()
    return (
        lemma in officials()
        or lemma in words("speakers")
        or token.lower_ in cast.longer
        or cast.name_of(token) in cast.counts
        or lemma.endswith(_HUMAN)
    )


def is_party(name: str, cast: Cast) -> bool:
    """Return True for a name that the document or the world knows as one who acts."""
    return cast.gazetteer.code(name) is not None or name in cast.counts or name in cast.gazetteer.own.values()
