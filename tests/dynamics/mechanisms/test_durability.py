"""A deal's survival is that of the heat equation, of a fine random walk, and of both of its exact series."""

from __future__ import annotations

from math import erfc, exp, fsum, inf, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.linalg import solve_banded

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.durability import deal_survival, mean_hazards, walk_survival

TRIES = settings(max_examples=60, deadline=None)
places = st.floats(0.02, 0.98)


def by_waves(place: float, scaled: float) -> float:
    """Sum the reference's series over odd k, 2000 terms of it; on a range of 1 with σ = 1."""
    odd = range(1, 4001, 2)
    return fsum(4 / (k * pi) * sin(k * pi * place) * exp(-((k * pi) ** 2) * scaled / 2) for k in odd)


def by_images(place: float, scaled: float) -> float:
    """Integrate the density that mirror images on both sides leave, image by image."""

    def normal(z: float) -> float:
        return erfc(-z / sqrt(2 * scaled)) / 2

    return fsum(
        sign * (normal(1 - centre) - normal(-centre))
        for n in range(-60, 61)
        for sign, centre in ((1, place + 2 * n), (-1, -place + 2 * n))
    )


def by_heat_equation(place: int, cells: int, scaled: float, steps: int) -> float:
    """Solve S_t = S_xx/2 with S = 0 at both ends and S = 1 at first, by Crank–Nicolson after four implicit steps.

    The implicit steps damp the jump at the ends; the error is of the order of the squared cell and step.
    """
    alive = np.ones(cells - 1)
    step = scaled / steps
    for n in range(steps):
        implicit = 1.0 if n < 4 else 0.5
        rate = step * cells**2 / 2
        padded = np.concatenate([[0.0], alive, [0.0]])
        right = alive + (1 - implicit) * rate * (padded[2:] - 2 * alive + padded[:-2])
        bands = np.tile(np.array([[-implicit * rate], [1 + 2 * implicit * rate], [-implicit * rate]]), cells - 1)
        alive = solve_banded((1, 1), bands, right)
    return float(alive[place - 1])


def walk_by_powers(n: int, size: int, moves: int) -> float:
    """Multiply the matrix of moves between the inner places, one move at a time."""
    matrix = (np.eye(size - 1, k=1) + np.eye(size - 1, k=-1)) / 2
    alive: NDArray[np.float64] = np.linalg.matrix_power(matrix, moves) @ np.ones(size - 1)
    return float(alive[n - 1])


@TRIES
@given(places, st.floats(1e-4, 3))
def test_survival_is_that_of_either_series_to_twelve_digits(place: float, scaled: float) -> None:
    """With 2000 waves and 121 images both series are exact at every one of these times, and so is the short sum."""
    expected = by_waves(place, scaled) if scaled > 0.01 else by_images(place, scaled)

    survival = deal_survival(place, 0.0, 1.0, 1.0, [scaled]).survival

    assert by_waves(place, scaled) == pytest.approx(by_images(place, scaled), abs=1e-12)
    assert survival[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("scaled", [1e-12, 1e-6, 0.2499999, 0.25, 0.2500001, 1.0, 50.0])
def test_survival_is_accurate_at_the_change_of_series_and_at_both_ends_of_time(scaled: float) -> None:
    """The images alone are the reference for short times, the waves alone for long ones."""
    expected = by_images(0.3, scaled) if scaled < 0.25 else by_waves(0.3, scaled)

    survival = deal_survival(0.3, 0.0, 1.0, 1.0, [scaled]).survival

    assert survival[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("place", [20, 60, 100])
@pytest.mark.parametrize("scaled", [0.05, 0.2, 0.8])
def test_survival_is_that_of_the_heat_equation(place: int, scaled: float) -> None:
    """200 cells and 400 steps: the error is below 1e-4."""
    expected = by_heat_equation(place, 200, scaled, 400)

    survival = deal_survival(place / 200, 0.0, 1.0, 1.0, [scaled]).survival

    assert survival[0] == pytest.approx(expected, abs=1e-4)


@TRIES
@given(st.integers(2, 12), st.data())
def test_walk_is_that_of_the_powers_of_its_matrix(size: int, data: st.DataObject) -> None:
    """Every place and up to 60 moves."""
    n, moves = data.draw(st.integers(1, size - 1)), data.draw(st.integers(0, 60))

    assert walk_by_powers(n, size, moves) == pytest.approx(walk_survival(n, size, [moves])[0], abs=1e-12)


def test_walk_of_many_small_steps_is_the_drifting_balance() -> None:
    """N steps of 1/N and N² moves per unit of time differ from the limit by at most a known multiple of 1/N².

    With θ = kπ/N, cos^m θ is e^(−mθ²/2)(1 − mθ⁴/12 …) and (2/N)cot(θ/2) is 4/(kπ)·(1 − θ²/12 …); the waves that change
    their sign with every move, N − k, add at most kπ/N² each. A tenth more covers the terms of higher order.
    """
    size, moves = 400, [8_000, 32_000, 160_000]
    times = np.array(moves) / size**2
    k = pi * np.arange(1, 40, 2)
    factors = np.exp(-(k**2) * times[:, None] / 2)
    bound = (factors * ((times[:, None] * k**4 + k**2) / 12 * 4 / k + k)).sum(axis=1) * 1.1 / size**2

    walk = walk_survival(120, size, moves)

    difference = np.abs(walk - deal_survival(0.3, 0.0, 1.0, 1.0, times).survival)
    assert (difference <= bound).all()
    assert (bound < 6e-5).all()


@TRIES
@given(places, st.floats(0.1, 5), st.floats(-1, 1), st.floats(0.05, 2))
def test_mean_life_is_the_area_under_the_survival(place: float, width: float, low: float, sigma: float) -> None:
    """The survival is integrated in 31 pieces of 20 Gauss points each, up to 8 squared widths, where 1e-17 is left."""
    unit = (width / sigma) ** 2
    p_0, high = low + place * width, low + width
    nodes, weights = np.polynomial.legendre.leggauss(20)
    edges = np.concatenate([[0.0], np.geomspace(1e-6, 8, 31)]) * unit
    half = np.diff(edges)[:, None] / 2
    times = (edges[:-1, None] + half * (1 + nodes)).ravel()

    answer = deal_survival(p_0, low, high, sigma, times)

    area = float((half * weights).ravel() @ answer.survival)
    assert answer.mean_life == pytest.approx(area, rel=1e-8)
    assert answer.mean_life == pytest.approx((p_0 - low) * (high - p_0) / sigma**2)


@TRIES
@given(places, st.floats(0.1, 5), st.floats(0.05, 2))
def test_half_of_the_deals_are_left_at_the_half_life(place: float, width: float, sigma: float) -> None:
    """The half-life put in as a time gives one half."""
    half_life = deal_survival(place * width, 0.0, width, sigma, [1.0]).half_life

    assert deal_survival(place * width, 0.0, width, sigma, [half_life]).survival[0] == pytest.approx(0.5, abs=1e-12)


@TRIES
@given(places, st.floats(0.001, 0.18))
def test_deal_at_the_threshold_of_distance_has_even_odds(place: float, scaled: float) -> None:
    """A deal further from the nearer edge is more likely to hold than to break by the last time, a closer one less."""
    answer = deal_survival(place, 0.0, 1.0, 1.0, [0.0, scaled])

    even = deal_survival(answer.threshold.value, 0.0, 1.0, 1.0, [scaled]).survival[0]
    assert even == pytest.approx(0.5, abs=1e-12)
    if abs(answer.threshold.distance) > 1e-9:
        assert answer.threshold.is_reached == (answer.survival[1] > 0.5)


def test_no_distance_is_enough_for_a_time_that_is_too_long() -> None:
    """From the middle half of the deals are broken at 0.19 squared widths."""
    long, none = (deal_survival(0.5, 0.0, 1.0, 1.0, [t]).threshold for t in (0.2, 0.0))

    assert (inf, 0.0) == (long.value, none.value)
    assert long.reading == "the deal is more likely to be broken than to hold by the last time"


def test_survival_begins_at_one_and_falls_at_the_late_hazard() -> None:
    """The slowest wave, π²σ²/2L², is what is left after a long time."""
    answer = deal_survival(0.45, 0.3, 0.7, 0.1, [0.0, 1.0, 40.0, 41.0])

    assert answer.survival[0] == 1
    assert (np.diff(answer.survival) < 0).all()
    assert -np.log(answer.survival[3] / answer.survival[2]) == pytest.approx(answer.late_hazard, rel=1e-9)


def test_costlier_war_and_a_calmer_balance_make_a_deal_last() -> None:
    """A wider range is left later, and a balance that moves less leaves it later."""
    wars = [(0.1, 0.1), (0.2, 0.1), (0.2, 0.05)]

    lives = [deal_survival(0.5, 0.5 - c, 0.5 + c, sigma, [1.0]).mean_life for c, sigma in wars]

    assert pytest.approx(lives) == [1.0, 4.0, 16.0]


def test_hazard_of_a_deal_near_an_edge_falls_and_of_one_in_the_middle_rises() -> None:
    """Those near the edge that are not broken early have moved away from it."""
    times = np.linspace(0.02, 0.6, 9)

    edge, middle = (mean_hazards(times, deal_survival(p, 0.0, 1.0, 1.0, times).survival) for p in (0.05, 0.5))

    assert (np.diff(edge) < 0).all()
    assert (np.diff(middle) > 0).all()
    assert edge[-1] == pytest.approx(pi**2 / 2, rel=0.02)


def test_hazard_of_a_constant_rate_is_that_rate() -> None:
    """e^(−0.3t), at uneven times."""
    times = [0.0, 1.0, 4.0]

    assert pytest.approx(mean_hazards(times, np.exp(-0.3 * np.array(times)))) == [0.3, 0.3]


@pytest.mark.parametrize(
    ("values", "times", "message"),
    [
        ((float("nan"), 0.3, 0.7, 0.1), [1.0], "p_0 must be a finite number"),
        ((0.5, -inf, 0.7, 0.1), [1.0], "low must be a finite number"),
        ((0.5, 0.3, inf, 0.1), [1.0], "high must be a finite number"),
        ((0.5, 0.3, 0.7, 0.0), [1.0], "sigma must be above 0"),
        ((0.3, 0.3, 0.7, 0.1), [1.0], "low < p_0 < high"),
        ((0.5, 0.3, 0.7, 0.1), [], "times in one row, at least one"),
        ((0.5, 0.3, 0.7, 0.1), [1.0, -1.0], "0 ≤ times < ∞"),
        ((0.5, 0.3, 0.7, 0.1), [float("nan")], "0 ≤ times < ∞"),
    ],
)
def test_deal_outside_its_domain_is_named(
    values: tuple[float, float, float, float], times: list[float], message: str
) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        deal_survival(*values, times)


@pytest.mark.parametrize(
    ("n", "size", "moves", "message"),
    [
        (0, 5, 1, "0 < n < size"), (5, 5, 1, "0 < n"), (2, 5, -1, "moves must be a whole number of at least 0"),
        (2.5, 5, 1, "n must be a whole number"), (2, 5.5, 1, "size must be a whole number"),
        (2, 5, 1.5, "moves must be a whole number"),
    ],
)  # fmt: skip
def test_walk_outside_its_domain_is_named(n: int, size: int, moves: int, message: str) -> None:
    """Each failed condition is named as it is written; there are no half steps."""
    with pytest.raises(DomainError, match=message):
        walk_survival(n, size, [moves])


@pytest.mark.parametrize(
    ("times", "survival", "message"),
    [
        ([0.0, 1.0], [1.0], "as many times as survivals"),
        ([1.0, 1.0], [1.0, 0.5], "times rise"),
        ([0.0, inf], [1.0, 0.5], "times rise"),
        ([0.0, 1.0], [1.0, 0.0], "0 < survival ≤ 1"),
        ([0.0, 1.0], [1.0, inf], "0 < survival ≤ 1"),
        ([0.0, 1.0], [0.5, 0.6], "survival does not rise"),
    ],
)
def test_hazards_outside_their_domain_are_named(times: list[float], survival: list[float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        mean_hazards(times, survival)
