"""Simultaneous sanctioning: who fears that the others leave in the same moment may rather stay.

Two sides may both want to leave a state, each counting on the other to stand still. If they leave at once they end
where neither wanted to be, and that can hold both of them. Fraser and Hipel (1984), *Conflict Analysis: Models and
Resolutions*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.arcs import Arcs, Bools, Ints
from detente.stability.choices import Choices
from detente.stability.concepts import seq
from detente.stability.engine import engine_of
from detente.stability.model import GraphModel

AT_ONCE = 1 << 21
"""So many combinations of improvements are held at a time: some tens of megabytes."""
MOST = 1 << 26
"""One improvement with more combinations of answers than that is refused."""


def simultaneous(model: GraphModel, unstable: Bools, *, choices: Choices | None = None) -> Bools:
    """Return who is held at a state by the danger that the others leave it in the same moment.

    The check is made where two decision makers or more are unstable. For each improvement of i there must be some
    combination of improvements of the others, one of each who is unstable there, that together with it leads to a
    state that is not better for i. What the improvements change is added up; a sum that is no state deters nobody.

    Parameters
    ----------
    model : GraphModel
        In option form: elsewhere moves cannot be added.
    unstable : bool array, shape (decision makers, states)
        Who leaves which state by the concept that was applied before, by position.
    choices : Choices, optional
        Only `sanction` matters: whether an equally good state deters.

    Returns
    -------
    bool array, shape (decision makers, states)
        True only where `unstable` is.

    Raises
    ------
    InputError
        If the model is made of arcs, or `unstable` has another shape or holds no truth values.
    TooLargeError
        If one improvement can coincide with more than 67 million combinations.

    References
    ----------
    Fraser and Hipel (1984), *Conflict Analysis*, for two decision makers. *Some* combination suffices, as some
    sanction does in every other concept. With three or more, all who are unstable at the state leave together, and
    those who are stable there stay.
    """
    _check(model, unstable)
    strictly = (choices or Choices()).strictly
    contested: Bools = np.where(unstable.sum(axis=0) >= 2, unstable, False)
    better = [_better(model, p) for p in range(len(model.decision_makers))]
    held = contested.copy()
    for party in range(len(better)):
        own = better[party].where(contested[party, better[party].sources])
        for part in _parts(own, _numbers(own, party, better, contested)):
            free = ~_is_sanctioned(model, party, part, better, contested, strictly=strictly)
            held[party, part.sources[free]] = False
    return held


def sequential_then_simultaneous(model: GraphModel, *, choices: Choices | None = None) -> Bools:
    """Return who stays because of a credible answer, or else because all who want to leave would leave at once.

    Sequential stability first; then :func:`simultaneous` at the states that it leaves unstable for two or more.

    Parameters
    ----------
    model : GraphModel
        In option form.
    choices : Choices, optional
        Where published definitions differ.

    Returns
    -------
    bool array, shape (decision makers, states)
        By position.

    Raises
    ------
    InputError, TooLargeError
        As :func:`simultaneous`.

    References
    ----------
    Fraser and Hipel (1984), *Conflict Analysis*: the two steps of their tables.
    """
    engine, chosen = engine_of(model), choices or Choices()
    calm = np.array([seq.stable(engine, party, chosen) for party in range(len(model.decision_makers))])
    return np.asarray(calm | simultaneous(model, ~calm, choices=chosen))


def _check(model: GraphModel, unstable: Bools) -> None:
    shape = (len(model.decision_makers), model.size)
    problems = []
    if not model.options:
        problems.append(
            Problem(
                "concept", "simultaneous sanctioning adds up what moves change, and a model made of arcs has no options",
                "make the model with GraphModel.from_options",
            )
        )  # fmt: skip
    if np.shape(unstable) != shape or np.asarray(unstable).dtype != bool:
        found = f"{np.asarray(unstable).dtype} of shape {np.shape(unstable)}"
        problems.append(Problem("unstable", f"unstable is {found}", f"give a bool array of shape {shape}"))
    if problems:
        raise InputError(problems)


def _better(model: GraphModel, party: int) -> Arcs:
    arcs, ranks = model.moves(party), model.ranks[party]
    return arcs.where(ranks[arcs.targets] > ranks[arcs.sources])


def _numbers(own: Arcs, party: int, better: Sequence[Arcs], contested: Bools) -> Ints:
    """Return how many combinations of the others' improvements each own improvement can coincide with."""
    numbers = np.ones(len(own.sources))  # floating, since a product of many may exceed an integer
    for other in range(len(better)):
        if other != party:
            numbers *= np.where(contested[other], np.diff(better[other].starts), 1)[own.sources]
    if numbers.max(initial=0) > MOST:
        raise TooLargeError(
            f"one improvement of {party} can coincide with {numbers.max():,.0f} combinations of others, and at most "
            f"{MOST:,} are tried; leave out an option, or ask for sequential stability alone"
        )
    return numbers.astype(np.int64)


def _parts(own: Arcs, numbers: Ints) -> Iterator[Arcs]:
    """Cut the improvements into parts whose combinations fit into memory."""
    part_of = np.cumsum(numbers) // AT_ONCE
    for part in np.unique(part_of):
        yield own.where(part_of == part)


def _is_sanctioned(
    model: GraphModel, party: int, own: Arcs, better: Sequence[Arcs], contested: Bools, *, strictly: bool
) -> Bools:
    """Return for which improvements of a decision maker some combination of the others leads to no better state."""
    which = np.arange(len(own.sources))
    ends = model.index[own.targets]
    for other, arcs in enumerate(better):
        if other != party:
            which, ends = _joined(model.index, own, which, ends, arcs, contested[other])
    places = ends if model.given is None else _places(model.index, ends)
    which, places = which[places >= 0], places[places >= 0]
    ranks = model.ranks[party]
    after, before = ranks[places], ranks[own.sources[which]]
    sanctioned = np.zeros(len(own.sources), dtype=bool)
    sanctioned[which[after < before if strictly else after <= before]] = True
    return sanctioned


def _joined(index: Ints, own: Arcs, which: Ints, ends: Ints, arcs: Arcs, moves: Bools) -> tuple[Ints, Ints]:
    """Add to each combination every improvement of one more decision maker, where that one leaves the state."""
    stays = ~moves[own.sources[which]]
    leaving, ends_of_leaving = which[~stays], ends[~stays]
    sources = own.sources[leaving]
    counts = np.diff(arcs.starts)[sources]
    nth = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    targets = arcs.targets[np.repeat(arcs.starts[sources], counts) + nth]
    changes = index[np.repeat(sources, counts)] ^ index[targets]
    added = np.repeat(ends_of_leaving, counts) ^ changes
    return np.concatenate([which[stays], np.repeat(leaving, counts)]), np.concatenate([ends[stays], added])


def _places(index: Ints, wanted: Ints) -> Ints:
    """Return the position of each wanted index, and -1 where there is no such state."""
    order = np.argsort(index, kind="stable")
    found = order[np.minimum(np.searchsorted(index, wanted, sorter=order), len(index) - 1)]
    return np.where(index[found] == wanted, found, -1)
