"""Plain tables that are wrong, contradictory, degenerate or enormous: a located error or an answer, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, find_blockers, find_deals, find_openings, pareto_frontier
from detente.deals.checking import Checking
from detente.deals.counting import count_linked
from detente.deals.find import METHODS
from detente.deals.program import GAVE_UP
from detente.deals.sweep import swept_frontier
from detente.deals.terms import linked_terms
from detente.deals.units import Indices
from detente.errors import DetenteError, InputError, TooLargeError

SOON = 20.0
"""CPU seconds."""
GOOD: list[Any] = [[[1, 2], [2, 1]], [[0, 1], [1, 0]]]


def test_all_faults_of_all_tables_are_told_at_once() -> None:
    tables: Any = [[[1, np.nan], [2, 1]], [[1], [2], [3]], [[], []], [[np.inf, 1], [-np.inf, 1]]]

    with pytest.raises(InputError) as caught:
        DealSpace.additive(tables)

    message = str(caught.value)
    for place in (
        "values[0][0, 1]",
        "values[1] has 3 rows",
        "values[2] has no outcomes",
        "values[3][0, 0]",
        "values[3][1, 0]",
    ):
        assert place in message


def test_a_million_faults_are_not_a_million_messages() -> None:
    with pytest.raises(InputError) as caught:
        DealSpace.additive([np.full((2, 500_000), np.nan)])

    assert len(str(caught.value).splitlines()) < 50


def test_every_negative_weight_is_told_with_its_place() -> None:
    weights = np.array([[-1, 1], [1, -0.5]])

    with pytest.raises(InputError) as caught:
        DealSpace.additive(GOOD, weights=weights)

    assert "weights[0, 0] is -1" in str(caught.value)
    assert "weights[1, 1] is -0.5" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["i0.o0 and", "(i0.o0", "i0.o0 i1.o1", "", "and", "not", "i0.o0 xor i1.o1", "i0.o0 = 1"]
)
def test_link_that_is_no_sentence_is_refused_with_a_message(text: str) -> None:
    with pytest.raises(DetenteError) as caught:
        DealSpace.additive(GOOD, links=[text])

    assert str(caught.value)


@pytest.mark.parametrize("depth", [200, 20_000])
def test_link_of_any_depth_is_read_or_refused(depth: int) -> None:
    text = "(" * depth + "i0.o0" + ")" * depth
    began = time.process_time()

    try:
        space = DealSpace.additive(GOOD, links=[text])
    except DetenteError:
        assert depth > 20
    else:
        assert find_deals(space).packages["linked"] == 2
    assert time.process_time() - began < SOON


CONTRADICTIONS = {
    "one outcome and not": ["i0.o0", "not i0.o0"],
    "two outcomes of one issue": ["i0.o0", "i0.o1"],
    "a circle": ["i0.o0 iff i1.o0", "i1.o0 iff not i0.o0"],
    "no outcome is left": ["not i0.o0", "not i0.o1"],
}


@pytest.mark.parametrize("method", METHODS[1:])
@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_links_that_contradict_each_other_are_the_only_blocker(kind: str, method: str) -> None:
    result = find_deals(DealSpace.additive(GOOD, no_deal=[0, 0], links=CONTRADICTIONS[kind]), method=method)

    assert result.reason == "the links contradict each other"
    assert [b.constraints for b in result.blockers] == [()]
    assert not result.openings
    assert not result.fair
    assert not len(result.frontier)


def test_links_that_contradict_each_other_among_fifty_issues_are_found_out_soon() -> None:
    """Around a ring each issue differs from the next, with two outcomes and an odd number of issues."""
    links = [f"not (i{j}.o{o} and i{(j + 1) % 51}.o{o})" for j in range(51) for o in range(2)]
    space = DealSpace.additive([np.ones((3, 2))] * 51, no_deal=[0, 0, 0], links=links)
    began = time.process_time()

    assert len(pareto_frontier(space)) == 0
    assert fair_packages(space) == {}
    assert [b.constraints for b in find_blockers(space)] == [()]
    assert find_openings(space) == ()
    assert find_deals(space).reason == "the links contradict each other"
    assert time.process_time() - began < SOON


def test_a_million_outcomes_in_one_issue_are_solved_soon() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((2, 1_000_000)), rng.random((2, 4))], no_deal=[0.5, 0.5])
    began = time.process_time()

    found = fair_packages(space)

    assert len(found) == 4
    assert all(choice.gap == 0 for choice in found.values())
    assert time.process_time() - began < SOON


def test_a_thousand_issues_are_solved_soon() -> None:
    """A dollar of a thousand coins, each an issue."""
    space = DealSpace.additive([np.eye(2)] * 1_000, no_deal=[0, 0])
    began = time.process_time()

    found = fair_packages(space)

    assert found["nash"].values.tolist() == [500, 500]
    assert found["nash"].gap == 0
    assert time.process_time() - began < SOON


def test_one_party_one_issue_one_outcome_is_a_problem_too() -> None:
    for method in METHODS[1:]:
        result = find_deals(DealSpace.additive([[[5]]], no_deal=[5]), method=method)
        assert result.packages["acceptable"] == 1
        assert [p.values for p in result.frontier] == [{"p0": 5.0}]


def test_opening_whose_package_is_not_found_in_time_is_not_left_out_of_a_complete_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Checking.package

    def late(self: Checking, held: int, seconds: float, aims: Mapping[int, float] | None = None) -> Indices | None:
        if aims:
            self.is_unknown = True
            return None
        return whole(self, held, seconds)

    monkeypatch.setattr(Checking, "package", late)

    result = find_deals(DealSpace.additive([[[4, 0], [0, 4]]], no_deal=[3, 3]), method="exact")

    assert len(result.openings) == 2 or not result.complete


def test_best_value_that_is_not_found_in_time_is_replaced_by_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Checking.package

    def late(self: Checking, held: int, seconds: float, aims: Mapping[int, float] | None = None) -> Indices | None:
        if aims and len(aims) == 1:
            self.is_unknown = True
            return None
        return whole(self, held, seconds, aims)

    monkeypatch.setattr(Checking, "package", late)

    result = find_deals(DealSpace.additive([[[4, 0], [0, 4]]], no_deal=[3, 3]), method="exact")

    assert [o.loss for o in result.openings] == [4, 4]
    assert "at most" in result.parameters["openings"]


def test_solver_that_gives_up_is_no_proof_that_there_is_no_deal(monkeypatch: pytest.MonkeyPatch) -> None:
    class GaveUp:
        x = mip_dual_bound = None
        status = GAVE_UP

    monkeypatch.setattr("detente.deals.program.milp", lambda *_, **__: GaveUp())
    space = DealSpace.additive(GOOD, no_deal=[0, 0], links=["not (i0.o0 and i1.o1)"])

    with pytest.raises(TooLargeError, match="time"):
        fair_packages(space, method="search")
    assert find_deals(space, method="exact").has_deal


def test_sweep_without_time_is_not_the_whole_frontier() -> None:
    points, is_whole = swept_frontier(linked_terms(DealSpace.additive(GOOD)), seconds=-1)

    assert is_whole is (len(points.packages) == 3)


def test_millions_of_outcomes_block_soon() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((2, 1_000_000))], no_deal=[1.5, 0.2])
    began = time.process_time()

    result = find_deals(space, method="exact")

    assert [str(c) for b in result.blockers for c in b.constraints] == ["p0's no deal"]
    assert result.complete
    assert time.process_time() - began < SOON


def test_links_too_dense_to_count_give_at_least_what_was_found() -> None:
    rng = np.random.default_rng(1)
    pairs = [rng.choice(120, 2, replace=False) for _ in range(200)]
    links = [f"not (i{a}.o{rng.integers(4)} and i{b}.o{rng.integers(4)})" for a, b in pairs]
    space = DealSpace.additive([np.ones((2, 4))] * 120, links=links)
    began = time.process_time()

    with pytest.raises(TooLargeError, match="count"):
        count_linked(space)

    assert time.process_time() - began < 2


def test_step_of_the_funnel_that_cannot_be_counted_is_at_least_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.deals.counting.MAX_WORK", 0)
    space = DealSpace.additive(GOOD, no_deal=[0, 0], links=["not (i0.o0 and i1.o1)"])

    result = find_deals(space, method="exact")

    assert result.has_deal
    assert result.packages["linked"] == result.packages["acceptable"] == 3
    assert result.parameters["linked"] == "at least"
    assert "acceptable" not in result.parameters


@pytest.mark.parametrize("method", METHODS[1:])
def test_two_issues_of_a_thousand_outcomes_are_analysed_without_their_trades(method: str) -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((2, 1_000)) for _ in range(2)], no_deal=[0.5, 0.5])

    result = find_deals(space, method=method)

    assert result.has_deal
    assert not result.trades
    assert "i0 and i1" in result.parameters["trades"]
