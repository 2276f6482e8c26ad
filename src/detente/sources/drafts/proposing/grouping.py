"""Which asks are about one issue: the case's own issues first, then those that share what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case
from detente.sources.drafts.names import case_issues
from detente.sources.drafts.proposing.asks import Ask
from detente.sources.drafts.proposing.terms import Terms, likeness, rarity, terms_of, vector

ALIKE = 0.22
"""Mean likeness (0 to 1) of two groups from which they are one issue."""
_ANSWERS = frozenset({"accept", "reject", "concede"})
KNOWN = 0.2
"""Likeness to an issue of the case from which an ask belongs to it."""


@dataclass(frozen=True)
class Group:
    """Asks about one issue.

    Attributes
    ----------
    issue : str or None
        The issue of the case to which they belong; None for a new one.
    asks : tuple of Ask
    terms : tuple of Terms
        Of each ask.
    vectors : tuple of mapping
        Of each ask, of length 1 or empty.
    """

    issue: str | None
    asks: tuple[Ask, ...]
    terms: tuple[Terms, ...]
    vectors: tuple[Mapping[str, float], ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements, each once."""
        return tuple(dict.fromkeys(a.statement for a in self.asks))


def grouped(case: Case, asks: Sequence[Ask], names: Iterable[str]) -> tuple[Group, ...]:
    """Return the groups of asks: those of the case's issues first, then new ones, in the order in which they come up.

    An ask that says nothing by itself, such as *rejected this*, goes where the one before it of the same document went.
    """
    issues = case_issues(case)
    terms = terms_of([*(i.text for i in issues), *(a.text for a in asks)], names)
    rare = rarity(terms)
    vectors = [vector(t, rare) for t in terms]
    own, theirs = vectors[: len(issues)], vectors[len(issues) :]
    place: list[int | None] = [_known_issue(case, a, v, own) for a, v in zip(asks, theirs, strict=True)]
    free = [n for n, at in enumerate(place) if at is None and terms[len(issues) + n].says]
    for number, cluster in enumerate(_clusters([theirs[n] for n in free])):
        for member in cluster:
            place[free[member]] = len(issues) + number
    _follow(asks, place)
    members: dict[int, list[int]] = {}
    for n, at in enumerate(place):
        if at is not None:
            members.setdefault(at, []).append(n)
    made = [
        Group(
            issues[at].id if at < len(issues) else None, tuple(asks[n] for n in group),
            tuple(terms[len(issues) + n] for n in group), tuple(theirs[n] for n in group),
        )
        for at, group in sorted(members.items(), key=lambda item: (item[0] >= len(issues), item[1][0]))
    ]  # fmt: skip
    return tuple(made)


def _follow(asks: Sequence[Ask], place: list[int | None]) -> None:
    """Put each ask that says nothing by itself where the statement right before it went."""
    went: dict[str, int] = {}
    for n, ask in enumerate(asks):
        at = place[n]
        if at is None and ask.act in _ANSWERS:
            place[n] = at = went.get(ask.follows)
        if at is not None:
            went.setdefault(ask.statement, at)


def _known_issue(case: Case, ask: Ask, own: Mapping[str, float], issues: Sequence[Mapping[str, float]]) -> int | None:
    """Return the place of the case's issue that a person chose, or that shares enough words with an ask."""
    ids = list(case.issues)
    chosen = next((a.split(".")[0] for a in ask.about if a.split(".")[0] in case.issues), None)
    if chosen is not None:
        return ids.index(chosen)
    scores = [likeness(own, issue) for issue in issues]
    best = int(np.argmax(scores)) if scores else -1
    return best if scores and scores[best] >= KNOWN else None


def _clusters(vectors: Sequence[Mapping[str, float]]) -> list[list[int]]:
    """Return groups by average linkage, each in the order of its members, the groups in that of their first ones."""
    if len(vectors) < 2:
        return [[n] for n in range(len(vectors))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    alike = np.array([[likeness(one, other) for other in vectors] for one in vectors])
    distance = np.clip(1.0 - (alike + alike.T) / 2, 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    labels = fcluster(linkage(squareform(distance, checks=False), "average"), 1.0 - ALIKE, "distance")
    members: dict[int, list[int]] = {}
    for n, label in enumerate(labels):
        members.setdefault(int(label), []).append(n)
    return sorted(members.values())
