"""What would the others have to want, so that this state holds? The graph model asked backwards.

Kinsara, Petersons, Hipel and Kilgour (2015), *Journal of Systems Science and Systems Engineering* 24, list every ranking
that makes a state an equilibrium. Here the rankings are described by the few comparisons on which it depends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.choices import Choices
from detente.stability.conditions import Alternative, Condition, condition_of
from detente.stability.engine import SMALL_STATES, engine_of
from detente.stability.model import GraphModel
from detente.stability.smallest_change import SmallestChange, smallest_change
from detente.stability.threats import ArcThreats
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

INVERTIBLE = ("nash", "gmr", "smr", "seq", "sseq")
"""The concepts whose conditions are known here."""
SANCTIONED = ("gmr", "smr", "seq", "sseq")
CREDIBLE = ("seq", "sseq")
SYMMETRIC = ("smr", "sseq")


@dataclass(frozen=True, eq=False)
class InverseResult:
    """What each decision maker must prefer so that one state is an equilibrium.

    Each condition takes the preferences of all others as they are in the model. Under Nash, GMR and SMR a condition
    does not depend on them, so the conditions together describe all profiles of preferences. Under SEQ and SSEQ they
    do: who changes preferences may make a threat of his credible or idle; see
    :func:`~detente.stability.smallest_change.search_profiles`.

    Attributes
    ----------
    model : GraphModel
    state : int
        Index of the wanted state.
    conditions : dict of str to tuple of Condition
        By concept, one for each decision maker.
    method : str
    parameters : dict
        The choices where definitions differ.
    """

    model: GraphModel
    state: int
    conditions: Mapping[str, tuple[Condition, ...]]
    method: str
    parameters: Mapping[str, Any]
    case_digest: str = ""
    seed: int | None = None
    version: str = __version__

    def holds(self, concept: str) -> tuple[bool, ...]:
        """Return, by decision maker, whether the preferences of the model meet the condition."""
        return tuple(c.holds(row) for c, row in zip(self.conditions[concept], self.model.ranks, strict=True))

    def is_equilibrium(self, concept: str) -> bool:
        """Return whether the state is an equilibrium with the preferences of the model."""
        return all(self.holds(concept))

    def in_words(self, concept: str) -> tuple[str, ...]:
        """Return a sentence for each decision maker."""
        return tuple(c.in_words(self._names(c)) for c in self.conditions[concept])

    def changes(self, concept: str, most: int = 100) -> tuple[SmallestChange, ...]:
        """Return, by decision maker, the least that must change in its preferences, those of the others as they are.

        Parameters
        ----------
        concept : str
        most : int
            List so many smallest changes of each at most.
        """
        pairs = zip(self.conditions[concept], self.model.ranks, strict=True)
        return tuple(smallest_change(condition, row, most) for condition, row in pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each concept and decision maker: whether its condition holds, and the condition in words."""
        import pandas as pd

        rows = [
            (concept, name, holds, len(condition.clauses), said)
            for concept, conditions in self.conditions.items()
            for name, holds, condition, said in zip(
                self.model.decision_makers, self.holds(concept), conditions, self.in_words(concept), strict=True
            )
        ]
        return pd.DataFrame(rows, columns=["concept", "decision maker", "holds", "clauses", "condition"])

    def summary(self) -> str:
        """Return the conditions in a few lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"state {self.state} {self.model.label(self.model.position(self.state))}"
        for concept in self.conditions:
            is_one = self.is_equilibrium(concept)
            yield f"{concept}: {'an equilibrium' if is_one else 'no equilibrium'} with the preferences given"
            for holds, said in zip(self.holds(concept), self.in_words(concept), strict=True):
                yield f"  {'holds' if holds else 'fails'}: {said}"

    def _names(self, condition: Condition) -> dict[int, str]:
        return {s: self.model.label(s) for s in (condition.state, *sorted(condition.named))}

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def find_preferences(
    model: GraphModel, state: int, concepts: Sequence[str] = INVERTIBLE, *, choices: Choices | None = None
) -> InverseResult:
    """Return what each decision maker must prefer so that a wanted state is an equilibrium.

    Parameters
    ----------
    model : GraphModel
        At most 16,384 states and 400,000 moves in option form, any number of arcs that fits into memory otherwise.
    state : int
        Index of the wanted state.
    concepts : sequence of str
        Of ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``.
    choices : Choices, optional
        Where published definitions differ.

    Returns
    -------
    InverseResult
        Exact. For each t that i can move to from s a clause: t is not better for i than s, or some state that the
        opponents reach from t (SEQ, SSEQ: credibly) is not better (SMR, SSEQ: and none that i could move on to).
        Clauses that follow from others are left out.

    Raises
    ------
    InputError
        If there is no such state or concept.
    TooLargeError
        If the model is larger than that.

    References
    ----------
    Kinsara, Petersons, Hipel and Kilgour (2015), *Journal of Systems Science and Systems Engineering* 24.
    """
    _check(model, state, concepts)
    chosen, engine, position = choices or Choices(), _small(model), model.position(state)
    found: dict[str, list[Condition]] = {concept: [] for concept in concepts}
    for party, name in enumerate(model.decision_makers):
        sanctions = _sanctions(engine, party, chosen)
        moves = model.moves(party).of(position).tolist()
        for concept, each in found.items():
            clauses = (_clause(model, party, position, t, concept, sanctions, chosen) for t in moves)
            each.append(condition_of(name, position, model.size, clauses))
    conditions = {concept: tuple(each) for concept, each in found.items()}
    return InverseResult(model, state, conditions, "conditions on arcs", chosen.plain(), model.case_digest)


Sanctions = Callable[[int, bool], tuple[int, ...]]
"""From a state, and whether threats must be credible, to the states that the opponents reach from it."""


def _clause(
    model: GraphModel, party: int, state: int, there: int, concept: str, sanctions: Sanctions, choices: Choices
) -> Iterator[Alternative]:
    """Go through what keeps a decision maker from moving from the wanted state to another one."""
    yield Alternative(frozenset([there]))
    for end in sanctions(there, concept in CREDIBLE) if concept in SANCTIONED else ():
        held = {end, *(model.moves(party).of(end).tolist() if concept in SYMMETRIC else ())}
        if not choices.strictly:
            yield Alternative(not_better=frozenset(held - {state}))
        elif state not in held:
            yield Alternative(worse=frozenset(held))


def _sanctions(engine: ArcThreats, party: int, choices: Choices) -> Sanctions:
    others = [p for p in engine.parties if p != party]

    @cache
    def reached(start: int, credible: bool) -> tuple[int, ...]:  # noqa: FBT001 (a key of the cache)
        if credible and choices.credible == "outcome":
            return _gaining(engine, start, others, choices.joint)
        return tuple(engine.reached_from(start, others, joint=choices.joint, improving=credible).tolist())

    return reached


def _gaining(engine: ArcThreats, start: int, others: Sequence[int], joint: str) -> tuple[int, ...]:
    """Return the states that some of the opponents reach together and all of these prefer to the first one."""
    kept: set[int] = set()
    for size in range(1, len(others) + 1):
        for group in combinations(others, size):
            ends = engine.reached_from(start, group, joint=joint)
            ranks = engine.ranks[list(group)]
            kept.update(ends[np.all(ranks[:, ends] > ranks[:, [start]], axis=0)].tolist())
    return tuple(sorted(kept))


def _small(model: GraphModel) -> ArcThreats:
    engine = engine_of(model) if model.arcs is not None or model.size <= SMALL_STATES else None
    if not isinstance(engine, ArcThreats):
        raise TooLargeError(
            f"conditions on preferences are worked out move by move, and {model.size:,} states have too many; "
            "add infeasible combinations, leave out an option, or list the states"
        )
    return engine


def _check(model: GraphModel, state: int, concepts: Sequence[str]) -> None:
    problems = []
    try:
        model.position(state)
    except KeyError:
        problems.append(Problem("state", f"there is no state {state!r}", "give the index of a feasible state"))
    unknown = [concepts] if isinstance(concepts, str) else [c for c in concepts if c not in INVERTIBLE]
    if unknown:
        named = ", ".join(map(repr, unknown))
        problems.append(Problem("concept", f"no conditions are known for {named}", f"give a list of {', '.join(INVERTIBLE)}"))  # fmt: skip
    if problems:
        raise InputError(problems)
