"""Each special case of the game is the closed form of its mechanism."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import (
    alternating_offers,
    fight_while_bargaining,
    learn_from_battles,
    logistic_screening,
    two_type_screening,
    war_random_walk,
)
from detente.dynamics.game.complete import solve_complete
from detente.dynamics.game.solve import solve
from detente.dynamics.game.war import fighting_on, outcomes_of
from tests.dynamics.game.games import pie_game

pytestmark = pytest.mark.xdist_group("numba")
P = 0.5


def _tioli(q_b: int, shares: list[float], sharpness: float, *, low: float = 0.02, high: float = 0.1) -> np.ndarray:
    """Return the worth of each offer to A at the middle balance: one month, then the lottery of the balance."""
    game = pie_game(shares, n=11, m=3, sharpness=sharpness, cost=((0.05, 0.05), (low, high)), proposer="A")
    return solve(game, workers=1).worths[0, 1, 0, q_b, 1, : len(shares)]


@pytest.mark.parametrize("q", [0, 1, 2, 4, 6, 8, 10])
def test_one_month_with_two_cost_types_is_the_screening_offer(q: int) -> None:
    """The error of A's best worth falls as the responses sharpen, at every belief."""
    exact = two_type_screening(P, 0.05, 0.02, 0.1, q / 10)
    best = (1 - exact.risk) * exact.offer + exact.risk * (P - 0.05)
    shares = [P + 0.02 - 1e-3, P + 0.1 - 1e-3, 0.9]

    errors = [abs(float(_tioli(q, shares, lam).max()) - best) for lam in (100, 1000, 10_000)]

    assert errors[0] >= errors[1] >= errors[2] - 1e-9
    assert errors[2] < 2e-3


def test_the_screening_threshold_is_where_the_two_offers_are_worth_the_same() -> None:
    """Below q* the larger demand is worth more, above it the smaller one."""
    q_star = two_type_screening(P, 0.05, 0.02, 0.1, 0.5).q_star
    shares = [P + 0.02 - 1e-4, P + 0.1 - 1e-4]

    gains = np.array([np.diff(_tioli(q, shares, 50_000))[0] for q in range(11)])

    assert [g > 0 for g in gains] == [q / 10 < q_star for q in range(11)]


@settings(max_examples=15, deadline=None)
@given(c_a=st.floats(0.01, 0.2), c_b=st.floats(0.01, 0.2), scale=st.floats(0.02, 0.06))
def test_a_logit_answer_is_a_logistic_cost(c_a: float, c_b: float, scale: float) -> None:
    """With λ = 1/s the best offer on a fine grid and its risk are those of the statistical ultimatum."""
    exact = logistic_screening(P, c_a, c_b, scale)
    around = exact.offer + np.linspace(-0.05, 0.05, 21)
    shares = [float(x) for x in around if 0 < x < 1]
    game = pie_game(shares, n=2, m=3, sharpness=1 / scale, cost=((c_a, c_a), (c_b, c_b)), proposer="A")

    solution = solve(game, workers=1)

    best = int(np.argmax(solution.worths[0, 1, 0, 0, 1, : len(shares)]))
    assert shares[best] == pytest.approx(exact.offer, abs=1e-9)
    assert 1 - solution.yes[0][0, 1, 0, 0, 1, best] == pytest.approx(exact.risk, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(d_1=st.floats(0.1, 0.99), d_2=st.floats(0.1, 0.99), rounds=st.integers(1, 30))
def test_alternating_offers_on_a_pie_are_rubinsteins(d_1: float, d_2: float, rounds: int) -> None:
    """No costs, a balance that does not move, nothing at the end: exact."""
    still, nothing = np.zeros(3), np.zeros((2, 3))

    found = solve_complete(still, still, nothing, nothing, (d_1, d_2), [t % 2 for t in range(rounds)])

    exact = alternating_offers(d_1, d_2, rounds=rounds)
    assert found.shares[0, 1] == pytest.approx(exact.share_1, abs=1e-9)


def test_many_rounds_are_the_endless_game() -> None:
    """The finite share converges to (1 − δ₂)/(1 − δ₁δ₂)."""
    still, nothing = np.zeros(3), np.zeros((2, 3))

    found = solve_complete(still, still, nothing, nothing, (0.9, 0.8), [t % 2 for t in range(200)])

    assert found.shares[0, 1] == pytest.approx((1 - 0.8) / (1 - 0.9 * 0.8), abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(p=st.floats(0.2, 0.8), forts=st.integers(2, 6), c=st.floats(0, 0.02))
def test_a_war_without_offers_is_a_random_walk(p: float, forts: int, c: float) -> None:
    """Every month a battle, no discounting: the values of a walk between defeat and victory."""
    m = forts + 1
    up, down = np.full(m, p), np.full(m, 1 - p)
    end = np.array([np.linspace(0, 1, m), np.linspace(1, 0, m)])
    end[:, 1:-1] = 0

    found = solve_complete(up, down, np.full((2, m), c), end, (1.0, 1.0), [0] * 3000, offers=False)

    for n in range(1, forts):
        exact = war_random_walk(p, n, forts, c, c)
        assert found.values[0, :, n] == pytest.approx([exact.value_a, exact.value_b], abs=1e-9)


def test_fighting_on_in_the_game_is_the_same_walk() -> None:
    """Also on the grid of beliefs, where battles tell nothing."""
    game = pie_game([0.5], m=5, n=3, step=(0.6, 0.4), cost=((0.01, 0.01), (0.01, 0.01)))

    found = fighting_on(game, tolerance=1e-13)

    for n in (1, 2, 3):
        exact = war_random_walk(0.6, n, 4, 0.01, 0.01)
        assert found[0, 0, n, 1, 1] == pytest.approx(exact.value_a, abs=1e-9)
        assert found[1, 1, n, 1, 1] == pytest.approx(exact.value_b, abs=1e-9)


def test_a_battle_tells_what_bayes_says() -> None:
    """B is tough for sure; A's battles are won with .5 if it is tough and .3 if it is weak."""
    game = pie_game([0.5], m=5, n=5, step=(0.5, 0.5), edge=0.2)

    _, up, down = outcomes_of(game)

    for i in (1, 2, 3):
        q = i / 4
        won = 1 - learn_from_battles(1 - q, 0.3, 0.5, 1, 0).posterior
        lost = 1 - learn_from_battles(1 - q, 0.3, 0.5, 0, 1).posterior
        assert up.belief_a[2, i, 4] == pytest.approx(won, abs=1e-12)
        assert down.belief_a[2, i, 4] == pytest.approx(lost, abs=1e-12)


def test_one_sided_beliefs_come_near_the_exact_recursion() -> None:
    """The worth to the uninformed side approaches the exact value as the responses sharpen."""
    k_a, k_b, c_a, low, high, discount = 0.08, 0.10, 0.03, 0.02, 0.07, 0.95
    rounds, q = 3, 0.5
    d = discount * (1 - k_a - k_b)
    worths = [(k_b - c_a) / (1 - d), (k_a - low) / (1 - d), (k_a - high) / (1 - d)]
    exact = fight_while_bargaining(k_a, k_b, c_a, low, high, discount, rounds)
    shares = sorted({round(float(x) - 5e-3, 9) for x in exact.offers} | {1 - worths[1] - 5e-3, 1 - worths[2] - 5e-3})
    errors = []
    for sharpness in (100.0, 300.0, 1000.0, 3000.0):
        game = pie_game(
            shares, n=21, m=3, months=rounds, sharpness=sharpness, cost=((c_a, c_a), (low, high)), proposer="A",
            collapse=(k_a, k_b), discount=discount,
        )  # fmt: skip
        end = game.end.copy()
        end[0], end[1, 0], end[1, 1] = worths
        solution = solve(replace(game, end=end), workers=1)
        errors.append(abs(float(solution.values[0, 0, 1, 1, 0, round(q * 20)]) - float(exact.value(q))))
    assert errors[0] > errors[1] > errors[2] > errors[3], errors
    assert errors[3] < 0.01, errors
