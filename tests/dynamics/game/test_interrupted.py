"""Long work: the same numbers for any number of workers, and after an interruption."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.spec import CrisisGame
from detente.errors import InputError, TooLargeError
from tests.dynamics.game.games import pie_game

pytestmark = pytest.mark.xdist_group("numba")


def _game(sharpness: float = 20.0) -> CrisisGame:
    return pie_game([0.3, 0.6], m=5, n=5, months=5, proposer="both", step=(0.2, 0.2), edge=0.1, sharpness=sharpness)


def _same(first: Solution, second: Solution) -> bool:
    arrays = [(first.values, second.values), (first.worths, second.worths)]
    arrays += [*zip(first.acts, second.acts, strict=True), *zip(first.yes, second.yes, strict=True)]
    return all(np.array_equal(a, b) for a, b in arrays) and first.residual == second.residual


def test_any_number_of_workers_gives_the_same_numbers() -> None:
    """Bit by bit."""
    assert _same(solve(_game(), workers=1), solve(_game(), workers=2))


def test_an_interrupted_solution_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Bit by bit, and the solved months are not solved again."""

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(_game(), checkpoint=tmp_path, progress=stop)
    kept = sorted(p.name for p in tmp_path.glob("month-*.npz"))

    resumed = solve(_game(), checkpoint=tmp_path)

    assert kept == ["month-0003.npz", "month-0004.npz"]
    assert _same(solve(_game()), resumed)


def test_months_of_another_game_are_refused(tmp_path: Path) -> None:
    """Nothing is mixed."""
    solve(_game(), checkpoint=tmp_path)

    with pytest.raises(InputError, match="another game"):
        solve(_game(sharpness=21.0), checkpoint=tmp_path)


def test_a_game_that_does_not_fit_says_what_it_would_need() -> None:
    """Before any work."""
    with pytest.raises(TooLargeError, match=r"125 states .* would need 0\.0 GiB"):
        solve(_game(), max_gib=1e-9)
