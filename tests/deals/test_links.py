"""The links behind a blocker suffice together with its constraints, and none of them can be spared."""

from __future__ import annotations

from hypothesis import given

from tests.deals.small import Data, deals_of, plain_set, small_case
from tests.reference.problem import Constraint, Problem
from tests.strategies import EXAMPLES, cases


def leaves_nothing(problem: Problem, held: frozenset[Constraint], links: set[int]) -> bool:
    """Return whether these constraints and these links alone leave no package."""
    return not any(
        problem.is_linked(package, links) and not any(problem.violates(package, c) for c in held)
        for package in problem.all_packages
    )


@EXAMPLES
@given(cases())
def test_links_behind_a_blocker_suffice_and_are_minimal(data: Data) -> None:
    problem = Problem(data)

    for blocker in deals_of(data).blockers:
        held, links = plain_set(blocker.constraints), set(blocker.links)
        assert leaves_nothing(problem, held, links)
        assert not any(leaves_nothing(problem, held, links - {link}) for link in links)
        assert sorted(links) == list(blocker.links)


def test_blocker_that_needs_no_link_names_none() -> None:
    data = small_case({"a": {"x": {"red_line": ["m", "n"]}, "y": {"p": 1}}}, links=[{"require": "y.p"}])

    assert [b.links for b in deals_of(data).blockers] == [()]


def test_blocker_names_the_link_that_joins_two_red_lines() -> None:
    data = small_case(
        {
            "a": {"x": {"red_line": ["m"]}, "y": {"p": 1, "q": 2}},
            "b": {"y": {"red_line": ["q"]}, "x": {"m": 1, "n": 2}},
        },
        links=[{"require": "x.m or x.n"}, {"if": "x.n", "then": "y.q"}],
    )

    assert [b.links for b in deals_of(data).blockers] == [(1,)]


def test_of_two_links_that_say_the_same_one_is_named() -> None:
    data = small_case({"a": {"x": {"red_line": ["n"]}}, "b": {"x": {"m": 1, "n": 2}}}, links=[{"forbid": "x.m"}] * 2)

    assert [b.links for b in deals_of(data).blockers] == [(1,)]
