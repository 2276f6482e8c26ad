"""Labels before a colon: *Poll: most are for it*, *MEMBER FOR UPLAND: We will not sign*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from detente.sources.reader.syntax import Range

MAX_LABEL = 8
"""Tokens of a label; longer openings are sentences."""


def label_attributions(doc: Doc) -> Iterator[tuple[Range, Range, Range]]:
    """Yield (cue, source, content) where a passage opens with a label and a colon."""
    first = 1 if len(doc) and doc[0].is_quote else 0
    colon = next((t for t in doc[: MAX_LABEL + 1] if t.text == ":"), None)
    if colon is None or colon.i <= first or colon.i + 2 >= len(doc):
        return
    label = doc[first : colon.i]
    if any(t.pos_ in ("VERB", "AUX") for t in label) or not label[0].text[:1].isupper():
        return
    content_end = len(doc) - 1 if doc[-1].text in (".", ";") or doc[-1].is_quote else len(doc)
    yield (colon.i, colon.i + 1), (first, colon.i), (colon.i + 1, content_end)
