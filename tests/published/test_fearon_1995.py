"""Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379–414.

The range of divisions that both prefer to war, the demand of a side that does not know the other's cost of war, and
the shift of power after which a declining side attacks. Each is re-derived here from the article's assumptions.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from detente.dynamics.mechanisms.bargaining_range import bargaining_range
from detente.dynamics.mechanisms.commitment import commitment_threshold
from detente.dynamics.mechanisms.screening import screening_offer

TRIES = settings(max_examples=150, deadline=None)
INNER = st.floats(0.01, 0.99)


@TRIES
@given(st.floats(0.3, 0.7), st.floats(0, 0.3), st.floats(0.001, 0.3))
def test_both_prefer_to_war_what_lies_between_p_less_c_a_and_p_plus_c_b(p: float, c_a: float, c_b: float) -> None:
    """The width of the range is the sum of the costs of war."""
    result = bargaining_range(p, c_a, c_b)

    assert (p - c_a, p + c_b, c_a + c_b) == pytest.approx((result.low, result.high, result.width), abs=1e-12)


@TRIES
@given(st.floats(0, 0.3), st.floats(0, 0.2), st.floats(0.3, 0.6))
def test_the_demand_balances_the_hazard_of_war_against_its_gain(p: float, c_a: float, b: float) -> None:
    """For c_B on [0, b] with distribution H and density h, h(x − p)/(1 − H(x − p)) = 1/(x − p + c_A) at the demand."""

    def condition(x: float) -> float:
        hazard = (1 / b) / (1 - (x - p) / b)
        return hazard * (x - p + c_a) - 1

    root = brentq(condition, p, p + b - 1e-9, xtol=1e-14)

    assert root == pytest.approx(screening_offer(p, c_a, 0.0, b).offer, abs=1e-9)


@TRIES
@given(st.floats(0, 0.3), st.floats(0, 0.7), st.floats(0.1, 0.6))
def test_there_is_a_risk_of_war_where_c_a_is_below_one_over_the_density_at_no_cost(
    p: float, c_a: float, b: float
) -> None:
    """c_A < 1/h(0), which is b for costs spread evenly over [0, b]."""
    assume(abs(c_a - b) > 1e-9)

    assert (c_a < b) == (screening_offer(p, c_a, 0.0, b).risk > 0)


@TRIES
@given(INNER, INNER, st.floats(0, 3), st.floats(0.05, 0.95))
def test_a_declining_side_attacks_where_war_now_is_worth_more_than_the_best_peace(
    one: float, other: float, c_b: float, discount: float
) -> None:
    """War now is worth (1 − p_1)/(1 − δ) − c_B to it. At best it gets the whole pie now, and from then on what war
    against the stronger side is worth: δp_2 − p_1 > c_B(1 − δ)². Shifts after which war is worth nothing to it, and
    comparisons within rounding, are left out.
    """
    p_1, p_2 = sorted((one, other))
    war_now = (1 - p_1) / (1 - discount) - c_b
    war_later = (1 - p_2) / (1 - discount) - c_b
    best_peace = 1 + discount * war_later
    assume(war_later >= 0)
    assume(abs(war_now - best_peace) > 1e-9)

    result = commitment_threshold(p_1, p_2, c_b, discount)

    assert (war_now > best_peace) == result.is_war
    assert (discount * p_2 - p_1 > c_b * (1 - discount) ** 2) == result.is_war
