"""Fighting on is worth what a literal account of all positions, or of all rounds, says."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.random_walk import round_collapse, war_random_walk

TRIES = settings(max_examples=100, deadline=None)
POSITIONS = st.integers(2, 15).flatmap(lambda forts: st.tuples(st.integers(1, forts - 1), st.just(forts)))


def solve(p: float, n: int, forts: int, c_a: float, c_b: float) -> list[float]:
    """Return win, duration and both values by one linear equation for each position."""
    inner = forts - 1
    stays = np.eye(inner) - p * np.eye(inner, k=1) - (1 - p) * np.eye(inner, k=-1)
    last, first = np.zeros(inner), np.zeros(inner)
    last[-1], first[0] = p, 1 - p
    ends = [last, np.ones(inner), last - c_a, first - c_b]
    return [float(np.linalg.solve(stays, end)[n - 1]) for end in ends]


def closed_form(p: Fraction, n: int, forts: int) -> tuple[Fraction, Fraction]:
    """Return the reference's formulae in exact fractions."""
    if p == Fraction(1, 2):
        return Fraction(n, forts), Fraction(n * (forts - n))
    r = (1 - p) / p
    win = (1 - r**n) / (1 - r**forts)
    return win, (n - forts * win) / (1 - 2 * p)


@TRIES
@given(st.floats(0.2, 0.8), POSITIONS, st.floats(0, 0.1), st.floats(0, 0.1))
def test_values_agree_with_a_linear_equation_for_each_position(
    p: float, positions: tuple[int, int], c_a: float, c_b: float
) -> None:
    """All four numbers, for walks that favour either side."""
    result = war_random_walk(p, *positions, c_a, c_b)

    numbers = [result.win, result.duration, result.value_a, result.value_b]
    assert solve(p, *positions, c_a, c_b) == pytest.approx(numbers, abs=1e-9)
    assert 1 - result.value_a - result.value_b == pytest.approx(result.range_width, abs=1e-9)


@TRIES
@given(st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=10**6) | st.just(Fraction(1, 2)), POSITIONS)
def test_win_and_duration_agree_with_the_closed_form(p: Fraction, positions: tuple[int, int]) -> None:
    """The exact fractions of the formulae, to nine digits also where the win is improbable."""
    win, duration = closed_form(p, *positions)

    result = war_random_walk(float(p), *positions, 0, 0)

    assert float(win) == pytest.approx(result.win, rel=1e-9)
    assert float(duration) == pytest.approx(result.duration, rel=1e-9)


@pytest.mark.parametrize("off", [Fraction(1, 10**k) for k in (4, 7, 10, 13)])
def test_nothing_is_lost_where_battles_are_nearly_even(off: Fraction) -> None:
    """The closed form cancels there; the sum over visits does not."""
    for p in (Fraction(1, 2) + off, Fraction(1, 2) - off):
        win, duration = closed_form(p, 37, 100)

        result = war_random_walk(float(p), 37, 100, 0, 0)

        assert (result.win, result.duration) == pytest.approx((float(win), float(duration)), rel=1e-9)


def test_even_battles_give_the_share_of_positions_and_the_product_of_both_sides() -> None:
    """With p = ½: n/N and n(N − n)."""
    result = war_random_walk(0.5, 3, 10, 0.01, 0.02)

    assert (result.win, result.duration) == pytest.approx((0.3, 21))
    assert (result.value_a, result.value_b, result.range_width) == pytest.approx((0.09, 0.28, 0.63))


def test_both_sides_are_treated_alike() -> None:
    """Exchanging the sides exchanges their values."""
    one, other = war_random_walk(0.3, 2, 7, 0.01, 0.03), war_random_walk(0.7, 5, 7, 0.03, 0.01)

    assert (one.value_a, one.value_b) == pytest.approx((other.value_b, other.value_a))
    assert [flip.value for flip in one.thresholds] == pytest.approx([flip.value for flip in other.thresholds[::-1]])


def test_fighting_on_is_worth_nothing_at_the_threshold_of_a_side() -> None:
    """There the costs eat the chance to win, and beyond it giving up is better."""
    limit = war_random_walk(0.55, 4, 9, 0.01, 0.01).thresholds

    assert war_random_walk(0.55, 4, 9, limit[0].value, 0.01).value_a == pytest.approx(0)
    assert war_random_walk(0.55, 4, 9, 0.01, limit[1].value).value_b == pytest.approx(0)
    assert war_random_walk(0.55, 4, 9, limit[0].value * 1.01, 0).thresholds[0].reading.startswith("giving up")


def test_more_positions_and_a_better_chance_in_battle_raise_the_chance_to_win() -> None:
    """And very unequal battles decide it alone."""
    by_position = [war_random_walk(0.45, n, 12, 0, 0).win for n in range(1, 12)]
    by_chance = [war_random_walk(p, 4, 12, 0, 0).win for p in (0.01, 0.3, 0.5, 0.7, 0.99)]

    assert by_position == sorted(by_position)
    assert by_chance == sorted(by_chance)
    assert war_random_walk(1e-6, 400, 500, 0, 0).win == pytest.approx(0)
    assert war_random_walk(1 - 1e-6, 1, 500, 0, 0).duration == pytest.approx(499, rel=1e-3)


@TRIES
@given(st.floats(0.02, 0.4), st.floats(0.02, 0.4), st.floats(0, 0.5), st.floats(0.1, 1))
def test_the_value_of_rounds_is_the_sum_over_all_of_them(k_a: float, k_b: float, c_a: float, discount: float) -> None:
    """Two thousand rounds are added up; what is left out is below 1e-12."""
    alive = (discount * (1 - k_a - k_b)) ** np.arange(2000)
    lasts = (1 - k_a - k_b) ** np.arange(2000)

    result = round_collapse(k_a, k_b, c_a, discount)

    assert (alive * (k_b - c_a)).sum() == pytest.approx(result.value, abs=1e-9)
    assert (lasts * k_b).sum() == pytest.approx(result.win, abs=1e-9)
    assert lasts.sum() == pytest.approx(result.duration, abs=1e-9)


def test_the_value_of_rounds_in_the_example_of_the_reference() -> None:
    """With k_A = .08, k_B = .10, c_A = .03, δ = .95: .07/(1 − .95·.82) = .316742, by hand; V_L = .06/.221 = .271493."""
    assert round_collapse(0.08, 0.10, 0.03, 0.95).value == pytest.approx(0.07 / 0.221)
    assert round_collapse(0.10, 0.08, 0.02, 0.95).value == pytest.approx(0.271493, abs=1e-6)


def test_a_round_that_costs_more_than_the_chance_of_collapse_is_not_worth_fighting() -> None:
    """The threshold is k_b, whatever the discount."""
    for discount in (0.3, 0.95, 1):
        assert round_collapse(0.1, 0.2, 0.2, discount).value == 0
        assert round_collapse(0.1, 0.2, 0.19, discount).value > 0 > round_collapse(0.1, 0.2, 0.21, discount).value
    assert round_collapse(0.1, 0.2, 0.21, 0.9).threshold.value == 0.2
    assert round_collapse(0, 1e-17, 0, 1).value == 1


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((0, 1, 2, 0, 0), "p must lie strictly between 0 and 1"),
        ((math.nan, 1, 2, 0, 0), "p must lie strictly between 0 and 1"),
        ((0.5, 0, 2, 0, 0), "0 < n < forts"),
        ((0.5, 2, 2, 0, 0), "0 < n < forts"),
        ((0.5, 1.5, 3, 0, 0), "n and forts are whole numbers"),
        ((0.5, 1, math.inf, 0, 0), "n and forts are whole numbers"),
        ((0.5, 1, 2, -1, 0), "c_a must not be negative"),
        ((0.5, 1, 2, 0, math.inf), "c_b must not be negative or infinite"),
    ],
)
def test_each_condition_of_the_walk_is_named(symbols: tuple[float, int, int, float, float], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        war_random_walk(*symbols)

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((-0.1, 0.2, 0, 0.9), "k_a must lie in 0–1"),
        ((0.1, math.nan, 0, 0.9), "k_b must lie in 0–1"),
        ((0.1, 0.2, -1, 0.9), "c_a must not be negative"),
        ((0.1, 0.2, 0, 0), "discount must be above 0"),
        ((0.1, 0.2, 0, 1.1), "discount must lie in 0–1"),
        ((0.6, 0.6, 0, 0.9), "k_a + k_b ≤ 1"),
        ((0, 0, 0, 0.9), "k_a + k_b > 0"),
    ],
)
def test_each_condition_of_the_rounds_is_named(symbols: tuple[float, float, float, float], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        round_collapse(*symbols)

    assert named in str(caught.value)
