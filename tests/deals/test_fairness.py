"""Fair packages reach the best score among all packages, from the frontier and by search, and say how sure that is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from detente.case import make_case
from detente.deals import DealSpace, FairChoice, deal_space, fair_packages, find_deals
from detente.deals.fair import CONCEPTS
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import Data
from tests.reference.plain_space import Plain
from tests.strategies import FEWER, cases


@pytest.mark.parametrize("method", ["frontier", "search"])
@FEWER
@given(plain=plain_spaces())
def test_scores_are_the_best_of_all_packages(method: str, plain: Plain) -> None:
    found = fair_packages(as_space(plain), method=method)

    if not plain.acceptable:
        assert found == {}
        return
    for concept, best in plain.scores().items():
        assert found[concept].score == pytest.approx(float(best), rel=1e-9, abs=1e-7), concept
        assert found[concept].gap == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("method", ["frontier", "search"])
@FEWER
@given(plain=plain_spaces())
def test_fair_packages_are_acceptable_and_worth_what_is_said(method: str, plain: Plain) -> None:
    for choice in fair_packages(as_space(plain), method=method).values():
        package = tuple(choice.package.tolist())
        assert package in plain.linked
        assert plain.worth(package) in plain.acceptable
        assert tuple(map(float, plain.worth(package))) == tuple(choice.values.tolist())


@FEWER
@given(cases(max_constraints=5))
def test_search_in_a_case_scores_as_its_enumeration(data: Data) -> None:
    case = make_case(data)
    whole = find_deals(case)

    for method in ("frontier", "search"):
        found = fair_packages(deal_space(case), method=method)
        assert found.keys() == whole.fair.keys()
        for concept, choice in found.items():
            assert choice.score == pytest.approx(whole.fair[concept].score, rel=1e-6, abs=1e-5), (method, concept)


def test_concepts_are_the_four() -> None:
    found = fair_packages(DealSpace.additive([[[1, 0], [0, 1]]], no_deal=[0, 0]))

    assert list(found) == list(CONCEPTS)
    assert all(isinstance(choice, FairChoice) for choice in found.values())


def test_eight_parties_and_a_hundred_issues_have_a_proven_nash_package() -> None:
    rng = np.random.default_rng(0)
    weights = rng.random((8, 100))
    space = DealSpace.additive(
        [100 * rng.random((8, 5)) for _ in range(100)],
        weights=weights / weights.sum(axis=1, keepdims=True),
        no_deal=np.full(8, 40.0),
    )

    found = fair_packages(space)

    assert found["nash"].gap == found["utilitarian"].gap == 0
    assert 0 < found["egalitarian"].gap < 0.01
    assert 0 < found["kalai_smorodinsky"].gap < 0.01
    assert found["egalitarian"].bound > found["egalitarian"].score >= found["nash"].values.min() - 40


def test_dividing_a_dollar_among_four_is_even() -> None:
    """A hundred cents, each an issue: who gets it. All ideas of fairness but the sum divide it evenly."""
    found = fair_packages(DealSpace.additive([np.eye(4)] * 100, no_deal=np.zeros(4)), method="search")

    for concept in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert found[concept].values.tolist() == [25] * 4
        assert found[concept].gap < 1e-8
    assert found["utilitarian"].score == pytest.approx(100)


def test_utilities_between_zero_and_one_are_told_apart() -> None:
    found = fair_packages(DealSpace.additive([[[0.001, 0.002, 0.0], [0.002, 0.001, 0.0]], [[1e-8, 0], [1e-8, 0]]]))

    assert found["nash"].score == pytest.approx((0.001 + 1e-8) * (0.002 + 1e-8), rel=1e-9)


def test_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="search"):
        fair_packages(DealSpace.additive([[[1]]]), method="magic")
