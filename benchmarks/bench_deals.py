"""The deals engine against plain loops, and its cost as the number of packages grows.

Run it with ``make bench``, on an otherwise idle machine. The peer is the literal way to do the same
work: one Python loop over ``itertools.product`` that adds up values, tests every constraint and keeps
the minimal sets, then a pairwise frontier. It is run on the smallest sizes only. Ratios are what counts;
seconds are of whatever machine this is.
"""

from __future__ import annotations

import itertools
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from detente.deals import DealSpace, find_deals

SIZES = ((4, 5), (5, 6), (6, 6), (6, 8), (6, 10))
"""(issues, outcomes): 625 to 1,000,000 packages."""

PEER_LIMIT = 50_000
PARTIES = 4


def random_space(issues: int, outcomes: int, seed: int) -> DealSpace:
    """Return a problem of two principals and two ratifiers with red lines and no-deal values."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 10, (PARTIES, issues)).astype(float)
    red = tuple((p, j, int(rng.integers(outcomes))) for p in range(PARTIES) for j in range(issues))
    return DealSpace(
        issues=tuple(f"i{j}" for j in range(issues)),
        outcomes=tuple(tuple(f"o{o}" for o in range(outcomes)) for _ in range(issues)),
        parties=tuple(f"p{p}" for p in range(PARTIES)),
        values=tuple(rng.integers(0, 101, (PARTIES, outcomes)).astype(float) for _ in range(issues)),
        weights=weights / weights.sum(axis=1, keepdims=True),
        no_deal=np.full(PARTIES, 80.0),
        principals=(0, 1),
        signers=tuple(range(PARTIES)),
        red_lines=red,
    )


def literal(space: DealSpace) -> int:
    """Do the work package by package and return the number of minimal violated sets."""
    refused = {(p, j, o): n for n, (p, j, o) in enumerate(space.red_lines)}
    minimal: list[frozenset[int]] = []
    points: list[tuple[float, ...]] = []
    for package in itertools.product(*(range(len(names)) for names in space.outcomes)):
        violated = set()
        values = []
        for p in range(PARTIES):
            value = sum(space.weights[p, j] * space.values[j][p, o] for j, o in enumerate(package))
            values.append(value)
            violated |= {refused[p, j, o] for j, o in enumerate(package) if (p, j, o) in refused}
            if value < space.no_deal[p]:
                violated.add(len(refused) + p)
        points.append((values[0], values[1]))
        if not any(m <= violated for m in minimal):
            minimal = [m for m in minimal if not violated < m] + [frozenset(violated)]
    _frontier(points)
    return len(minimal)


def _frontier(points: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    best: list[tuple[float, ...]] = []
    for point in sorted(points, reverse=True):
        if not best or point[1] > best[-1][1]:
            best.append(point)
    return best


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> None:
    """Print the table of the documentation."""
    find_deals(random_space(2, 2, 0))  # load what is loaded once
    print("| packages | constraints | blockers | openings | seconds | ns a package | peak MiB | loops / engine |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for issues, outcomes in SIZES:
        space = random_space(issues, outcomes, seed=issues * outcomes)
        seconds, _ = timed(lambda s=space: find_deals(s))  # type: ignore[misc]
        tracemalloc.start()
        result = find_deals(space)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        ratio = "not run"
        if space.size <= PEER_LIMIT:
            slow, _ = timed(lambda s=space: literal(s))  # type: ignore[misc]
            ratio = f"{slow / seconds:,.0f}"
        print(
            f"| {space.size:,} | {len(space.constraints())} | {len(result.blockers):,} | {len(result.openings):,} "
            f"| {seconds:.3f} | {1e9 * seconds / space.size:,.0f} | {peak:,.0f} | {ratio} |"
        )


if __name__ == "__main__":
    main()
