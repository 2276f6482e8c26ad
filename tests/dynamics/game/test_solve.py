"""The solver does what its rules say, computed a second time in loops, and says how far it is from settled."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.game.kernel import PATIENCE
from detente.dynamics.game.solve import TOLERANCE, solve
from detente.dynamics.game.spec import CrisisGame
from tests.dynamics.game.reference import KINDS, SIDES, Solved, allowed_at, fighting, month_at, places, solve_literally
from tests.dynamics.game.small import Size, games, mirrored, tiny_game

pytestmark = pytest.mark.xdist_group("numba")


def _compare(game: CrisisGame, literal: Solved, most: int) -> None:
    """Compare worth, policies and residuals at every place of every month."""
    found = solve(game, workers=1, most_turns=most)
    wait = fighting(game, literal.worths[1])
    for at in places(game):
        for side, kind in product(SIDES, KINDS):
            there = found.values[at.z, side, kind, at.m, at.i, at.j]
            assert there == pytest.approx(literal.worths[0][at, side, kind], abs=1e-9)
        first = month_at(game, wait, game.proposers[0], at, literal.policies[0][at])
        for kind, action in product(KINDS, allowed_at(game, game.proposers[0], at)):
            assert found.worths[(*at, kind, action)] == pytest.approx(first.acting[kind][action], abs=1e-9)
        for month in range(game.months):
            policy = literal.policies[month][at]
            assert found.acts[month][at] == pytest.approx(np.array(policy.acts), abs=1e-9)
            assert found.yes[month][at] == pytest.approx(np.array(policy.yes), abs=1e-9)
    residuals = [r for month in literal.residuals for r in month.values()]
    assert found.residual == pytest.approx(max(residuals), abs=1e-9)
    assert found.unsettled == pytest.approx(sum(r > TOLERANCE for r in residuals) / len(residuals), abs=1e-12)


@settings(max_examples=10, deadline=None)
@given(game=games(months=3, beliefs=3), most=st.sampled_from([1, 2, 5]))
def test_every_month_is_what_loops_over_every_place_find(game: CrisisGame, most: int) -> None:
    """As many turns, the same steps, the same start from the months that come later: the same to 1e-9."""
    _compare(game, solve_literally(game, most), most)


@pytest.mark.parametrize("proposers", [(0, 0, 1), (1, 0, 1), (0, 1, 1)])
def test_every_order_of_proposers_starts_from_the_same_sides_next_month(proposers: tuple[int, ...]) -> None:
    """After one turn the start still shows in the policies."""
    game = replace(tiny_game(8, Size(beliefs=2, balances=3, months=3)), proposers=proposers)

    _compare(game, solve_literally(game, 1), 1)


@pytest.mark.parametrize("most", [0, PATIENCE + 15])
def test_settled_states_stop_and_the_others_take_smaller_steps(most: int) -> None:
    """Long enough for the smaller steps, with responses so sharp that not all states settle; and without any step."""
    game = tiny_game(5, Size(moves=1, balances=3, beliefs=3, records=1, months=1), sharpness=25.0)
    literal = solve_literally(game, most)

    _compare(game, literal, most)
    assert 0 < sum(r > TOLERANCE for r in literal.residuals[0].values()) <= len(places(game))


@settings(max_examples=20, deadline=None)
@given(game=games(months=3, beliefs=4, sharpness=8.0))
def test_policies_are_probabilities_of_what_is_allowed(game: CrisisGame) -> None:
    """Nothing is done that may not be done, and what is done sums to 1."""
    found = solve(game, workers=1)

    for month, acts in enumerate(found.acts):
        inner = acts[:, 1:-1]
        forbidden = ~game.allowed[game.proposers[month]].T[:, None, None, None, None, :]
        assert inner.sum(axis=-1) == pytest.approx(np.ones(inner.shape[:-1]), abs=1e-12)
        assert np.where(forbidden, inner, 0.0).max() == 0.0
        assert (found.yes[month] >= 0).all()
        assert (found.yes[month] <= 1).all()


def test_what_is_not_allowed_is_worth_less_than_anything() -> None:
    """So that no largest worth is ever that of an action that nobody may take."""
    game = tiny_game(7, Size(packages=3, moves=3))

    found = solve(game, workers=1, most_turns=2)

    allowed = np.broadcast_to(game.allowed[game.proposers[0]].T[:, None, None, None, None, :], found.worths.shape)
    assert set(found.worths[:, 1:-1][~allowed[:, 1:-1]].tolist()) == {-np.inf}


@settings(max_examples=15, deadline=None)
@given(game=games(months=3, beliefs=4))
def test_exchanging_the_sides_exchanges_their_worth(game: CrisisGame) -> None:
    """Nothing in the solver prefers A to B."""
    found, other = (solve(g, workers=1, most_turns=5).values for g in (game, mirrored(game)))

    assert found[:, ::-1, :, ::-1].swapaxes(-1, -2) == pytest.approx(other, abs=1e-9)
