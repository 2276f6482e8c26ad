"""A passage made plain for a parser, with the way back to the characters that the person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GONE = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\x00-\x08\x0b\x0e-\x1f]"
    "|(?<=[a-z])-\n(?=[a-z])"
    "|^[ \t]*(?:[>#*+]+|-)[ \t]+|\\*\\*|__"
)
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Cleaned:
    """The plain text, and for each of its characters the offset in the document."""

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the document of a span of the plain text."""
        return self.places[start], self.places[end - 1] + 1


def clean(text: str, start: int, end: int) -> Cleaned:
    """Make ``text[start:end]`` plain: no invisible characters, no hyphens of line ends, no marks of Markdown.

    White space becomes a space of the same width, so only what vanishes shifts an offset.
    """
    passage = text[start:end]
    gone = {at for match in _GONE.finditer(passage) for at in range(*match.span())}
    kept = [at for at in range(len(passage)) if at not in gone]
    letters = [" " if _SPACE.match(passage[at]) else passage[at] for at in kept]
    return Cleaned("".join(letters), [start + at for at in kept])
