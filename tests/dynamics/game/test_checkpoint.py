"""An interrupted solution goes on from the months that it has kept, to the same bits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.spec import CrisisGame
from detente.errors import InputError
from tests.dynamics.game.small import Size, tiny_game

pytestmark = pytest.mark.xdist_group("numba")
MONTHS = 4
GAME = tiny_game(7, Size(packages=3, moves=3, balances=5, beliefs=4, records=3, months=MONTHS))


def _bits(solution: Solution) -> list[bytes]:
    arrays = [solution.values, solution.worths, *solution.acts, *solution.yes]
    return [array.tobytes() for array in arrays] + [np.array([solution.residual, solution.unsettled]).tobytes()]


def _interrupt(folder: Path, after: int, **how: Any) -> None:
    """Solve and press the key when so many months are solved."""

    def key(done: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(GAME, checkpoint=folder, progress=key, **how)


@pytest.mark.parametrize("after", range(1, MONTHS + 1))
def test_wherever_it_is_interrupted_the_rest_is_the_same(after: int, tmp_path: Path) -> None:
    """Also with another number of threads than before; and what was solved is not solved again."""
    _interrupt(tmp_path, after, workers=2)
    written = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("month-*.npz")}

    resumed = solve(GAME, checkpoint=tmp_path, workers=1)

    assert _bits(resumed) == _bits(solve(GAME, workers=2))
    assert sorted(written) == [f"month-{month:04d}.npz" for month in range(MONTHS - after, MONTHS)]
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in written} == written


def test_two_interruptions_are_like_none(tmp_path: Path) -> None:
    """Progress counts the months that were kept, too."""
    _interrupt(tmp_path, 1)
    _interrupt(tmp_path, 3)
    done: list[int] = []

    resumed = solve(GAME, checkpoint=tmp_path, progress=done.append)

    assert done == [1, 2, 3, 4]
    assert _bits(resumed) == _bits(solve(GAME))


def test_half_a_file_is_not_read(tmp_path: Path) -> None:
    """The machine went down while a month was written: that month is solved again."""
    _interrupt(tmp_path, 2)
    whole = (tmp_path / "month-0002.npz").read_bytes()
    (tmp_path / "month-0002.npz").unlink()
    (tmp_path / "month-0002.part.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "month-0001.part.npz").write_bytes(b"")

    resumed = solve(GAME, checkpoint=tmp_path)

    assert _bits(resumed) == _bits(solve(GAME))
    assert sorted(path.name for path in tmp_path.glob("*.npz")) == [f"month-{month:04d}.npz" for month in range(MONTHS)]


@pytest.mark.parametrize(
    "other",
    [
        replace(GAME, sharpness=16.0), replace(GAME, proposers=GAME.proposers[1:]), replace(GAME, toll=GAME.toll + 1e-9),
        replace(GAME, labels=("x", "y", "z")),
    ],
    ids=["sharper", "shorter", "dearer", "named otherwise"],
)  # fmt: skip
def test_a_folder_of_another_game_is_refused(other: CrisisGame, tmp_path: Path) -> None:
    """Whatever differs; the message names the folder, and nothing in it changes."""
    _interrupt(tmp_path, 1)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(InputError, match="months of another game") as caught:
        solve(other, checkpoint=tmp_path)

    assert str(tmp_path) in str(caught.value)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_months_solved_with_fewer_turns_are_not_taken_for_settled_ones(tmp_path: Path) -> None:
    """The answer does not depend on what was tried before."""
    solve(GAME, checkpoint=tmp_path, most_turns=1)

    with pytest.raises(InputError, match="months of another game"):
        solve(GAME, checkpoint=tmp_path)
