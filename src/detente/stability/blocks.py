"""Threats in large models: the states in blocks of own moves where there are options, backward search where there are arcs.

Same questions and same answers as :mod:`~detente.stability.threats`; the loops are in
:mod:`~detente.stability.kernel`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from detente.errors import TooLargeError
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.threats import OUT_OF_REACH, ArcThreats, Threat

Places = NDArray[np.int32]
MAX_STEPS = 2e10
"""Some minutes for one round over the moves of one decision maker."""


@dataclass(frozen=True)
class Blocks:
    """The states grouped by what a decision maker can move between, each group sorted by its ranks.

    Attributes
    ----------
    members : int array, shape (states,)
        Positions, block by block.
    starts : int array, shape (blocks + 1,)
    fresh : uint8 array, shape (states,)
        1 at the first of each tie.
    marks : int array, shape (states,), or None
        By position: which of the options that go one way only have been taken that way, the k-th of them as bit k;
        None where all go both ways.
    width : int
        How many options go one way only.
    """

    members: Places
    starts: NDArray[np.int64]
    fresh: NDArray[np.uint8]
    marks: Places | None
    width: int


def blocks_of(model: GraphModel, party: int) -> Blocks:
    """Return the blocks of a decision maker's own moves."""
    from detente.stability.kernel import sort_blocks

    own, only_on, only_off = model.own_bits(party)
    if model.given is None:
        members, starts = _full(own, len(model.options))
    else:
        key = model.given & ~own
        members = np.argsort(key, kind="stable").astype(np.int32)
        changes = np.flatnonzero(np.diff(key[members]) != 0) + 1
        starts = np.concatenate([[0], changes, [model.size]]).astype(np.int64)
    fresh = np.empty(model.size, dtype=np.uint8)
    sort_blocks(members, starts, model.ranks[party], fresh)
    width = (only_on | only_off).bit_count()
    _check_work(starts, width)
    return Blocks(members, starts, fresh, _marks(model, only_on, only_off) if width else None, width)


def _marks(model: GraphModel, only_on: int, only_off: int) -> Places:
    """Return which one-way options each state has taken, pushed together into the lowest bits."""
    taken = (model.index & only_on) | (~model.index & only_off)
    found = np.zeros(model.size, dtype=np.int32)
    places = [k for k in range(len(model.options)) if (only_on | only_off) >> k & 1]
    for n, k in enumerate(places):
        found |= ((taken >> k & 1) << n).astype(np.int32)
    return found


def _check_work(starts: NDArray[np.int64], width: int) -> None:
    """Refuse one-way options whose moves would take hours to go through.

    Raises
    ------
    TooLargeError
        With how many steps one round would take.
    """
    sizes = np.diff(starts).astype(np.float64)
    steps = float((sizes * np.minimum(sizes, 2.0**width)).sum()) if width else 0.0
    if steps > MAX_STEPS:
        raise TooLargeError(
            f"{width} options of one decision maker that go one way only take {steps:.1e} steps a round, and at most "
            f"{MAX_STEPS:.0e} are made; let some of them go both ways, or add infeasible combinations"
        )


def _full(own: int, options: int) -> tuple[Places, NDArray[np.int64]]:
    """Return the blocks where every combination is a state: all settings of own options, for all of the others."""
    mine = [k for k in range(options) if own >> k & 1]
    others = [k for k in range(options) if not own >> k & 1]
    members = (_settings(others)[:, None] | _settings(mine)[None, :]).ravel()
    return members, np.arange(0, len(members) + 1, 1 << len(mine), dtype=np.int64)


def _settings(bits: list[int]) -> Places:
    found = np.zeros(1, dtype=np.int32)
    for k in bits:
        found = np.concatenate([found, found | np.int32(1 << k)])
    return found


class BlockThreats:
    """The answers about a large model in option form; same methods as :class:`~detente.stability.threats.ArcThreats`."""

    def __init__(self, model: GraphModel) -> None:
        self.ranks = model.ranks
        self.parties = range(len(model.decision_makers))
        self._blocks = tuple(blocks_of(model, p) for p in self.parties)

    def after_counter(self, party: int) -> Ranks:
        """Return, for each state, the largest rank that the party gets by staying or by one move."""
        from detente.stability.kernel import one_way, top_of_blocks

        own, ranks = self._blocks[party], self.ranks[party]
        found: Ranks = ranks.copy()
        if own.marks is None:
            top_of_blocks(own.members, own.starts, ranks, found)
        else:
            one_way(own.members, own.starts, own.fresh, own.marks, own.width, ranks, False, False, found)
        return found

    def threat(self, party: int, score: Ranks, *, improving: bool, joint: str = "legal") -> Threat:
        """Return the least score that the opponents' joint moves reach from each state."""
        opponents = tuple(p for p in self.parties if p != party)
        if joint == "once":
            return self._once(score, opponents, improving=improving)
        reached = score.copy()
        if joint == "legal":
            calm = 0  # how many opponents in a row lowered nothing
            for p in _rounds(opponents):
                calm = 0 if self._sink(p, reached, improving=improving) else calm + 1
                if calm >= len(opponents):
                    break
        return self._pull(opponents, reached, improving=improving)

    def is_deterred(self, party: int, threat: Threat, *, strictly: bool = False) -> NDArray[np.bool_]:
        """Return where the threat at every improvement does not exceed (stays below) the rank that is left."""
        from detente.stability.kernel import deterred_blocks, one_way

        own, ranks = self._blocks[party], self.ranks[party]
        if own.marks is None:
            found = np.empty(len(ranks), dtype=bool)
            deterred_blocks(own.members, own.starts, own.fresh, threat, ranks, strictly, found)
            return found
        worst = np.full(len(ranks), -OUT_OF_REACH, dtype=np.int32)
        one_way(own.members, own.starts, own.fresh, own.marks, own.width, threat, True, False, worst)
        return np.asarray(worst < ranks if strictly else worst <= ranks)

    def is_content(self, party: int) -> NDArray[np.bool_]:
        """Return where the party has no improvement."""
        everything = np.full(len(self.ranks[party]), OUT_OF_REACH, dtype=np.int32)
        return self.is_deterred(party, everything)

    def _sink(self, party: int, values: Threat, *, improving: bool) -> bool:
        from detente.stability.kernel import one_way, sink_any, sink_better

        own = self._blocks[party]
        if own.marks is not None:
            return bool(
                one_way(own.members, own.starts, own.fresh, own.marks, own.width, values, improving, True, values)
            )
        if improving:
            return bool(sink_better(own.members, own.starts, own.fresh, values))
        return bool(sink_any(own.members, own.starts, values))

    def _pull(self, parties: tuple[int, ...], values: Threat, *, improving: bool) -> Threat:
        from detente.stability.kernel import one_way, pull_any, pull_better

        found = np.full(len(values), OUT_OF_REACH, dtype=np.int32)
        for own in (self._blocks[p] for p in parties):
            if own.marks is not None:
                one_way(own.members, own.starts, own.fresh, own.marks, own.width, values, improving, True, found)
            elif improving:
                pull_better(own.members, own.starts, own.fresh, values, found)
            else:
                pull_any(own.members, own.starts, values, found)
        return found

    def _once(self, score: Ranks, left: tuple[int, ...], *, improving: bool) -> Threat:
        found = np.full(len(score), OUT_OF_REACH, dtype=np.int32)
        for p in left:
            others = tuple(q for q in left if q != p)
            after = np.minimum(score, self._once(score, others, improving=improving)) if others else score
            np.minimum(found, self._pull((p,), after, improving=improving), out=found)
        return found


class SearchThreats(ArcThreats):
    """The answers about a model of many arcs: legal sequences by one backward search, the rest as on few arcs."""

    def threat(self, party: int, score: Ranks, *, improving: bool, joint: str = "legal") -> Threat:
        """Return the least score that the opponents' joint moves reach from each state."""
        if joint != "legal":
            return super().threat(party, score, improving=improving, joint=joint)
        from detente.stability.kernel import threat_of_arcs

        opponents = [p for p in self.parties if p != party]
        arcs = [self.better(p) if improving else self._arcs[p] for p in opponents]
        targets = np.concatenate([a.targets for a in arcs]) if arcs else np.zeros(0, dtype=np.int64)
        order = np.argsort(targets, kind="stable")
        sources = (np.concatenate([a.sources for a in arcs]) if arcs else targets)[order]
        movers = np.repeat(np.array(opponents, dtype=np.int64), [len(a.targets) for a in arcs])[order]
        starts = np.searchsorted(targets[order], np.arange(len(score) + 1))
        found = np.full(len(score), OUT_OF_REACH, dtype=np.int32)
        by_score = np.argsort(score, kind="stable")
        threat_of_arcs(by_score, score, starts, sources, movers, len(self.parties), party, found)
        return found


def _rounds(opponents: tuple[int, ...]) -> chain[int]:
    """Go through the opponents again and again."""
    return chain.from_iterable(iter(lambda: opponents, ())) if opponents else chain()
