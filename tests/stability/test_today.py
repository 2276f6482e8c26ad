"""What holds today: who leaves alone, who leaves together, and whether that holds."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability import Choices, GraphModel
from detente.stability.concepts import CONCEPTS
from detente.stability.plain import plain_stability, plain_today
from detente.stability.today import changed_options, standing_of, today
from tests.stability.literal import Graph, stable_states
from tests.stability.strategies import FEWER, OptionConflict, option_conflicts


def _gains(graph: Graph, coalition: tuple[int, ...], start: int, owners: tuple[int, ...]) -> set[int]:
    """Return the states that a coalition reaches together, all of it with a part in it, and all of it prefers."""
    prefer = {
        t for t in _reach(graph, coalition, start) if all(graph.ranks[p][t] > graph.ranks[p][start] for p in coalition)
    }
    return {t for t in prefer if {owners[k] for k in range(len(owners)) if (start ^ t) >> k & 1} == set(coalition)}


def _reach(graph: Graph, coalition: tuple[int, ...], start: int) -> set[int]:
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        here, last = waiting.pop()
        for party in coalition:
            for there in graph.moves[party][here] if party != last else ():
                if (there, party) not in seen:
                    seen.add((there, party))
                    waiting.append((there, party))
    return {s for s, _ in seen}


@given(conflict=option_conflicts(), data=st.data())
@FEWER
def test_departures_are_the_smallest_coalitions_that_gain(conflict: OptionConflict, data: st.DataObject) -> None:
    """Each of two members at least, none containing another, and each target a gain for all members."""
    graph, model = conflict.graph(), conflict.model()
    start = data.draw(st.sampled_from(sorted(graph.states)))

    found = today(model, start)

    parties = range(len(graph.ranks))
    gaining = [c for n in range(2, 5) for c in combinations(parties, n) if _gains(graph, c, start, conflict.owners)]
    smallest = [c for c in gaining if not any(set(d) < set(c) for d in gaining)]
    assert [d.coalition for d in found.departures] == smallest
    for departure in found.departures:
        assert departure.target.state in _gains(graph, departure.coalition, start, conflict.owners)
        assert departure.changed == tuple(
            k for k in range(len(model.options)) if (start ^ departure.target.state) >> k & 1
        )


@given(conflict=option_conflicts(), data=st.data())
@FEWER
def test_a_standing_names_those_who_would_leave_under_each_concept(
    conflict: OptionConflict, data: st.DataObject
) -> None:
    """As the definition says; what is reached holds under sequential stability."""
    graph, model = conflict.graph(), conflict.model()
    start = data.draw(st.sampled_from(sorted(graph.states)))

    found = today(model, start)

    for concept in CONCEPTS:
        expected = tuple(p for p in range(len(graph.ranks)) if start not in stable_states(graph, concept, p, Choices()))
        assert found.standing.leavers[concept] == expected
    assert all(not s.leavers["seq"] and s.state != start for s in found.reached().values())
    assert {r.party for r in found.reasons} == set(found.standing.leavers["nash"])


def _together() -> GraphModel:
    """Two who gain only if both take their option; afterwards each would break out."""
    return GraphModel.from_options([0, 1], order=[[2, 3, 0, 1], [1, 3, 0, 2]])


def test_where_together_would_not_last_it_says_who_leaves_first() -> None:
    """Both gain by going together, and each could gain once more by going back alone."""
    found = today(_together(), 0)

    assert found.departures[0].coalition == (0, 1)
    assert found.departures[0].target.state == 3
    assert standing_of(found.result, 3).leavers["nash"] == (0, 1)
    assert found.departures[0].target.first_leavers == (0, 1)


def test_a_state_must_be_known_or_named() -> None:
    """A model of arrays does not know today's."""
    with pytest.raises(InputError, match="which options are taken today"):
        today(_together())


def test_what_changes_between_two_states_is_told_by_option() -> None:
    """Only where they differ."""
    assert changed_options(_together(), 1, 2) == (0, 1)
    assert changed_options(_together(), 1, 1) == ()


def test_plain_data_has_the_keys_that_programs_rely_on() -> None:
    """States with their options and labels, who is stable where, equilibria; and what holds today."""
    found = today(_together(), 0)
    plain, now = plain_stability(found.result), plain_today(found)

    assert plain["decision_makers"] == ["0", "1"]
    assert plain["states"][3] == {"index": 3, "options": {"o0": True, "o1": True}, "label": "YY"}
    assert plain["stable"]["nash"] == {"0": [0, 2], "1": [0, 1]}
    assert all(
        set(plain["equilibria"][c]) == set.intersection(*map(set, plain["stable"][c].values())) for c in CONCEPTS
    )
    assert now["together"][0]["coalition"] == ["0", "1"]
    assert now["start"]["state"] == 0
