"""Each opening names the best package that it frees, and what that costs those who move."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.deals.small import Data, deals_of, plain_set, relaxed, small_case
from tests.reference import brute_force as reference
from tests.reference.problem import Problem
from tests.strategies import EXAMPLES, FEWER, cases


@EXAMPLES
@given(cases())
def test_package_of_each_opening_is_the_best_by_the_rule(data: Data) -> None:
    problem = Problem(data)

    found = {plain_set(o.relax): o for o in deals_of(data).openings}

    for relax, opening in found.items():
        expected = reference.opening(problem, relax)
        assert expected.package == tuple(opening.package.values())
        assert expected.packages == opening.packages


@EXAMPLES
@given(cases())
def test_movers_are_told_what_the_package_means_to_them(data: Data) -> None:
    problem = Problem(data)

    for opening in deals_of(data).openings:
        package = tuple(opening.package.values())
        assert {c.party for c in opening.relax} == {m.party for m in opening.movers}
        for mover in opening.movers:
            no_deal = problem.no_deal(mover.party)
            value = problem.value(mover.party, package)
            assert mover.value == (pytest.approx(float(value)) if problem.is_valued(mover.party) else None)
            assert mover.no_deal == (None if no_deal is None else pytest.approx(float(no_deal)))
            assert mover.loss == pytest.approx(float(reference.ideal(problem, mover.party) - value))
        assert opening.loss == pytest.approx(sum(m.loss for m in opening.movers))


@FEWER
@given(cases())
def test_values_of_an_opening_are_those_of_its_package(data: Data) -> None:
    problem = Problem(data)

    for opening in deals_of(data).openings:
        package = tuple(opening.package.values())
        expected = {p: float(problem.value(p, package)) for p in problem.parties if problem.is_valued(p)}
        assert expected == pytest.approx(opening.values)


@FEWER
@given(cases())
def test_cheaper_openings_of_one_size_come_first(data: Data) -> None:
    openings = deals_of(data).openings

    keys = [(len(o.relax), round(o.loss, 6)) for o in openings]

    assert sorted(keys) == keys


def test_opening_frees_the_package_that_costs_the_mover_least() -> None:
    data = small_case(
        {
            "a": {"x": {"values": {"m": 90, "n": 60, "o": 20}, "red_line": ["n", "o"]}},
            "b": {"x": {"values": {"m": 0, "n": 50, "o": 100}, "red_line": ["m"]}},
        }
    )

    openings = {plain_set(o.relax): o for o in deals_of(data).openings}

    cheap = openings[frozenset({("red_line", "a", "x", "n")})]
    assert (cheap.package, cheap.loss, cheap.packages) == ({"x": "n"}, 30.0, 1)
    assert cheap.values == {"a": 60.0, "b": 50.0}


def test_party_with_red_lines_on_everything_loses_against_the_best_of_all_packages() -> None:
    data = small_case({"a": {"x": {"values": {"m": 70, "n": 100}, "red_line": ["m", "n"]}}})

    openings = {tuple(o.package.values()): o for o in deals_of(data).openings}

    assert (openings["m",].loss, openings["n",].loss) == (30.0, 0.0)


def test_mover_with_red_lines_only_has_no_value_and_no_loss() -> None:
    data = small_case({"a": {"x": {"red_line": ["m", "n"]}}, "b": {"x": {"m": 10, "n": 20}}})

    openings = deals_of(data).openings

    assert {(None, None, 0.0)} == {(m.value, m.no_deal, m.loss) for o in openings for m in o.movers}
    assert {"b": 10.0} in [o.values for o in openings]


def test_links_that_contradict_each_other_are_opened_by_nobody() -> None:
    data = small_case({"a": {"x": {"red_line": ["m", "n"]}}}, links=[{"forbid": "x.m"}, {"forbid": "x.n"}])

    result = deals_of(data)

    assert not relaxed(result)


def test_opening_package_has_the_least_total_loss_of_the_movers() -> None:
    """What one mover wins above its own ideal makes up for what another loses.

    The ideal of a is 50 (z) and of b 60 (z). Both p and q cross the red lines of both on y. p is worth
    100 and 20, so the losses are -50 and 40; q is worth 60 and 50, so they are -10 and 10.
    """
    worth = {"a": {"z": 50, "p": 100, "q": 60}, "b": {"z": 60, "p": 20, "q": 50}}
    data = small_case(
        {
            **{
                k: {"x": v, "y": {"values": {"no": 0, "yes": 0}, "red_line": ["yes"], "salience": 0}}
                for k, v in worth.items()
            },
            "c": {"x": {"red_line": ["z"]}},
        },
        links=[{"if": "x.p or x.q", "then": "y.yes"}, {"if": "y.yes", "then": "x.p or x.q"}],
    )

    openings = {plain_set(o.relax): o for o in deals_of(data).openings}

    both = openings[frozenset({("red_line", "a", "y", "yes"), ("red_line", "b", "y", "yes")})]
    assert both.packages == 2
    assert (both.package["x"], both.loss) == ("p", -10.0)


def test_total_values_that_are_equal_on_paper_tie() -> None:
    """A third, a third and a third is as much as two thirds, a third and nothing; then the gains decide.

    Rounded to nine decimals the first sum is 99.999999999 and the second 100.
    """
    worth = {"a": (2, {"m": 50, "n": 100}), "b": (1, {"m": 100, "n": 100}), "c": (1, {"m": 100, "n": 0})}
    data = small_case(
        {
            party: {"x": {"values": values, "salience": weight}, "y": {"values": {"k": 0}, "salience": 3 - weight}}
            for party, (weight, values) in worth.items()
        },
        no_deal={"a": 90, "b": 90, "c": 90},
    )

    opening = deals_of(data).openings[0]

    assert (len(opening.relax), opening.packages) == (3, 2)
    assert opening.package["x"] == "m"


def test_products_of_gains_that_are_equal_on_paper_tie() -> None:
    """100/3 times 60 is 200/3 times 30; then the larger smallest gain decides.

    Of numbers rounded to nine decimals the first product is 1999.99999998 and the second 2000.00000001.
    """
    thirds = {"x": {"values": {"m": 50, "n": 100}, "salience": 2}, "y": {"values": {"k": 0}, "salience": 1}}
    data = small_case(
        {
            "a": thirds,
            "b": {"x": {"m": 60, "n": 30}},
            "f": {"x": {"values": {"m": 0, "n": 0}, "bottom_line": 50}},
        },
        no_deal={"a": 0, "b": 0},
        kinds={"f": {"kind": "faction", "of": "a"}},
    )

    [opening] = deals_of(data).openings

    assert opening.packages == 2
    assert opening.package["x"] == "m"
