"""Speech that goes on without a verb of saying: *Mr Dahl refused. The gates would stay shut.*"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_BACKSHIFTED = frozenset(["would", "could", "had", "might"])


def free_reports(doc: Doc, reports: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the sentences in which whoever spoke in the sentence before goes on to speak.

    They are told by their verbs: *would* and *had* in a text that else tells in the past.
    """
    speaker: Attribution | None = None
    for sentence in doc.sents:
        own = [
            r
            for r in reports
            if sentence.start <= r.head < sentence.end
            and r.source_head is not None
            and r.form in ("c", "q", "t", "T", "o", "p:for", "p:to", "free")
        ]
        if own:
            speaker = own[0]
        elif speaker is not None and _goes_on(sentence):
            yield Attribution(
                speaker.cue,
                speaker.head,
                speaker.source,
                speaker.source_head,
                ((sentence.start, sentence.end),),
                "indirect",
                "free",
                sentence.root.i,
            )
        else:
            speaker = None


def _goes_on(sentence: Span) -> bool:
    root = sentence.root
    verbs = [root, *(t for t in root.children if t.dep_ in ("conj", "ccomp") and t.pos_ in ("VERB", "AUX"))]
    return any(
        c.lower_ in _BACKSHIFTED for v in verbs for c in (v, *v.children) if c.dep_ in ("aux", "auxpass") or c == v
    )
