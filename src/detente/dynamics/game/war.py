"""A month of fighting: what it costs, where it moves the balance, and what it tells about the types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.dynamics.game.spec import CrisisGame, Floats

VICTORY, DEFEAT = 1.0, 0.0
STEPS = (0, 1, -1)
"""What a month of fighting does to the balance: nothing, a step towards A, a step towards B."""


@dataclass(frozen=True)
class Outcome:
    """One outcome of a month of fighting, at every balance and pair of beliefs.

    Attributes
    ----------
    step : int
        How the balance moves.
    chance : array, shape (M, n, n)
        Its probability as the public sees it.
    by_type : array, shape (2, 2, M, n, n)
        Its probability as each side sees it: by side, own type.
    belief_a, belief_b : array, shape (M, n, n)
        The beliefs after it.
    """

    step: int
    chance: Floats
    by_type: Floats
    belief_a: Floats
    belief_b: Floats


def outcomes_of(game: CrisisGame) -> tuple[Outcome, ...]:
    """Return the outcomes of a month of fighting; collapse comes on top of them."""
    return tuple(_outcome(game, step, table) for step, table in zip(STEPS, _chances(game), strict=True))


def _chances(game: CrisisGame) -> Iterator[Floats]:
    yield np.maximum(1 - game.up - game.down, 0.0)
    yield game.up
    yield game.down


def _outcome(game: CrisisGame, step: int, table: Floats) -> Outcome:
    grid = np.linspace(0, 1, game.beliefs)
    qa, qb = grid[None, :, None], grid[None, None, :]
    as_a = table[:, 0] * qb + table[:, 1] * (1 - qb)
    as_b = table[0] * qa + table[1] * (1 - qa)
    public = as_a[0] * qa + as_a[1] * (1 - qa)
    safe = np.where(public > 0, public, 1.0)
    after_a = np.where(public > 0, qa * as_a[0] / safe, qa)
    after_b = np.where(public > 0, qb * as_b[0] / safe, qb)
    return Outcome(step, public, np.stack([as_a, as_b]), np.clip(after_a, 0, 1), np.clip(after_b, 0, 1))


def waiting(game: CrisisGame, after: Floats, outcomes: tuple[Outcome, ...]) -> Floats:
    """Return what a month of fighting is worth when `after` is what the next month is worth.

    Parameters
    ----------
    after : array, shape (Z, 2, 2, M, n, n)
        Worth of the next month by record, side, type, balance and beliefs.

    Returns
    -------
    array of the same shape
        Costs of the month, collapse, and the next month, discounted.
    """
    collapse_a, collapse_b = game.collapse
    goes_on = np.zeros_like(after)
    for outcome in outcomes:
        moved = _shifted(after, outcome.step)
        seen = _interpolated(moved, outcome.belief_a, outcome.belief_b)
        goes_on += outcome.by_type[None] * seen
    lump = np.array([collapse_b * VICTORY + collapse_a * DEFEAT, collapse_a * VICTORY + collapse_b * DEFEAT])
    worth = lump[None, :, None, None, None, None] - game.cost[None]
    worth = worth + game.discount * (1 - collapse_a - collapse_b) * goes_on
    return _with_ends(np.asarray(worth))


def ends(game: CrisisGame) -> Floats:
    """Return what the state after the last month is worth, shape (Z, 2, 2, M, n, n)."""
    whole = np.broadcast_to(game.end[None], (game.record_count, *game.end.shape)).copy()
    return _with_ends(whole)


def fighting_on(game: CrisisGame, *, tolerance: float = 1e-10, most: int = 20_000) -> Floats:
    """Return what fighting until one side is defeated is worth, shape (2, 2, M, n, n).

    Repeats a month of fighting until nothing changes by more than `tolerance`.
    """
    outcomes = outcomes_of(game)
    one = _with_ends(np.zeros((1, *game.end.shape)))
    for _ in range(most):
        following = waiting(game, one, outcomes)
        change = float(np.abs(following - one).max())
        one = following
        if change <= tolerance:
            break
    return np.asarray(one[0])


def _with_ends(worth: Floats) -> Floats:
    """Set what defeat and victory are worth, in place."""
    worth[:, 0, :, 0] = DEFEAT
    worth[:, 1, :, 0] = VICTORY
    worth[:, 0, :, -1] = VICTORY
    worth[:, 1, :, -1] = DEFEAT
    return worth


def _shifted(after: Floats, step: int) -> Floats:
    """Return the table read one step further along the balance; the ends read themselves."""
    m = after.shape[3]
    return after[:, :, :, np.clip(np.arange(m) + step, 0, m - 1)]


def _interpolated(after: Floats, qa: Floats, qb: Floats) -> Floats:
    """Return the table read at other beliefs, linearly between the points of the grid."""
    last = after.shape[-1] - 1
    x, y = qa * last, qb * last
    i, j = np.minimum(x.astype(int), last - 1), np.minimum(y.astype(int), last - 1)
    u, v = x - i, y - j
    m = np.arange(after.shape[3])[:, None, None]
    low = after[..., m, i, j] * (1 - v) + after[..., m, i, j + 1] * v
    high = after[..., m, i + 1, j] * (1 - v) + after[..., m, i + 1, j + 1] * v
    return np.asarray(low * (1 - u) + high * u)
