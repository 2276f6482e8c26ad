"""Which combinations of options are states: rules, patterns, and the list of states that obey them.

Option k is bit k of a state's index. States are grown option by option, and each rule is applied as soon as all
its options are decided, so a long list of options with tight rules never passes through all combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, TooLargeError
from detente.expression import Expression, evaluate, names_in, parse

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MAX_OPTIONS = 62
"""More do not fit into a 64-bit index."""
MAX_LISTED = 1 << 27
"""So many half-grown states at most are held at once: a gibibyte of indices."""


@dataclass(frozen=True)
class Rule:
    """A condition on states.

    Attributes
    ----------
    options : tuple of int
        The options that it looks at.
    forbids : callable
        From an array of state indices to a bool array: where the combination cannot be.
    text : str
        As it was written.
    """

    options: tuple[int, ...]
    forbids: Callable[[Ints], Bools]
    text: str


def option_value(index: Ints, option: int) -> Bools:
    """Return whether an option is taken in each of some states."""
    return np.asarray((index >> option) & 1, dtype=bool)


def truth(tree: Expression, index: Ints, names: Mapping[str, int]) -> Bools:
    """Return where an expression over options holds.

    Parameters
    ----------
    tree : Expression
    index : int array
        State indices.
    names : mapping of str to int
        Which option each name is.
    """
    return np.asarray(evaluate(tree, lambda name: option_value(index, names[name])), dtype=bool)


def rule_of(text: str, names: Mapping[str, int]) -> Rule:
    """Return a rule from an expression or a pattern.

    Parameters
    ----------
    text : str
        An expression over option names, or one letter for each option: ``Y`` taken, ``N`` not taken, ``-`` either,
        such as ``YN-``. What it describes cannot be.
    names : mapping of str to int

    Raises
    ------
    InputError
        If it is neither, or names an option that does not exist.
    """
    if len(text) == len(set(names.values())) and set(text) <= set("YN-–"):
        return _pattern(text)
    tree = parse(text)
    unknown = sorted(set(names_in(tree)) - set(names))
    if unknown:
        raise InputError.of(
            "infeasible", f"{text!r} names no option: {', '.join(unknown)}", f"use {', '.join(list(names)[:8])}"
        )
    looks_at = tuple(sorted({names[n] for n in names_in(tree)}))
    return Rule(looks_at, lambda index: truth(tree, index, names), text)


def _pattern(text: str) -> Rule:
    decided = tuple(k for k, letter in enumerate(text) if letter in "YN")
    mask, wanted = sum(1 << k for k in decided), sum(1 << k for k, letter in enumerate(text) if letter == "Y")
    return Rule(decided, lambda index: np.asarray((index & mask) == wanted, dtype=bool), text)


def at_most_one(options: Sequence[int]) -> list[Rule]:
    """Return the rules by which no two of some options are taken together."""
    pairs = [(a, b) for n, a in enumerate(options) for b in options[n + 1 :]]
    return [_both(a, b) for a, b in pairs]


def _both(a: int, b: int) -> Rule:
    mask = (1 << a) | (1 << b)
    return Rule((a, b), lambda index: np.asarray((index & mask) == mask, dtype=bool), f"options {a} and {b}")


def feasible_states(options: int, rules: Sequence[Rule], most: int = MAX_LISTED) -> Ints:
    """Return the indices of all states that no rule forbids, ascending.

    Parameters
    ----------
    options : int
        How many there are, at most 62.
    rules : sequence of Rule
    most : int
        Refuse to hold more half-grown states than that.

    Raises
    ------
    TooLargeError
        If there are more states than `most`; said before they are made.
    """
    index = np.zeros(1, dtype=np.int64)
    for k in range(options):
        if 2 * len(index) > most:
            raise TooLargeError(
                f"after {k} of {options} options there are {len(index):,} states already, and at most {most:,} are held; "
                "add infeasible combinations, leave out an option, or list the states"
            )
        index = np.concatenate([index, index | (1 << k)])
        for rule in rules:
            if max(rule.options, default=0) == k:
                index = index[~rule.forbids(index)]
    return index
