"""Which combinations are states: rules, patterns and lists of states, and refusal of what no machine holds."""

from __future__ import annotations

import tracemalloc
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ExpressionError, InputError, TooLargeError
from detente.stability import GraphModel
from detente.stability.states import MAX_OPTIONS, at_most_one, feasible_states, option_value, rule_of
from tests.reference.logic import Tree, in_full, is_true
from tests.stability.strategies import EXAMPLES
from tests.strategies import trees

NAMES = {"a": 0, "b": 1, "c": 2, "d": 3}
LITTLE = 1 << 20
"""Bytes; the smallest list of refused states would take a thousand times more."""


def taken(state: int) -> set[str]:
    return {name for name, k in NAMES.items() if state >> k & 1}


def fits(pattern: str, state: int) -> bool:
    return all(letter == "-" or (letter == "Y") == bool(state >> k & 1) for k, letter in enumerate(pattern))


def listed(*rules: str) -> list[int]:
    return list(feasible_states(len(NAMES), [rule_of(text, NAMES) for text in rules]))


@EXAMPLES
@given(st.lists(trees(tuple(NAMES), 4), max_size=4), st.lists(st.text("YN-", min_size=4, max_size=4), max_size=3))
def test_a_state_is_what_no_rule_describes(conditions: list[Tree], patterns: list[str]) -> None:
    expected = [
        s for s in range(16)
        if not any(is_true(tree, taken(s)) for tree in conditions) and not any(fits(p, s) for p in patterns)
    ]  # fmt: skip

    assert listed(*map(in_full, conditions), *patterns) == expected


def test_option_k_is_bit_k() -> None:
    states = np.arange(8)

    assert option_value(states, 2).tolist() == [False] * 4 + [True] * 4


def test_a_pattern_has_a_letter_for_each_option() -> None:
    assert rule_of("YN--", NAMES).options == (0, 1)
    assert listed("YN--") == [s for s in range(16) if s % 4 != 1]


def test_a_pattern_may_be_written_with_a_dash() -> None:
    assert listed("Y––N") == listed("Y--N")


def test_a_rule_looks_at_its_own_options_only() -> None:
    assert rule_of("c and not a", NAMES).options == (0, 2)


@pytest.mark.parametrize("text", ["YN-", "YN---", "yn--", "e", "a and e"])
def test_a_rule_that_names_no_option_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="names no option") as refused:
        rule_of(text, NAMES)

    [problem] = refused.value.problems
    assert problem.rule == "infeasible"
    assert repr(text) in problem.what or text in problem.what
    assert "a, b, c, d" in problem.remedy


@pytest.mark.parametrize("text", ["", "a and", "(a", "a b", "YN?-", "not"])
def test_a_rule_that_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        rule_of(text, NAMES)


def test_at_most_one_forbids_every_pair() -> None:
    expected = [s for s in range(16) if not any(s >> i & 1 and s >> j & 1 for i, j in combinations((0, 2, 3), 2))]

    assert feasible_states(4, at_most_one([0, 2, 3])).tolist() == expected


def test_tight_rules_never_pass_through_all_combinations() -> None:
    rules = [rule for a, b in pairwise(range(MAX_OPTIONS)) for rule in at_most_one([a, b])]
    chain = [rule_of(f"o{b} and not o{a}", {f"o{k}": k for k in range(MAX_OPTIONS)}) for a, b in pairwise(range(62))]

    found = feasible_states(MAX_OPTIONS, [*rules, *chain], most=1000)

    assert found.tolist() == [0, 1]


def test_so_many_options_as_fit_an_index_are_told_apart() -> None:
    last = 1 << (MAX_OPTIONS - 1)
    model = GraphModel.from_options(
        [0] * (MAX_OPTIONS - 1) + [1], states=[0, last, last + 1], ranks=[[0, 1, 2], [0, 1, 0]]
    )

    assert model.index.tolist() == [0, last, last + 1]
    assert model.moves(1).of(0).tolist() == [1]
    assert model.moves(0).of(1).tolist() == [2]


def test_half_grown_states_are_counted_before_they_are_made() -> None:
    with pytest.raises(TooLargeError, match="after 6 of 10 options there are 64 states"):
        feasible_states(10, [], most=100)


def test_as_many_states_as_may_be_held_are_held() -> None:
    assert len(feasible_states(6, [], most=64)) == 64


@pytest.mark.parametrize(("options", "parties"), [(30, 30), (40, 2), (62, 2)])
def test_more_states_than_memory_holds_are_refused_before_anything_is_made(options: int, parties: int) -> None:
    owners = [k % parties for k in range(options)]
    priorities = [["o0"] for _ in range(parties)]
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError, match=f"{1 << options:,} states of {parties} decision makers") as refused:
            GraphModel.from_options(owners, priorities=priorities)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < LITTLE
    assert "add infeasible combinations" in str(refused.value)


def test_more_arc_states_than_memory_holds_are_refused_before_anything_is_made() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError, match="1,099,511,627,776 states"):
            GraphModel.from_arcs([[(0, 1)], []], states=1 << 40, ranks=[[0], [0]])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < LITTLE


def test_many_options_with_tight_rules_have_one_column_for_each_state() -> None:
    count = 40
    names = [f"o{k}" for k in range(count)]
    chain = [f"{b} and not {a}" for a, b in pairwise(names)]
    model = GraphModel.from_options([0] * 20 + [1] * 20, infeasible=chain, priorities=[["o0"], ["not o0"]])

    assert model.index.tolist() == [(1 << k) - 1 for k in range(count + 1)]
    assert not model.dense
