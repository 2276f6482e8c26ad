"""Small games for the tests: a pie offered in equal steps, two balances between defeat and victory or more."""

from __future__ import annotations

import numpy as np

from detente.dynamics.game.spec import CrisisGame


def pie_game(
    shares: list[float], *, n: int = 3, m: int = 3, months: int = 1, sharpness: float = 20.0, proposer: str = "A",
    cost: tuple[tuple[float, float], tuple[float, float]] = ((0.05, 0.05), (0.02, 0.1)),
    step: tuple[float, float] = (0.0, 0.0), edge: float = 0.0, collapse: tuple[float, float] = (0.0, 0.0),
    end: tuple[float, float] | None = None, ratified: float = 1.0, discount: float = 1.0, gesture: float = 0.0,
    yields: float = 0.0, proposer_sharpness: float | None = None,
) -> CrisisGame:  # fmt: skip
    """Return a game over shares of a pie; `end` is what is left to A and B, by default the place on the lattice."""
    k = len(shares)
    pair = np.array([shares, [1 - x for x in shares]])
    place = np.linspace(0, 1, m)
    shape = (2, 2, m, n, n)
    costs, up, down, left = (np.zeros(shape) for _ in range(4))
    for side in (0, 1):
        for kind in (0, 1):
            costs[side, kind] = cost[side][kind]
    up[:], down[:] = step
    for a, b in ((0, 1), (1, 0)):
        up[a, b] += edge * (b - a)
        down[a, b] -= edge * (b - a)
    left[0] = place[:, None, None] if end is None else end[0]
    left[1] = (1 - place)[:, None, None] if end is None else end[1]
    turns = {"A": (0,), "B": (1,), "both": (0, 1)}[proposer]
    return CrisisGame(
        ("a", "b"), tuple(map(str, range(k))), np.broadcast_to(pair[:, :, None, None], (2, k, m, 1)).copy(),
        np.full((k, 1), ratified), costs, up, down, collapse, left, np.array([[0, gesture]] * 2),
        np.array([[0, gesture / 2]] * 2), np.array([[0, yields]] * 2), np.ones((2, k + 2, 1), dtype=bool),
        np.zeros((2, k + 2, 1, 1), dtype=np.int64), np.ones((2, k + 2, 1, 1)),
        tuple(turns[t % len(turns)] for t in range(months)), discount, sharpness, proposer_sharpness,
    )  # fmt: skip
