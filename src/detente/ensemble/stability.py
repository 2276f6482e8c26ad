"""How firmly today's state stands when priorities are ordered a little otherwise.

The order of a party's priorities is a judgement, and neighbours in it are the ones that a person would first put the
other way round. So each draw swaps some neighbours in every party's list and asks again who would leave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.case import Case
from detente.stability.explain import explain
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks, ranks_of_statements
from detente.stability.today import Today

ASKED = ("nash", "seq", "gmr")


@dataclass(frozen=True)
class StabilityDraws:
    """Who would leave today's state over many orders of the priorities.

    Attributes
    ----------
    draws, swaps, seed : int
        How many, how many neighbours are swapped in each list, and the seed.
    holds : dict of str to float
        By concept: the share of draws in which nobody would leave.
    leaves : dict of str to float
        By party: the share of draws in which it would leave though credible sanctions are feared.
    """

    draws: int
    swaps: int
    seed: int
    holds: dict[str, float]
    leaves: dict[str, float]


@dataclass(frozen=True)
class Holding:
    """What holds in a state, and in how many orders of the priorities it does."""

    today: Today
    draws: StabilityDraws | None


def draw_stability(
    case: Case,
    model: GraphModel,
    state: int,
    *,
    draws: int = 100,
    swaps: int = 1,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> StabilityDraws:
    """Return how often a state holds when neighbouring priorities change places.

    Parameters
    ----------
    case : Case
    model : GraphModel
        Of this case.
    state : int
        Index of the state.
    draws, swaps, seed : int
        How many draws, and how many swaps of neighbours in each party's list. Rankings of states stay as they are.
    progress : callable, optional
        Called with the number of finished draws. A keyboard interrupt ends the draws and keeps those that are done.
    """
    rng = np.random.default_rng(seed)
    found: list[dict[str, tuple[int, ...]]] = []
    try:
        for _ in range(draws):
            found.append(_leavers(replace(model, ranks=_ranks(case, model, rng, swaps)), state))
            if progress:
                progress(len(found))
    except KeyboardInterrupt:
        pass  # what is done counts
    of = max(len(found), 1)
    holds = {c: sum(not who[c] for who in found) / of for c in ASKED}
    leaves = {name: sum(p in who["seq"] for who in found) / of for p, name in enumerate(model.decision_makers)}
    return StabilityDraws(len(found), swaps, seed, holds, leaves)


def _leavers(model: GraphModel, state: int) -> dict[str, tuple[int, ...]]:
    parties = range(len(model.decision_makers))
    return {c: tuple(p for p in parties if not explain(model, state, p, c).is_stable) for c in ASKED}


def _ranks(case: Case, model: GraphModel, rng: np.random.Generator, swaps: int) -> Ranks:
    names = {name: k for k, name in enumerate(model.options)}
    ranks = model.ranks.copy()
    for n, party in enumerate(model.decision_makers):
        statements = _swapped(case.priorities.get(party, ()), rng, swaps)
        if party not in case.rankings and len(statements) > 1:
            ranks[n] = ranks_of_statements(statements, model.index, names)
    return np.asarray(ranks)


def _swapped(statements: Sequence[str], rng: np.random.Generator, swaps: int) -> list[str]:
    found = list(statements)
    for _ in range(swaps if len(found) > 1 else 0):
        place = int(rng.integers(len(found) - 1))
        found[place], found[place + 1] = found[place + 1], found[place]
    return found
