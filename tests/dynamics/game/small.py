"""Tiny games that use every part of the game at once, and random ones of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from detente.dynamics.game.spec import CrisisGame, Floats

SEEDS = st.integers(0, 2**32 - 1)


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    packages: int = 2
    moves: int = 2
    balances: int = 4
    beliefs: int = 3
    records: int = 2
    months: int = 2


def sizes(months: int = 3, beliefs: int = 4) -> st.SearchStrategy[Size]:
    """Sizes that loops in Python can follow."""
    return st.builds(
        Size, packages=st.integers(2, 3), moves=st.integers(1, 3), balances=st.integers(3, 5),
        beliefs=st.integers(2, beliefs), records=st.integers(1, 3), months=st.integers(1, months),
    )  # fmt: skip


def tiny_game(seed: int, size: Size | None = None, *, sharpness: float = 15.0) -> CrisisGame:
    """Return a game in which every number is drawn, differs by type and may depend on the beliefs.

    Some steps of the balance are impossible for some types, so that a battle can prove a type; some actions are not
    allowed, some records lead to two others, and moves yield.
    """
    s = size or Size()
    rng = np.random.default_rng(seed)
    by_type = (2, 2, s.balances, s.beliefs, s.beliefs)
    actions, ends = s.packages + s.moves, 2
    up, down = rng.uniform(0, 0.5, by_type), rng.uniform(0, 0.5, by_type)
    allowed = rng.random((2, actions, s.records)) < 0.8
    allowed[:, s.packages] = True
    chances = rng.random((2, actions, s.records, ends))
    return CrisisGame(
        sides=("a", "b"), labels=tuple(f"package {k}" for k in range(s.packages)),
        deal=rng.uniform(0, 1, (2, s.packages, s.balances, s.records)),
        ratified=np.minimum(rng.uniform(0, 1.5, (s.packages, s.records)), 1.0), cost=rng.uniform(0, 0.2, by_type),
        up=up * rng.integers(0, 2, (2, 2, s.balances, 1, 1)), down=down,
        collapse=(float(rng.uniform(0, 0.2)), float(rng.uniform(0, 0.2))), end=rng.uniform(0, 1, by_type),
        toll=rng.uniform(0, 0.1, (2, s.moves)), relief=rng.uniform(0, 0.1, (2, s.moves)),
        yields=rng.uniform(0, 0.6, (2, s.moves)), allowed=allowed,
        records=rng.integers(0, s.records, (2, actions, s.records, ends)),
        chances=chances / chances.sum(axis=-1, keepdims=True),
        proposers=tuple(int(p) for p in rng.integers(0, 2, s.months)), discount=float(rng.uniform(0.8, 1.0)),
        sharpness=sharpness, proposer_sharpness=float(rng.uniform(5, sharpness)) if seed % 2 else None,
    )  # fmt: skip


def alike(game: CrisisGame) -> CrisisGame:
    """Return the game with both types of each side like the tough one."""
    parts: dict[str, Floats] = {name: np.repeat(getattr(game, name)[:, :1], 2, axis=1) for name in ("cost", "end")}
    for name in ("up", "down"):
        parts[name] = np.broadcast_to(getattr(game, name)[:1, :1], getattr(game, name).shape).copy()
    return replace(game, cost=parts["cost"], end=parts["end"], up=parts["up"], down=parts["down"])


def mirrored(game: CrisisGame) -> CrisisGame:
    """Return the game in which A is called B and B is called A."""
    per_side: dict[str, Any] = {
        name: np.ascontiguousarray(getattr(game, name)[::-1])
        for name in ("toll", "relief", "yields", "allowed", "records", "chances")
    }
    return replace(
        game, sides=game.sides[::-1], deal=game.deal[::-1, :, ::-1].copy(), cost=_turned(game.cost[::-1]),
        end=_turned(game.end[::-1]), up=_turned(game.down.swapaxes(0, 1)), down=_turned(game.up.swapaxes(0, 1)),
        collapse=game.collapse[::-1], proposers=tuple(1 - p for p in game.proposers), **per_side,
    )  # fmt: skip


def _turned(table: Floats) -> Floats:
    """Turn the balance round and exchange the beliefs."""
    return np.ascontiguousarray(table[:, :, ::-1].swapaxes(-1, -2))


def games(months: int = 3, beliefs: int = 4, sharpness: float = 15.0) -> st.SearchStrategy[CrisisGame]:
    """Random tiny games."""
    return st.builds(lambda seed, size: tiny_game(seed, size, sharpness=sharpness), SEEDS, sizes(months, beliefs))
