"""Every form of preference orders the states as its definition says, ties included."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.stability import GraphModel
from detente.stability.preferences import ranks_of_order, ranks_of_payoffs, ranks_of_statements, ranks_of_weights
from tests.reference.logic import Tree, in_full, is_true
from tests.stability.strategies import EXAMPLES, FEWER
from tests.strategies import trees

NAMES = {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}
STATES = np.arange(1 << len(NAMES))


def dense(values: Sequence[Any]) -> list[int]:
    """Return the place of each value among the different ones, 0 for the least."""
    place = {v: n for n, v in enumerate(sorted(set(values)))}
    return [place[v] for v in values]


def statement_values(statements: list[Tree]) -> list[int]:
    """Ψ(s) = Σ_j 2^(k−j) for each statement j of k that holds, in whole numbers of any size."""
    count = len(statements)

    def value(state: int) -> int:
        taken = {name for name, k in NAMES.items() if state >> k & 1}
        return sum(2 ** (count - j) for j, tree in enumerate(statements, 1) if is_true(tree, taken))

    return [value(s) for s in STATES.tolist()]


@FEWER
@given(st.lists(trees(tuple(NAMES), 4), max_size=12))
def test_statements_order_states_by_powers_of_two(statements: list[Tree]) -> None:
    found = ranks_of_statements(list(map(in_full, statements)), STATES, NAMES)

    assert found.tolist() == dense(statement_values(statements))


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_statements_order_states_as_big_integers_do(seed: int) -> None:
    random = Random(seed)
    statements: list[Tree] = ["e"]
    for _ in range(199):
        left, right = random.sample(sorted(NAMES), 2)
        statements.insert(0, (random.choice(("and", "or", "if", "iff")), left, right))
    values = statement_values(statements)
    assert max(values) > 2**64

    assert ranks_of_statements(list(map(in_full, statements)), STATES, NAMES).tolist() == dense(values)


def test_the_last_of_two_hundred_statements_still_breaks_a_tie() -> None:
    statements = ["a or not a"] * 199 + ["b"]

    ranks = ranks_of_statements(statements, STATES, NAMES)

    assert ranks.tolist() == [s >> 1 & 1 for s in STATES.tolist()]


def test_the_first_of_two_hundred_statements_outweighs_all_others() -> None:
    ranks = ranks_of_statements(["a", *["not a"] * 199], STATES, NAMES)

    assert ranks.tolist() == [s & 1 for s in STATES.tolist()]


def test_without_a_statement_all_states_are_tied() -> None:
    assert set(ranks_of_statements([], STATES, NAMES).tolist()) == {0}


def test_every_statement_that_names_no_option_is_named() -> None:
    with pytest.raises(InputError) as refused:
        ranks_of_statements(["a", "b and x", "not y"], STATES, NAMES)

    [problem] = refused.value.problems
    assert problem.rule == "priorities"
    assert "x, y" in problem.what
    assert "a, b, c" in problem.remedy


def test_a_statement_that_is_no_expression_is_bad_input() -> None:
    with pytest.raises(InputError, match="a and") as refused:
        GraphModel.from_options([0, 1], options=["a", "b"], priorities=[["a and"], ["b"]])

    assert {p.rule for p in refused.value.problems} == {"priorities"}


@EXAMPLES
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 5), min_size=1, max_size=12))
def test_payoffs_order_states_by_their_size(payoffs: list[float]) -> None:
    assert ranks_of_payoffs(payoffs).tolist() == dense(payoffs)


@EXAMPLES
@given(st.lists(st.integers(0, 4), min_size=1, max_size=10))
def test_an_order_with_its_ties_gives_back_the_ranks(ranks: list[int]) -> None:
    tiers: list[list[int]] = [
        [s for s, r in enumerate(ranks) if r == level] for level in sorted(set(ranks), reverse=True)
    ]
    order = [tier[0] if len(tier) == 1 else tier for tier in tiers]

    found = ranks_of_order(order, range(len(ranks)))

    assert dense(found.tolist()) == dense(ranks)


@pytest.mark.parametrize("tie", [[0, 2], (0, 2), {0, 2}, frozenset({0, 2})])
def test_a_tie_may_be_any_group(tie: object) -> None:
    assert ranks_of_order([1, tie, 3], range(4)).tolist() == [1, 2, 1, 0]


def test_an_order_names_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(InputError) as refused:
        ranks_of_order([0, [0, 7], 1], range(4))

    [problem] = refused.value.problems
    assert problem.rule == "ranking"
    for fault in ("state 0 stands twice", "no state 7", "state 2 is missing", "state 3 is missing"):
        assert fault in problem.what


@EXAMPLES
@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=5, max_size=5))
def test_weights_order_states_by_exact_sums(weights: list[Decimal]) -> None:
    exact = [Fraction(w) for w in weights]
    sums = [sum((w for k, w in enumerate(exact) if s >> k & 1), Fraction(0)) for s in STATES.tolist()]

    assert ranks_of_weights([float(w) for w in exact], STATES).tolist() == dense(sums)


def test_sums_that_are_equal_on_paper_are_tied() -> None:
    ranks = ranks_of_weights([0.1, 0.2, 0.3], np.arange(8))

    assert ranks[0b011] == ranks[0b100]


@pytest.mark.parametrize("unit", [2.0**-40, 2.0**-10, 1.0, 2.0**10, 2.0**40])
def test_the_unit_of_weights_does_not_matter(unit: float) -> None:
    # Powers of two change no digit; 0.1 + 0.2 and 0.3 are equal on paper in every unit.
    ranks = ranks_of_weights([0.1 * unit, 0.2 * unit, 0.3 * unit], np.arange(8))

    assert ranks.tolist() == [0, 1, 2, 3, 3, 4, 5, 6]


def test_all_forms_of_one_preference_make_the_same_model() -> None:
    names = ["a", "b"]
    rows = [[0, 1, 2, 3], [3, 1, 2, 0]]
    forms = [
        GraphModel.from_options([0, 1], options=names, ranks=rows),
        GraphModel.from_options([0, 1], options=names, payoffs=[[-1.5, 0, 0.5, 9], [1e9, 0, 1, -1e9]]),
        GraphModel.from_options([0, 1], options=names, order=[[3, 2, 1, 0], [0, 2, 1, 3]]),
        GraphModel.from_options([0, 1], options=names, weights=[[1, 2], [-2, -1]]),
        GraphModel.from_options([0, 1], options=names, priorities=[["b", "a"], ["not a", "not b"]]),
    ]

    assert [form.ranks.tolist() for form in forms] == [rows] * 5


def test_orders_of_two_decision_makers_may_have_different_ties() -> None:
    model = GraphModel.from_options([0, 1], order=[[0, [1, 2], 3], [3, 2, 1, 0]])

    assert dense(model.ranks[0].tolist()) == [2, 1, 1, 0]
    assert dense(model.ranks[1].tolist()) == [0, 1, 2, 3]


def test_decision_makers_may_have_different_numbers_of_statements() -> None:
    model = GraphModel.from_options([0, 1], priorities=[["o0"], ["o1", "o0"]])

    assert model.ranks.tolist() == [[0, 1, 0, 1], [0, 1, 2, 3]]


def test_payoffs_of_what_cannot_be_are_not_looked_at() -> None:
    payoffs = [[0, 1, float("nan"), 3], [3, 2, float("inf"), 0]]

    model = GraphModel.from_options([0, 1], payoffs=payoffs, feasible=[True, True, False, True])

    assert model.ranks.tolist() == [[0, 1, 2], [2, 1, 0]]


def test_an_order_need_not_name_what_cannot_be() -> None:
    model = GraphModel.from_options([0, 1], options=["a", "b"], infeasible=["a and b"], order=[[2, 1, 0], [0, 1, 2]])

    assert model.ranks.tolist() == [[0, 1, 2], [2, 1, 0]]


def test_whole_numbers_of_any_size_are_payoffs() -> None:
    model = GraphModel.from_options([0], payoffs=[[-(2**62), 2**62]])

    assert model.ranks.tolist() == [[0, 1]]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_payoff_that_is_no_finite_number_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="finite numbers") as refused:
        GraphModel.from_options([0, 1], payoffs=[[0.0, 1, 2, 3], [0.0, bad, 2, 3]])

    assert {p.rule for p in refused.value.problems} <= {"ranks", "payoffs"}


@pytest.mark.parametrize("bad", [[[0.0, 1.5, 2, 3]] * 2, [[True, False, True, False]] * 2, [["0", "1", "2", "3"]] * 2])
def test_ranks_that_are_no_whole_numbers_are_refused(bad: ArrayLike) -> None:
    with pytest.raises(InputError, match="whole numbers") as refused:
        GraphModel.from_options([0, 1], ranks=bad)

    assert [p.rule for p in refused.value.problems] == ["ranks"]


@pytest.mark.parametrize("row", [[True, False, True, False], ["0", "1", "2", "3"], [0, None, 1, 2]])
def test_payoffs_that_are_no_numbers_are_refused(row: list[Any]) -> None:
    with pytest.raises(InputError, match="finite numbers"):
        GraphModel.from_options([0, 1], payoffs=[row, row])


@pytest.mark.parametrize(
    ("kind", "shape"), list(product(("ranks", "payoffs"), [(2, 3), (3, 4), (1, 4), (4, 2), (2, 4, 1), (8,)]))
)
def test_an_array_of_another_shape_is_refused_with_the_shape_that_is_needed(kind: str, shape: tuple[int, ...]) -> None:
    table = np.zeros(shape, dtype=int)

    with pytest.raises(InputError) as refused:
        GraphModel.from_options([0, 1], decision_makers=["A", "B"], **{kind: table})  # type: ignore[arg-type]

    [problem] = refused.value.problems
    assert problem.rule == kind
    assert str(shape) in problem.what
    assert "2 decision makers × 4 states" in problem.remedy


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        GraphModel.from_options([0, 1], decision_makers=["A", "B"], ranks=[[0, 1, 2, 3], [0, 1]])

    assert {p.rule for p in refused.value.problems} == {"ranks"}


@pytest.mark.parametrize("kind", ["order", "priorities", "weights"])
def test_a_preference_for_each_decision_maker_is_needed(kind: str) -> None:
    value = {"order": [[0, 1, 2, 3]], "priorities": [["o0"]], "weights": [[1, 2]]}[kind]

    with pytest.raises(InputError, match=f"{kind} of 1 decision makers, there are 2") as refused:
        GraphModel.from_options([0, 1], decision_makers=["A", "B"], **{kind: value})  # type: ignore[arg-type]

    assert [p.rule for p in refused.value.problems] == [kind]


@pytest.mark.parametrize("weights", [[[1, 2, 3], [1, 2]], [[1], [1, 2]]])
def test_a_weight_for_each_option_is_needed(weights: list[list[float]]) -> None:
    with pytest.raises(InputError, match="weights do not fit the options"):
        GraphModel.from_options([0, 1], decision_makers=["A", "B"], weights=weights)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_weight_that_is_no_finite_number_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="finite numbers") as refused:
        GraphModel.from_options([0, 1], weights=[[1, bad], [0, 1]])

    assert [p.rule for p in refused.value.problems] == ["weights"]


def test_two_forms_of_preference_at_once_are_refused() -> None:
    with pytest.raises(InputError, match="ranks and order") as refused:
        GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3]] * 2, order=[[0, 1, 2, 3]] * 2)

    [problem] = refused.value.problems
    assert problem.rule == "preferences"
    assert "ranks, payoffs, order, priorities, weights" in problem.remedy


def test_a_model_without_preferences_is_refused() -> None:
    with pytest.raises(InputError, match="nothing says how states are preferred") as refused:
        GraphModel.from_options([0, 1], decision_makers=["A", "B"])

    assert [p.rule for p in refused.value.problems] == ["preferences"]


def test_a_model_without_preferences_and_names_is_refused_for_its_preferences() -> None:
    with pytest.raises(InputError) as refused:
        GraphModel.from_options([0, 1])

    assert [p.rule for p in refused.value.problems] == ["preferences"]
