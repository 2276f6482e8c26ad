"""Stability where some states are greatly preferred and others mildly.

Hamouda, Kilgour and Hipel (2004), *Group Decision and Negotiation* 13: s ≫ t, s > t or s ~ t. A state that is stable is
*strongly* stable where each improvement meets a sanction that is greatly worse than the state left, so that nobody would
try it; *weakly* stable where it can count on mildly worse ones only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError, Problem
from detente.stability.arcs import Bools, Ints
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.relations import (
    CONCEPTS,
    JointReach,
    check_small,
    concept_problems,
    one_for_each,
    result_of,
    stable_under,
    statement_ranks,
    table_by_position,
)
from detente.stability.result import MAX_ROWS, StabilityResult
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

MAX_NAMED = 5
"""So many contradictions between tiers and ranks are named for each decision maker."""


@dataclass(frozen=True, eq=False)
class StrengthResult:
    """Which states hold strongly, and which weakly, for whom, under which concept.

    Attributes
    ----------
    general, strong : StabilityResult
        Stable at all, and strongly stable.
    tiers : int array, shape (decision makers, states)
        By position: s ≫ t where the tier of s is higher.
    """

    general: StabilityResult
    strong: StabilityResult
    tiers: NDArray[np.int64]
    version: str = __version__

    @property
    def model(self) -> GraphModel:
        """The model that was analysed."""
        return self.general.model

    @property
    def stable(self) -> Mapping[str, Bools]:
        """By concept: who would stay where at all, as in `general`."""
        return self.general.stable

    @property
    def weak(self) -> dict[str, Bools]:
        """By concept: what is stable and not strongly so; bool arrays, shape (decision makers, columns)."""
        return {concept: table & ~self.strong.stable[concept] for concept, table in self.general.stable.items()}

    @property
    def equilibria(self) -> Mapping[str, Ints]:
        """By concept: the indices of the states that are stable for all, as in `general`."""
        return self.general.equilibria

    @property
    def strong_equilibria(self) -> Mapping[str, Ints]:
        """By concept: the indices of the states that are strongly stable for all."""
        return self.strong.equilibria

    @property
    def weak_equilibria(self) -> dict[str, Ints]:
        """By concept: the indices of the equilibria that somebody keeps to weakly only."""
        strong = self.strong.equilibria
        return {concept: np.setdiff1d(found, strong[concept]) for concept, found in self.general.equilibria.items()}

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What was chosen."""
        return self.general.parameters

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each state: for each concept and decision maker ``strong``, ``weak`` or nothing."""
        frame = self.general.to_frame()
        strong = self.strong.to_frame()
        for party, name in enumerate(self.model.decision_makers):
            frame["tier", name] = self.tiers[party]
        for concept in self.stable:
            for column in (*self.model.decision_makers, "equilibrium"):
                is_stable, is_strong = frame[concept, column].to_numpy(), strong[concept, column].to_numpy()
                frame[concept, column] = np.where(is_strong, "strong", np.where(is_stable, "weak", ""))
        return frame

    def summary(self) -> str:
        """Return the strong and the weak equilibria in a few lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        model, strong = self.model, self.strong.strongest()
        yield f"{len(model.decision_makers)} decision makers, {len(model.options)} options, {model.size:,} states"
        for concept, states in self.weak_equilibria.items():
            yield f"{concept}: {len(self.strong_equilibria[concept]):,} strong and {len(states):,} weak equilibria"
        for state, concepts in list(self.general.strongest().items())[:MAX_ROWS]:
            kinds = (f"{c} {'strong' if c in strong.get(state, ()) else 'weak'}" for c in concepts)
            yield f"{state:>8} {model.label(model.position(state))} {', '.join(kinds)}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def strength_stability(model: GraphModel, tiers: ArrayLike, concepts: Sequence[str] = CONCEPTS) -> StrengthResult:
    """Return which states hold strongly and which weakly.

    Parameters
    ----------
    model : GraphModel
        Its ranks say what is better at all.
    tiers : int array, shape (decision makers, states) or (decision makers, 2^options)
        s is greatly preferred to t (s ≫ t) where its tier is higher; within a tier preferences are mild.
    concepts : sequence of str
        Of ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``. Strength makes no difference to Nash stability: where there
        is no improvement, a state is strongly stable under every concept.

    Returns
    -------
    StrengthResult
        Exact. Strong and weak exclude each other and make the general concept together.

    Raises
    ------
    InputError
        If a state of a higher tier is not better by the ranks, the tiers have another shape, or there is no such
        concept.
    TooLargeError
        If there are more than :data:`~detente.stability.relations.MAX_STATES` states.

    References
    ----------
    Hamouda, Kilgour and Hipel (2004); (2006), *Applied Mathematics and Computation* 179, for several decision makers: a state is strongly stable where for each improvement some sanction s₂ has s ≫ s₂, and in the
    symmetric concepts s ≫ s₃ for all moves s₃ from there.
    """
    if problems := concept_problems(concepts):
        raise InputError(problems)
    check_small(model)
    table = _checked(model, tiers)
    moves = [model.moves(p) for p in range(len(model.decision_makers))]
    better = [own.where(model.ranks[p][own.targets] > model.ranks[p][own.sources]) for p, own in enumerate(moves)]
    reach, ranks = JointReach(moves, better), model.ranks
    general = stable_under(better, reach, lambda p, s: ranks[p] <= ranks[p, s], concepts)
    strong = stable_under(better, reach, lambda p, s: table[p] < table[p, s], concepts)
    parameters = {"tiers": {n: len(np.unique(row)) for n, row in zip(model.decision_makers, table, strict=True)}}
    results = [result_of(model, found, "strength of preference", parameters) for found in (general, strong)]
    return StrengthResult(results[0], results[1], table)


def with_strong_statements(
    model: GraphModel, priorities: Sequence[Sequence[str]], strong: Sequence[Collection[int]]
) -> tuple[GraphModel, Ranks]:
    """Return the model and the tiers where some statements matter greatly.

    A state is greatly preferred where the marked statements decide for it, and mildly where they are tied and the others
    decide. Marked statements come before the others; among themselves both keep their order.

    Parameters
    ----------
    model : GraphModel
        Its own ranks are replaced.
    priorities : sequence of sequences of str
        By decision maker: expressions over option names, most important first.
    strong : sequence of collections of int
        By decision maker: which of its statements are marked, counted from 0.

    Returns
    -------
    model : GraphModel
    tiers : int array, shape (decision makers, states)
        For :func:`strength_stability`.

    Raises
    ------
    InputError
        With every statement that cannot be read, and every mark that fits no statement.

    References
    ----------
    Hou, Jiang and Xu (2015), in *Outlooks and Insights on Group Decision and Negotiation*: among k statements a marked
    one weighs 2^k times as much. The weights are never formed: states are told apart statement by statement.
    """
    problems = [*one_for_each(model, "priorities", priorities), *one_for_each(model, "strong", strong)]
    for who, said, marks in zip(model.decision_makers, priorities, strong, strict=False):
        for mark in sorted(set(marks) - set(range(len(said)))):
            what = f"{who} has no statement {mark}"
            problems.append(Problem("strong", what, f"count its {len(said)} statements from 0"))
    if problems:
        raise InputError(problems)
    marked = [[t for k, t in enumerate(said) if k in marks] for said, marks in zip(priorities, strong, strict=True)]
    others = [[t for k, t in enumerate(said) if k not in marks] for said, marks in zip(priorities, strong, strict=True)]
    ranks = statement_ranks(model, [[*first, *then] for first, then in zip(marked, others, strict=True)])
    return replace(model, ranks=ranks), statement_ranks(model, marked)


def _checked(model: GraphModel, tiers: ArrayLike) -> NDArray[np.int64]:
    table = table_by_position(model, "tiers", tiers)
    if not np.issubdtype(table.dtype, np.integer):
        raise InputError.of("tiers", "tiers are whole numbers", "give integers: higher is greatly preferred")
    problems: list[Problem] = []
    for who, ranks, row in zip(model.decision_makers, model.ranks, table, strict=True):
        order = np.lexsort((row, ranks))
        # In the order of ranks tiers never fall, and they rise only where the rank does.
        steps = np.diff(row[order])
        wrong = np.flatnonzero((steps < 0) | ((steps > 0) & (np.diff(ranks[order]) == 0)))
        for k in wrong[:MAX_NAMED].tolist():
            high, low = (order[k], order[k + 1]) if steps[k] < 0 else (order[k + 1], order[k])
            what = f"{who} greatly prefers {model.label(int(high))} to {model.label(int(low))}, which is ranked as high or higher"
            problems.append(Problem("tiers", what, "rank it higher, or put both into one tier"))
    if problems:
        raise InputError(problems)
    return table.astype(np.int64)
