"""Stability where each decision maker sees a conflict of its own.

Wang, Hipel and Fraser (1988), *Behavioral Science* 33; (1989), *IEEE Transactions on Systems, Man, and Cybernetics* 19:
in a hypergame of the first level each decision maker believes that all others see what it sees itself. A state is an
equilibrium of the hypergame where each finds it stable in its own view.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.analyze import USUAL, analyze_stability
from detente.stability.arcs import Arcs, Bools, Ints, arcs_from, count_of_options
from detente.stability.choices import Choices
from detente.stability.model import GraphModel
from detente.stability.result import MAX_ROWS, StabilityResult
from detente.stability.states import MAX_OPTIONS
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

Reading = Literal["not in view", "no moves"]
MAX_ARCS = 20_000_000
"""Moves are listed one by one where some are taken away: half a gibibyte at this number."""


@dataclass(frozen=True, eq=False)
class HypergameResult:
    """Which states hold for whom, each judging by its own view.

    Attributes
    ----------
    decision_makers, options : tuple of str
        The options that somebody sees.
    index : int array, shape (states,)
        The states that somebody sees, ascending: option k is bit k, or the number of the state.
    labels : tuple of str
        Of the states, in the same order.
    seen : bool array, shape (decision makers, states)
        Who sees which of them.
    stable : dict of str to bool array, shape (decision makers, states)
        By concept: in whose own view which state is stable. What is not seen is not stable.
    equilibria : dict of str to int array
        By concept: the indices of the states that all find stable.
    believed : tuple of StabilityResult
        By decision maker: what it expects everybody to do. Indices are those of its own view.
    parameters : dict
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    index: Ints
    labels: tuple[str, ...]
    seen: Bools
    stable: Mapping[str, Bools]
    equilibria: Mapping[str, Ints]
    believed: tuple[StabilityResult, ...]
    parameters: Mapping[str, Any]
    version: str = __version__

    def is_stable(self, concept: str, party: int, index: int) -> bool:
        """Return whether a decision maker finds a state stable; not where it, or everybody, does not see it."""
        return bool(self.stable[concept][party, self.index == index].any())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each state: who sees it, then for each concept who would stay and whether all do."""
        import pandas as pd

        data: dict[Any, Any] = {("state", ""): self.index, ("label", ""): list(self.labels)}
        for party, name in enumerate(self.decision_makers):
            data["seen", name] = self.seen[party]
        for concept, table in self.stable.items():
            for party, name in enumerate(self.decision_makers):
                data[concept, name] = table[party]
            data[concept, "equilibrium"] = table.all(axis=0)
        return pd.DataFrame(data)

    def summary(self) -> str:
        """Return the equilibria in a few lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        shared = int(self.seen.all(axis=0).sum())
        yield f"{len(self.decision_makers)} views, {len(self.index):,} states, {shared:,} of them seen by all"
        for concept, states in self.equilibria.items():
            yield f"{concept}: {len(states):,} equilibria"
            for index in states[:MAX_ROWS].tolist():
                yield f"{index:>8} {self.labels[int(np.searchsorted(self.index, index))]}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def hypergame_stability(
    views: Sequence[GraphModel],
    concepts: Sequence[str] = USUAL,
    *,
    misperceived: Sequence[Collection[int]] | None = None,
    reading: Reading = "not in view",
    choices: Choices | None = None,
) -> HypergameResult:
    """Return which states hold although the decision makers do not see the same conflict.

    Parameters
    ----------
    views : sequence of GraphModel
        By decision maker: the conflict as it sees it, with the states that it sees, the moves that it thinks possible
        and the preferences that it has and believes the others to have. All views name the same decision makers. Options
        are the same where they have the same name; where a view lacks an option, its states are those without it.
        States of models made of arcs are the same where they have the same label, or number if they have no labels.
    concepts : sequence of str
        As in :func:`~detente.stability.analyze.analyze_stability`.
    misperceived : sequence of collections of int, optional
        By decision maker: indices, in its own view, of states that it does not see as they are.
    reading : {"not in view", "no moves"}
        What that means. Either the decision maker's own view is without these states (Wang, Hipel and Fraser), so that
        none of them can be an equilibrium; or, as in files of GMCR+, the state is there for all and the decision maker
        has no moves to it or from it, as everybody knows, so that it stays where it is.
    choices : Choices, optional

    Returns
    -------
    HypergameResult
        Exact. Where all views are equal and nothing is misperceived, the equilibria are the ordinary ones.

    Raises
    ------
    InputError
        With every view that does not fit the others, and every misperceived state that does not exist.
    TooLargeError
        If moves must be listed to take some away, and there are more than :data:`MAX_ARCS`.
    """
    not_seen = [frozenset(m) for m in misperceived] if misperceived is not None else [frozenset[int]()] * len(views)
    if problems := [*_view_problems(views), *_misperception_problems(views, not_seen, reading)]:
        raise InputError(problems)
    options, labels = _union(v.options for v in views), _union(v.labels for v in views)
    own = _own_views(views, _common_index(views, options, labels), not_seen, reading)
    believed = tuple(analyze_stability(view, concepts, choices=choices) for view in own)
    keys = _common_index(own, options, labels)
    index = np.unique(np.concatenate(keys))
    stable = {c: np.zeros((len(views), len(index)), dtype=bool) for c in dict.fromkeys(concepts)}
    seen = np.zeros((len(views), len(index)), dtype=bool)
    for party, (view, found, key) in enumerate(zip(own, believed, keys, strict=True)):
        place = np.searchsorted(index, key)
        seen[party, place] = True
        for concept, table in stable.items():
            table[party, place] = _by_position(view, found.stable[concept])[party]
    return HypergameResult(
        views[0].decision_makers, options, index, _labels(index, options, labels), seen, stable,
        {c: index[table.all(axis=0)] for c, table in stable.items()}, believed,
        {"reading": reading, "misperceived": [sorted(m) for m in not_seen], **(choices or Choices()).plain()},
    )  # fmt: skip


def _own_views(
    views: Sequence[GraphModel], keys: Sequence[Ints], not_seen: Sequence[frozenset[int]], reading: Reading
) -> list[GraphModel]:
    if not any(not_seen):
        return list(views)
    if reading == "not in view":
        return [without_states(view, states) for view, states in zip(views, not_seen, strict=True)]
    # Everybody knows who has no moves where, whatever number the state has in its own view.
    hidden = [key[np.isin(v.index, list(states))] for v, key, states in zip(views, keys, not_seen, strict=True)]
    return [
        without_moves(view, [view.index[np.isin(key, states)].tolist() for states in hidden])
        for view, key in zip(views, keys, strict=True)
    ]


def without_states(model: GraphModel, indices: Collection[int]) -> GraphModel:
    """Return the model without some states, and without the moves to and from them.

    Parameters
    ----------
    model : GraphModel
    indices : collection of int
        State indices; the other states keep theirs.
    """
    kept = ~np.isin(model.index, list(indices))
    arcs = None if model.arcs is None else tuple(_renumbered(own, kept) for own in model.arcs)
    labels = tuple(label for label, stays in zip(model.labels, kept, strict=True) if stays) if model.labels else ()
    return replace(model, ranks=model.ranks[:, kept], given=model.index[kept], arcs=arcs, labels=labels)


def _renumbered(arcs: Arcs, kept: Bools) -> Arcs:
    place = np.cumsum(kept) - 1
    both = kept[arcs.sources] & kept[arcs.targets]
    return arcs_from(np.stack([place[arcs.sources[both]], place[arcs.targets[both]]], axis=1), int(kept.sum()))


def without_moves(model: GraphModel, misperceived: Sequence[Collection[int]]) -> GraphModel:
    """Return the model in which nobody moves to or from a state that it misperceives.

    Parameters
    ----------
    model : GraphModel
    misperceived : sequence of collections of int
        By decision maker: state indices. A state that is not there does no harm.

    Raises
    ------
    TooLargeError
        If the model is made of options and has more than :data:`MAX_ARCS` moves.
    """
    parties = range(len(model.decision_makers))
    moves = sum(count_of_options(model.index, model.own_bits(p)[0]) for p in parties) if model.arcs is None else 0
    if moves > MAX_ARCS:
        raise TooLargeError(f"{moves:,} moves would have to be listed, and {MAX_ARCS:,} are at most; list fewer states")
    left = []
    for party, states in zip(parties, misperceived, strict=True):
        own = model.moves(party)
        is_clear = ~np.isin(model.index, list(states))
        left.append(own.where(is_clear[own.sources] & is_clear[own.targets]))
    return replace(model, arcs=tuple(left))


def _view_problems(views: Sequence[GraphModel]) -> list[Problem]:
    if not views:
        return [Problem("views", "there is no view", "give one for each decision maker")]
    names, problems = views[0].decision_makers, []
    if len(views) != len(names):
        what = f"{len(views)} views of {len(names)} decision makers"
        problems.append(Problem("views", what, "give each decision maker a view, in their order"))
    for n, view in enumerate(views):
        if view.decision_makers != names:
            what = f"view {n} has the decision makers {', '.join(view.decision_makers)}"
            problems.append(
                Problem("views", what, f"name {', '.join(names)} in every view, without options if need be")
            )
        if bool(view.options) != bool(views[0].options) or bool(view.labels) != bool(views[0].labels):
            what = f"the states of view {n} are not of the same kind as those of view 0"
            problems.append(Problem("views", what, "make all views of options, or all of arcs with or without labels"))
        if len(set(view.labels)) != len(view.labels):
            problems.append(Problem("views", f"two states of view {n} have the same label", "rename one"))
    return [*problems, *_option_problems(views)]


def _option_problems(views: Sequence[GraphModel]) -> list[Problem]:
    owners: dict[str, set[int]] = {}
    for view in views:
        for option, owner in zip(view.options, view.owners, strict=True):
            owners.setdefault(option, set()).add(owner)
    problems = [
        Problem("views", f"the views give option {option} to different decision makers", "rename it in one of them")
        for option, found in owners.items()
        if len(found) > 1
    ]
    if len(owners) > MAX_OPTIONS:
        problems.append(Problem("views", f"{len(owners)} options in all", f"use {MAX_OPTIONS} at most"))
    return problems


def _misperception_problems(
    views: Sequence[GraphModel], not_seen: Sequence[frozenset[int]], reading: Reading
) -> list[Problem]:
    problems = []
    if reading not in get_args(Reading):
        allowed = " or ".join(map(repr, get_args(Reading)))
        problems.append(Problem("reading", f"there is no reading {reading!r}", f"use {allowed}"))
    if len(not_seen) != len(views):
        what = f"misperceived states of {len(not_seen)} decision makers for {len(views)} views"
        problems.append(Problem("misperceived", what, "give one collection for each, empty where there are none"))
    for n, (view, states) in enumerate(zip(views, not_seen, strict=False)):
        there = set(view.index.tolist()) if states else set()
        for state in sorted(states - there):
            what = f"view {n} has no state {state} to misperceive"
            problems.append(Problem("misperceived", what, "name states by index"))
        if there and not there - states:
            problems.append(Problem("misperceived", f"view {n} is left without states", "leave it one at least"))
    return problems


def _union(names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return names in the order in which they appear first."""
    return tuple(dict.fromkeys(chain.from_iterable(names)))


def _common_index(own: Sequence[GraphModel], options: Sequence[str], labels: Sequence[str]) -> list[Ints]:
    """Return, for each view, the index of its states among those of all views."""
    if labels:
        numbers = {label: n for n, label in enumerate(labels)}
        return [np.array([numbers[label] for label in view.labels], dtype=np.int64) for view in own]
    keys = []
    for view in own:
        key = np.zeros(view.size, dtype=np.int64) if options else view.index
        for k, option in enumerate(view.options):
            key |= (view.index >> k & 1) << options.index(option)
        keys.append(key)
    return keys


def _labels(index: Ints, options: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    if labels:
        return tuple(labels[n] for n in index.tolist())
    if not options:
        return tuple(map(str, index.tolist()))
    return tuple("".join("Y" if state >> k & 1 else "N" for k in range(len(options))) for state in index.tolist())


def _by_position(model: GraphModel, table: Bools) -> Bools:
    """Return a table of a result without the columns that are no states."""
    return table[:, model.index] if model.dense and model.given is not None else table
