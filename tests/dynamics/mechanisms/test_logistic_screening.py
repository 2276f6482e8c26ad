"""The best demand against a logistic cost is where numerical search finds it, however small the error is."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.logistic_screening import logistic_screening

TRIES = settings(max_examples=100, deadline=None)
SHARES = st.floats(0, 1)
COSTS = st.floats(0, 0.5)
SCALES = st.floats(0.01, 0.5)


def refused(x: float, p: float, c_b: float, scale: float) -> float:
    """Return the logistic probability that c_B is below x − p."""
    return 1 / (1 + math.exp(-(x - p - c_b) / scale))


def worth(x: float, p: float, c_a: float, c_b: float, scale: float) -> float:
    """Return A's expected share of a demand."""
    war = refused(x, p, c_b, scale)
    return (1 - war) * x + war * (p - c_a)


@TRIES
@given(SHARES, COSTS, COSTS, SCALES)
def test_no_other_demand_is_worth_more(p: float, c_a: float, c_b: float, scale: float) -> None:
    """Numerical maximisation over the pie finds nothing better, and the risk is the distribution's at the offer."""
    found = minimize_scalar(
        lambda x: -worth(x, p, c_a, c_b, scale), bounds=(0, 1), method="bounded", options={"xatol": 1e-10}
    )

    result = logistic_screening(p, c_a, c_b, scale)

    assert -found.fun <= worth(result.offer, p, c_a, c_b, scale) + 1e-12
    assert refused(result.offer, p, c_b, scale) == pytest.approx(result.risk, abs=1e-9)


@TRIES
@given(SHARES, COSTS, COSTS, SCALES)
def test_the_unbounded_offer_solves_the_first_order_condition(p: float, c_a: float, c_b: float, scale: float) -> None:
    """A's gain from acceptance, x − p + c_A, times the hazard of the distribution, is 1: a root found by bisection."""

    def condition(x: float) -> float:
        return (x - p + c_a) * refused(x, p, c_b, scale) / scale - 1

    root = brentq(condition, p - c_a, p + c_b + 60 * scale, xtol=1e-14)

    result = logistic_screening(p, c_a, c_b, scale)

    assert root == pytest.approx(result.unbounded_offer, abs=1e-9)


def test_the_risk_does_not_depend_on_the_balance_of_power_inside_the_pie() -> None:
    """The neutrality of the reference: only (c_A + c_B)/s counts."""
    risks = {round(logistic_screening(p, 0.1, 0.2, 0.1).risk, 14) for p in (0.1, 0.3, 0.5, 0.7)}

    assert len(risks) == 1


def test_the_closed_form_of_the_reference_holds_at_one() -> None:
    """At c_A + c_B = 2s, W·exp(W) = e and so W = 1: the demand is p − c_A + 2s and the risk one half."""
    result = logistic_screening(0.4, 0.1, 0.1, 0.1)

    assert (result.offer, result.risk) == pytest.approx((0.5, 0.5), abs=1e-12)


@pytest.mark.parametrize("scale", [1e-2, 1e-3, 4.2e-4, 1e-4, 1e-8, 1e-100, 1e-300, 5e-324])
def test_a_tiny_error_leaves_the_demand_just_below_the_known_limit(scale: float) -> None:
    """W + ln W = z is met to the last digits on both sides of where exp would overflow, and the risk vanishes."""
    result = logistic_screening(0.4, 0.1, 0.2, scale)

    w = 1 / result.risk - 1
    if scale >= 1e-100:
        assert 0.3 / scale - 1 == pytest.approx(w + math.log(w), rel=1e-12)
    assert -1e-15 <= 0.6 - result.offer <= scale * 1500 + 1e-15
    assert 0 <= result.risk <= max(4 * scale, 1e-299)


def test_the_offer_has_no_jump_where_the_way_to_compute_it_changes() -> None:
    """On both sides of the exponent 700 the demand differs by no more than the scale does."""
    below, above = (logistic_screening(0.4, 0.1, 0.2, 0.3 / (701 + shift)) for shift in (-1e-9, 1e-9))

    assert below.offer == pytest.approx(above.offer, abs=1e-12)
    assert below.risk == pytest.approx(above.risk, rel=1e-10)


@TRIES
@given(SHARES, COSTS, SCALES)
def test_the_threshold_is_where_the_offer_is_as_likely_accepted_as_refused(p: float, c_b: float, scale: float) -> None:
    """Above it the risk is at most one half, below it more."""
    value = logistic_screening(p, 0.1, c_b, scale).threshold.value

    for c_a in (0.0, max(0.0, value - 1e-6), max(0.0, value + 1e-6), 0.7):
        result = logistic_screening(p, c_a, c_b, scale)
        assert (result.risk <= 0.5 + 1e-9) if result.threshold.is_reached else (result.risk > 0.5 - 1e-9)


@TRIES
@given(SHARES, COSTS, COSTS, SCALES)
def test_a_costlier_war_lowers_demand_and_risk(p: float, c_a: float, c_b: float, scale: float) -> None:
    """A has more to lose from a refusal."""
    cheap, dear = logistic_screening(p, c_a, c_b, scale), logistic_screening(p, c_a + 0.1, c_b, scale)

    assert dear.offer <= cheap.offer + 1e-12
    assert dear.risk <= cheap.risk + 1e-12


@pytest.mark.parametrize(
    ("numbers", "condition"),
    [
        ((-0.1, 0.1, 0.1, 0.1), "p must lie in 0–1"),
        ((0.5, -0.1, 0.1, 0.1), "c_a must not be negative"),
        ((0.5, 0.1, float("inf"), 0.1), "c_b must not be negative or infinite"),
        ((0.5, 0.1, 0.1, 0.0), "scale must be above 0"),
        ((0.5, 0.1, 0.1, float("nan")), "scale must be above 0"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(
    numbers: tuple[float, float, float, float], condition: str
) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        logistic_screening(*numbers)
