"""What is only said or judged: the act of a plain report, and the author's own assessments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution
from detente.sources.reader.lexicons import words
from detente.sources.reader.speech_act import SpeechAct

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_JUDGING = frozenset(["believe", "think", "feel", "expect", "fear", "doubt", "hope", "predict", "consider", "view", "see", "regard", "describe", "call", "dub", "label", "suspect", "assume", "warn", "praise", "criticize", "welcome", "worry", "suggest"])  # fmt: skip
_LIKING = frozenset(
    ["like", "think", "feel", "believe", "doubt", "hope", "fear", "seem", "look", "sound", "deserve", "take", "find"]
)
_MODALS = frozenset(["will", "would", "could", "may", "might", "can", "wo", "cannot"])


def act_of_report(doc: Doc, report: Attribution) -> str:
    """Return whether a plain report states or judges."""
    if doc[report.head].lemma_.lower() in _JUDGING:
        blames = any(t.lower_ in words("blame") for start, end in report.contents for t in doc[start:end])
        return "accuse" if blames else "assess"
    inside = {t.lower_ for start, end in report.contents for t in doc[start:end]}
    if inside & words("blame"):
        return "accuse"
    head = doc[report.content_head] if report.content_head is not None else None
    judged = head is not None and (
        _is_judgement(head) or any(c.lower_ in _MODALS for c in head.children if c.dep_ == "aux")
    )
    return "assess" if judged or inside & words("evaluative") else "assert"


def _is_judgement(verb: Token) -> bool:
    """Return True for *is a mistake*, *is wise*, *was a good lunch away*."""
    return verb.lemma_ == "be" and any(
        c.dep_ in ("acomp", "attr") and c.ent_type_ == "" and c.pos_ in ("ADJ", "NOUN") for c in verb.children
    )


def judgements(
    doc: Doc, reports: Iterable[Attribution], acts: Iterable[SpeechAct], *, spoken: bool
) -> Iterator[SpeechAct]:
    """Yield the sentences in which the author judges or predicts; of a speaker, also those that state something."""
    taken = {at for r in reports for start, end in (*r.contents, r.cue) for at in range(start, end)}
    taken |= {act.head for act in acts}
    for sentence in doc.sents:
        if any(sentence.start <= act.head < sentence.end for act in acts):
            continue
        judges = _judges(sentence)
        if (
            sentence.root.i in taken
            or "?" in sentence.text[-3:]
            or not (judges or (spoken and _states(sentence)))
            or any(t.i in taken for t in sentence if t.dep_ == "ROOT")
        ):
            continue
        end = sentence.end
        while end > sentence.start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        start = sentence.start
        if end - start > 4:
            kind, family = ("assess" if judges else "assert"), ("spoken" if spoken else "author")
            yield SpeechAct(kind, f"{family}.judgement", sentence.root.i, None, (start, end), (start, end))


def _states(sentence: Span) -> bool:
    named = any(t.pos_ == "PROPN" or t.lower_ in ("we", "they") for t in sentence)
    return (
        named
        and sentence.root.pos_ in ("VERB", "AUX")
        and len(sentence) > 6
        and any(t.dep_ == "nsubj" for t in sentence)
    )


def _judges(sentence: Span) -> bool:
    root = sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return False
    own = {t.lower_ for t in sentence if root in (t, t.head, t.head.head)}
    judged = root.lemma_ in _LIKING or _is_judgement(root)
    return bool(judged or own & _MODALS or own & words("evaluative") or own & words("hedges"))
