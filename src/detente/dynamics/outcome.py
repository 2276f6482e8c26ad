"""What the game says for one set of inputs and one choice of modelling."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.dynamics.build import GameOptions, crisis_game, records_of, trust_at
from detente.dynamics.game.forward import Course, by_types, expected, follow
from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.war import outcomes_of, waiting
from detente.dynamics.inputs import CrisisInputs
from detente.dynamics.lasting import HORIZON, Floats, lasting
from detente.dynamics.signals import MoveReading

MONTHS = (1, 3, 6, 12, 24)
LASTS = (3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Outcome:
    """What becomes of the bargaining, given some inputs.

    Attributes
    ----------
    deal_within : dict of months to float
        Probability of a deal.
    terms : tuple of float
        Probability of each package within the horizon.
    survival : dict of months to float
        Probability that the deal which is signed still holds then; of the focal package where none is ever signed.
    continuation : pair of float
        What another month of fighting, and the game after it, is worth to A and B.
    worth : pair of float
        What the game is worth to A and B.
    wins : pair of float
        Probability that A, that B is victorious within the horizon.
    residual, unsettled : float
        Of the solver.
    """

    deal_within: dict[int, float]
    terms: tuple[float, ...]
    survival: dict[int, float]
    continuation: tuple[float, float]
    worth: tuple[float, float]
    wins: tuple[float, float]
    residual: float
    unsettled: float


def solve_case(inputs: CrisisInputs, options: GameOptions, **how: object) -> Solution:
    """Return the solved game of some inputs; `how` goes to the solver."""
    return solve(crisis_game(inputs, options), **how)  # type: ignore[arg-type]


def outcome_of(inputs: CrisisInputs, options: GameOptions, solution: Solution) -> Outcome:
    """Return what becomes of a solved game from today."""
    a, b = (side.tough for side in inputs.sides)
    place = place_of(inputs, options)
    course = follow(solution, a, b, place)
    by = course.deal_by
    wins = course.wins.sum(axis=0)
    return Outcome(
        {m: float(by[min(m, len(by)) - 1]) for m in MONTHS if m <= options.months or m == min(MONTHS)},
        tuple(course.terms.tolist()), _survival(inputs, options, course),
        _continuation(solution, a, b, place), expected(solution, a, b, place),
        (float(wins[0]), float(wins[1])), solution.residual, solution.unsettled,
    )  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """What a move does.

    Attributes
    ----------
    worth_before, worth_after : pair of float
        What the game is worth to A and B.
    deal_before, deal_after : float
        Probability of a deal within the horizon.
    """

    worth_before: tuple[float, float]
    worth_after: tuple[float, float]
    deal_before: float
    deal_after: float


def effect_of(
    inputs: CrisisInputs,
    options: GameOptions,
    solution: Solution,
    reading: MoveReading,
    *,
    deal_before: float | None = None,
    **how: object,
) -> Effect:
    """Return what a move does.

    A move changes what others believe of a side and not what it is: its types weigh before and after as they did. The
    cost of a move that another makes for a side is not that side's. After the move the beliefs are those that it
    leaves, the balance has yielded as the move says, its cost is paid and what it gives is received.

    Parameters
    ----------
    inputs : CrisisInputs
    options : GameOptions
    solution : Solution
        Of the game before the move.
    reading : MoveReading
    deal_before : float, optional
        The probability of a deal within the horizon before the move, where it is known already.
    how
        Goes to the solver, which is needed again where the move changes trust.
    """
    move, place = reading.move, place_of(inputs, options)
    types = inputs.sides[0].tough, inputs.sides[1].tough
    before = by_types(solution, types, types, place)
    if deal_before is None:
        deal_before = float(follow(solution, *types, place).deal_by[-1])
    beliefs = (reading.concession.posterior, types[1]) if move.mover == 0 else (types[0], reading.concession.posterior)
    solution = _with_trust_after(inputs, options, solution, reading, **how)
    shift = move.moves_balance * (-1 if move.mover == 0 else 1)
    moved = place_of(replace(inputs, advantage=min(max(inputs.advantage + shift, 0.0), 1.0)), options)
    after = list(by_types(solution, beliefs, types, moved))
    if move.by == inputs.sides[move.mover].name:
        after[move.mover] -= move.costs
    after[1 - move.mover] += move.gives
    return Effect(before, (after[0], after[1]), deal_before, float(follow(solution, *beliefs, moved).deal_by[-1]))


def _with_trust_after(
    inputs: CrisisInputs, options: GameOptions, solution: Solution, reading: MoveReading, **how: object
) -> Solution:
    """Return the game solved with the trust that a move leaves; as it was where it leaves it alone."""
    mover = reading.move.mover
    before = inputs.sides[mover].trustworthy
    after = next((s.posterior for s in reading.signals if s.about == "trust"), before)
    if after == before:
        return solution
    sides = list(inputs.sides)
    sides[mover] = replace(sides[mover], trustworthy=after)
    return solve_case(replace(inputs, sides=(sides[0], sides[1])), options, **how)


def place_of(inputs: CrisisInputs, options: GameOptions) -> float:
    """Return where today lies on the lattice of the balance; never at defeat or victory."""
    return min(max(inputs.advantage * (options.balances - 1), 1.0), options.balances - 2.0)


def _survival(inputs: CrisisInputs, options: GameOptions, course: Course) -> dict[int, float]:
    weights = course.signed.sum(axis=0)
    records = records_of(inputs, options)
    total, curve = float(weights.sum()), np.zeros(HORIZON + 1)
    if total <= 0:
        trust = trust_at(inputs, options, records[0])
        curve = lasting(inputs, inputs.focal, inputs.advantage, trust).survival
        total = 1.0
    else:
        curve = _mixture(inputs, options, weights)
    return {m: float(min(max(curve[m] / total, 0.0), 1.0)) for m in LASTS}


def _mixture(inputs: CrisisInputs, options: GameOptions, weights: Floats) -> Floats:
    curve = np.zeros(HORIZON + 1)
    records = records_of(inputs, options)
    trusts = [trust_at(inputs, options, record) for record in records]
    for trust in dict.fromkeys(trusts):
        same = np.array([t == trust for t in trusts])
        for k, m in np.argwhere(weights[:, :, same].sum(axis=2) > 0):
            life = lasting(inputs, int(k), m / (options.balances - 1), trust)
            curve += weights[k, m, same].sum() * life.survival
    return curve


def _continuation(solution: Solution, a: float, b: float, place: float) -> tuple[float, float]:
    """Return what the first month is worth if it is spent fighting, the game going on afterwards."""
    game = solution.game
    wait = waiting(game, solution.values, outcomes_of(game))
    return expected(replace(solution, values=wait), a, b, place)
