"""What is expected forward is what was computed backward, and nothing of the probability is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.game.forward import Course, expected, follow
from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.war import DEFEAT, VICTORY
from tests.dynamics.game.games import pie_game

pytestmark = pytest.mark.xdist_group("numba")
SHARES = [0.2, 0.4, 0.6, 0.8]
_COST = ((0.03, 0.03), (0.05, 0.05))


def _solved(**how: object) -> Solution:
    return solve(pie_game(SHARES, m=5, n=4, months=4, discount=0.9, proposer="both", **how), workers=1)  # type: ignore[arg-type]


@settings(max_examples=15, deadline=None)
@given(
    a=st.floats(0, 1), b=st.floats(0, 1), place=st.floats(1, 3), ratified=st.floats(0, 1), edge=st.floats(0, 0.1),
    collapse=st.floats(0, 0.3),
)  # fmt: skip
def test_all_probability_is_accounted_for(
    a: float, b: float, place: float, ratified: float, edge: float, collapse: float
) -> None:
    """Signed, won or going on: the three sum to one in every month."""
    solution = _solved(ratified=ratified, edge=edge, step=(0.2, 0.1), collapse=(collapse, 0.1), yields=0.3)

    course = follow(solution, a, b, place)

    whole = course.deal_by + np.cumsum(course.wins.sum(axis=1)) + course.going_on
    assert whole == pytest.approx(np.ones(4), abs=1e-12)
    assert (np.diff(course.deal_by) >= 0).all()


@settings(max_examples=15, deadline=None)
@given(a=st.floats(0, 1), b=st.floats(0, 1), place=st.floats(1, 3), ratified=st.floats(0.2, 1))
def test_where_types_do_not_differ_forward_is_backward(a: float, b: float, place: float, ratified: float) -> None:
    """Values are sums over what happens, to the last digits."""
    solution = _solved(ratified=ratified, step=(0.2, 0.1), collapse=(0.05, 0.02), cost=_COST)

    course = follow(solution, a, b, place)

    assert _forward(solution, course, _COST) == pytest.approx(expected(solution, a, b, place), abs=1e-9)


def test_where_types_differ_forward_comes_near_backward_as_the_grid_is_refined() -> None:
    """Battles tell the types apart; the difference is the error of the grid."""
    gaps = []
    for n in (5, 9, 17, 33):
        game = pie_game(
            SHARES, m=5, n=n, months=4, discount=0.9, proposer="both", step=(0.2, 0.15), edge=0.1, collapse=(0.05, 0.02),
            cost=_COST, ratified=0.8,
        )  # fmt: skip
        solution = solve(game, workers=1)
        course = follow(solution, 0.37, 0.61, 2.0)
        pairs = zip(_forward(solution, course, _COST), expected(solution, 0.37, 0.61, 2.0), strict=True)
        gaps.append(max(abs(x - y) for x, y in pairs))

    assert gaps[0] > gaps[-1]
    assert gaps[-1] < 1e-4


def _forward(solution: Solution, course: Course, cost: tuple[tuple[float, float], ...]) -> list[float]:
    """Add up what both sides get, month by month, from the probabilities alone."""
    game = solution.game
    collapse_a, collapse_b = game.collapse
    totals = [0.0, 0.0]
    before = 1.0
    for month in range(game.months):
        worth = game.discount**month
        signed = course.signed[month]
        fights = before - signed.sum()
        lump = (collapse_b * VICTORY + collapse_a * DEFEAT, collapse_a * VICTORY + collapse_b * DEFEAT)
        walked = course.wins[month] - fights * np.array([collapse_b, collapse_a])
        for side in (0, 1):
            totals[side] += worth * float((signed * game.deal[side]).sum())
            totals[side] += worth * fights * (lump[side] - cost[side][0])
            totals[side] += worth * game.discount * (walked[side] * VICTORY + walked[1 - side] * DEFEAT)
        before = course.going_on[month]
    for side in (0, 1):
        rest = float((course.left.sum(axis=0) * game.end[side, 0]).sum())
        totals[side] += game.discount**game.months * rest
    return totals


def test_a_belief_between_two_points_is_a_lottery_over_them() -> None:
    """The mean belief starts where it was put."""
    solution = _solved(step=(0.2, 0.1))

    course = follow(solution, 0.37, 0.81, 2.4)

    assert course.beliefs[0] == pytest.approx([0.37, 0.81], abs=1e-12)


def test_beliefs_are_martingales_where_nothing_ends() -> None:
    """What is learned on the way does not move the mean belief: offers that are never ratified end nothing."""
    solution = _solved(ratified=0.0, edge=0.1, step=(0.1, 0.1))

    course = follow(solution, 0.4, 0.7, 2.0)

    ended = course.wins.sum()
    assert np.abs(course.beliefs - [0.4, 0.7]).max() <= 0.05 * (1 + ended)
    assert np.abs(course.beliefs[1] - [0.4, 0.7]).max() < 1e-12
