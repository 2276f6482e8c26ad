"""How a decision maker orders states: every form of it becomes one row of ranks, higher is better, equal is a tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import ExpressionError, InputError, Problem
from detente.expression import Expression, names_in, parse
from detente.stability.states import Ints, option_value, truth

Ranks = NDArray[np.int32]
DIGITS = 12
"""Sums of weights are compared to so many digits of the largest weight."""


def ranks_of_payoffs(payoffs: ArrayLike) -> Ranks:
    """Return the ranks of numbers: 0 for the least, equal numbers equal.

    Parameters
    ----------
    payoffs : array, shape (states,)
        Any numbers, higher is better; the scale says nothing.

    Raises
    ------
    InputError
        If one is not a finite number.
    """
    given = np.asarray(payoffs)
    if given.dtype == bool or not np.issubdtype(given.dtype, np.number) or not np.isfinite(given).all():
        raise InputError.of("ranks", "payoffs and ranks must be finite numbers", "give one number for each state")
    return np.unique(given, return_inverse=True)[1].reshape(given.shape).astype(np.int32)


def ranks_of_order(order: Sequence[Any], states: Sequence[Any]) -> Ranks:
    """Return the ranks of states from a list of them.

    Parameters
    ----------
    order : sequence
        States from most to least preferred; an inner list, tuple or set is a tie.
    states : sequence
        All states, in the order of the result.

    Raises
    ------
    InputError
        If a state is missing, stands twice, or does not exist.
    """
    place = {state: n for n, state in enumerate(states)}
    ranks = np.full(len(place), -1, dtype=np.int32)
    wrong: list[str] = []
    for level, tier in enumerate(order):
        for state in tier if isinstance(tier, (list, tuple, set, frozenset)) else [tier]:
            if state not in place:
                wrong.append(f"there is no state {state}")
            elif ranks[place[state]] >= 0:
                wrong.append(f"state {state} stands twice")
            else:
                ranks[place[state]] = len(order) - 1 - level
    wrong += [f"state {state} is missing" for state, n in place.items() if ranks[n] < 0]
    if wrong:
        raise InputError.of("ranking", "; ".join(wrong[:20]), "name every state once, ties in an inner list")
    return ranks


def ranks_of_statements(statements: Sequence[str], index: Ints, names: Mapping[str, int]) -> Ranks:
    """Return the ranks that option statements give: the first is worth more than all the others together.

    Parameters
    ----------
    statements : sequence of str
        Expressions over option names, most important first; any number of them.
    index : int array, shape (states,)
        State indices.
    names : mapping of str to int

    Raises
    ------
    InputError
        If a statement names no option, or is no expression.

    References
    ----------
    Fang, Hipel, Kilgour and Peng (2003), *IEEE Transactions on Systems, Man, and Cybernetics C* 33:
    Ψ(s) = Σ_j 2^(k−j) [statement j holds in s]. The weights are never formed: states are told apart statement by
    statement, so no number of statements is too large.
    """
    trees = _parsed(statements)
    unknown = sorted({n for tree in trees for n in names_in(tree)} - set(names))
    if unknown:
        raise InputError.of(
            "priorities", f"there is no option {', '.join(unknown)}", f"use {', '.join(list(names)[:8])}"
        )
    ranks = np.zeros(len(index), dtype=np.int64)
    for tree in trees:
        ranks = 2 * ranks + truth(tree, index, names)
        if ranks.max(initial=0) > 1 << 40:
            ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64)
    return ranks_of_payoffs(ranks)


def _parsed(statements: Sequence[str]) -> list[Expression]:
    trees: list[Expression] = []
    problems: list[Problem] = []
    for text in statements:
        try:
            trees.append(parse(text))
        except ExpressionError as error:
            problems.append(
                Problem("priorities", f"{text!r} is not an expression: {error}", "write it with and, or, not")
            )
    if problems:
        raise InputError(problems)
    return trees


def ranks_of_weights(weights: Sequence[float], index: Ints) -> Ranks:
    """Return the ranks that option weights give: a state is worth the sum of the weights of the options taken.

    Parameters
    ----------
    weights : sequence of float
        One for each option; below 0 where the decision maker would rather not see it taken.
    index : int array, shape (states,)
    """
    if not np.isfinite(np.asarray(weights, dtype=np.float64)).all():
        raise InputError.of("weights", "option weights must be finite numbers", "give one number for each option")
    total = np.zeros(len(index))
    for option, weight in enumerate(weights):
        total += weight * option_value(index, option)
    # Sums that are equal on paper differ in their last digits, in whatever unit the weights are.
    unit = max(map(abs, weights), default=0.0) or 1.0
    return ranks_of_payoffs(np.round(total / unit, DIGITS))
