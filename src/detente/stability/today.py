"""What holds today: who would leave today's state, alone or together, and whether what they would go to holds.

This is the part of the analysis that a brief tells. It asks the published concepts, the paths of improvements and the
coalition improvements about one state instead of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.errors import InputError, TooLargeError
from detente.stability.analyze import analyze_stability
from detente.stability.choices import Choices
from detente.stability.coalitions import improvements
from detente.stability.concepts import CONCEPTS
from detente.stability.evolution import Evolution, evolution
from detente.stability.explain import Explanation, explain
from detente.stability.model import GraphModel
from detente.stability.result import StabilityResult

MAX_TOGETHER = 4
"""Larger coalitions than that are not looked for."""
MAX_COALITION_STATES = 20_000
"""In larger models coalitions are not looked for."""
SANCTIONS = ("seq", "gmr")
"""The concepts by which it is told who would leave a state: a credible sanction, then any."""


@dataclass(frozen=True)
class Standing:
    """How firmly one state stands.

    Attributes
    ----------
    state : int
        Its index.
    leavers : dict of str to tuple of int
        By concept: the decision makers that would leave it; nobody where it is an equilibrium.
    """

    state: int
    leavers: dict[str, tuple[int, ...]]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts under which it is an equilibrium."""
        return tuple(c for c, who in self.leavers.items() if not who)

    @property
    def first_leavers(self) -> tuple[int, ...]:
        """Who would leave it even where credible sanctions are feared; where nobody, who has an improvement at all."""
        return self.leavers.get("seq") or self.leavers.get("nash", ())


@dataclass(frozen=True)
class Departure:
    """A state that a coalition would go to from today's, all of its members gaining."""

    coalition: tuple[int, ...]
    target: Standing
    changed: tuple[int, ...]
    """The options that are different there."""


@dataclass(frozen=True)
class Today:
    """What holds today.

    Attributes
    ----------
    result : StabilityResult
        All concepts at all states.
    standing : Standing
        Of the state that was asked about.
    reasons : tuple of Explanation
        Why each decision maker with an improvement stays or leaves, under sequential stability.
    course : Evolution
        Where improvements, each by one decision maker, lead from here.
    departures : tuple of Departure
        The smallest coalitions that would leave together, every member with a part in it, each with the target that
        stands most firmly.
    """

    result: StabilityResult
    standing: Standing
    reasons: tuple[Explanation, ...]
    course: Evolution
    departures: tuple[Departure, ...]

    @property
    def model(self) -> GraphModel:
        """The graph model."""
        return self.result.model

    def reached(self) -> dict[int, Standing]:
        """Return the equilibria (by credible sanctions) that improvements reach from here, the nearest first."""
        ways = self.course.to(self.result.equilibria["seq"].tolist())
        return {state: standing_of(self.result, state) for state in ways if state != self.standing.state}


def today(
    model: GraphModel,
    start: int | None = None,
    *,
    coalitions: Sequence[Sequence[int]] = (),
    choices: Choices | None = None,
) -> Today:
    """Return who would leave a state, and where to.

    Parameters
    ----------
    model : GraphModel
    start : int, optional
        Index of the state; today's where absent.
    coalitions : sequence of sequences of int
        Who may move together on the ways from here.
    choices : Choices, optional

    Raises
    ------
    InputError
        If the model does not say which state is today's and none is given.
    """
    index = model.now if start is None else start
    if index is None:
        raise InputError.of(
            "state", "nobody says which options are taken today", "write now: for the options, or name a state"
        )
    result = analyze_stability(model, tuple(CONCEPTS), choices=choices)
    standing = standing_of(result, index)
    reasons = (_reason(model, index, p, choices) for p in standing.leavers["nash"])
    return Today(
        result, standing, tuple(r for r in reasons if r is not None), evolution(model, index, coalitions=coalitions),
        tuple(_departures(result, index)),
    )  # fmt: skip


def _reason(model: GraphModel, index: int, party: int, choices: Choices | None) -> Explanation | None:
    """Return why a decision maker with an improvement stays or leaves, or None where that would take too long to find."""
    try:
        return explain(model, index, party, "seq", choices=choices)
    except TooLargeError:
        return None


def standing_of(result: StabilityResult, state: int) -> Standing:
    """Return how firmly a state stands."""
    parties = range(len(result.model.decision_makers))
    leavers = {c: tuple(p for p in parties if not result.is_stable(c, p, state)) for c in result.stable}
    return Standing(state, leavers)


def _departures(result: StabilityResult, state: int) -> Iterator[Departure]:
    """Yield the smallest coalitions whose members all move and all gain, each with its firmest target."""
    model = result.model
    if model.size > MAX_COALITION_STATES:
        return
    position = model.position(state)
    found: list[tuple[int, ...]] = []
    for size in range(2, MAX_TOGETHER + 1):
        for coalition in combinations(range(len(model.decision_makers)), size):
            if any(set(smaller) <= set(coalition) for smaller in found):
                continue
            gains = (int(model.index[t]) for t in improvements(model, coalition, position))
            targets = [t for t in gains if _all_move(model, coalition, state, t)]
            if targets:
                found.append(coalition)
                target = min((standing_of(result, t) for t in targets), key=lambda s: _merit(s, state))
                yield Departure(coalition, target, changed_options(model, state, target.state))


def _all_move(model: GraphModel, coalition: tuple[int, ...], before: int, after: int) -> bool:
    """Return whether every member has a part in what changes; who only looks on belongs to no coalition."""
    if not model.options:
        return True
    return {model.owners[k] for k in changed_options(model, before, after)} == set(coalition)


def _merit(standing: Standing, state: int) -> tuple[int, int, int]:
    """Order targets: the firmest first, then those that change least."""
    return -len(standing.concepts), (standing.state ^ state).bit_count(), standing.state


def changed_options(model: GraphModel, before: int, after: int) -> tuple[int, ...]:
    """Return the options that are taken in one of two states and not in the other."""
    return tuple(k for k in range(len(model.options)) if (before ^ after) >> k & 1)
