"""What is only said or judged: the act of a plain report, and the author's own assessments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution
from detente.sources.reader.lexicons import words
from detente.sources.reader.speech_act import SpeechAct

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_JUDGING = frozenset(["believe", "think", "feel", "expect", "fear", "doubt", "hope", "predict", "consider", "view", "see", "regard", "describe", "call", "dub", "label", "suspect", "assume", "warn", "praise", "criticize", "welcome", "worry", "suggest"])  # fmt: skip
_MODALS = frozenset(["will", "would", "could", "may", "might", "can", "wo", "cannot"])


def act_of_report(doc: Doc, report: Attribution) -> str:
    """Return whether a plain report states or judges."""
    if doc[report.head].lemma_.lower() in _JUDGING:
        return "assess"
    inside = {t.lower_ for start, end in report.contents for t in doc[start:end]}
    return "assess" if inside & words("evaluative") else "assert"


def author_judgements(doc: Doc, reports: Iterable[Attribution], acts: Iterable[SpeechAct]) -> Iterator[SpeechAct]:
    """Yield the sentences in which the author himself judges or predicts."""
    taken = {at for r in reports for start, end in (*r.contents, r.cue) for at in range(start, end)}
    taken |= {act.head for act in acts}
    for sentence in doc.sents:
        if any(sentence.start <= act.head < sentence.end for act in acts):
            continue
        if sentence.root.i in taken or not _judges(sentence) or any(t.i in taken for t in sentence if t.dep_ == "ROOT"):
            continue
        end = sentence.end
        while end > sentence.start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        start = sentence.start
        if end - start > 4:
            yield SpeechAct("assess", "author.judgement", sentence.root.i, None, (start, end), (start, end))


def _judges(sentence: Span) -> bool:
    root = sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return False
    own = {t.lower_ for t in sentence if t.head == root or t == root or t.head.head == root}
    return bool(own & _MODALS or own & words("evaluative") or own & words("hedges"))
