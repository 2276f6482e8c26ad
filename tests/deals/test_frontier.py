"""The frontier holds each vector of values that nobody can better without loss to another, once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace, pareto_frontier
from detente.deals.frontier import pareto_positions
from tests.deals.small import Data, chosen, deals_of, small_case
from tests.reference import brute_force as reference
from tests.reference.problem import Problem
from tests.strategies import EXAMPLES, FEWER, cases


@EXAMPLES
@given(cases(max_constraints=4))
def test_frontier_is_that_of_pairwise_comparison(data: Data) -> None:
    problem = Problem(data)
    among = reference.acceptable(problem) or range(len(problem.packages))

    result = deals_of(data)

    expected = {problem.packages[n] for n in reference.frontier(problem, among)}
    found = [chosen(p) for p in result.frontier]
    assert expected == set(found)
    assert len(set(found)) == len(found)


@FEWER
@given(cases(max_constraints=4))
def test_frontier_is_sorted_by_the_values_of_the_principals(data: Data) -> None:
    result = deals_of(data)

    names = [name for name, party in data["parties"].items() if party["kind"] == "principal"]
    keys = [[p.values.get(name, 0.0) for name in names] for p in result.frontier]

    assert sorted(keys, reverse=True) == keys


@EXAMPLES
@given(st.integers(1, 4).flatmap(lambda rows: st.lists(st.tuples(*[st.integers(0, 3)] * rows), max_size=12)))
def test_positions_are_those_of_pairwise_comparison(packages: list[tuple[int, ...]]) -> None:
    values = np.array(packages, dtype=float).reshape(len(packages), -1).T if packages else np.zeros((2, 0))

    found = pareto_positions(values)

    def dominated(n: int) -> bool:
        mine = packages[n]
        better = [p for p in packages if p != mine and all(a >= b for a, b in zip(p, mine, strict=True))]
        return bool(better) or mine in packages[:n]

    assert {n for n in range(len(packages)) if not dominated(n)} == set(found.tolist())


def test_one_of_packages_with_equal_values_stands_for_all() -> None:
    data = small_case({"a": {"x": {"m": 50, "n": 50}, "y": {"p": 10, "q": 10}}})

    result = deals_of(data)

    assert [chosen(p) for p in result.frontier] == [("m", "p")]


def test_link_only_frontier_is_shown_where_there_is_no_deal() -> None:
    data = small_case({"a": {"x": {"m": 60, "n": 0}}, "b": {"x": {"m": 0, "n": 60}}}, no_deal={"a": 50, "b": 50})

    result = deals_of(data)

    assert result.frontier_basis == "linked"
    assert [chosen(p) for p in result.frontier] == [("m",), ("n",)]


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_no_packages_have_no_frontier(rows: int) -> None:
    assert pareto_positions(np.zeros((rows, 0))).tolist() == []


def test_frontier_that_is_given_up_says_so_and_how_to_ask_for_more() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((3, 4)) for _ in range(12)])

    few, whole = (pareto_frontier(space, most=most) for most in (100, None))

    assert (few.method, few.exact) == ("supported", False)
    assert "`most`" in few.note
    assert (whole.method, whole.exact, whole.note) == ("merging", True, "")
    assert {tuple(row) for row in few.values.tolist()} <= {tuple(row) for row in whole.values.tolist()}
