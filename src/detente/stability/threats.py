"""What the opponents can do about an improvement, worked out on arcs with NumPy alone: for models that fit a page.

Every sanction concept asks the same question of a state s₁ to which the focal decision maker i has moved: how low can
the opponents bring i from there? The least score over all states that their joint moves reach from s₁ is the *threat*
at s₁. An improvement is deterred where the threat does not exceed the rank of the state that i would leave.

=========  =======================  =============================================
concept    joint moves              score of a state s₂ for i
=========  =======================  =============================================
GMR        any                      rank of s₂
SMR        any                      largest rank that i still gets from s₂ on
SEQ        improvements only        rank of s₂
SSEQ       improvements only        largest rank that i still gets from s₂ on
=========  =======================  =============================================
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.stability.arcs import Arcs, Ints
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks

OUT_OF_REACH = int(np.iinfo(np.int32).max)
Threat = NDArray[np.int32]


class ArcThreats:
    """The answers about one model, from its arcs.

    Parameters
    ----------
    model : GraphModel
    """

    def __init__(self, model: GraphModel) -> None:
        self.ranks = model.ranks
        self.parties = range(len(model.decision_makers))
        self._arcs = tuple(model.moves(p) for p in self.parties)
        self._better: dict[int, Arcs] = {}

    def better(self, party: int) -> Arcs:
        """Return the moves that improve a decision maker's rank."""
        if party not in self._better:
            arcs, ranks = self._arcs[party], self.ranks[party]
            self._better[party] = arcs.where(ranks[arcs.targets] > ranks[arcs.sources])
        return self._better[party]

    def after_counter(self, party: int) -> Ranks:
        """Return, for each state, the largest rank that the party gets by staying or by one move."""
        ranks = self.ranks[party]
        return np.asarray(np.maximum(ranks, self._arcs[party].most(ranks, -OUT_OF_REACH)))

    def threat(self, party: int, score: Ranks, *, improving: bool, joint: str = "legal") -> Threat:
        """Return the least score that the opponents' joint moves reach from each state, by one move at least.

        Parameters
        ----------
        party : int
            The focal decision maker; all others are opponents.
        score : int array, shape (states,)
        improving : bool
            Whether each opponent must improve on the state that it leaves.
        joint : {"legal", "once", "single"}
            Sequences in which nobody moves twice in a row; in which each moves once at most; one move in all.
        """
        opponents = [p for p in self.parties if p != party]
        arcs = {p: self.better(p) if improving else self._arcs[p] for p in opponents}
        if joint == "single":
            return _first(arcs, dict.fromkeys(opponents, score), len(score))
        if joint == "once":
            return _once(arcs, score, frozenset(opponents))
        return _first(arcs, _settled(arcs, score), len(score))

    def is_deterred(self, party: int, threat: Threat, *, strictly: bool = False) -> NDArray[np.bool_]:
        """Return where the threat at every improvement of the party does not exceed (stays below) the rank it leaves."""
        worst = self.better(party).most(threat, -OUT_OF_REACH)
        ranks = self.ranks[party]
        return np.asarray(worst < ranks if strictly else worst <= ranks)

    def reached_from(self, state: int, movers: Sequence[int], *, joint: str = "legal", improving: bool = False) -> Ints:
        """Return the positions that joint moves of some decision makers reach from one state, ascending.

        The state itself is among them only where the movers can come back to it.
        """
        arcs = {p: self.better(p) if improving else self._arcs[p] for p in movers}
        seen: set[tuple[int, object]] = set()
        ends: set[int] = set()
        waiting: list[tuple[int, tuple[int, ...]]] = [(state, ())]
        while waiting:
            here, moved = waiting.pop()
            for p in _may_move(movers, moved, joint):
                for there in arcs[p].of(here).tolist():
                    after = tuple(sorted((*moved, p))) if joint == "once" else (p,)
                    ends.add(there)
                    if (there, after) not in seen:
                        seen.add((there, after))
                        waiting.append((there, after))
        return np.array(sorted(ends), dtype=np.int64)

    def is_content(self, party: int) -> NDArray[np.bool_]:
        """Return where the party has no improvement."""
        starts = self.better(party).starts
        return np.asarray(starts[:-1] == starts[1:])


def _may_move(movers: Sequence[int], moved: tuple[int, ...], joint: str) -> list[int]:
    if joint == "single" and moved:
        return []
    return [p for p in movers if p not in moved]


def _first(arcs: dict[int, Arcs], after: dict[int, Ranks], states: int) -> Threat:
    found = np.full(states, OUT_OF_REACH, dtype=np.int32)
    for party, own in arcs.items():
        np.minimum(found, own.least(after[party], OUT_OF_REACH), out=found)
    return found


def _settled(arcs: dict[int, Arcs], score: Ranks) -> dict[int, Ranks]:
    """Return, by the party that has just moved, the least score that is reached here or later; it may not go on itself."""
    after = {p: score.astype(np.int32) for p in arcs}
    changed = True
    while changed:
        pulled = {p: own.least(after[p], OUT_OF_REACH) for p, own in arcs.items()}
        changed = False
        for last in arcs:
            reached = [pulled[p] for p in arcs if p != last]
            new = np.minimum.reduce([after[last], *reached])
            if (new < after[last]).any():
                after[last], changed = new, True
    return after


def _once(arcs: dict[int, Arcs], score: Ranks, left: frozenset[int]) -> Threat:
    """Return the threat where each of those left moves once at most, in any order."""

    @cache
    def least(allowed: frozenset[int]) -> Threat:
        after = {p: np.minimum(score, least(allowed - {p})) for p in sorted(allowed)}
        return _first({p: arcs[p] for p in sorted(allowed)}, after, len(score))

    return least(left)
