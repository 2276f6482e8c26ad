"""Moves as arcs: what an owner may switch, in which direction, to what is feasible, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability import GraphModel
from detente.stability.arcs import Arcs, arcs_from, count_of_options
from tests.stability.strategies import FEWER, ArcConflict, OptionConflict, arc_conflicts, option_conflicts

FAR = 10**6
PAIRS = [(0, 2), (2, 0), (0, 1), (3, 2)]


def pairs_of(arcs: Arcs) -> list[tuple[int, int]]:
    return list(zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True))


@FEWER
@given(option_conflicts(5))
def test_the_moves_of_options_are_those_of_the_definition(conflict: OptionConflict) -> None:
    model, graph = conflict.model(), conflict.graph()

    for party, moves in enumerate(graph.moves):
        arcs = model.moves(party)
        for n, state in enumerate(conflict.states):
            assert model.index[arcs.of(n)].tolist() == sorted(moves[state])


@FEWER
@given(option_conflicts(5), st.randoms(use_true_random=False))
def test_the_moves_between_listed_states_do_not_depend_on_their_order(conflict: OptionConflict, random: object) -> None:
    listed = list(conflict.states)
    random.shuffle(listed)  # type: ignore[attr-defined]
    model = GraphModel.from_options(
        conflict.owners, states=listed, directions=conflict.directions, ranks=conflict.table()[:, listed]
    )

    for party, moves in enumerate(conflict.graph().moves):
        for n, state in enumerate(listed):
            assert set(model.index[model.moves(party).of(n)].tolist()) == moves[state]


@FEWER
@given(arc_conflicts())
def test_given_arcs_are_kept_as_they_are(conflict: ArcConflict) -> None:
    model = conflict.model()

    for party, moves in enumerate(conflict.graph().moves):
        for state in conflict.states:
            assert set(model.moves(party).of(state).tolist()) == moves[state]


@FEWER
@given(option_conflicts(5))
def test_arcs_are_sorted_by_the_state_they_leave(conflict: OptionConflict) -> None:
    model = conflict.model()

    for party in range(len(conflict.ranks)):
        arcs = model.moves(party)
        assert pairs_of(arcs) == sorted(pairs_of(arcs))
        assert arcs.starts.tolist() == [int((arcs.sources < s).sum()) for s in range(model.size + 1)]


@FEWER
@given(option_conflicts(5))
def test_there_are_never_more_arcs_than_counted(conflict: OptionConflict) -> None:
    model = conflict.model()

    for party in range(len(conflict.ranks)):
        own = model.own_bits(party)[0]
        count = count_of_options(model.index, own)
        made = len(model.moves(party).targets)
        assert made == count if set(conflict.directions) == {"both"} else made <= count


@FEWER
@given(arc_conflicts(), st.randoms(use_true_random=False))
def test_the_least_and_the_most_are_those_of_the_targets(conflict: ArcConflict, random: object) -> None:
    values = [random.randint(-9, 9) for _ in conflict.states]  # type: ignore[attr-defined]
    array = np.array(values, dtype=np.int32)
    model = conflict.model()

    for party, moves in enumerate(conflict.graph().moves):
        least, most = model.moves(party).least(array, FAR), model.moves(party).most(array, -FAR)
        assert least.tolist() == [min((values[t] for t in moves[s]), default=FAR) for s in conflict.states]
        assert most.tolist() == [max((values[t] for t in moves[s]), default=-FAR) for s in conflict.states]


def test_a_selection_of_arcs_is_again_sorted() -> None:
    arcs = arcs_from(PAIRS, 4)

    kept = arcs.where(arcs.targets == 2)

    assert pairs_of(kept) == [(0, 2), (3, 2)]
    assert [kept.of(s).tolist() for s in range(4)] == [[2], [], [], [2]]


def test_a_repeated_pair_counts_once_and_a_loop_not_at_all() -> None:
    assert pairs_of(arcs_from([*PAIRS, (0, 1), (1, 1)], 4)) == sorted(PAIRS)


def test_a_pair_of_array_columns_says_the_same_as_a_list() -> None:
    assert pairs_of(arcs_from(np.array(PAIRS), 4)) == pairs_of(arcs_from(PAIRS, 4))


def test_an_option_that_only_goes_on_is_never_taken_back() -> None:
    model = GraphModel.from_options([0, 0], directions=["on", "both"], ranks=[[0, 0, 0, 0]])

    assert pairs_of(model.moves(0)) == [(0, 1), (0, 2), (0, 3), (1, 3), (2, 0), (2, 1), (2, 3), (3, 1)]


def test_an_option_that_only_goes_off_is_never_taken_up() -> None:
    model = GraphModel.from_options([0, 0], directions=["off", "both"], ranks=[[0, 0, 0, 0]])

    assert pairs_of(model.moves(0)) == [(0, 2), (1, 0), (1, 2), (1, 3), (2, 0), (3, 0), (3, 1), (3, 2)]


@pytest.mark.parametrize("pair", [(0, 3), (3, 0), (-1, 0), (0, -2)])
def test_an_arc_to_no_state_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="the arcs of B name a state outside 0–2") as refused:
        GraphModel.from_arcs([[(0, 1)], [pair]], states=3, ranks=[[0, 1, 2]] * 2, decision_makers=["A", "B"])

    assert [p.rule for p in refused.value.problems] == ["arcs"]


@pytest.mark.parametrize("arcs", [[(0, 1, 2)], [0, 1], [(0.0, 1.0)], [("a", "b")], [[[0, 1]]]])
def test_arcs_that_are_no_pairs_of_whole_numbers_are_refused(arcs: list[tuple[int, int]]) -> None:
    with pytest.raises(InputError, match="pairs") as refused:
        GraphModel.from_arcs([arcs], states=3, ranks=[[0, 1, 2]])

    assert [p.rule for p in refused.value.problems] == ["arcs"]


def test_arcs_of_different_length_are_refused() -> None:
    with pytest.raises(InputError, match="pairs"):
        GraphModel.from_arcs([[(0, 1), (2,)]], states=3, ranks=[[0, 1, 2]])  # type: ignore[list-item]


def test_all_faults_of_a_model_of_arcs_come_together() -> None:
    with pytest.raises(InputError) as refused:
        GraphModel.from_arcs(
            [[(0, 9)], [(-1, 0)]], states=3, ranks=[[0, 1, 2]] * 3, decision_makers=["A", "B", "C"], labels=["x"]
        )

    assert [p.rule for p in refused.value.problems] == ["arcs", "arcs", "decision_makers", "labels"]
    assert all(p.remedy for p in refused.value.problems)


def test_a_model_without_decision_makers_is_refused() -> None:
    with pytest.raises(InputError, match="needs a state and a decision maker"):
        GraphModel.from_arcs([], states=2, ranks=[])


def test_there_are_as_many_states_as_the_arcs_name_and_labels_say() -> None:
    named = GraphModel.from_arcs([[(0, 4)]], ranks=[[0] * 5])
    labelled = GraphModel.from_arcs([[(0, 1)]], ranks=[[0] * 3], labels=["x", "y", "z"])

    assert (named.size, labelled.size) == (5, 3)
    assert labelled.label(2) == "z"


@pytest.mark.parametrize("kind", ["ranks", "payoffs"])
def test_arc_ranks_of_another_shape_are_refused(kind: str) -> None:
    with pytest.raises(InputError, match=r"\(2, 2\)") as refused:
        GraphModel.from_arcs([[(0, 1)], []], states=3, **{kind: [[0, 1], [1, 0]]})  # type: ignore[arg-type]

    assert [p.rule for p in refused.value.problems] == [kind]


def test_a_model_of_arcs_without_preferences_is_refused() -> None:
    with pytest.raises(InputError, match="nothing says how states are preferred") as refused:
        GraphModel.from_arcs([[(0, 1)]], states=2)

    assert "ranks, payoffs, order" in refused.value.problems[0].remedy
