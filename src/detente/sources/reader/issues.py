"""Which issues of a case a content may belong to: suggestions, never a decision."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.sources.reader.lexicons import words

MAX_SUGGESTIONS = 3
LEAST = 35.0
"""Likeness (0 to 100) below which an issue is not suggested."""
_SMALL = words("small") | words("questions")


@dataclass(frozen=True)
class IssueText:
    """An issue as it is compared: its id, and all its words."""

    id: str
    text: str


def suggest(content: str, issues: tuple[IssueText, ...]) -> tuple[str, ...]:
    """Return up to three issues that share words with a content, the likeliest first."""
    from rapidfuzz import fuzz

    wanted = _words(content)
    if not wanted:
        return ()
    scored = []
    for issue in issues:
        words = _words(issue.text)
        alike = [max((fuzz.ratio(w, other) for other in words), default=0.0) for w in wanted]
        score = sum(a for a in alike if a >= 75.0) / len(wanted)
        scored.append((-score, issue.id))
    return tuple(id_ for score, id_ in sorted(scored)[:MAX_SUGGESTIONS] if -score >= LEAST / 2)


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-z]{3,}", text.lower()) if w not in _SMALL]
