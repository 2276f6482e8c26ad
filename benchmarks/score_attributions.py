"""Exact spans on PolNeAR's development units: python benchmarks/score_attributions.py FILE.jsonl [--printed]."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from polnear import LabelledSpan, Unit, in_tokens, read_units

from detente.sources.documents import document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.attributions import Attribution, find_attributions, outermost
from detente.sources.reader.pipeline import load_pipeline

KINDS = ("source", "cue", "content")


def predicted(unit: Unit, doc: object, attributions: Iterable[Attribution]) -> frozenset[LabelledSpan]:
    """Return the spans that were found, in the unit's own tokens."""
    found: set[LabelledSpan] = set()
    for one in outermost(tuple(attributions)):  # the labels of the format are flat
        spans = [("cue", one.cue), *(("content", piece) for piece in one.contents)]
        if one.source is not None:
            spans.append(("source", one.source))
        for kind, (start, end) in spans:
            span = doc[start:end]  # type: ignore[index]
            tokens = in_tokens(unit, span.start_char, span.end_char)
            if tokens is not None:
                found.add((kind, *tokens))
    return frozenset(found)


def score(
    pairs: Iterable[tuple[frozenset[LabelledSpan], frozenset[LabelledSpan]]],
) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 in per cent for each kind of span."""
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for wanted, got in pairs:
        right.update(kind for kind, _, _ in wanted & got)
        found.update(kind for kind, _, _ in got)
        gold.update(kind for kind, _, _ in wanted)
    table = {}
    for kind in KINDS:
        precision, recall = 100 * right[kind] / max(1, found[kind]), 100 * right[kind] / max(1, gold[kind])
        table[kind] = (precision, recall, 2 * right[kind] / max(1, found[kind] + gold[kind]) * 100)
    return table


def printed(unit: Unit) -> frozenset[LabelledSpan]:
    """Return the spans of what a reader of the output gets: those of the statements, outermost reports only."""
    statements = [s for s in extract_statements(document_of(unit.text)) if s.cue is not None]
    contents = [(s.cue, s.content_span) for s in statements if s.content_span is not None]
    found: set[LabelledSpan] = set()
    for s in statements:
        cue = s.cue
        if cue is None or any(c != cue and p.start <= cue.start and cue.end <= p.end for c, p in contents):
            continue
        for kind, place in (("cue", cue), ("source", s.source), ("content", s.content_span)):
            tokens = in_tokens(unit, place.start, place.end) if place is not None else None
            if tokens is not None:
                found.add((kind, *tokens))
    return frozenset(found)


def main() -> None:
    """Read the units, find attributions, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--printed", action="store_true", help="score what is printed, not the layer of attributions")
    given = parser.parse_args()
    units = read_units(given.file)
    if given.printed:
        pairs = [(unit.gold, printed(unit)) for unit in units]
    else:
        docs = load_pipeline().pipe([unit.text for unit in units], batch_size=32)
        pairs = [(u.gold, predicted(u, doc, find_attributions(doc))) for u, doc in zip(units, docs, strict=True)]
    print(f"{'span':8} precision  recall    F1")
    for kind, (precision, recall, f1) in score(pairs).items():
        print(f"{kind:8} {precision:9.1f} {recall:7.1f} {f1:5.1f}")


if __name__ == "__main__":
    main()
