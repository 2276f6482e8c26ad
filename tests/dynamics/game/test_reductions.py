"""Where the game is reduced to one mechanism it behaves as that mechanism says, the nearer the sharper responses are.

The attrition of statements is compared with its own discretisation in the tests of :func:`attrition`.
"""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import (
    alternating_offers,
    fight_while_bargaining,
    follow,
    learn_from_battles,
    power_screening,
    solve,
    solve_complete,
    two_type_screening,
)
from detente.dynamics.game.spec import CrisisGame
from detente.dynamics.game.war import fighting_on
from detente.dynamics.mechanisms.random_walk import round_collapse
from detente.dynamics.mechanisms.screening import TwoKinds
from tests.dynamics.game.games import pie_game

pytestmark = pytest.mark.xdist_group("numba")
SHARPER = (10.0, 30.0, 100.0, 300.0)
ASKED_LESS = 0.02
"""Exact demands leave so much to the one who would be indifferent."""


def _shares(exact: TwoKinds, others: list[float]) -> list[float]:
    """Return the two exact demands, the one that both accept first, among others."""
    return [exact.pooling_offer - ASKED_LESS, exact.screening_offer - ASKED_LESS, *others]


def _distance(game: CrisisGame, exact: TwoKinds, q: float) -> float:
    """Return how far A is from making the exact demand for sure, and its risk of war from the exact risk."""
    solution = solve(game, workers=1)
    demands = solution.acts[0][0, 1, 0, round(q * (game.beliefs - 1)), 0]
    risk = 1 - float(follow(solution, 1.0, q, 1).signed.sum())
    return float(1 - demands[0 if q >= exact.q_star else 1] + abs(risk - exact.risk))


@pytest.mark.parametrize("q", [0.1, 0.2, 0.4, 0.8, 0.9])
def test_demand_and_risk_against_two_costs_are_those_of_screening(q: float) -> None:
    """One month, then half the pie for each. The distance is 2 at most and below 1 % with the sharpest responses."""
    exact = two_type_screening(0.5, 0.1, 0.05, 0.3, q)
    found = {}
    for sharpness in SHARPER:
        game = pie_game(
            _shares(exact, [0.45, 0.6, 0.7, 0.9]), n=11, sharpness=sharpness, cost=((0.1, 0.1), (0.05, 0.3))
        )  # fmt: skip
        found[sharpness] = _distance(game, exact, q)

    assert sorted(found.values(), reverse=True) == list(found.values()), found
    assert found[300.0] < 0.01, found


@pytest.mark.parametrize("q", [0.1, 0.3, 0.8, 0.9])
def test_demand_and_risk_against_two_strengths_are_those_of_screening(q: float) -> None:
    """One month, and one battle that decides: A wins it with .3 against a strong B and with .6 against a weak one."""
    exact = power_screening(0.3, 0.6, 0.1, 0.1, q)
    found = {}
    for sharpness in SHARPER:
        game = pie_game(
            _shares(exact, [0.2, 0.45, 0.55, 0.8]), n=11, sharpness=sharpness, cost=((0.1, 0.1), (0.1, 0.1))
        )  # fmt: skip
        up = np.empty_like(game.up)
        up[:, 0], up[:, 1] = 0.3, 0.6
        found[sharpness] = _distance(replace(game, up=up, down=1 - up), exact, q)

    assert sorted(found.values(), reverse=True) == list(found.values()), found
    assert found[300.0] < 0.01, found


def test_demands_between_battles_come_near_the_exact_recursion_at_all_beliefs() -> None:
    """Two rounds, demands in steps of a hundredth: A's worth, its mean error over eleven beliefs."""
    k_a, k_b, c_a, low, high, discount = 0.08, 0.10, 0.03, 0.02, 0.07, 0.95
    exact = fight_while_bargaining(k_a, k_b, c_a, low, high, discount, 2)
    lasts = 1 / (1 - discount * (1 - k_a - k_b))
    shares = [0.6 + 0.01 * n for n in range(38)]
    errors = {}
    for sharpness in (*SHARPER, 1000.0):
        game = pie_game(
            shares, n=11, months=2, sharpness=sharpness, cost=((c_a, c_a), (low, high)), collapse=(k_a, k_b),
            discount=discount,
        )  # fmt: skip
        end = np.empty_like(game.end)
        end[0], end[1, 0], end[1, 1] = (k_b - c_a) * lasts, (k_a - low) * lasts, (k_a - high) * lasts
        values = solve(replace(game, end=end), workers=1).values[0, 0, 0, 1, -1]
        errors[sharpness] = float(np.mean([abs(v - exact.value(n / 10)) for n, v in enumerate(values)]))

    assert sorted(errors.values(), reverse=True) == list(errors.values()), errors
    assert errors[1000.0] < 0.02, errors


def test_without_secrets_the_grid_comes_near_the_exact_game() -> None:
    """Three months of packages and battles, both types alike: the worst error over all balances."""
    errors = {}
    for sharpness in (30.0, 100.0, 300.0, 1000.0):
        game = pie_game(
            [0.13, 0.29, 0.41, 0.53, 0.67, 0.83], n=2, m=5, months=3, sharpness=sharpness, proposer="both",
            cost=((0.05, 0.05), (0.07, 0.07)), step=(0.3, 0.2), discount=0.9, collapse=(0.02, 0.03),
        )  # fmt: skip
        exact = solve_complete(
            game.up[0, 0, :, 0, 0], game.down[0, 0, :, 0, 0], game.cost[:, 0, :, 0, 0], game.end[:, 0, :, 0, 0],
            (0.9, 0.9), game.proposers, terms=game.deal[:, :, 1, 0].T, collapse=game.collapse,
        )  # fmt: skip
        values = solve(game, workers=1).values[0, :, 0, :, 0, 0]
        errors[sharpness] = float(np.abs(values - exact.values[0])[:, 1:-1].max())

    assert sorted(errors.values(), reverse=True) == list(errors.values()), errors
    assert errors[1000.0] < 1e-6, errors


@settings(max_examples=30, deadline=None)
@given(
    d_1=st.floats(0.1, 0.99), d_2=st.floats(0.1, 0.99), k_1=st.floats(0, 0.2), k_2=st.floats(0, 0.2),
    rounds=st.integers(1, 30),
)  # fmt: skip
def test_a_war_that_only_costs_is_an_inside_option(d_1: float, d_2: float, k_1: float, k_2: float, rounds: int) -> None:
    """A cost of k a round without end is worth −k/(1 − δ); with these at the end, the shares of alternating offers."""
    g_1, g_2 = -k_1 / (1 - d_1), -k_2 / (1 - d_2)
    still, cost, end = np.zeros(3), np.array([[k_1] * 3, [k_2] * 3]), np.array([[g_1] * 3, [g_2] * 3])

    found = solve_complete(still, still, cost, end, (d_1, d_2), [t % 2 for t in range(rounds)])

    exact = alternating_offers(d_1, d_2, g_1=g_1, g_2=g_2, rounds=rounds)
    assert found.shares[0, 1] == pytest.approx(exact.share_1, abs=1e-9)


def test_a_long_war_that_only_costs_is_one_without_end() -> None:
    """[(1 − δ₂)(1 − g₂) + δ₂(1 − δ₁)g₁]/(1 − δ₁δ₂), whatever is left after three hundred rounds."""
    d_1, d_2, g_1, g_2 = 0.9, 0.8, -0.3, -0.2
    still, cost = np.zeros(3), np.array([[(1 - d_1) * -g_1] * 3, [(1 - d_2) * -g_2] * 3])

    found = solve_complete(still, still, cost, np.zeros((2, 3)), (d_1, d_2), [t % 2 for t in range(300)])

    exact = ((1 - d_2) * (1 - g_2) + d_2 * (1 - d_1) * g_1) / (1 - d_1 * d_2)
    assert found.shares[0, 1] == pytest.approx(exact, abs=1e-9)
    assert alternating_offers(d_1, d_2, g_1=g_1, g_2=g_2).share_1 == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("discount", [0.9, 1.0])
def test_fighting_on_until_a_collapse_is_its_closed_form(discount: float) -> None:
    """A balance that does not move: each side and type bears its own cost until one of them collapses."""
    k_a, k_b, cost = 0.08, 0.1, ((0.03, 0.05), (0.02, 0.07))
    game = pie_game([0.5], collapse=(k_a, k_b), cost=cost, discount=discount)

    found = fighting_on(game, tolerance=1e-13)

    for kind in (0, 1):
        assert found[0, kind, 1] == pytest.approx(round_collapse(k_a, k_b, cost[0][kind], discount).value, abs=1e-9)
        assert found[1, kind, 1] == pytest.approx(round_collapse(k_b, k_a, cost[1][kind], discount).value, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(q=st.floats(0.05, 0.95), p_tough=st.floats(0.1, 0.5), more=st.floats(0.05, 0.4))
def test_battles_teach_what_their_numbers_say(q: float, p_tough: float, more: float) -> None:
    """Three battles between places of the grid: the balance tells how many were won; mean beliefs there are exact."""
    months, p_weak = 3, p_tough + more
    game = pie_game([0.5], n=3, m=9, months=months, ratified=0.0)
    up = np.empty_like(game.up)
    up[:, 0], up[:, 1] = p_tough, p_weak

    course = follow(solve(replace(game, up=up, down=1 - up), workers=1), 0.5, q, 4)

    grid = np.linspace(0, 1, 3)
    for won in range(months + 1):
        there = course.left[0, 4 + 2 * won - months].sum(axis=0)
        chance = [comb(months, won) * p**won * (1 - p) ** (months - won) for p in (p_tough, p_weak)]
        exact = learn_from_battles(q, p_tough, p_weak, won, months - won).posterior
        assert there.sum() == pytest.approx(q * chance[0] + (1 - q) * chance[1], abs=1e-12)
        assert there @ grid / there.sum() == pytest.approx(exact, abs=1e-9)
