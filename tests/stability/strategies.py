"""Hypothesis strategies: small random conflicts, in option form and as arcs, for the package and for the reference.

Ranks come from a short range so that ties are common. In a conflict of arcs anything goes: moves need not be
transitive, mutual or even there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.stability import Choices, GraphModel
from tests.stability.literal import ALL_CHOICES, Graph, graph_of_options

EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(EXAMPLES, max_examples=50)

Ranking = dict[int, int]


@dataclass(frozen=True)
class OptionConflict:
    """A conflict in option form; `states` are the feasible ones, ascending."""

    owners: tuple[int, ...]
    directions: tuple[str, ...]
    states: tuple[int, ...]
    ranks: tuple[Ranking, ...]

    @property
    def columns(self) -> int:
        return 1 << len(self.owners)

    def table(self) -> NDArray[np.int64]:
        """Ranks by decision maker and combination; what cannot be gets numbers that would change every answer."""
        wide = [[ranks.get(s, 1000 + s) for s in range(self.columns)] for ranks in self.ranks]
        return np.array(wide, dtype=np.int64)

    def feasible(self) -> NDArray[np.bool_]:
        return np.isin(np.arange(self.columns), self.states)

    def model(self) -> GraphModel:
        return GraphModel.from_options(
            self.owners, ranks=self.table(), feasible=self.feasible(), directions=self.directions
        )

    def graph(self) -> Graph:
        return graph_of_options(self.owners, self.directions, self.states, self.ranks)


@dataclass(frozen=True)
class ArcConflict:
    """A conflict of arcs over states 0 to n − 1."""

    arcs: tuple[tuple[tuple[int, int], ...], ...]
    ranks: tuple[tuple[int, ...], ...]

    @property
    def states(self) -> range:
        return range(len(self.ranks[0]))

    def model(self) -> GraphModel:
        return GraphModel.from_arcs(self.arcs, states=len(self.states), ranks=self.ranks)

    def graph(self) -> Graph:
        moves = tuple({s: frozenset(t for a, t in own if a == s and t != s) for s in self.states} for own in self.arcs)
        return Graph(tuple(self.states), moves, tuple(dict(enumerate(row)) for row in self.ranks))


Conflict = OptionConflict | ArcConflict


@st.composite
def option_conflicts(draw: st.DrawFn, most_options: int = 4, *, is_free: bool = False) -> OptionConflict:
    """Two to four decision makers whose options stand in any order; `is_free` drops rules and one-way options."""
    parties = draw(st.integers(2, 4))
    count = draw(st.integers(1, most_options))
    owners = tuple(draw(st.lists(st.integers(0, parties - 1), min_size=count, max_size=count)))
    ways = st.just("both") if is_free else st.sampled_from(("both", "both", "on", "off"))
    directions = tuple(draw(st.lists(ways, min_size=count, max_size=count)))
    everything = tuple(range(1 << count))
    some = st.sets(st.sampled_from(everything), min_size=1).map(sorted).map(tuple)
    states = everything if is_free else draw(st.just(everything) | some)
    return OptionConflict(owners, directions, states, tuple(draw(rankings(states)) for _ in range(parties)))


@st.composite
def rankings(draw: st.DrawFn, states: tuple[int, ...]) -> Ranking:
    """Ranks of some states: with many ties, with few, or with none."""
    levels = draw(st.sampled_from((2, 5, len(states))))
    if levels == len(states):
        return dict(zip(draw(st.permutations(states)), range(len(states)), strict=True))
    drawn = draw(st.lists(st.integers(-1, levels), min_size=len(states), max_size=len(states)))
    return dict(zip(states, drawn, strict=True))


@st.composite
def arc_conflicts(draw: st.DrawFn, most_states: int = 7) -> ArcConflict:
    """Two to four decision makers with any arcs between two to seven states, repeated arcs and loops included."""
    parties = draw(st.integers(2, 4))
    states = draw(st.integers(2, most_states))
    places = st.integers(0, states - 1)
    arcs = st.lists(st.tuples(places, places), max_size=2 * states).map(tuple)
    everything = tuple(range(states))
    rows = [draw(rankings(everything)) for _ in range(parties)]
    return ArcConflict(tuple(draw(arcs) for _ in range(parties)), tuple(tuple(r[s] for s in everything) for r in rows))


def conflicts() -> st.SearchStrategy[Conflict]:
    """Conflicts of either form."""
    return option_conflicts() | arc_conflicts()


def choices() -> st.SearchStrategy[Choices]:
    """Every way to read the definitions."""
    return st.sampled_from(ALL_CHOICES)
