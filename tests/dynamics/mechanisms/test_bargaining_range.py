"""The ends of the bargaining range are where each side is indifferent between a division and war."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.bargaining_range import bargaining_range

TRIES = settings(max_examples=100, deadline=None)
SHARES = st.floats(0, 1)
COSTS = st.floats(0.001, 0.6)
EXPONENTS = st.floats(0.3, 1)


@TRIES
@given(SHARES, COSTS, COSTS, EXPONENTS, EXPONENTS)
def test_the_ends_are_the_roots_of_each_sides_indifference(
    p: float, c_a: float, c_b: float, alpha: float, beta: float
) -> None:
    """Found by bisection in each side's share; where even nothing beats war the end of the pie is the end of the range.
    Risk-averse exponents up to 1.
    """

    def least_share(win: float, cost: float, exponent: float) -> float:
        def gain(share: float) -> float:
            return float(share**exponent - (win - cost))

        return float(brentq(gain, 0, 1, xtol=1e-15, rtol=1e-14)) if gain(0) < 0 else 0.0

    result = bargaining_range(p, c_a, c_b, alpha=alpha, beta=beta)

    assert least_share(p, c_a, alpha) == pytest.approx(result.low, abs=1e-9)
    assert 1 - least_share(1 - p, c_b, beta) == pytest.approx(result.high, abs=1e-9)
    assert result.exists


@TRIES
@given(SHARES, COSTS, COSTS)
def test_the_nash_division_has_the_largest_product_of_gains(p: float, c_a: float, c_b: float) -> None:
    """No division on a grid of 1/2000 inside the range has a larger one."""
    result = bargaining_range(p, c_a, c_b)

    inside = [x for x in np.linspace(0, 1, 2001) if result.low <= x <= result.high]
    products = [(x - p + c_a) * (1 - x - (1 - p) + c_b) for x in [*inside, result.nash]]
    assert max(products) <= products[-1] + 1e-12


@TRIES
@given(SHARES, COSTS, COSTS)
def test_a_costlier_war_widens_the_range_at_the_end_of_who_bears_it(p: float, c_a: float, c_b: float) -> None:
    """Whose war costs more grants more; the other end stays."""
    result = bargaining_range(p, c_a, c_b)
    dearer = bargaining_range(p, c_a + 0.1, c_b)

    assert dearer.low <= result.low
    assert dearer.high == result.high


@TRIES
@given(SHARES, COSTS, COSTS, EXPONENTS)
def test_risk_aversion_widens_the_range(p: float, c_a: float, c_b: float, alpha: float) -> None:
    """A side that dislikes the lottery accepts less for certain."""
    assert bargaining_range(p, c_a, c_b, alpha=alpha).low <= bargaining_range(p, c_a, c_b).low + 1e-12


def test_the_threshold_is_the_joint_cost_against_none() -> None:
    """Any cost at all leaves a division that both prefer."""
    result = bargaining_range(0.5, 0.1, 0.2)

    assert (result.threshold.value, result.threshold.input) == pytest.approx((0, 0.3))
    assert result.threshold.is_reached
    assert result.width == pytest.approx(0.3)


@TRIES
@given(SHARES, st.floats(0, 0.6), st.floats(0, 0.6), st.floats(0.3, 3), st.floats(0.3, 3))
def test_a_range_exists_exactly_where_the_joint_cost_reaches_its_threshold(
    p: float, c_a: float, c_b: float, alpha: float, beta: float
) -> None:
    """Fond of risk or not; asked of a grid of divisions, which side prefers which to the lottery."""
    result = bargaining_range(p, c_a, c_b, alpha=alpha, beta=beta)
    assume(abs(result.threshold.distance) > 1e-3)

    accepted = [
        x**alpha >= p - c_a - 1e-12 and (1 - x) ** beta >= 1 - p - c_b - 1e-12
        for x in (*np.linspace(0, 1, 2001), min(max(result.low, 0.0), 1.0))
    ]

    assert any(accepted) == result.threshold.is_reached == result.exists


def test_sides_that_are_fond_of_risk_need_a_cost_before_they_divide() -> None:
    """With squares and even odds, a half costs √½ in certainty; by hand (½ − c)^½ + (½ − c)^½ = 1 at c = ¼ for each."""
    fond, averse = (bargaining_range(0.5, 0.1, 0.1, alpha=a, beta=a) for a in (2.0, 0.5))

    assert fond.threshold.value == pytest.approx(0.5)
    assert (fond.threshold.is_reached, fond.exists) == (False, False)
    assert bargaining_range(0.5, 0.26, 0.26, alpha=2, beta=2).threshold.is_reached
    assert averse.threshold.value == -np.inf
    assert averse.threshold.reading == "some division is better than fighting for both"


@pytest.mark.parametrize(
    ("numbers", "condition"),
    [
        ({"p": 1.2, "c_a": 0.1, "c_b": 0.1}, "p must lie in 0–1"),
        ({"p": 0.5, "c_a": -0.1, "c_b": 0.1}, "c_a must not be negative"),
        ({"p": 0.5, "c_a": 0.1, "c_b": float("nan")}, "c_b must not be negative"),
        ({"p": 0.5, "c_a": 0.1, "c_b": 0.1, "alpha": 0.0}, "alpha must be above 0"),
        ({"p": 0.5, "c_a": 0.1, "c_b": 0.1, "beta": float("inf")}, "beta must be above 0 and finite"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(numbers: dict[str, float], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        bargaining_range(**numbers)
