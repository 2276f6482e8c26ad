"""The frontier as arrays is that of comparing every package with every other, by whatever method."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import make_case
from detente.deals import DealSpace, Package, deal_space, find_deals, pareto_frontier
from detente.deals.pareto import Frontier
from detente.errors import InputError, TooLargeError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import Data, small_case
from tests.reference.plain_space import Plain
from tests.strategies import EXAMPLES, FEWER, cases


def vectors(frontier: Frontier) -> list[tuple[float, ...]]:
    return [tuple(row) for row in frontier.values.tolist()]


@pytest.mark.parametrize("method", ["auto", "merging", "enumeration"])
@EXAMPLES
@given(plain=plain_spaces())
def test_frontier_has_the_vectors_that_nothing_dominates(method: str, plain: Plain) -> None:
    found = pareto_frontier(as_space(plain), method=method)

    assert {tuple(map(float, v)) for v in plain.frontier} == set(vectors(found))
    assert len(set(vectors(found))) == len(found)
    assert found.exact


@FEWER
@given(plain=plain_spaces(), block=st.sampled_from((1, 3, 1000)))
def test_listing_in_blocks_gives_the_same_frontier(plain: Plain, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.deals.listing.BLOCK", block)
        patch.setattr("detente.deals.pareto.MAX_PACKAGES", 0)
        found = pareto_frontier(as_space(plain), method="enumeration")

    assert {tuple(map(float, v)) for v in plain.frontier} == set(vectors(found))
    assert found.method == "enumeration"


@FEWER
@given(plain=plain_spaces(parties=2, issues=4).filter(lambda plain: len(plain.no_deal) == 2))
def test_sweep_gives_the_same_frontier(plain: Plain) -> None:
    found = pareto_frontier(as_space(plain), method="sweep")

    assert {tuple(map(float, v)) for v in plain.frontier} == set(vectors(found))
    assert found.exact


def test_sweep_of_real_values_says_that_it_may_pass_over_points() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((2, 3)) for _ in range(6)])

    found, whole = (pareto_frontier(space, method=method) for method in ("sweep", "merging"))

    assert not found.exact
    assert set(map(tuple, np.round(found.values, 6).tolist())) <= set(map(tuple, np.round(whole.values, 6).tolist()))


def test_dense_links_between_many_issues_are_swept() -> None:
    rng = np.random.default_rng(4)
    links = [f"not (i{a}.o{rng.integers(3)} and i{b}.o{rng.integers(3)})" for a in range(22) for b in range(a)]
    tables = [rng.integers(0, 11, (2, 5)) for _ in range(22)]
    space = DealSpace.additive(tables, links=links)

    found = pareto_frontier(space)

    assert found.method == "sweep"
    assert found.exact
    assert len(found) > 3


@EXAMPLES
@given(plain=plain_spaces())
def test_packages_are_linked_and_worth_what_is_said(plain: Plain) -> None:
    found = pareto_frontier(as_space(plain))

    for package, values in zip(found.packages.tolist(), found.values.tolist(), strict=True):
        assert tuple(package) in plain.linked
        assert tuple(map(float, plain.worth(tuple(package)))) == tuple(values)


@EXAMPLES
@given(cases(max_constraints=6))
def test_merging_a_case_gives_the_frontier_of_its_enumeration(data: Data) -> None:
    """With interactions, ratifiers, parties that sign only where they are needed, and lines of all kinds."""
    case = make_case(data)
    whole = find_deals(case)

    found = pareto_frontier(deal_space(case), method="merging", basis=whole.frontier_basis)

    rows = list(whole.space.principals)
    expected = [[p.values.get(whole.space.parties[n], 0.0) for n in rows] for p in whole.frontier]
    assert sorted(expected, reverse=True) == expected
    assert np.allclose(np.array(expected).reshape(len(expected), len(rows)), found.values[:, rows], atol=1e-8)


@FEWER
@given(cases(max_constraints=4))
def test_frontier_of_a_case_is_that_of_the_whole_analysis(data: Data) -> None:
    case = make_case(data)

    assert find_deals(case).frontier == pareto_frontier(case)


def test_frontier_is_a_sequence_of_named_packages() -> None:
    frontier = pareto_frontier(DealSpace.additive([[[1, 0], [0, 1]]], no_deal=[0, 0]))

    assert len(frontier) == 2
    assert frontier[0] == Package({"i0": "o0"}, {"p0": 1.0, "p1": 0.0})
    assert frontier[-1:] == (frontier[1],)
    assert list(frontier) == [frontier[0], frontier[1]]
    assert frontier == tuple(frontier)


def test_frontier_as_a_table_names_outcomes_and_parties() -> None:
    frame = pareto_frontier(DealSpace.additive([[[1, 0], [0, 1]]], no_deal=[0, 0])).to_frame()

    assert frame.to_dict("list") == {"i0": ["o0", "o1"], "value_p0": [1, 0], "value_p1": [0, 1]}


def test_forty_issues_take_no_time_and_agree_with_half_of_them_enumerated() -> None:
    rng = np.random.default_rng(0)
    tables = [rng.integers(0, 101, (2, 5)) for _ in range(8)]
    nothing = [np.zeros((2, 1))] * 32

    small = pareto_frontier(DealSpace.additive(tables, no_deal=[300, 300]), method="enumeration")
    large = pareto_frontier(DealSpace.additive([*tables, *nothing], no_deal=[300, 300]), method="merging")

    assert vectors(small) == vectors(large)


def test_sums_that_are_equal_on_paper_are_equal() -> None:
    tables = [np.array([[0.1, 0.3], [1, 0]]), np.array([[0.2, 0.0], [0, 1]])]

    frontier = pareto_frontier(DealSpace.additive(tables, no_deal=[0.3, 1]))

    assert len(frontier) == 1
    assert (frontier.values >= [0.3, 1]).all()


def test_nothing_is_on_the_frontier_where_no_deal_is_better_for_somebody() -> None:
    assert len(pareto_frontier(DealSpace.additive([[[1, 2], [2, 1]]], no_deal=[5, 0]))) == 0


def test_case_without_a_deal_shows_the_frontier_that_the_links_allow() -> None:
    case = make_case(
        small_case({"a": {"x": {"m": 60, "n": 0}}, "b": {"x": {"m": 0, "n": 60}}}, no_deal={"a": 50, "b": 50})
    )

    assert pareto_frontier(case).basis == "linked"
    assert len(pareto_frontier(case, method="merging")) == 2
    assert len(pareto_frontier(case, basis="acceptable")) == 0
    assert len(pareto_frontier(deal_space(case))) == 0


def test_links_that_contradict_each_other_leave_nothing() -> None:
    space = DealSpace.additive([[[1, 2]], [[1, 2]]], no_deal=[0], links=["i0.o0 iff i1.o1", "i0.o0 iff not i1.o1"])

    assert len(pareto_frontier(space)) == 0


def test_links_around_a_ring_of_many_issues_are_kept() -> None:
    count = 30
    rng = np.random.default_rng(1)
    tables = [rng.integers(0, 10, (2, 3)) for _ in range(count)]
    links = [f"not (i{j}.o{o} and i{(j + 1) % count}.o{o})" for j in range(count) for o in range(3)]

    frontier = pareto_frontier(DealSpace.additive(tables, links=links))

    neighbours = np.roll(frontier.packages, -1, axis=1)
    assert len(frontier) > 10
    assert (frontier.packages != neighbours).all()


def test_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="merging"):
        pareto_frontier(DealSpace.additive([[[1]]]), method="magic")


def test_named_method_that_cannot_hold_the_problem_says_so() -> None:
    tables = [np.random.default_rng(j).random((5, 6)) for j in range(40)]

    with pytest.raises(TooLargeError):
        pareto_frontier(DealSpace.additive(tables), method="enumeration")
    with pytest.raises(TooLargeError, match="at once"):
        pareto_frontier(DealSpace.additive(tables), method="merging")
