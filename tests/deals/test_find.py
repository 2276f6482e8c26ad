"""The verbs agree with the definitions, and every degenerate case has an answer with a reason."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import make_case
from detente.deals import find_blockers, find_deals, find_openings, pareto_frontier
from detente.deals.grid import MAX_PACKAGES, frame_of
from detente.errors import CaseError, TooLargeError
from tests.deals.small import Data, blocking, chosen, deals_of, relaxed, small_case, space_of
from tests.reference import brute_force as reference
from tests.reference.problem import Problem
from tests.strategies import EXAMPLES, FEWER, cases

# Random cases against the definitions


@EXAMPLES
@given(cases())
def test_counts_and_conflicts_are_those_of_the_definitions(data: Data) -> None:
    problem = Problem(data)

    result = deals_of(data)

    opening_sets = reference.openable(problem)
    assert reference.funnel(problem) == result.packages
    assert reference.without(problem) == result.without
    assert reference.blockers(problem) == set(blocking(result))
    assert opening_sets - {frozenset()} == set(relaxed(result))
    assert result.complete


@FEWER
@given(cases())
def test_no_set_is_listed_twice_and_smaller_ones_come_first(data: Data) -> None:
    result = deals_of(data)

    for listed in (blocking(result), relaxed(result)):
        assert len(set(listed)) == len(listed)
        assert sorted(map(len, listed)) == list(map(len, listed))


@FEWER
@given(cases())
def test_deal_reason_and_conflicts_tell_the_same(data: Data) -> None:
    result = deals_of(data)

    assert result.has_deal == (result.packages["acceptable"] > 0) == (not result.reason) == (not result.blockers)
    assert result.frontier_basis == ("acceptable" if result.has_deal else "linked")
    assert bool(result.fair) == result.has_deal


@FEWER
@given(cases())
def test_constraints_are_those_of_whoever_signs_something(data: Data) -> None:
    space = deals_of(data).space

    names = [(c.kind, c.party, c.issue, c.outcome) for c in space.constraints()]

    assert sorted(Problem(data).constraints, key=str) == sorted(names, key=str)


@pytest.mark.parametrize("seed", [0, 1])
def test_each_verb_returns_its_part_of_the_whole(seed: int) -> None:
    case = make_case(
        small_case({"a": {"x": {"m": 100, "n": 0}}, "b": {"x": {"m": 0, "n": 100}}}, no_deal={"a": 50, "b": 50 * seed})
    )

    whole = find_deals(case)

    assert whole.blockers == find_blockers(case)
    assert whole.openings == find_openings(case)
    assert whole.frontier == pareto_frontier(case)


# Invariants


@EXAMPLES
@given(cases(), st.randoms(use_true_random=False))
def test_permuting_parties_permutes_results(data: Data, random: Any) -> None:
    names = list(data["parties"])
    random.shuffle(names)
    permuted = {**data, "parties": {name: data["parties"][name] for name in names}}

    first, second = deals_of(data), deals_of(permuted)

    assert first.packages == second.packages
    assert first.without == second.without
    assert set(blocking(first)) == set(blocking(second))
    assert set(relaxed(first)) == set(relaxed(second))
    assert {chosen(p) for p in first.frontier} == {chosen(p) for p in second.frontier}
    assert {k: chosen(f.package) for k, f in first.fair.items()} == {
        k: chosen(f.package) for k, f in second.fair.items()
    }


@FEWER
@given(cases(uncertain=False), st.sampled_from([0.5, 3, 10]))
def test_scaling_all_saliences_of_a_party_changes_nothing(data: Data, factor: float) -> None:
    scaled = copy.deepcopy(data)
    for stance in next(iter(scaled["parties"].values())).get("stances", {}).values():
        stance["salience"] = factor * stance.get("salience", 50)

    first, second = deals_of(data), deals_of(scaled)

    assert first.packages == second.packages
    assert first.frontier == second.frontier
    assert first.openings == second.openings
    assert blocking(first) == blocking(second)
    assert {k: f.package for k, f in first.fair.items()} == {k: f.package for k, f in second.fair.items()}


@EXAMPLES
@given(cases(forms=("values", "red_line"), max_constraints=4))
def test_outcome_behind_a_red_line_of_everybody_changes_no_acceptable_package(data: Data) -> None:
    wider = copy.deepcopy(data)
    key, issue = next(iter(wider["issues"].items()))
    issue["outcomes"]["never"] = {"label": "Never", "at": 0}
    for party in wider["parties"].values():
        stance = party.setdefault("stances", {}).setdefault(key, {})
        stance["red_line"] = [*stance.get("red_line", ()), "never"]
        if "values" in stance:
            stance["values"]["never"] = 100

    first, second = deals_of(data), deals_of(wider)

    assert first.packages["acceptable"] == second.packages["acceptable"]
    if first.has_deal:
        assert first.frontier == second.frontier


@FEWER
@given(cases())
def test_same_case_gives_the_same_result(data: Data) -> None:
    first, second = deals_of(data), deals_of(copy.deepcopy(data))

    assert first.summary() == second.summary()
    assert first.case_digest == second.case_digest == make_case(data).digest


# Single cases


def test_red_line_blocks_package() -> None:
    data = small_case({"a": {"x": {"values": {"m": 100, "n": 0}, "red_line": ["n"]}}})

    result = deals_of(data)

    assert result.packages == {"all": 2, "linked": 2, "within_red_lines": 1, "above_bottom_lines": 1, "acceptable": 1}
    assert [chosen(p) for p in result.frontier] == [("m",)]


def test_bottom_line_accepts_what_is_worth_just_as_much() -> None:
    data = small_case({"a": {"x": {"values": {"m": 100, "n": 40, "o": 39}, "bottom_line": "n"}}})

    result = deals_of(data)

    assert result.packages["above_bottom_lines"] == 2


def test_package_worth_just_the_no_deal_value_is_signed() -> None:
    data = small_case({"a": {"x": {"m": 30, "n": 60}, "y": {"m": 30, "n": 60}}}, no_deal={"a": 45})

    result = deals_of(data)

    assert result.packages["acceptable"] == 3


def test_sums_that_are_equal_on_paper_are_equal() -> None:
    tenths = {f"i{n}": {"yes": 10, "no": 0} for n in range(3)}
    data = small_case({"a": tenths}, no_deal={"a": 10})  # a third of 10, three times, is not 10 in floats

    result = deals_of(data)

    assert result.packages["acceptable"] == 1


def test_red_line_on_every_outcome_leaves_that_party_alone_to_blame() -> None:
    data = small_case({"a": {"x": {"red_line": ["m", "n"]}}, "b": {"x": {"m": 1, "n": 2}}})

    result = deals_of(data)

    both = {("red_line", "a", "x", "m"), ("red_line", "a", "x", "n")}
    assert [frozenset(both)] == blocking(result)
    assert {frozenset([line]) for line in both} == set(relaxed(result))
    assert result.without == {"a": 2, "b": 0}
    assert result.reason == "no package meets every signer's constraints"


def test_links_that_contradict_each_other_are_the_reason() -> None:
    data = small_case(
        {"a": {"x": {"m": 1, "n": 2}}, "b": {"x": {"red_line": ["m"]}}}, links=[{"require": "x.m"}, {"forbid": "x.m"}]
    )

    result = deals_of(data)

    assert result.packages == {"all": 2, "linked": 0, "within_red_lines": 0, "above_bottom_lines": 0, "acceptable": 0}
    assert [frozenset()] == blocking(result)
    assert result.blockers[0].links == (0, 1)
    assert not result.openings
    assert not result.frontier
    assert not result.fair
    assert not result.trades
    assert result.reason == "the links contradict each other"
    assert "blocked by: the links alone" in result.summary()


def test_one_principal_signs_its_best_package() -> None:
    data = small_case({"a": {"x": {"m": 10, "n": 90}, "y": {"m": 90, "n": 10}}}, no_deal={"a": 20})

    result = deals_of(data)

    assert [chosen(p) for p in result.frontier] == [("n", "m")]
    assert {("n", "m")} == {chosen(f.package) for f in result.fair.values()}
    assert not result.trades


def test_party_without_stances_signs_everything() -> None:
    data = small_case({"a": {"x": {"m": 10, "n": 90}}, "b": {}}, no_deal={"a": 50})

    result = deals_of(data)

    assert result.packages["acceptable"] == 1
    assert result.without == {"a": 2, "b": 1}


def test_no_deal_value_of_a_party_to_whom_nothing_is_worth_anything_constrains_nothing() -> None:
    data = small_case({"a": {"x": {"m": 10, "n": 90}}, "b": {"x": {"red_line": ["m"]}}}, no_deal={"b": 50})

    result = deals_of(data)

    assert [(c.kind, c.party, c.issue, c.outcome) for c in result.space.constraints()] == [("red_line", "b", "x", "m")]
    assert result.packages["acceptable"] == 1


def test_no_deal_value_of_a_party_with_interactions_alone_counts() -> None:
    data = small_case({"a": {"x": {"m": 50, "n": 50}}, "b": {}}, no_deal={"b": 10})
    data["parties"]["b"]["interactions"] = [{"when": "x.m", "add": 30}]

    result = deals_of(data)

    assert next(p for p in result.frontier if chosen(p) == ("m",)).values == {"a": 50, "b": 30}
    assert result.packages["acceptable"] == 1


def test_missing_no_deal_counts_gains_from_the_least_valued_linked_package() -> None:
    data = small_case(
        {"a": {"x": {"m": 0, "n": 20, "o": 90}}, "b": {"x": {"m": 0, "n": 100, "o": 40}}}, links=[{"forbid": "x.m"}]
    )

    result = deals_of(data)

    assert result.fair["utilitarian"].score == pytest.approx(70)  # 90 - 20 to a, 40 - 40 to b
    assert chosen(result.fair["utilitarian"].package) == ("o",)
    assert result.fair["nash"].closest_to_leaving is None
    assert result.fair["nash"].margin is None


def test_faction_that_cannot_refuse_constrains_nothing() -> None:
    stances = {"a": {"x": {"m": 1, "n": 2}}, "f": {"x": {"red_line": ["m", "n"]}}}
    faction = {"kind": "faction", "of": "a"}

    refusing = deals_of(small_case(stances, kinds={"f": faction}))
    silent = deals_of(small_case(stances, kinds={"f": {**faction, "can_refuse": False}}))

    assert not refusing.has_deal
    assert silent.has_deal
    assert silent.without == {"a": 2}


def test_backer_that_an_outcome_needs_constrains_only_packages_with_it() -> None:
    stances = {"a": {"x": {"m": 90, "n": 20}, "y": {"p": 50, "q": 50}}, "c": {"y": {"red_line": ["p"]}}}

    result = deals_of(small_case(stances, kinds={"c": {"kind": "backer"}}, needs={"x.m": ["c"]}))

    assert result.packages["acceptable"] == 3
    assert result.without == {"a": 3, "c": 4}
    assert set(result.frontier[0].outcomes.values()) == {"m", "q"}


def test_fairness_counts_principals_only() -> None:
    stances = {"a": {"x": {"m": 60, "n": 50}}, "f": {"x": {"m": 0, "n": 100}}}

    result = deals_of(small_case(stances, kinds={"f": {"kind": "faction", "of": "a"}}))

    assert {("m",)} == {chosen(f.package) for f in result.fair.values()}
    assert [chosen(p) for p in result.frontier] == [("m",)]


def test_signer_with_the_smallest_margin_is_closest_to_leaving() -> None:
    stances = {"a": {"x": {"m": 60}}, "f": {"x": {"m": 45}}, "b": {"x": {"m": 90}}}

    result = deals_of(
        small_case(stances, no_deal={"a": 40, "f": 40, "b": 10}, kinds={"f": {"kind": "faction", "of": "a"}})
    )

    assert (result.fair["nash"].closest_to_leaving, result.fair["nash"].margin) == ("f", 5.0)


def test_analyst_is_followed_where_several_judged() -> None:
    judged = {"judgements": [{"by": "ann", "value": 30, "why": "?"}, {"by": "bob", "value": 80, "why": "?"}]}
    case = make_case(small_case({"a": {"x": {"m": 50, "n": 60}}}, no_deal={"a": judged}))

    counts = {name: find_deals(case, analyst=name).packages["acceptable"] for name in ("ann", "bob", None)}

    assert counts == {"ann": 2, "bob": 0, None: 1}  # the mean of the two is 55
    assert find_deals(case, analyst="ann").parameters["analyst"] == "ann"


def test_analyst_who_judges_nothing_together_with_others_is_refused() -> None:
    case = make_case(small_case({"a": {"x": {"m": 50}}}))

    with pytest.raises(CaseError, match="nobody called 'ann' judges a value"):
        find_deals(case, analyst="ann")


def test_conflicts_beyond_one_machine_word_are_found() -> None:
    """12 parties refuse every outcome of two issues with three outcomes each: 72 constraints."""
    space = space_of([3, 3], 12, [(p, j, o) for p in range(12) for j in range(2) for o in range(3)])

    result = find_deals(space)

    assert len(space.constraints()) == 72
    assert {24} == {len(o.relax) for o in result.openings}
    assert len(result.openings) == 9
    assert len(result.blockers) == 2 * 12**3  # whoever blocks each of the three outcomes of one issue
    assert result.complete


def test_more_blockers_than_are_listed_are_announced() -> None:
    space = space_of([3, 3], 22, [(p, j, o) for p in range(22) for j in range(2) for o in range(3)])

    result = find_deals(space)

    assert len(result.blockers) == 10_000
    assert not result.complete


def test_space_above_the_limit_is_refused_with_a_remedy() -> None:
    space = space_of([2] * 22)

    with pytest.raises(TooLargeError, match=r"4,194,304 packages .* 4,000,000 .*; merge outcomes"):
        find_deals(space, method="enumeration")
    assert find_deals(space).packages["acceptable"] == 2**22


def test_space_at_the_limit_is_held() -> None:
    space = space_of([200, 200, 100])

    frame = frame_of(space)

    assert len(frame.linked) == MAX_PACKAGES == space.size


def test_result_does_not_change_its_problem() -> None:
    case = make_case(small_case({"a": {"x": {"m": 100, "n": 0}}, "b": {"x": {"m": 0, "n": 100}}}))
    space = find_deals(case).space
    before = [space.weights.copy(), space.no_deal.copy(), *(v.copy() for v in space.values)]

    find_deals(space)

    after = [space.weights, space.no_deal, *space.values]
    assert all(np.array_equal(x, y, equal_nan=True) for x, y in zip(before, after, strict=True))
