"""Random bargaining problems for the benchmarks, and how their time is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from detente.deals import DealSpace

T = TypeVar("T")


def random_space(parties: int, issues: int, outcomes: int, no_deal: float | None = None, seed: int = 0) -> DealSpace:
    """Return a problem of real-valued tables on a scale of 0 to 1 with random weights."""
    rng = np.random.default_rng(seed)
    weights = rng.random((parties, issues))
    return DealSpace.additive(
        [rng.random((parties, outcomes)) for _ in range(issues)],
        weights=weights / weights.sum(axis=1, keepdims=True),
        no_deal=None if no_deal is None else np.full(parties, no_deal),
    )


def linked_space(links: int, red_lines: int, seed: int = 0, issues: int = 40) -> DealSpace:
    """Return a problem of issues with four outcomes and six parties, with links; red lines block two issues at least."""
    rng = np.random.default_rng(seed)
    pairs = [rng.choice(issues, 2, replace=False) for _ in range(links)]
    texts = [f"i{a}.o{rng.integers(4)} if i{b}.o{rng.integers(4)}" for a, b in pairs]
    space = DealSpace.additive([rng.integers(0, 101, (6, 4)) for _ in range(issues)], links=texts)
    blocked = {(int(rng.integers(6)), j, o) for j in (3, 17) for o in range(4)}
    others = {(int(rng.integers(6)), int(rng.integers(issues)), int(rng.integers(4))) for _ in range(red_lines - 8)}
    return replace(space, red_lines=tuple(sorted(blocked | others)))


def timed(work: Callable[[], T], times: int = 3, enough: float = 5.0) -> tuple[float, T]:
    """Return the least CPU seconds of a few runs, and the result; what takes long is run once."""
    least, result = _once(work)
    for _ in range(times - 1):
        if least > enough:
            break
        seconds, result = _once(work)
        least = min(least, seconds)
    return least, result


def _once(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result
