"""Documents that say the same in the same words: copies, and wire copy that was edited a little.

Word sequences of five are compared by MinHash (Broder 1997); duplicates are reported, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.sources.documents.text_document import TextDocument

SHINGLE = 5
PERMUTATIONS = 128
ALIKE = 0.4
"""Share of common word sequences from which two documents are reported: half of an article kept word for word."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Duplicate:
    """Two documents and the share of word sequences that they have in common (1: a copy)."""

    first: str
    second: str
    alike: float


def find_duplicates(documents: Sequence[TextDocument], alike: float = ALIKE) -> tuple[Duplicate, ...]:
    """Return all pairs of documents that are copies or nearly so, in the order in which they were given."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=alike, num_perm=PERMUTATIONS)
    sketches: list[Any] = []
    found: list[Duplicate] = []
    for number, document in enumerate(documents):
        sketch = _sketch(document.text)
        for other in sorted(index.query(sketch)):
            share = float(sketch.jaccard(sketches[other]))
            if share >= alike:
                found.append(Duplicate(documents[other].name, document.name, round(share, 2)))
        index.insert(number, sketch)
        sketches.append(sketch)
    return tuple(found)


def _sketch(text: str) -> Any:
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([shingle.encode() for shingle in _shingles(text)])
    return sketch


def _shingles(text: str) -> Iterable[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    return {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
