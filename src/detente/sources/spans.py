"""Finding exact words in a text whose typography may differ in ways that no reader sees.

Both sides are folded: characters are decomposed (NFKD), so composed and decomposed letters, ligatures and
full-width forms are the same; runs of white space become one space; soft hyphens and zero-width characters
vanish. Every folded character remembers which characters of the original it came from, so a match gives
original offsets, and a match never begins or ends inside a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PIECE = re.compile(
    rf"(?P<space>(?:[{_INVISIBLE}]*\s)+[{_INVISIBLE}]*)|(?P<gone>[{_INVISIBLE}]+)|(?P<plain>[!-~]+)|(?P<other>.)",
    re.DOTALL,
)
_LOOSE = str.maketrans("“”„«»‘’‚‹›–—−‐‑", "\"\"\"\"\"'''''-----")


@dataclass(frozen=True)
class Folded:
    """A text as it is compared, with the original offsets of each of its characters."""

    text: str
    starts: list[int]
    ends: list[int]

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """Return the original (start, end) of every occurrence of `words`."""
        wanted = fold(_bare(words)).text
        return self._places(self.text, wanted)

    def find_loosely(self, words: str) -> list[tuple[int, int]]:
        """Like `find_all`, whatever the capitals, quotation marks and dashes: for a hint, never a match."""
        wanted = _loosen(fold(_bare(words)).text)
        return self._places(_loosen(self.text), wanted)

    def _places(self, text: str, wanted: str) -> list[tuple[int, int]]:
        size = len(wanted)
        whole = (at for at in _occurrences(text, wanted) if self._is_edge(at) and self._is_edge(at + size))
        return [(self.starts[at], self.ends[at + size - 1]) for at in whole]

    def _is_edge(self, at: int) -> bool:
        """Return True where no letter of the original is cut in two."""
        return at in (0, len(self.starts)) or self.starts[at] != self.starts[at - 1]


def fold(text: str) -> Folded:
    """Return `text` in the form in which texts are compared."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for whole, start, end in _pieces(text):
        # Some marks decompose into a space and a mark: that space is no second one after another.
        follows = whole.startswith(" ") and letters and letters[-1].endswith(" ")
        piece = whole[1:] if follows else whole
        if piece.isascii() and len(piece) == end - start:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            starts += [start] * len(piece)
            ends += [end] * len(piece)
        if piece:
            letters.append(piece)
    return Folded("".join(letters), starts, ends)


def _bare(words: str) -> str:
    """Return words without white space and invisible characters around them."""
    return re.sub(rf"^[\s{_INVISIBLE}]+|[\s{_INVISIBLE}]+$", "", words)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (folded piece, start, end); a base character takes its combining marks along."""
    at = 0
    while match := _PIECE.match(text, at):
        start, end = match.span()
        if match.lastgroup in ("other", "plain"):
            end = _with_marks(text, end)
            plain_end = match.end() - 1 if end > match.end() and match.lastgroup == "plain" else None
            if plain_end is not None and plain_end > start:
                yield text[start:plain_end], start, plain_end
                start = plain_end
            yield unicodedata.normalize("NFKD", text[start:end]), start, end
        elif match.lastgroup == "space":
            yield " ", start, end
        at = end


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _loosen(text: str) -> str:
    # Character by character, because some capitals lower into two characters and would shift the offsets.
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_LOOSE))
