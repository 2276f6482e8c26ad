"""Demands between battles: the cost of more rounds, against plain loops and against a grid of beliefs.

Run it with ``make bench``, on an otherwise idle machine. There are two peers. The loops do the same exact work round by
round, but cross every pair of lines in plain Python. The grid is the usual literal way: every belief on a grid, every
belief after a refusal, and so an answer with an error, which the table gives for the first threshold. Ratios are what
counts; seconds are of whatever machine this is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from detente.dynamics.mechanisms.fight_while_bargaining import fight_while_bargaining

T = TypeVar("T")
Symbols = tuple[float, float, float, float, float, float]

GAMES: dict[str, Symbols] = {
    "short battles": (0.08, 0.10, 0.03, 0.02, 0.07, 0.95),
    "long war": (0.01, 0.01, 0.001, 0.001, 0.01, 0.99),
    "endless war": (0.001, 0.001, 0.0001, 0.00001, 0.001, 0.9999),
}
"""k_A, k_B, c_A, c_L, c_H, δ: the less a battle decides, the more rounds count."""

ROUNDS = (10, 50, 200, 1000, 5000)
LOOPS_LIMIT = 1000
GRID_LIMIT = 200
GRID = 400
LEAST = 1e-300


def loops(symbols: Symbols, rounds: int) -> list[float]:
    """Return the thresholds of the first round, crossing all pairs of lines in every round."""
    k_a, k_b, c_a, c_low, c_high, discount = symbols
    goes_on = discount * (1 - k_a - k_b)
    tough, weak, war = ((k - c) / (1 - goes_on) for k, c in ((k_a, c_low), (k_a, c_high), (k_b, c_a)))
    goals = [(1.0, weak, war)]
    thresholds: list[float] = []
    for _ in range(rounds):
        lines = [(1 - tough, 0.0)]
        for goal, wait, later in goals:
            demand = 1 - (k_a - c_high + goes_on * wait)
            lines.append((demand, (demand - (k_b - c_a + goes_on * later)) / goal))
        kept, thresholds = [lines[0]], []
        while True:
            height, slope = kept[-1]
            crossings = [((a - height) / (b - slope), a, b) for a, b in lines if a > height and b > slope]
            if not crossings or max(crossings)[0] < LEAST:
                break
            crossing, a, b = max(crossings)
            thresholds.append(crossing)
            kept.append((a, b))
        goals = [(q, 1 - a, a - b * q) for q, (a, b) in zip([1.0, *thresholds], kept, strict=True)]
    return thresholds


def grid(symbols: Symbols, rounds: int) -> float:
    """Return the first threshold by backward induction over every belief and every belief after it."""
    k_a, k_b, c_a, c_low, c_high, discount = symbols
    goes_on = discount * (1 - k_a - k_b)
    tough, weak, war = ((k - c) / (1 - goes_on) for k, c in ((k_a, c_low), (k_a, c_high), (k_b, c_a)))
    beliefs = [n / GRID for n in range(1, GRID + 1)]
    values, demands = [war] * GRID, [1 - weak] * GRID
    for _ in range(rounds):
        now_values, now_demands = [], []
        prices = [1 - (k_a - c_high + goes_on * (1 - x)) for x in demands]
        for n, q in enumerate(beliefs):
            best = (1 - tough, 1 - tough)
            for m in range(n, GRID):
                refused = q / beliefs[m]
                worth = (1 - refused) * prices[m] + refused * (k_b - c_a + goes_on * values[m])
                best = max(best, (worth, prices[m]))
            now_values.append(best[0])
            now_demands.append(best[1])
        values, demands = now_values, now_demands
    return min(q for q, x in zip(beliefs, demands, strict=True) if x <= 1 - tough)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def row(name: str, symbols: Symbols, rounds: int) -> str:
    """Return a line of the table."""
    tries = [timed(lambda: fight_while_bargaining(*symbols, rounds)) for _ in range(5)]
    seconds, result = min(seconds for seconds, _ in tries), tries[0][1]
    by_loops = by_grid = error = "not run"
    if rounds <= LOOPS_LIMIT:
        slow, thresholds = timed(lambda: loops(symbols, rounds))
        by_loops = f"{slow / seconds:,.1f}"
        assert np.allclose(thresholds[:3], result.thresholds[:3], rtol=1e-6)
    if rounds <= GRID_LIMIT:
        slow, first = timed(lambda: grid(symbols, rounds))
        by_grid, error = f"{slow / seconds:,.0f}", f"{abs(first - result.thresholds[0]):.4f}"
    return (
        f"| {name} | {rounds:,} | {len(result.thresholds)} | {1e3 * seconds:.2f} | {1e6 * seconds / rounds:.1f} "
        f"| {by_loops} | {by_grid} | {error} |"
    )


def main() -> None:
    """Print the table of the documentation."""
    fight_while_bargaining(*GAMES["long war"], 2)  # load what is loaded once
    print("| game | rounds | thresholds | ms | µs a round | loops / engine | grid / engine | error of the grid |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, symbols in GAMES.items():
        for rounds in ROUNDS:
            print(row(name, symbols, rounds), flush=True)


if __name__ == "__main__":
    main()
