"""What a result says: the shape of its tables, who would stay, and a few lines to read."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.stability import GraphModel, StabilityResult, analyze_stability
from detente.version import __version__
from tests.stability import literal
from tests.stability.strategies import FEWER, OptionConflict, option_conflicts

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def result() -> StabilityResult:
    """A result of two decision makers with an option each, who cannot both take theirs."""
    model = GraphModel.from_options(
        [0, 1],
        order=[[1, 0, 2], [0, 2, 1]],
        infeasible=["YY"],
        decision_makers=["A", "B"],
        options=["a", "b"],
    )
    return analyze_stability(model, ["nash", "gmr"])


@FEWER
@given(option_conflicts())
def test_a_combination_that_is_no_state_is_stable_for_nobody(conflict: OptionConflict) -> None:
    found = analyze_stability(conflict.model(), literal.CONCEPTS)

    for table in found.stable.values():
        assert table.shape == (len(conflict.ranks), conflict.columns)
        assert table.dtype == bool
        assert not table[:, ~conflict.feasible()].any()


@FEWER
@given(option_conflicts(), st.randoms(use_true_random=False))
def test_listed_states_have_their_columns_in_the_listed_order(conflict: OptionConflict, random: object) -> None:
    listed = list(conflict.states)
    random.shuffle(listed)  # type: ignore[attr-defined]
    model = GraphModel.from_options(
        conflict.owners, states=listed, directions=conflict.directions, ranks=conflict.table()[:, listed]
    )

    found, dense = (analyze_stability(m, literal.CONCEPTS) for m in (model, conflict.model()))

    for concept in literal.CONCEPTS:
        assert np.array_equal(found.stable[concept], dense.stable[concept][:, listed])
        assert found.equilibria[concept].tolist() == dense.equilibria[concept].tolist()


@FEWER
@given(option_conflicts())
def test_an_equilibrium_is_a_state_that_all_keep(conflict: OptionConflict) -> None:
    found = analyze_stability(conflict.model(), literal.CONCEPTS)

    for concept, states in found.equilibria.items():
        assert states.tolist() == np.flatnonzero(found.stable[concept].all(axis=0)).tolist()
        assert states.tolist() == sorted(states.tolist())


def test_who_stays_is_told_by_the_index_of_the_state(result: StabilityResult) -> None:
    assert [result.is_stable("nash", 0, s) for s in (0, 1, 2)] == [False, True, True]
    assert [result.is_stable("nash", 1, s) for s in (0, 1, 2)] == [True, True, False]


def test_who_stays_in_a_listed_state_is_told_by_its_index() -> None:
    model = GraphModel.from_options([0, 1], states=[2, 0, 1], ranks=[[0, 1, 2], [1, 2, 0]])

    found = analyze_stability(model, ["nash"])

    assert [found.is_stable("nash", 0, s) for s in (0, 1, 2)] == [False, True, True]
    with pytest.raises(KeyError):
        found.is_stable("nash", 0, 3)


@pytest.mark.parametrize("state", [-1, 4])
def test_nothing_is_said_about_a_state_that_does_not_exist(state: int) -> None:
    found = analyze_stability(GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3]] * 2), ["nash"])

    with pytest.raises(LookupError):
        found.is_stable("nash", 0, state)


def test_a_model_of_arcs_has_a_column_for_each_state() -> None:
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[0, 1, 0], [0, 1, 0]])

    found = analyze_stability(model, ["nash"])

    assert found.stable["nash"].tolist() == [[False, True, True], [True, True, True]]
    assert found.equilibria["nash"].tolist() == [1, 2]


def test_concepts_stand_in_the_order_in_which_they_were_asked_for_and_once() -> None:
    model = GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3]] * 2)

    found = analyze_stability(model, ["seq", "nash", "seq"])

    assert list(found.stable) == list(found.equilibria) == ["seq", "nash"]


def test_the_usual_four_concepts_are_worked_out_where_nobody_asks_for_others() -> None:
    found = analyze_stability(GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3]] * 2))

    assert list(found.stable) == ["nash", "gmr", "smr", "seq"]


def test_states_that_are_most_often_equilibria_come_first() -> None:
    model = GraphModel.from_options([0, 1], order=[[1, 0, 3, 2], [2, 0, 3, 1]])

    found = analyze_stability(model, ["nash", "gmr"]).strongest()

    assert list(found.items()) == [(3, ("nash", "gmr")), (0, ("gmr",))]


@FEWER
@given(option_conflicts())
def test_answers_by_position_have_a_column_for_each_state(conflict: OptionConflict) -> None:
    found = analyze_stability(conflict.model(), ["seq"])

    assert np.array_equal(found.by_position("seq"), found.stable["seq"][:, list(conflict.states)])


def test_a_frame_has_a_row_for_each_state(result: StabilityResult) -> None:
    frame = result.to_frame()

    assert frame["state", ""].tolist() == [0, 1, 2]
    assert frame["option", "a"].tolist() == [False, True, False]
    assert frame["option", "b"].tolist() == [False, False, True]
    assert frame["rank", "A"].tolist() == [1, 2, 0]
    assert frame["nash", "A"].tolist() == [False, True, True]
    assert frame["nash", "B"].tolist() == [True, True, False]
    assert frame["nash", "equilibrium"].tolist() == [False, True, False]


def test_a_frame_of_listed_states_stands_in_their_order() -> None:
    model = GraphModel.from_options([0, 1], states=[2, 0, 1], ranks=[[0, 1, 2], [1, 2, 0]])

    frame = analyze_stability(model, ["nash"]).to_frame()

    assert frame["state", ""].tolist() == [2, 0, 1]
    assert frame["nash", "0"].tolist() == [True, False, True]


def test_a_summary_counts_and_names_the_equilibria(result: StabilityResult) -> None:
    lines = result.summary().splitlines()

    assert lines[0] == "2 decision makers, 2 options, 3 states"
    assert lines[1] == "nash: 1 equilibria"
    assert any("1 YN nash, gmr" in line for line in lines)


def test_a_summary_in_a_notebook_shows_hostile_labels_as_text() -> None:
    model = GraphModel.from_arcs([[(0, 1)]], ranks=[[0, 1]], labels=["calm", HOSTILE])

    shown = analyze_stability(model)._repr_html_()

    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_a_result_carries_how_it_was_found(result: StabilityResult) -> None:
    assert (result.method, result.seed, result.version) == ("ArcThreats", None, __version__)
    assert result.case_digest == result.model.case_digest


def test_a_result_cannot_be_changed(result: StabilityResult) -> None:
    with pytest.raises(FrozenInstanceError):
        result.method = "guess"  # type: ignore[misc]
