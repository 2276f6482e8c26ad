"""The best take-it-or-leave-it demand is the one that a search over all demands finds."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.screening import power_screening, screening_offer, two_type_screening

TRIES = settings(max_examples=100, deadline=None)
SHARES = st.floats(0, 1)
COSTS = st.floats(0, 0.6)
PAIRS = st.tuples(COSTS, st.floats(0.01, 0.6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
Kinds = list[tuple[float, float, float]]
"""The largest demand that each kind accepts, its probability, and A's share from a war against it."""


def worth(demand: float, kinds: Kinds) -> float:
    """Add up kind by kind; a demand at a kind's limit is accepted."""
    return sum(chance * (demand if demand <= limit else war) for limit, chance, war in kinds)


def best(kinds: Kinds) -> float:
    """Return the largest worth of a demand on a grid of the pie and at every limit inside it."""
    demands = [*np.linspace(0, 1, 201), *(min(1.0, limit) for limit, _, _ in kinds)]
    return max(worth(float(demand), kinds) for demand in demands)


@TRIES
@given(SHARES, COSTS, PAIRS)
def test_no_demand_on_a_fine_grid_is_better_than_the_offer_against_evenly_spread_costs(
    p: float, c_a: float, bounds: tuple[float, float]
) -> None:
    """The expected share of the offer is at least that of each of 2,001 demands, and its risk is the share of kinds
    whose cost is below what the demand takes from them.
    """
    a, b = bounds

    def expected(x: NDArray[np.float64]) -> NDArray[np.float64]:
        refused = np.clip((x - p - a) / (b - a), 0, 1)
        return x * (1 - refused) + (p - c_a) * refused

    result = screening_offer(p, c_a, a, b)

    assert 0 <= result.offer <= 1
    assert expected(np.linspace(0, 1, 2001)).max() <= expected(np.array([result.offer]))[0] + 1e-12
    assert np.clip((result.offer - p - a) / (b - a), 0, 1) == pytest.approx(result.risk, abs=1e-9)


@TRIES
@given(SHARES, PAIRS)
def test_from_the_threshold_of_its_own_cost_on_the_offer_carries_no_risk(p: float, bounds: tuple[float, float]) -> None:
    """Just above b − 2a the risk is 0, just below it is not; where B's least cost covers the pie it is 0 at any cost."""
    value = screening_offer(p, 0.1, *bounds).threshold.value

    if value == float("-inf"):
        assert screening_offer(p, 0.0, *bounds).risk == 0
    if value >= 0:
        assert screening_offer(p, value + 1e-9, *bounds).risk == 0
    if value >= 1e-6:
        assert screening_offer(p, value - 1e-6, *bounds).risk > 0


def test_the_offer_of_the_reference_is_half_the_difference_of_costs_above_the_balance() -> None:
    """With c_A = .1 and c_B on 0–.5 the demand is .4 + (.5 − .1)/2, refused with probability .4/(2·.5)."""
    result = screening_offer(0.4, 0.1, 0.0, 0.5)

    assert (result.offer, result.risk, result.threshold.value) == pytest.approx((0.6, 0.4, 0.5))
    assert result.threshold.reading == "demand more, and run a risk of war"


def test_a_demand_never_exceeds_the_pie() -> None:
    """At p = .9 the free optimum, 1.05, is cut to 1 and its risk with it: kinds with c_B < .1 of 0–.4 refuse."""
    result = screening_offer(0.9, 0.1, 0.0, 0.4)

    assert (result.offer, result.risk) == pytest.approx((1.0, 0.25))


@TRIES
@given(SHARES, COSTS, PAIRS)
def test_a_costlier_war_for_a_lowers_its_demand_and_the_risk(p: float, c_a: float, bounds: tuple[float, float]) -> None:
    """A refusal hurts A more, so A presses less."""
    cheap, dear = screening_offer(p, c_a, *bounds), screening_offer(p, c_a + 0.1, *bounds)

    assert dear.offer <= cheap.offer
    assert dear.risk <= cheap.risk


@TRIES
@given(SHARES, COSTS, PAIRS, SHARES)
def test_no_demand_is_better_than_the_offer_against_two_kinds_of_cost(
    p: float, c_a: float, costs: tuple[float, float], q: float
) -> None:
    """The offer's expected share is the largest of all demands, and its risk the probability of who refuses it."""
    kinds = [(p + cost, chance, p - c_a) for cost, chance in zip(costs, (q, 1 - q), strict=True)]

    result = two_type_screening(p, c_a, *costs, q)

    assert best(kinds) == pytest.approx(worth(result.offer, kinds), abs=1e-9)
    assert sum(chance for limit, chance, _ in kinds if limit < result.offer) == pytest.approx(result.risk, abs=1e-9)


@TRIES
@given(SHARES, st.floats(0.01, 1), COSTS, COSTS, SHARES)
def test_no_demand_is_better_than_the_offer_against_two_kinds_of_power(
    p_strong: float, rise: float, c_a: float, c_b: float, q: float
) -> None:
    """A war goes as badly for A as the kind that refuses is strong."""
    p_strong, p_weak = min(p_strong, 0.99), min(p_strong, 0.99) + rise * (1 - min(p_strong, 0.99))
    kinds = [(p + c_b, chance, p - c_a) for p, chance in ((p_strong, q), (p_weak, 1 - q))]

    result = power_screening(p_strong, p_weak, c_a, c_b, q)

    assert best(kinds) == pytest.approx(worth(result.offer, kinds), abs=1e-9)
    assert sum(chance for limit, chance, _ in kinds if limit < result.offer) == pytest.approx(result.risk, abs=1e-9)


@TRIES
@given(st.floats(0, 0.4), COSTS, st.floats(0, 0.2), st.floats(0.21, 0.5))
def test_q_star_is_where_both_demands_are_worth_the_same(p: float, c_a: float, c_low: float, c_high: float) -> None:
    """It is the root of the difference of the two demands' worth, and (c_H − c_L)/(c_H + c_A) inside the pie."""

    def difference(q: float) -> float:
        kinds = [(p + c_low, q, p - c_a), (p + c_high, 1 - q, p - c_a)]
        return worth(p + c_low, kinds) - worth(p + c_high, kinds)

    result = two_type_screening(p, c_a, c_low, c_high, 0.5)

    assert brentq(difference, 0, 1, xtol=1e-13) == pytest.approx(result.q_star, abs=1e-9)
    assert (c_high - c_low) / (c_high + c_a) == pytest.approx(result.q_star, abs=1e-12)
    assert (result.q_star, 0.5) == (result.threshold.value, result.threshold.input)


def test_the_two_thresholds_of_the_reference_hold() -> None:
    """(.3 − .1)/(.3 + .1) for costs; (.5 − .3)/(.5 − .3 + .1 + .1) for power."""
    assert two_type_screening(0.5, 0.1, 0.1, 0.3, 0.2).q_star == pytest.approx(0.5)
    assert power_screening(0.3, 0.5, 0.1, 0.1, 0.2).q_star == pytest.approx(0.5)


def test_at_the_threshold_the_mild_demand_is_made() -> None:
    """Where both are worth the same A takes the one without risk."""
    q_star = two_type_screening(0.5, 0.1, 0.1, 0.3, 0.2).q_star

    result = two_type_screening(0.5, 0.1, 0.1, 0.3, q_star)

    assert (result.pooling_offer, 0.0) == (result.offer, result.risk)


def test_two_kinds_that_both_accept_the_whole_pie_are_not_told_apart() -> None:
    """At p = 1 nothing is gained by a larger demand, so that none is made at any belief."""
    result = two_type_screening(1.0, 0.0, 0.1, 0.3, 0.0)

    assert (result.q_star, result.offer, result.risk) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("call", "condition"),
    [
        (lambda: screening_offer(1.1, 0, 0, 1), "p must lie in 0–1"),
        (lambda: screening_offer(0.5, -1, 0, 1), "c_a must not be negative"),
        (lambda: screening_offer(0.5, 0, -0.1, 1), "a must not be negative"),
        (lambda: screening_offer(0.5, 0, 0, float("inf")), "b must be a finite number"),
        (lambda: screening_offer(0.5, 0, 0.2, 0.2), "a < b"),
        (lambda: two_type_screening(float("nan"), 0, 0, 1, 0.5), "p must lie in 0–1"),
        (lambda: two_type_screening(0.5, float("nan"), 0, 1, 0.5), "c_a must not be negative"),
        (lambda: two_type_screening(0.5, 0, -1, 1, 0.5), "c_low must not be negative"),
        (lambda: two_type_screening(0.5, 0, 0.3, 0.3, 0.5), "c_low < c_high"),
        (lambda: two_type_screening(0.5, 0, 0.1, float("inf"), 0.5), "c_high must be a finite number"),
        (lambda: two_type_screening(0.5, 0, 0.1, 0.3, 2), "q must lie in 0–1"),
        (lambda: power_screening(0.5, 0.5, 0, 0, 0.5), "p_strong < p_weak"),
        (lambda: power_screening(-0.5, 0.5, 0, 0, 0.5), "p_strong must lie in 0–1"),
        (lambda: power_screening(0.5, 1.5, 0, 0, 0.5), "p_weak must lie in 0–1"),
        (lambda: power_screening(0.3, 0.5, -1, 0, 0.5), "c_a must not be negative"),
        (lambda: power_screening(0.3, 0.5, 0, -1, 0.5), "c_b must not be negative"),
        (lambda: power_screening(0.3, 0.5, 0, 0, -1), "q must lie in 0–1"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(call: Callable[[], object], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        call()


def test_all_failed_conditions_are_named_together() -> None:
    """Nobody repairs numbers one message at a time."""
    with pytest.raises(DomainError) as refused:
        two_type_screening(2, -1, 0.3, 0.1, 2)

    assert len(refused.value.problems) == 4
