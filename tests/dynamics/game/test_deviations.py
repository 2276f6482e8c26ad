"""No type gains more by another answer than the sharpness of the responses allows."""

from __future__ import annotations

import numpy as np
import pytest

from detente.dynamics.game.solve import Solution, solve
from tests.dynamics.game.games import pie_game

pytestmark = pytest.mark.xdist_group("numba")


def _regret(solution: Solution) -> float:
    """Return the most that a type of the proposer would gain in the first month by one action for sure."""
    worth = solution.worths[:, 1:-1]
    mixed = (solution.acts[0][:, 1:-1] * worth).sum(axis=-1)
    return float((worth.max(axis=-1) - mixed).max())


@pytest.mark.parametrize("sharpness", [10.0, 30.0, 100.0])
def test_no_one_shot_deviation_gains_more_than_the_bound(sharpness: float) -> None:
    """A logit response over A actions loses at most ln(A)/λ against the best one."""
    game = pie_game(
        [0.3, 0.5, 0.7], m=5, n=5, months=3, sharpness=sharpness, proposer="both", discount=0.95, step=(0.2, 0.2),
        edge=0.05, ratified=0.8, gesture=0.02,
    )  # fmt: skip

    solution = solve(game, workers=1)

    bound = np.log(game.packages + game.moves) / sharpness
    assert solution.residual <= 1e-3
    assert 0 <= _regret(solution) <= bound + 10 * solution.residual


def test_the_gain_of_a_deviation_falls_as_responses_sharpen() -> None:
    """The limit is a best response."""
    found = []
    for sharpness in (10.0, 40.0, 160.0):
        game = pie_game([0.3, 0.5, 0.7], m=4, n=4, months=2, sharpness=sharpness, step=(0.1, 0.1))
        found.append(_regret(solve(game, workers=1)))

    assert found[0] > found[1] > found[2]
