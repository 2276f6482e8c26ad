"""Sentences without a verb of their own that go on a list: *They want three things. The school given back. No soldiers.*"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.sources.reader.lexicons import words
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MAX_FRAGMENT = 24
"""Tokens of the longest sentence without a verb."""
_LISTING = frozenset(["demand", "offer", "precondition", "state-goal"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_RELATIVE = frozenset(["that", "which", "who", "whose", "where", "whom"])


def fragment_acts(doc: Doc, acts: Sequence[SpeechAct]) -> Iterator[SpeechAct]:
    """Yield one act for each fragment: of the kind that the sentence before tells, or what the writer puts forward.

    Parameters
    ----------
    doc : Doc
    acts : sequence of SpeechAct
        The acts of the whole passage; the last one before a fragment says what the list is of.
    """
    opened: tuple[str, int | None] | None = None
    for sentence in doc.sents:
        span = _fragment(sentence)
        if span is None:
            opened = _list_opened(sentence, acts)
        elif opened is not None:
            act, holder = opened
            yield SpeechAct(act, f"fragment.{act}", sentence.root.i, holder, span, span)


def _list_opened(sentence: Span, acts: Sequence[SpeechAct]) -> tuple[str, int | None] | None:
    """Return which list a sentence opens and whose it is: that of its act, or of a question for a way out."""
    inside = [act for act in acts if sentence.start <= act.head < sentence.end and act.act in _LISTING]
    if inside:
        return inside[-1].act, inside[-1].holder
    asks = any(t.text == "?" for t in sentence[-2:])
    lemmas = {t.lemma_.lower() for t in sentence}
    return ("offer", None) if asks and lemmas & words("ways_out") else None


def _fragment(sentence: Span) -> Range | None:
    """Return the tokens of a sentence that has no finite verb but in a relative clause."""
    start, end = sentence.start, sentence.end
    doc = sentence.doc
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    while start < end and (doc[start].is_punct or doc[start].dep_ == "cc"):
        start += 1
    relative = next((t.i for t in doc[start:end] if t.lower_ in _RELATIVE and t.i > start), end)
    finite = any(t.tag_ in _FINITE and not _is_participle(t) for t in doc[start:relative])
    named = any(t.pos_ in ("NOUN", "PROPN", "NUM") for t in doc[start:relative])
    question = any(t.text == "?" for t in sentence)
    if finite or not named or question or not 2 <= end - start <= MAX_FRAGMENT or _is_address(sentence):
        return None
    return start, end


def _is_participle(token: Token) -> bool:
    """Return True for *cleared* in *Mines cleared from the fields*, which parsers take for a past tense."""
    kinds = {c.dep_ for c in token.children}
    return (
        token.tag_ == "VBD"
        and token.dep_ == "ROOT"
        and "prep" in kinds
        and not kinds & {"dobj", "aux", "ccomp", "xcomp"}
    )


def _is_address(sentence: Span) -> bool:
    """Return True for *No, thank you* and for an imperative."""
    root = sentence.root
    return root.tag_ == "VB" or root.pos_ in ("INTJ", "ADV", "ADJ")
