"""The graph model of a conflict: who can move from which state to which, and how each orders the states.

Kilgour, Hipel and Fang (1987), *Automatica* 23; Fang, Hipel and Kilgour (1993), *Interactive Decision Making*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.stability.arcs import Arcs, Ints, arcs_of_options, count_of_options
from detente.stability.checked import arc_model, check_arcs, option_model
from detente.stability.faults import MAX_DENSE, Direction, OptionForm
from detente.stability.preferences import Ranks


@dataclass(frozen=True, eq=False)
class GraphModel:
    """Decision makers, states, moves and preferences.

    Built by :meth:`from_options` or :meth:`from_arcs`. A *position* counts the feasible states from 0; a state's
    *index* is what the outside sees: option k is bit k, or the number of the state in a model made of arcs.

    Attributes
    ----------
    decision_makers : tuple of str
    ranks : int array, shape (decision makers, states)
        Higher is better, equal is a tie.
    options : tuple of str
        Names of the options; empty for a model made of arcs.
    owners, directions : tuple of int, tuple of {"both", "on", "off"}
        By option: whose it is, and whether it can be switched both ways, only on or only off.
    given : int array or None
        Index of each state by position; None where every combination is a state.
    arcs : tuple of Arcs or None
        The moves of each decision maker, where they do not follow from options.
    labels : tuple of str
        By position, where states have names of their own.
    dense : bool
        True where results have a column for every combination of options.
    """

    decision_makers: tuple[str, ...]
    ranks: Ranks
    options: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    directions: tuple[Direction, ...] = ()
    given: Ints | None = None
    arcs: tuple[Arcs, ...] | None = None
    labels: tuple[str, ...] = ()
    dense: bool = False
    option_labels: tuple[str, ...] = ()
    now: int | None = None
    """Index of today's state, where it is known."""
    case_digest: str = ""
    notes: tuple[str, ...] = field(default=())
    """What was decided when the model was made, such as preferences that nobody gave."""

    @classmethod
    def from_options(  # noqa: PLR0913 (each is one way to say it)
        cls,
        owners: Sequence[int],
        *,
        ranks: ArrayLike | None = None,
        payoffs: ArrayLike | None = None,
        order: Sequence[Sequence[Any]] | None = None,
        priorities: Sequence[Sequence[str]] | None = None,
        weights: Sequence[Sequence[float]] | None = None,
        feasible: ArrayLike | None = None,
        infeasible: Sequence[str] = (),
        states: Sequence[int] | NDArray[np.integer] | None = None,
        directions: Sequence[str] | None = None,
        decision_makers: Sequence[str] | None = None,
        options: Sequence[str] | None = None,
    ) -> GraphModel:
        """Return the model in which a state is a choice for every option.

        Parameters
        ----------
        owners : sequence of int
            The decision maker of each option, from 0.
        ranks, payoffs : array, shape (decision makers, 2^options) or (decision makers, listed states)
            Integers, or any numbers: higher is better, equal is a tie.
        order : sequence of sequences of int
            By decision maker: state indices from most to least preferred, an inner list is a tie.
        priorities : sequence of sequences of str
            By decision maker: expressions over option names, most important first.
        weights : array, shape (decision makers, options)
            A state is worth the sum of the weights of the options taken. Exactly one of these five is given.
        feasible : bool array, shape (2^options,), optional
        infeasible : sequence of str
            What cannot be: expressions, or patterns such as ``YN-``.
        states : sequence of int, optional
            The states by index, instead of all combinations.
        directions : sequence of {"both", "on", "off"}, optional
            By option; both ways where absent.
        decision_makers, options : sequence of str, optional
            Names; ``0``, ``1`` … and ``o0``, ``o1`` … where absent.

        Raises
        ------
        InputError
            With every fault: an owner that does not exist, an array of another shape, no feasible state, …
        TooLargeError
            If the states would not fit into memory; said before they are made.
        """
        form = OptionForm(owners, directions, decision_makers, options, feasible, infeasible, states)
        preference = {"ranks": ranks, "payoffs": payoffs, "order": order, "priorities": priorities, "weights": weights}
        return cls(**option_model(form, preference), dense=states is None and len(owners) <= MAX_DENSE)

    @classmethod
    def from_arcs(
        cls,
        arcs: Sequence[Sequence[tuple[int, int]] | NDArray[np.integer]],
        *,
        states: int | None = None,
        ranks: ArrayLike | None = None,
        payoffs: ArrayLike | None = None,
        order: Sequence[Sequence[Any]] | None = None,
        decision_makers: Sequence[str] | None = None,
        labels: Sequence[str] = (),
    ) -> GraphModel:
        """Return the model with these moves; nothing is added to them, so they need not be transitive.

        Parameters
        ----------
        arcs : sequence of sequences of (from, to)
            By decision maker; states count from 0. An array of shape (arcs, 2) does as well.
        states : int, optional
            How many there are; the largest number and one where absent.
        ranks, payoffs, order
            As in :meth:`from_options`.
        decision_makers, labels : sequence of str, optional
            Names of the decision makers and of the states.
        """
        preference = {"ranks": ranks, "payoffs": payoffs, "order": order}
        return cls(**arc_model(arcs, states, preference, decision_makers, labels))

    @property
    def size(self) -> int:
        """How many states there are."""
        return int(self.ranks.shape[1])

    @cached_property
    def index(self) -> Ints:
        """Index of each state, by position."""
        return np.arange(self.size) if self.given is None else self.given

    def position(self, index: int) -> int:
        """Return the position of a state.

        Raises
        ------
        KeyError
            If there is no such state.
        """
        if self.given is None:
            found = np.array([index] if 0 <= index < self.size else [], dtype=np.int64)
        else:
            found = np.flatnonzero(self.given == index)
        if not len(found):
            raise KeyError(index)
        return int(found[0])

    def own_bits(self, party: int) -> tuple[int, int, int]:
        """Return the bits of a decision maker's options, of those that go on only, and of those that go off only."""
        bits = [0, 0, 0]
        for k, (owner, direction) in enumerate(zip(self.owners, self.directions, strict=True)):
            if owner == party:
                bits[0] |= 1 << k
                bits[1] |= (direction == "on") << k
                bits[2] |= (direction == "off") << k
        return bits[0], bits[1], bits[2]

    def moves(self, party: int) -> Arcs:
        """Return the moves of a decision maker as arcs between positions."""
        return self._arcs[party]

    def moves_from(self, party: int, position: int) -> Ints:
        """Return the positions that one move of a decision maker leads to from one state, without listing all arcs."""
        if self.arcs is not None:
            return self.arcs[party].of(position)
        own, only_on, only_off = self.own_bits(party)
        here = int(self.index[position])
        there = (here & ~own) | _settings(own)
        kept = (there != here) & (there & ~here & only_off == 0) & (here & ~there & only_on == 0)
        return self._positions(there[kept])

    def _positions(self, index: Ints) -> Ints:
        """Return the positions of those of some indices that are states, ascending."""
        if self.given is None:
            return np.sort(index)
        order = self._order
        place = np.minimum(np.searchsorted(self.given[order], index), self.size - 1)
        return np.sort(order[place[self.given[order[place]] == index]])

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self.index)

    @cached_property
    def _arcs(self) -> tuple[Arcs, ...]:
        if self.arcs is not None:
            return self.arcs
        parties = range(len(self.decision_makers))
        check_arcs(sum(count_of_options(self.index, self.own_bits(p)[0]) for p in parties))
        return tuple(arcs_of_options(self.index, *self.own_bits(p)) for p in range(len(self.decision_makers)))

    def spread(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return values by position as values by column of a result; False where no state is."""
        if not self.dense or self.given is None:
            return values
        wide = np.zeros((*values.shape[:-1], 1 << len(self.options)), dtype=bool)
        wide[..., self.given] = values
        return wide

    def pattern(self, position: int) -> str:
        """Return ``Y`` or ``N`` for each option of a state."""
        index = int(self.index[position])
        return "".join("Y" if index >> k & 1 else "N" for k in range(len(self.options)))

    def label(self, position: int) -> str:
        """Return the name of a state: its own, or its options."""
        if self.labels:
            return self.labels[position]
        return self.pattern(position) if self.options else str(int(self.index[position]))


def _settings(bits: int) -> Ints:
    """Return every way to take some of the options in a bit mask."""
    found = np.zeros(1, dtype=np.int64)
    for k in range(bits.bit_length()):
        if bits >> k & 1:
            found = np.concatenate([found, found | (1 << k)])
    return found
