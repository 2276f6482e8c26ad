"""Who works the threats out: NumPy on arcs for small models, compiled loops for large ones; the same questions to both."""

from __future__ import annotations

from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.stability.arcs import count_of_options
from detente.stability.choices import Choices
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.threats import OUT_OF_REACH, ArcThreats, Threat

Bools = NDArray[np.bool_]
SMALL = 400_000
"""With more arcs than that compiled loops are worth the second that it takes to load them."""
SMALL_STATES = 1 << 14
ALWAYS_SMALL = 1 << 10
"""Up to so many states no compiler is waited for, however many arcs there are."""


class Engine(Protocol):
    """What the concepts ask of a model."""

    @property
    def ranks(self) -> Ranks:
        """Ranks by decision maker and state."""

    def after_counter(self, party: int) -> Ranks:
        """Return, for each state, the largest rank that the party gets by staying or by one move."""

    def threat(self, party: int, score: Ranks, *, improving: bool, joint: str = "legal") -> Threat:
        """Return the least score that the opponents' joint moves reach from each state, by one move at least."""

    def is_deterred(self, party: int, threat: Threat, *, strictly: bool = False) -> Bools:
        """Return where the threat at every improvement does not exceed (stays below) the rank that is left."""

    def is_content(self, party: int) -> Bools:
        """Return where the party has no improvement."""


def engine_of(model: GraphModel) -> Engine:
    """Return who answers for a model: what fits its size and form."""
    if _is_small(model):
        return ArcThreats(model)
    from detente.stability.blocks import BlockThreats, SearchThreats

    return SearchThreats(model) if model.arcs is not None else BlockThreats(model)


def _is_small(model: GraphModel) -> bool:
    if model.size > SMALL_STATES:
        return False
    if model.size <= ALWAYS_SMALL:
        return True
    if model.arcs is not None:
        return sum(len(a.targets) for a in model.arcs) <= SMALL
    parties = range(len(model.decision_makers))
    return sum(count_of_options(model.index, model.own_bits(p)[0]) for p in parties) <= SMALL


def credible_threat(engine: Engine, party: int, score: Ranks, choices: Choices) -> Threat:
    """Return the least score that credible joint moves of the opponents reach from each state.

    Raises
    ------
    InputError
        If credibility is judged by the outcome and the model is large: that is worked out on arcs only.
    """
    if choices.credible == "each step":
        return engine.threat(party, score, improving=True, joint=choices.joint)
    if not isinstance(engine, ArcThreats):
        raise InputError.of("choice", "credible='outcome' is worked out for small models only", "use 'each step'")
    return _by_outcome(engine, party, score, choices)


def _by_outcome(engine: ArcThreats, party: int, score: Ranks, choices: Choices) -> Threat:
    """Return the least score among states that some opponents reach together and all of them prefer to the first one."""
    states = len(score)
    found = np.full(states, OUT_OF_REACH, dtype=np.int32)
    others = [p for p in engine.parties if p != party]
    for size in range(1, len(others) + 1):
        for group in combinations(others, size):
            for start in range(states):
                ends = engine.reached_from(start, group, joint=choices.joint)
                gains = engine.ranks[list(group)][:, ends] > engine.ranks[list(group), start][:, None]
                kept = ends[gains.all(axis=0)]
                if len(kept):
                    found[start] = min(found[start], int(score[kept].min()))
    return found
