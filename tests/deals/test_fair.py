"""Each idea of fairness picks what its definition says, also where it is degenerate."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals.fair import CONCEPTS, egalitarian, kalai_smorodinsky, nash, utilitarian
from tests.deals.small import Data, chosen, deals_of, small_case
from tests.reference import brute_force as reference
from tests.reference.problem import Problem
from tests.strategies import EXAMPLES, FEWER, cases

Table = list[tuple[int, ...]]


def tables(least: int) -> st.SearchStrategy[Table]:
    """Gains of one to three principals in up to eight packages."""
    gain = st.sampled_from([g for g in (-10, 0, 0, 10, 20, 30, 40, 60) if g >= least])
    return st.integers(1, 3).flatmap(lambda rows: st.lists(st.tuples(*[gain] * rows), min_size=1, max_size=8))


@pytest.mark.parametrize("concept", CONCEPTS)
@EXAMPLES
@given(packages=tables(least=0))
def test_pick_is_that_of_the_definition(concept: str, packages: Table) -> None:
    gains = np.array(packages, dtype=float).T
    exact = [[Fraction(gain) for gain in package] for package in packages]

    pick = CONCEPTS[concept](gains)

    assert reference.CONCEPTS[concept](exact) == pick.position


@EXAMPLES
@given(cases(max_constraints=2))
def test_fair_packages_of_a_case_are_those_of_the_definitions(data: Data) -> None:
    problem = Problem(data)
    positions = reference.acceptable(problem)
    gains = [list(problem.gains[n].values()) for n in positions]

    result = deals_of(data)

    expected = {name: problem.packages[positions[pick(gains)]] for name, pick in reference.CONCEPTS.items() if gains}
    assert expected == {name: chosen(fair.package) for name, fair in result.fair.items()}


@FEWER
@given(cases(max_constraints=4))
def test_closest_to_leaving_has_the_smallest_margin(data: Data) -> None:
    problem = Problem(data)

    for fair in deals_of(data).fair.values():
        expected = reference.closest_to_leaving(problem, chosen(fair.package))
        if expected is None:
            assert (fair.closest_to_leaving, fair.margin) == (None, None)
        else:
            assert fair.closest_to_leaving == expected[0]
            assert fair.margin == pytest.approx(float(expected[1]))


@FEWER
@given(packages=tables(least=0), scale=st.sampled_from([0.1, 3.0, 7.0]))
def test_nash_and_kalai_smorodinsky_ignore_the_scale_of_a_principal(packages: Table, scale: float) -> None:
    gains = np.array(packages, dtype=float).T
    stretched = gains.copy()
    stretched[0] *= scale

    moved = {pick: (pick(gains).position, pick(stretched).position) for pick in (nash, kalai_smorodinsky)}

    shares = gains / np.where(gains.max(axis=1) > 0, gains.max(axis=1), 1.0)[:, None]
    first, second = moved[nash]
    assert shares[:, first].prod() == pytest.approx(shares[:, second].prod())
    first, second = moved[kalai_smorodinsky]
    assert shares[:, first].min() == pytest.approx(shares[:, second].min())


def test_nash_picks_the_largest_product() -> None:
    pick = nash(np.array([[10.0, 30.0, 50.0], [90.0, 40.0, 20.0]]))

    assert (pick.position, pick.score, pick.note) == (1, 1200.0, "")


def test_kalai_smorodinsky_picks_the_largest_smallest_share_of_the_ideal() -> None:
    pick = kalai_smorodinsky(np.array([[100.0, 60.0, 0.0], [0.0, 12.0, 40.0]]))

    assert pick.position == 1
    assert pick.score == pytest.approx(0.3)


def test_egalitarian_picks_the_largest_smallest_gain() -> None:
    pick = egalitarian(np.array([[100.0, 25.0, 10.0], [20.0, 24.0, 90.0]]))

    assert (pick.position, pick.score) == (1, 24.0)


def test_utilitarian_picks_the_largest_sum() -> None:
    pick = utilitarian(np.array([[100.0, 25.0, 10.0], [20.0, 24.0, 90.0]]))

    assert (pick.position, pick.score) == (0, 120.0)


def test_ties_go_to_the_larger_smallest_gain() -> None:
    pick = utilitarian(np.array([[60.0, 30.0, 50.0], [0.0, 30.0, 10.0]]))

    assert pick.position == 1


def test_ties_in_every_gain_go_to_the_least_index() -> None:
    gains = np.array([[10.0, 20.0, 20.0], [20.0, 10.0, 10.0]])

    assert {0} == {pick(gains).position for pick in CONCEPTS.values()}


def test_tie_in_the_smallest_gain_goes_to_the_larger_second_smallest() -> None:
    pick = egalitarian(np.array([[10.0, 10.0, 40.0], [20.0, 30.0, 10.0], [90.0, 30.0, 20.0]]))

    assert pick.position == 1


def test_nash_lets_as_many_as_possible_gain_where_not_all_can() -> None:
    pick = nash(np.array([[0.0, 0.0, 90.0], [10.0, 5.0, 0.0], [10.0, 30.0, 0.0]]))

    assert (pick.position, pick.score) == (1, 150.0)
    assert pick.note == "no package lets more than 2 of 3 principals gain"


def test_nash_without_any_possible_gain_says_so() -> None:
    pick = nash(np.zeros((2, 3)))

    assert (pick.position, pick.score, pick.note) == (0, 0.0, "no package lets a principal gain")


def test_kalai_smorodinsky_leaves_out_who_cannot_gain() -> None:
    pick = kalai_smorodinsky(np.array([[0.0, 0.0], [10.0, 40.0]]))

    assert (pick.position, pick.score, pick.note) == (1, 1.0, "1 without any possible gain left out")


def test_kalai_smorodinsky_without_any_possible_gain_says_so() -> None:
    pick = kalai_smorodinsky(np.zeros((2, 3)))

    assert (pick.position, pick.score, pick.note) == (0, 0.0, "no principal has anything to gain")


def test_package_that_nobody_prefers_to_no_deal_is_still_fair_where_all_sign_it() -> None:
    data = small_case({"a": {"x": {"m": 50}}, "b": {"x": {"m": 40}}}, no_deal={"a": 50, "b": 40})

    result = deals_of(data)

    assert {("m",)} == {chosen(f.package) for f in result.fair.values()}
    assert (result.fair["nash"].closest_to_leaving, result.fair["nash"].margin) == ("a", 0.0)


def test_gains_that_are_equal_on_paper_tie() -> None:
    """Two thirds less one third is one third: both packages give the gains 100/3, 100/3 and 100/3.

    In numbers rounded to nine decimals the one difference is 33.333333334 and the other 33.333333333.
    """
    third = {"y": {"k": 0}, "z": {"k": 0}}
    data = small_case(
        {
            "a": {"x": {"m": 100, "n": 0, "o": 0}, **third},
            "b": {"x": {"m": 0, "n": 100, "o": 0}, "y": {"k": 100}, "z": {"k": 0}},
        }
    )

    result = deals_of(data)

    assert chosen(result.fair["utilitarian"].package) == ("m", "k", "k")
