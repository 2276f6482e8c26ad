"""The belief-grid solver: backward induction over months, logit responses within a month.

The answer is a logit response to beliefs that follow Bayes' rule on a grid (an agent quantal response, McKelvey &
Palfrey 1998, between grid points by linear interpolation). It is reported with its residual, and with the name of
no equilibrium.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.dynamics.game.spec import MAX_GIB, CrisisGame, Floats, check_size
from detente.dynamics.game.war import ends, outcomes_of, waiting
from detente.errors import InputError

TOLERANCE = 1e-6
"""Largest change of a response at which a state counts as settled."""
MOST_TURNS = 200
DAMPING = 0.8
METHOD = "backward induction on a grid of beliefs with logit responses"


@dataclass(frozen=True)
class Solution:
    """How the game is played and what it is worth.

    Attributes
    ----------
    values : array, shape (Z, 2, 2, M, n, n)
        Worth of the first month by record, side, type, balance and beliefs.
    acts, yes : list of arrays, one a month
        Probability of each action by type of the proposer, shape (Z, M, n, n, 2, K + E); of accepting each offer
        by type of the other side, shape (Z, M, n, n, 2, K).
    worths : array, shape (Z, M, n, n, 2, K + E)
        Worth of each action of the first month to each type of the proposer.
    residual : float
        Largest change that one more response would make, over all states and months.
    unsettled : float
        Share of states and months with a residual above the tolerance.
    """

    game: CrisisGame
    values: Floats
    acts: tuple[Floats, ...]
    yes: tuple[Floats, ...]
    worths: Floats
    residual: float
    unsettled: float
    method: str = METHOD


@dataclass
class _Run:
    """What one month hands to the month before it."""

    values: Floats
    acts: list[Floats]
    yes: list[Floats]
    residuals: list[Floats]
    worths: Floats


def solve(
    game: CrisisGame,
    *,
    workers: int | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    progress: Callable[[int], None] | None = None,
    max_gib: float = MAX_GIB,
    most_turns: int = MOST_TURNS,
) -> Solution:
    """Solve the game on its grid.

    Parameters
    ----------
    game : CrisisGame
    workers : int, optional
        Threads; the answer is the same for any number.
    checkpoint : path, optional
        A folder: every solved month is kept there, and an interrupted solution goes on from there.
    progress : callable, optional
        Called with the number of solved months.
    max_gib : float
        Refuse more memory than that.
    most_turns : int
        Responses at most, at each state.

    Raises
    ------
    TooLargeError
        If the game would not fit.
    InputError
        If the folder holds months of another game.
    """
    check_size(game, max_gib)
    folder = _open(f"{game.digest}, {most_turns} turns", checkpoint)
    run = _start(game)
    with _threads(workers):
        for done in range(1, game.months + 1):
            month = game.months - done
            if not _load(folder, month, run):
                _solve_one(game, month, run, most_turns)
                _save(folder, month, run)
            if progress:
                progress(done)
    inner = np.array([r[:, 1:-1] for r in run.residuals])
    return Solution(
        game, run.values, tuple(reversed(run.acts)), tuple(reversed(run.yes)), run.worths,
        float(inner.max()), float((inner > TOLERANCE).mean()),
    )  # fmt: skip


def _start(game: CrisisGame) -> _Run:
    actions = game.packages + game.moves
    shape = (game.record_count, game.balances, game.beliefs, game.beliefs, 2, actions)
    return _Run(ends(game), [], [], [], np.zeros(shape))


def _solve_one(game: CrisisGame, month: int, run: _Run, most_turns: int) -> None:
    from detente.dynamics.game.kernel import solve_month, warm_start

    p = game.proposers[month]
    shape = (game.record_count, game.balances, game.beliefs, game.packages)
    acts, yes = warm_start(shape, game.allowed[p])
    if len(run.acts) >= 1 and p == game.proposers[month + 1]:
        acts, yes = run.acts[-1].copy(), run.yes[-1].copy()
    elif len(run.acts) >= 2 and p == game.proposers[month + 2]:
        acts, yes = run.acts[-2].copy(), run.yes[-2].copy()
    wait = waiting(game, run.values, outcomes_of(game))
    values, residuals = ends(game), np.zeros(shape[:3] + shape[2:3])
    worths = np.zeros_like(run.worths)
    lam = (game.proposer_sharpness or game.sharpness, game.sharpness)
    solve_month(
        wait, game.deal, game.ratified, game.toll, game.relief, game.yields, game.allowed, game.records, game.chances,
        p, acts, yes, lam, TOLERANCE, most_turns, DAMPING, values, residuals, worths,
    )  # fmt: skip
    run.values, run.worths = values, worths
    run.acts.append(acts)
    run.yes.append(yes)
    run.residuals.append(residuals)


class _threads:  # noqa: N801 (used like a function)
    """Run Numba with so many threads, and set it back."""

    def __init__(self, workers: int | None) -> None:
        self._workers = workers

    def __enter__(self) -> None:
        import numba

        self._before = numba.get_num_threads()
        if self._workers:
            most: int = vars(numba.config)["NUMBA_NUM_THREADS"]
            numba.set_num_threads(min(self._workers, most))

    def __exit__(self, *_: object) -> None:
        import numba

        numba.set_num_threads(self._before)


def _open(run: str, checkpoint: str | os.PathLike[str] | None) -> Path | None:
    if checkpoint is None:
        return None
    folder = Path(checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / "game.txt"
    if mark.exists() and mark.read_text() != run:
        raise InputError.of("checkpoint", "the folder holds months of another game", "name another folder", str(folder))
    mark.write_text(run)
    return folder


def _load(folder: Path | None, month: int, run: _Run) -> bool:
    path = folder / f"month-{month:04d}.npz" if folder else None
    if path is None or not path.exists():
        return False
    with np.load(path) as kept:
        run.values, run.worths = kept["values"], kept["worths"]
        run.acts.append(kept["acts"])
        run.yes.append(kept["yes"])
        run.residuals.append(kept["residuals"])
    return True


def _save(folder: Path | None, month: int, run: _Run) -> None:
    if folder is None:
        return
    part = folder / f"month-{month:04d}.part.npz"
    np.savez(
        part, values=run.values, worths=run.worths, acts=run.acts[-1], yes=run.yes[-1], residuals=run.residuals[-1]
    )
    part.replace(folder / f"month-{month:04d}.npz")
