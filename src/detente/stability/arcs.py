"""Moves as lists of arcs: for each decision maker from which state to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Arcs:
    """The moves of one decision maker, sorted by the state they leave.

    Attributes
    ----------
    starts : int array, shape (states + 1,)
        Where the arcs of each state begin in `targets`.
    sources, targets : int arrays, shape (arcs,)
        Positions of states.
    """

    starts: Ints
    sources: Ints
    targets: Ints

    def of(self, state: int) -> Ints:
        """Return the positions that one move leads to."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def where(self, kept: Bools) -> Arcs:
        """Return the arcs for which `kept` is true."""
        return _sorted(self.sources[kept], self.targets[kept], len(self.starts) - 1)

    def least(self, values: NDArray[np.int32], otherwise: int) -> NDArray[np.int32]:
        """Return, for each state, the least of `values` that one move leads to; `otherwise` where there is none."""
        found = np.full(len(self.starts) - 1, otherwise, dtype=values.dtype)
        leaves = self.starts[:-1] < self.starts[1:]
        if len(self.targets):
            found[leaves] = np.minimum.reduceat(values[self.targets], self.starts[:-1][leaves])
        return found

    def most(self, values: NDArray[np.int32], otherwise: int) -> NDArray[np.int32]:
        """Return, for each state, the largest of `values` that one move leads to; `otherwise` where there is none."""
        return np.asarray(-self.least(-values, -otherwise), dtype=values.dtype)


def arcs_from(pairs: Sequence[tuple[int, int]] | NDArray[np.integer], states: int) -> Arcs:
    """Return arcs from pairs of positions; a repeated pair counts once, an arc to the state itself not at all.

    Parameters
    ----------
    pairs : sequence of (source, target), or array of shape (arcs, 2)
    states : int
    """
    given = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    given = given[given[:, 0] != given[:, 1]]
    once = np.sort(given[:, 0] * states + given[:, 1])  # np.unique hashes, which takes twenty times as long
    once = once[np.diff(once, prepend=-1) > 0]
    return _sorted(once // max(states, 1), once % max(states, 1), states)


def _sorted(sources: Ints, targets: Ints, states: int) -> Arcs:
    starts = np.zeros(states + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=states), out=starts[1:])
    return Arcs(starts, sources, targets)


def arcs_of_options(index: Ints, own: int, only_on: int, only_off: int) -> Arcs:
    """Return the moves of the owner of some options: to every state that differs in these options alone.

    Parameters
    ----------
    index : int array, shape (states,)
        State indices, ascending.
    own, only_on, only_off : int
        Bits of the owner's options, and of those among them that can only be switched on, only off.
    """
    states = len(index)
    order = np.argsort(index & ~own, kind="stable")
    key = (index & ~own)[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if states else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[first, states])
    size_of = np.repeat(sizes, sizes)
    begin_of = np.repeat(first, sizes)
    sources = np.repeat(order, size_of)
    within = np.arange(len(sources)) - np.repeat(np.cumsum(size_of) - size_of, size_of)
    targets = order[np.repeat(begin_of, size_of) + within]
    changed_on, changed_off = index[targets] & ~index[sources], index[sources] & ~index[targets]
    kept = (sources != targets) & (changed_on & only_off == 0) & (changed_off & only_on == 0)
    sources, targets = sources[kept], targets[kept]
    by_source = np.argsort(sources * states + targets, kind="stable")
    return _sorted(sources[by_source], targets[by_source], states)


def count_of_options(index: Ints, own: int) -> int:
    """Return how many arcs `arcs_of_options` would make at most, without making them."""
    sizes = np.unique(index & ~own, return_counts=True)[1]
    return int((sizes * (sizes - 1)).sum())
