"""Non-myopic stability: who would not leave a state, however far all think ahead.

The game of :mod:`~detente.stability.concepts.limited_move`, with a horizon as long as one likes. There are finitely many
tables of anticipated ends, and each follows from the one before it; so they repeat sooner or later, and once they do,
all longer horizons are known. Brams and Wittman (1981); Kilgour (1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.arcs import Bools, Ints
from detente.stability.concepts.limited_move import (
    Definition,
    Ends,
    Ties,
    is_whole,
    no_move,
    one_further,
    replies_in,
    turn_problems,
)
from detente.stability.model import GraphModel

NO_LIMIT = -1
LONGEST = 1000


@dataclass(frozen=True, eq=False)
class NonMyopic:
    """What holds for decision makers that think ahead without end.

    Attributes
    ----------
    stable : bool array, shape (decision makers, states)
        By position: who stays at every horizon from `onset` on.
    unstable : bool array, shape (decision makers, states)
        Who leaves at every horizon from `onset` on.
    limit : int array, shape (decision makers, states)
        The position at which all ends at every horizon from `onset` on if the decision maker has the turn at the
        state, and -1 where that end keeps changing with the horizon.
    onset : int
        The horizon from which on nothing happens but repetition.
    period : int
        After how many horizons it repeats; 1 where all anticipations have settled.
    """

    stable: Bools
    unstable: Bools
    limit: Ints
    onset: int
    period: int

    @property
    def cyclic(self) -> Bools:
        """Where staying or leaving depends on the horizon, however long it is: the concept says nothing."""
        return ~(self.stable | self.unstable)

    @property
    def status(self) -> NDArray[np.str_]:
        """``stable``, ``unstable`` or ``cyclic`` for each decision maker and state."""
        return np.where(self.stable, "stable", np.where(self.unstable, "unstable", "cyclic"))


def non_myopic(
    model: GraphModel,
    *,
    longest: int = LONGEST,
    definition: Definition = "two parties",
    order: Sequence[int] | None = None,
    ties: Ties = "lowest position",
) -> NonMyopic:
    """Return who would not leave which state, however many moves all think ahead.

    A state is non-myopically stable for i where there is a horizon t with G_h(i, s) = s for all h ≥ t. It is unstable
    where i leaves it at all long horizons, be it to the same end or not. Otherwise it is cyclic: at ever longer
    horizons i stays and leaves by turns, and there is no answer.

    Parameters
    ----------
    model : GraphModel
    longest : int
        Longest horizon to be looked at, at least 1. A table of ends, 4 bytes for each decision maker and state, is
        kept for each.
    definition, order, ties
        As in :func:`~detente.stability.concepts.limited_move.limited_move`, with the same reservation: with ties in
        the preferences the answer can depend on the rule.

    Returns
    -------
    NonMyopic
        Exact.

    Raises
    ------
    InputError
        If `longest` is no whole number from 1 on, or as in ``limited_move``.
    TooLargeError
        If the anticipations up to the longest horizon do not repeat.

    References
    ----------
    Kilgour (1984), *Theory and Decision* 16; Fang, Hipel and Kilgour (1993), *Interactive Decision Making*.
    """
    problems = turn_problems(model, definition, order, ties)
    if not is_whole(longest) or longest < 1:
        problems.append(Problem("horizon", f"the longest horizon is {longest!r}", "give a whole number from 1 on"))
    if problems:
        raise InputError(problems)
    onset, tables = _until_repeated(model, longest, replies_in((0, 1) if order is None else order), ties)
    staying = no_move(model)
    stays = np.logical_and.reduce([ends == staying for ends in tables])
    leaves = np.logical_and.reduce([ends != staying for ends in tables])
    settled = np.logical_and.reduce([ends == tables[0] for ends in tables])
    limit = np.where(settled, tables[0], NO_LIMIT).astype(np.int64)
    return NonMyopic(stays, leaves, limit, onset, len(tables))


def _until_repeated(model: GraphModel, longest: int, replies: Sequence[int], ties: Ties) -> tuple[int, list[Ends]]:
    """Return the horizon of the first table that comes back, and the tables from it until it does."""
    ends = no_move(model)
    seen: dict[bytes, int] = {}
    for horizon in range(longest + 1):
        onset = seen.setdefault(ends.tobytes(), horizon)
        if onset < horizon:
            return onset, [np.frombuffer(k, dtype=ends.dtype).reshape(ends.shape) for k in list(seen)[onset:]]
        ends = one_further(model, ends, replies, ties)
    raise TooLargeError(
        f"what is anticipated does not repeat up to a horizon of {longest:,}; raise `longest`, or ask for a limited horizon"
    )
