"""Which packages are offered, and which limits each crosses: against the deals engine and against brute force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import make_case
from detente.deals import deal_space, find_deals
from detente.deals.grid import Grid, frame_of, package_values
from detente.dynamics.from_case import crisis_inputs
from detente.dynamics.terms import MOST_TERMS, choose_packages, crossed_by
from tests.deals.small import plain
from tests.reference import problem as reference
from tests.strategies import EXAMPLES, cases

from .test_from_case import fighting_case


@given(data=cases(), pick=st.integers(0, 10**6))
@settings(EXAMPLES, max_examples=60)
def test_the_limits_that_a_package_crosses_are_those_of_the_definition(data: dict[str, Any], pick: int) -> None:
    """Literally: each limit of everybody who would have to sign this package, one by one."""
    case, written = make_case(data), reference.Problem(data)
    if not written.packages:
        return
    package = written.packages[pick % len(written.packages)]
    outcomes = dict(zip(written.issues, package, strict=True))

    crossed = {plain(c) for c in crossed_by(deal_space(case, read=lambda q: q.point), outcomes)}

    expected = {c for c in written.constraints if written.violates(package, c)}
    assert expected == crossed


@given(data=cases())
@settings(EXAMPLES, max_examples=40)
def test_the_limits_are_those_of_the_grid_of_the_deals(data: dict[str, Any]) -> None:
    """One package at a time says what the arrays over all of them say, bit by bit."""
    space = deal_space(make_case(data), read=lambda q: q.point)
    grid = Grid(space, frame_of(space))

    for position in range(min(len(grid.frame.linked), 20)):
        outcomes = {
            i: space.outcomes[j][o] for j, (i, o) in enumerate(zip(space.issues, grid.package(position), strict=True))
        }
        bits = [int(word[position]) for word in grid.violated]
        expected = [c for b, c in enumerate(grid.constraints) if bits[b // 64] >> (b % 64) & 1]
        assert expected == crossed_by(space, outcomes)


@given(data=cases())
@settings(EXAMPLES, max_examples=40)
def test_a_package_that_crosses_nothing_is_one_that_all_accept(data: dict[str, Any]) -> None:
    """Where a deal exists, the frontier has no other packages; where none does, it has none of them."""
    case = make_case(data)
    deals = find_deals(case)

    free = [f for f in deals.frontier if not crossed_by(deals.space, f.outcomes)]

    assert len(free) == len(deals.frontier) if deals.has_deal else not free


@given(data=cases())
@settings(EXAMPLES, max_examples=40)
def test_packages_are_chosen_the_same_way_every_time(data: dict[str, Any]) -> None:
    """At most as many as asked for, no two alike, best for the first side first."""
    case = make_case(data)
    deals = find_deals(case)
    sides = (deals.space.parties[0], deals.space.parties[-1])

    chosen, again = choose_packages(deals, sides), choose_packages(find_deals(make_case(data)), sides)

    worth = [package_values(deals.space, o)[0] for o in chosen]
    assert chosen == again
    assert len(chosen) <= MOST_TERMS
    assert len({tuple(sorted(o.items())) for o in chosen}) == len(chosen)
    assert worth == sorted(worth, reverse=True)
    assert all(set(o) == set(deals.space.issues) for o in chosen)


@given(data=cases(), most=st.integers(1, 7))
@settings(EXAMPLES, max_examples=40)
def test_some_package_is_chosen_wherever_the_links_leave_one(data: dict[str, Any], most: int) -> None:
    """However few may be chosen."""
    deals = find_deals(make_case(data))

    chosen = choose_packages(deals, (deals.space.parties[0], deals.space.parties[-1]), most)

    assert bool(chosen) == (deals.packages["linked"] > 0)
    assert len(chosen) <= most


def test_fair_packages_come_first_where_a_deal_exists() -> None:
    """They are what a mediator would put on the table."""
    deals = find_deals(fighting_case())
    fair = [f.package.outcomes for f in deals.fair.values()]

    chosen = choose_packages(deals, ("a", "b"))

    assert all(outcomes in chosen for outcomes in fair[: (MOST_TERMS + 1) // 2])


@pytest.mark.parametrize(
    ("outcomes", "crossed"),
    [
        ({"land": "kept", "trade": "open"}, {("red_line", "b", "land", "kept"), ("no_deal", "b", None, None)}),
        ({"land": "halved", "trade": "open"}, set()),
        ({"land": "returned", "trade": "open"}, {("no_deal", "a", None, None)}),
        ({"land": "returned", "trade": "shut"}, {("no_deal", "a", None, None)}),
    ],
)
def test_limits_in_a_case_that_can_be_counted_by_hand(
    outcomes: dict[str, str], crossed: set[tuple[str, str, str | None, str | None]]
) -> None:
    """Equal weights: A has 70, 50, 20, 0 and needs 30; B has 15, 42.5, 65, 55 and needs 20."""
    space = deal_space(fighting_case(), read=lambda q: q.point)

    assert crossed == {plain(c) for c in crossed_by(space, outcomes)}


def test_an_exact_package_of_the_inputs_has_the_crossings_of_the_space() -> None:
    """The inputs count them by whose they are."""
    case = fighting_case()
    inputs = crisis_inputs(case, [{"land": "kept", "trade": "open"}])

    assert (inputs.terms[0].crossed, inputs.terms[0].others_crossed) == ((0, 2), 0)
