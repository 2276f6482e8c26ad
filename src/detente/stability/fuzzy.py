"""Stability where preferences are a matter of degree.

Bashar, Kilgour and Hipel (2012), *IEEE Transactions on Fuzzy Systems* 20(4): r(s, t) in 0–1 says how far a decision
maker prefers s to t, with r(s, t) + r(t, s) = 1; α(s, t) = r(s, t) − r(t, s) is the certainty of it. A decision maker
leaves s for t where α(t, s) reaches its threshold γ, and is deterred by a state s₂ where α(s₂, s) stays below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError, Problem
from detente.stability.arcs import Bools
from detente.stability.model import GraphModel
from detente.stability.relations import (
    CONCEPTS,
    JointReach,
    check_small,
    concept_problems,
    one_for_each,
    result_of,
    stable_under,
    table_by_position,
)
from detente.stability.result import StabilityResult

Degrees = NDArray[np.float64]
MAX_STATES = 2_000
"""A table of degrees holds a number for every two states: 32 megabytes for each decision maker at this size."""
MAX_NAMED = 5
"""So many faulty degrees are named for each decision maker."""
ROUNDING = 1e-9
"""Sums and differences of degrees that are equal on paper, such as 0.7 − 0.3 and 0.4, differ in their last digits."""


def fuzzy_stability(
    model: GraphModel,
    degrees: Sequence[ArrayLike] | NDArray[np.floating] | Callable[[int, int, int], float],
    thresholds: Sequence[float],
    concepts: Sequence[str] = CONCEPTS,
) -> StabilityResult:
    """Return who would stay where, if each moves only for what it prefers to a sufficient degree.

    Parameters
    ----------
    model : GraphModel
        Its states and moves; its ranks are not used.
    degrees : sequence of arrays, shape (states, states), or callable
        By decision maker: r(s, t) in row s and column t, by position. A callable is asked for (decision maker, s, t).
        :func:`degrees_of_scores` makes them from numbers.
    thresholds : sequence of float
        By decision maker: the certainty γ of a gain from which it moves, above 0 and at most 1.
    concepts : sequence of str
        ``nash`` is fuzzy rationality (FR); ``gmr``, ``smr``, ``seq`` and ``sseq`` are FGMR, FSMR, FSEQ and the
        symmetric form of the last.

    Returns
    -------
    StabilityResult
        Exact, but for certainties within 10⁻⁹ of a threshold, which reach it.

    Raises
    ------
    InputError
        With every table of another shape, and degrees outside 0–1 or that do not add to 1; every threshold outside its
        range; every concept that does not exist.
    TooLargeError
        If there are more than :data:`MAX_STATES` states.

    References
    ----------
    Bashar, Kilgour and Hipel (2012). With degrees 0, ½ and 1 and γ = 1 these are the crisp concepts.
    """
    problems = [*concept_problems(concepts), *_threshold_problems(model, thresholds)]
    check_small(model, MAX_STATES)
    tables = _tables(model, degrees, problems)
    if problems:
        raise InputError(problems)
    certain = [r - r.T >= gamma - ROUNDING for r, gamma in zip(tables, thresholds, strict=True)]
    moves = [model.moves(p) for p in range(len(model.decision_makers))]
    leaves = [own.where(certain[p][own.targets, own.sources]) for p, own in enumerate(moves)]

    def deters(party: int, state: int) -> Bools:
        return np.asarray(~certain[party][:, state])

    found = stable_under(leaves, JointReach(moves, leaves), deters, concepts)
    parameters = {"thresholds": dict(zip(model.decision_makers, map(float, thresholds), strict=True))}
    return result_of(model, found, "fuzzy preference", parameters)


def degrees_of_scores(model: GraphModel, scores: ArrayLike, certain_from: Sequence[float]) -> Degrees:
    """Return degrees of preference from how much each state is worth, rising evenly with the difference.

    Parameters
    ----------
    model : GraphModel
    scores : array, shape (decision makers, states) or (decision makers, 2^options)
        Any unit of its own for each decision maker.
    certain_from : sequence of float
        By decision maker, in the same unit: the difference D from which its preference is certain, above 0.

    Returns
    -------
    float array, shape (decision makers, states, states)
        r(s, t) = ½ + (v(s) − v(t)) / 2D, held within 0–1: ½ where both are worth the same.

    Raises
    ------
    InputError
        If a score is no finite number or a difference is not above 0.
    TooLargeError
        If there are more than :data:`MAX_STATES` states.
    """
    check_small(model, MAX_STATES)
    problems = one_for_each(model, "certain_from", certain_from)
    for who, full in zip(model.decision_makers, certain_from, strict=False):
        if not 0 < full < np.inf:
            what = f"the preferences of {who} are certain from a difference of {full!r}"
            problems.append(Problem("certain_from", what, "give a finite number above 0"))
    if problems:
        raise InputError(problems)
    worth = table_by_position(model, "scores", scores).astype(np.float64)
    gain = worth[:, :, None] - worth[:, None, :]
    return np.asarray(np.clip(0.5 + gain / (2 * np.asarray(certain_from, dtype=np.float64)[:, None, None]), 0, 1))


def _threshold_problems(model: GraphModel, thresholds: Sequence[float]) -> list[Problem]:
    problems = one_for_each(model, "threshold", thresholds)
    for who, gamma in zip(model.decision_makers, thresholds, strict=False):
        if not 0 < gamma <= 1:
            problems.append(Problem("threshold", f"the threshold of {who} is {gamma!r}", "use above 0 and at most 1"))
    return problems


def _tables(model: GraphModel, degrees: Any, problems: list[Problem]) -> list[Degrees]:
    """Return a table for each decision maker, and add what is wrong with them."""
    parties, states = range(len(model.decision_makers)), range(model.size)
    if callable(degrees):
        degrees = [[[degrees(p, s, t) for t in states] for s in states] for p in parties]
    wrong = one_for_each(model, "degrees", degrees)
    problems += wrong
    if wrong:
        return []
    tables = [np.asarray(table, dtype=np.float64) for table in degrees]
    for who, table in zip(model.decision_makers, tables, strict=True):
        problems += _degree_problems(who, table, model.size)
    return tables


def _degree_problems(who: str, table: Degrees, states: int) -> list[Problem]:
    if table.shape != (states, states):
        what = f"the degrees of {who} have the shape {table.shape}"
        return [Problem("degrees", what, f"give {states} × {states}, by position")]
    outside = ~((table >= 0) & (table <= 1))
    unequal = ~outside & ~outside.T & (np.abs(table + table.T - 1) > ROUNDING)
    problems = [
        Problem("degrees", f"{who}: r({s}, {t}) = {table[s, t]:g}", "use 0 to 1")
        for s, t in np.argwhere(outside)[:MAX_NAMED].tolist()
    ]
    for s, t in np.argwhere(np.triu(unequal))[:MAX_NAMED].tolist():
        what = f"{who}: r({s}, {t}) = {table[s, t]:g} and r({t}, {s}) = {table[t, s]:g} do not add to 1"
        problems.append(Problem("degrees", what, "change one of them; a state to itself is 0.5"))
    return problems
