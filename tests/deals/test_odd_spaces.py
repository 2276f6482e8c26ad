"""Spaces at the edge: a million outcomes, contradictory links, nobody with weight, values that are no numbers."""

from __future__ import annotations

import time

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, find_deals, pareto_frontier
from detente.errors import InputError


def test_a_million_outcomes_in_one_issue_take_seconds() -> None:
    rng = np.random.default_rng(0)
    tables = [rng.random((3, 1_000_000)), rng.random((3, 5)), rng.random((3, 5))]
    space = DealSpace.additive(tables, no_deal=[0.5, 0.5, 0.5])
    start = time.process_time()

    frontier, fair = pareto_frontier(space), fair_packages(space)

    assert time.process_time() - start < 20
    assert len(frontier) > 100
    assert {choice.gap for choice in fair.values()} == {0.0}


@pytest.mark.parametrize("method", ["enumeration", "exact"])
def test_links_that_contradict_each_other_are_the_reason(method: str) -> None:
    space = DealSpace.additive([[[1, 2]], [[1, 2]]], no_deal=[0], links=["i0.o0 iff i1.o1", "i0.o0 iff not i1.o1"])

    result = find_deals(space, method=method)

    assert result.reason == "the links contradict each other"
    assert [blocker.constraints for blocker in result.blockers] == [()]
    assert not result.openings


@pytest.mark.parametrize("method", ["frontier", "search"])
def test_party_without_weight_is_left_out_of_nothing(method: str) -> None:
    space = DealSpace.additive([[[1, 3], [5, 9]], [[2, 0], [1, 4]]], weights=[[1, 1], [0, 0]], no_deal=[0, 0])

    found = fair_packages(space, method=method)

    assert found["kalai_smorodinsky"].values.tolist() == [5, 0]
    assert "left out" in found["kalai_smorodinsky"].note


@pytest.mark.parametrize("method", ["merging", "enumeration"])
def test_packages_of_equal_values_are_one_point(method: str) -> None:
    space = DealSpace.additive([np.ones((2, 3)), np.ones((2, 3))], no_deal=[0, 0])

    assert len(pareto_frontier(space, method=method)) == 1


def test_every_value_that_is_no_number_is_told_with_its_place() -> None:
    with pytest.raises(InputError) as told:
        DealSpace.additive([[[1, np.nan]], [[np.inf, 2]]])

    assert [str(p).split(" is ")[0].split(": ")[-1] for p in told.value.problems] == [
        "values[0][0, 1]",
        "values[1][0, 0]",
    ]


def test_issue_without_outcomes_is_told() -> None:
    with pytest.raises(InputError, match=r"values\[1\] has no outcomes"):
        DealSpace.additive([[[1, 2]], np.zeros((1, 0))])
