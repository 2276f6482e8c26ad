"""Which sentences yielded nothing although they name a party, so that a miss is visible."""

from __future__ import annotations

from detente.sources.reader.gazetteer import Gazetteer
from detente.sources.reader.passages import Passage
from detente.sources.reader.statement import Coverage, DraftStatement, Place


def coverage_of(passages: list[Passage], statements: tuple[DraftStatement, ...], gazetteer: Gazetteer) -> Coverage:
    """Return how many sentences yielded a statement, and those that name a party and did not."""
    sentences = [
        (passage.place(s.start, s.end), s) for passage in passages for s in passage.doc.sents if len(s.text.strip()) > 1
    ]
    names = frozenset(s.holder for s in statements if s.holder) - {"author"}
    spans = sorted((s.place.start, s.place.end) for s in statements)
    silent = []
    spoken = 0
    for place, sentence in sentences:
        if any(start < place.end and end > place.start for start, end in spans):
            spoken += 1
        elif gazetteer.spot(list(sentence)) is not None or any(name in sentence.text for name in names):
            silent.append(Place(place.start, place.end))
    return Coverage(len(sentences), spoken, tuple(silent))
