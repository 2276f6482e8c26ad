"""Which states follow from one, compared with a search over all walks of bounded length."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from detente.stability import GraphModel
from detente.stability.evolution import Step, evolution
from tests.stability.literal import Graph
from tests.stability.strategies import FEWER, Conflict, conflicts


def _walks(graph: Graph, start: int, *, improving: bool) -> dict[int, int]:
    """Return the length of the shortest legal walk to each state, by growing all walks step by step."""
    ends: set[tuple[int, int | None]] = {(start, None)}
    found, seen, length = {start: 0}, set(ends), 0
    while ends:
        length += 1
        ends = {n for here, last in ends for n in _steps(graph, here, last, improving=improving)} - seen
        seen |= ends
        for here, _ in ends:
            found.setdefault(here, length)
    return found


def _steps(graph: Graph, here: int, last: int | None, *, improving: bool) -> Iterator[tuple[int, int | None]]:
    for party in range(len(graph.ranks)):
        if party != last:
            for there in graph.better(party, here) if improving else graph.moves[party][here]:
                yield there, party


@given(conflict=conflicts(), improving=st.booleans(), data=st.data())
@FEWER
def test_ways_are_legal_shortest_and_complete(conflict: Conflict, improving: bool, data: st.DataObject) -> None:  # noqa: FBT001
    """Each way is replayed; its length is that of the shortest walk; every state that a walk reaches has one."""
    graph, model = conflict.graph(), conflict.model()
    start = data.draw(st.sampled_from(sorted(graph.states)))

    found = evolution(model, start, improving=improving)

    assert found.complete
    assert {state: len(way) for state, way in found.ways.items()} == _walks(graph, start, improving=improving)
    for state, way in found.ways.items():
        here, last = start, -1
        for step in way:
            (mover,) = step.movers
            assert (step.source, mover != last) == (here, True)
            assert step.target in graph.moves[mover][here]
            assert not improving or graph.ranks[mover][step.target] > graph.ranks[mover][here]
            here, last = step.target, mover
        assert here == state


def _together() -> GraphModel:
    """Two who gain only if both take their option."""
    return GraphModel.from_options([0, 1], order=[[3, 0, 2, 1], [3, 0, 1, 2]])


def test_a_coalition_goes_where_nobody_goes_alone() -> None:
    """Alone each loses by going first."""
    alone, both = evolution(_together(), 0), evolution(_together(), 0, coalitions=[(0, 1)])

    assert set(alone.ways) == {0}
    assert both.ways[3] == (Step((0, 1), 0, 3),)
    assert both.coalitions == ((0, 1),)


def test_ways_to_states_come_the_shortest_first_and_without_those_that_are_not_reached() -> None:
    """Also where a state is asked for twice."""
    found = evolution(_together(), 0, improving=False)

    assert list(found.to([3, 1, 9])) == [1, 3]


def test_a_search_that_is_cut_says_so() -> None:
    """What was found until then is kept."""
    found = evolution(_together(), 0, improving=False, most=1)

    assert not found.complete
    assert 1 in found.ways
