"""Survivors and duration are those of the fight followed step by step."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.lanchester import lanchester

AMOUNT = st.floats(0.5, 5)
STEPS = 2000


def fight(a: float, b: float, alpha: float, beta: float, duration: float) -> tuple[float, float]:
    """Follow both forces by Runge–Kutta steps of fourth order; their error is far below 1e-9."""
    step = duration / STEPS

    def losses(forces: tuple[float, float]) -> tuple[float, float]:
        return -beta * forces[1], -alpha * forces[0]

    def moved(forces: tuple[float, float], by: tuple[float, float], time: float) -> tuple[float, float]:
        return forces[0] + time * by[0], forces[1] + time * by[1]

    now = (a, b)
    for _ in range(STEPS):
        first = losses(now)
        second = losses(moved(now, first, step / 2))
        third = losses(moved(now, second, step / 2))
        fourth = losses(moved(now, third, step))
        rates = [w + 2 * x + 2 * y + z for w, x, y, z in zip(first, second, third, fourth, strict=True)]
        now = moved(now, (rates[0] / 6, rates[1] / 6), step)
    return now


@settings(max_examples=40, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_survivors_agree_with_the_fight_step_by_step(a_0: float, b_0: float, alpha: float, beta: float) -> None:
    """At the duration one side has nothing left and the other the survivors."""
    result = lanchester(a_0, b_0, alpha, beta)
    assume(abs(a_0 / result.threshold.value - 1) > 1e-2)

    left = fight(a_0, b_0, alpha, beta, result.duration)

    assert left == pytest.approx((result.survivors_a, result.survivors_b), abs=1e-9)
    assert (result.survivors_a > 0) == (a_0 > result.threshold.value)


def test_twice_the_force_makes_up_for_a_quarter_of_the_effectiveness() -> None:
    """At the threshold nobody is left and the fight never ends; by hand 5 against 3 leaves 4."""
    even = lanchester(2, 1, 1, 4)

    assert (even.survivors_a, even.survivors_b, even.duration) == (0.0, 0.0, math.inf)
    assert lanchester(5, 3, 1, 1).survivors_a == pytest.approx(4)
    assert lanchester(3, 5, 1, 1).survivors_b == pytest.approx(4)
    assert lanchester(3, 5, 1, 1).threshold.reading == "the other side prevails"


@settings(max_examples=60, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_both_sides_are_treated_alike(a_0: float, b_0: float, alpha: float, beta: float) -> None:
    """Exchanging the sides exchanges the survivors."""
    one, other = lanchester(a_0, b_0, alpha, beta), lanchester(b_0, a_0, beta, alpha)

    assert (one.survivors_a, one.survivors_b) == pytest.approx((other.survivors_b, other.survivors_a), abs=1e-6)


def test_a_larger_start_leaves_more_and_ends_sooner() -> None:
    """More force suffers less, because it also removes what inflicts losses sooner."""
    results = [lanchester(a_0, 1, 1, 1) for a_0 in (1.1, 1.5, 2, 10)]

    losses = [a_0 - r.survivors_a for a_0, r in zip((1.1, 1.5, 2, 10), results, strict=True)]
    assert losses == sorted(losses, reverse=True)
    assert [r.duration for r in results] == sorted((r.duration for r in results), reverse=True)


@pytest.mark.parametrize("symbol", ["a_0", "b_0", "alpha", "beta"])
@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
def test_each_condition_of_the_domain_is_named(symbol: str, value: float) -> None:
    """What does not hold stands in the message."""
    good: dict[str, float] = dict.fromkeys(("a_0", "b_0", "alpha", "beta"), 1.0)

    with pytest.raises(DomainError, match=f"{symbol} must be above 0 and finite"):
        lanchester(**(good | {symbol: value}))
