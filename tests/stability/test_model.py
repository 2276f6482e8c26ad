"""A graph model holds what it was given, by position and by index, and refuses what makes no sense, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from detente.errors import InputError, Problem
from detente.stability import GraphModel
from tests.stability.strategies import FEWER, OptionConflict, option_conflicts

FLAT = [[0, 0, 0, 0]] * 2


def problems(**changed: Any) -> Sequence[Problem]:
    """Return what is wrong with a model of two decision makers with an option each, after some changes."""
    given: dict[str, Any] = {
        "owners": [0, 1],
        "ranks": FLAT,
        "decision_makers": ["A", "B"],
        "options": ["a", "b"],
    } | changed
    with pytest.raises(InputError) as refused:
        GraphModel.from_options(given.pop("owners"), **given)
    assert all(p.what and p.remedy for p in refused.value.problems)
    return refused.value.problems


@FEWER
@given(option_conflicts())
def test_positions_count_the_feasible_states(conflict: OptionConflict) -> None:
    model = conflict.model()

    assert model.size == len(conflict.states)
    assert model.index.tolist() == list(conflict.states)
    assert [model.position(s) for s in conflict.states] == list(range(model.size))


@FEWER
@given(option_conflicts())
def test_ranks_stand_by_position(conflict: OptionConflict) -> None:
    model = conflict.model()

    for row, ranks in zip(model.ranks.tolist(), conflict.ranks, strict=True):
        assert dict(zip(conflict.states, row, strict=True)) == ranks


@FEWER
@given(option_conflicts())
def test_rules_and_the_truth_table_of_feasible_states_are_two_ways_to_say_one_thing(conflict: OptionConflict) -> None:
    count = len(conflict.owners)
    missing = [s for s in range(conflict.columns) if s not in conflict.states]
    patterns = ["".join("Y" if s >> k & 1 else "N" for k in range(count)) for s in missing]

    model = GraphModel.from_options(conflict.owners, ranks=conflict.table(), infeasible=patterns)

    assert model.index.tolist() == list(conflict.states)
    assert np.array_equal(model.ranks, conflict.model().ranks)


def test_rules_and_a_truth_table_together_leave_what_both_allow() -> None:
    feasible = np.array([True, True, True, True, False, False, True, True])

    model = GraphModel.from_options(
        [0, 0, 1], ranks=np.arange(16).reshape(2, 8), feasible=feasible, infeasible=["o0 and o1"]
    )

    assert model.index.tolist() == [0, 1, 2, 6]
    assert model.ranks.tolist() == [[0, 1, 2, 6], [8, 9, 10, 14]]


def test_rules_beside_a_truth_table_that_allows_everything_still_hold() -> None:
    model = GraphModel.from_options([0, 1], ranks=FLAT, feasible=[True] * 4, infeasible=["YY"])

    assert model.index.tolist() == [0, 1, 2]


def test_a_state_that_is_none_has_no_position() -> None:
    every = GraphModel.from_options([0, 1], ranks=FLAT)
    some = GraphModel.from_options([0, 1], ranks=FLAT, infeasible=["YY"])

    for model, state in ((every, 4), (every, -1), (some, 3), (some, 7)):
        with pytest.raises(KeyError):
            model.position(state)


def test_listed_states_keep_their_order() -> None:
    model = GraphModel.from_options([0, 1], states=[3, 0, 2], ranks=[[1, 2, 3], [3, 2, 1]])

    assert model.index.tolist() == [3, 0, 2]
    assert model.ranks.tolist() == [[1, 2, 3], [3, 2, 1]]
    assert model.position(2) == 2
    assert not model.dense


def test_names_are_numbers_where_nobody_gave_any() -> None:
    model = GraphModel.from_options([1, 0, 1], ranks=np.zeros((2, 8), dtype=int))

    assert model.decision_makers == ("0", "1")
    assert model.options == ("o0", "o1", "o2")
    assert model.directions == ("both", "both", "both")


def test_the_own_options_of_a_decision_maker_are_bits() -> None:
    model = GraphModel.from_options(
        [0, 1, 0, 0], directions=["on", "off", "off", "both"], ranks=np.zeros((2, 16), dtype=int)
    )

    assert model.own_bits(0) == (0b1101, 0b0001, 0b0100)
    assert model.own_bits(1) == (0b0010, 0, 0b0010)


def test_a_state_is_labelled_by_its_options() -> None:
    model = GraphModel.from_options([0, 1, 1], ranks=np.zeros((2, 8), dtype=int), infeasible=["NNN"])

    assert [model.label(p) for p in range(3)] == ["YNN", "NYN", "YYN"]
    assert model.pattern(model.position(6)) == "NYY"


def test_a_state_of_arcs_without_labels_is_labelled_by_its_number() -> None:
    assert GraphModel.from_arcs([[(0, 1)]], ranks=[[0, 1]]).label(1) == "1"


def test_values_are_spread_over_all_combinations_and_false_where_no_state_is() -> None:
    model = GraphModel.from_options([0, 1], ranks=FLAT, infeasible=["YN"])

    assert model.spread(np.ones((2, 3), dtype=bool)).tolist() == [[True, False, True, True]] * 2


@pytest.mark.parametrize("owner", [2, -1, 1.0, "A", True, None])
def test_an_option_that_belongs_to_nobody_is_refused(owner: object) -> None:
    [problem] = problems(owners=[0, owner])

    assert problem.rule == "owners"
    assert f"the owner of option 1 is {owner!r}" in problem.what
    assert "0–1" in problem.remedy


def test_owners_may_be_an_array() -> None:
    assert GraphModel.from_options(np.array([0, 1]), ranks=FLAT).owners == (0, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("direction", ["up", "ON", "", None])
def test_an_unknown_direction_is_refused(direction: object) -> None:
    [problem] = problems(directions=["both", direction])

    assert problem.rule == "directions"
    assert f"the direction of option 1 is {direction!r}" in problem.what
    assert "both, on or off" in problem.remedy


@pytest.mark.parametrize("feasible", [[True] * 3, [[True, True], [True, True]], [True] * 8, True, []])
def test_feasible_of_another_shape_is_refused(feasible: Any) -> None:
    [problem] = problems(feasible=feasible)

    assert problem.rule == "feasible"
    assert str(np.shape(feasible)) in problem.what
    assert "2^2 states" in problem.remedy


@pytest.mark.parametrize("feasible", [[1, 1, 1, 0], [1.0, 1.0, 0.0, 1.0], ["Y", "Y", "N", "Y"]])
def test_feasible_of_something_else_than_truth_values_is_refused(feasible: Any) -> None:
    [problem] = problems(feasible=feasible)

    assert problem.rule == "feasible"
    assert "truth values" in problem.what


@pytest.mark.parametrize("rules", [["a", "not a"], ["--"], ["YY", "YN", "N-"], ["a or not b", "NY"]])
def test_rules_that_contradict_each_other_are_refused(rules: list[str]) -> None:
    [problem] = problems(infeasible=rules)

    assert problem.rule == "infeasible"
    assert "no feasible state" in problem.what


def test_a_truth_table_that_allows_nothing_is_refused() -> None:
    [problem] = problems(feasible=[False] * 4)

    assert "no feasible state" in problem.what


def test_every_rule_that_cannot_be_read_is_named() -> None:
    found = problems(infeasible=["a and", "c", "YN-", "Y?", "a and b"])

    assert [p.rule for p in found] == ["infeasible"] * 4
    for problem, text in zip(found, ["a and", "c", "YN-", "Y?"], strict=True):
        assert repr(text) in problem.what


def test_two_options_of_one_name_are_refused() -> None:
    [problem] = problems(options=["a", "a"])

    assert problem.rule == "options"
    assert "two options are called 'a'" in problem.what


@pytest.mark.parametrize(("what", "given"), [("options", ["a"]), ("directions", ["both"] * 3)])
def test_something_else_than_one_for_each_option_is_refused(what: str, given: list[str]) -> None:
    [problem] = problems(**{what: given})

    assert problem.rule == what
    assert f"{len(given)} {what} for 2 owners" in problem.what


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([0, 1, 1], "a state is listed twice"),
        ([0, 4], "outside 0–3"),
        ([-1, 0], "outside 0–3"),
        ([0.0, 1.0], "whole numbers"),
        ([True, False], "whole numbers"),
    ],
)
def test_a_list_of_states_that_are_none_is_refused(states: list[Any], words: str) -> None:
    [problem] = problems(states=states, ranks=[[0] * len(states)] * 2)

    assert problem.rule == "states"
    assert words in problem.what


def test_an_empty_list_of_states_is_refused_as_a_list() -> None:
    [problem] = problems(states=[], ranks=[[], []])

    assert problem.rule == "states"


@pytest.mark.parametrize("rules", [{"infeasible": ["YY"]}, {"feasible": [True] * 4}])
def test_a_list_of_states_beside_rules_is_refused(rules: dict[str, Any]) -> None:
    [problem] = problems(states=[0, 1], ranks=[[0, 0]] * 2, **rules)

    assert problem.rule == "states"
    assert "give either" in problem.remedy


@pytest.mark.parametrize("count", [0, 63, 200])
def test_no_option_and_more_than_an_index_holds_are_refused(count: int) -> None:
    [problem] = problems(owners=[0] * count, options=None, ranks=None, priorities=[["o0"], ["o0"]])

    assert problem.rule == "options"
    assert f"{count} options" in problem.what
    assert "1 to 62" in problem.remedy


def test_more_options_than_an_index_holds_are_refused_whatever_else_is_given() -> None:
    found = problems(owners=[0] * 63, options=None, feasible=[True, False], infeasible=["o62", "x"], states=None)

    assert [p.rule for p in found] == ["options", "feasible", "infeasible"]


def test_all_faults_come_together() -> None:
    found = problems(
        owners=[0, 7, -1],
        options=["a", "a", "b"],
        directions=["both", "up"],
        infeasible=["a and", "zz"],
        feasible=[True, False],
    )

    assert [p.rule for p in found] == [
        "owners", "owners", "directions", "directions", "options", "feasible", "infeasible", "infeasible", "ranks",
    ]  # fmt: skip


def test_faults_of_the_options_and_of_the_preferences_come_together() -> None:
    found = problems(owners=[0, 7], ranks=[[0, 1, 2, 3]], feasible=[1, 1, 1, 1])

    assert {p.rule for p in found} == {"owners", "ranks", "feasible"}


def test_two_decision_makers_of_one_name_are_refused() -> None:
    [problem] = problems(decision_makers=["A", "A"])

    assert problem.rule == "decision_makers"


_NO_LISTS: dict[str, tuple[dict[str, Any], str]] = {
    "owners": ({"owners": 3}, "owners"),
    "infeasible": ({"infeasible": "ab"}, "infeasible"),
    "names of options": ({"options": "ab"}, "options"),
    "a number among the rules": ({"infeasible": [3]}, "infeasible"),
}


@pytest.mark.parametrize(("changed", "rule"), _NO_LISTS.values(), ids=_NO_LISTS)
def test_what_is_no_list_is_refused_by_its_name(changed: dict[str, Any], rule: str) -> None:
    assert [p.rule for p in problems(**changed)] == [rule]


def test_names_may_stand_in_arrays() -> None:
    model = GraphModel.from_options(
        [0, 1], ranks=FLAT, options=list(np.array(["a", "b"])), decision_makers=list(np.array(["A", "B"]))
    )

    assert (model.options, model.decision_makers) == (("a", "b"), ("A", "B"))
