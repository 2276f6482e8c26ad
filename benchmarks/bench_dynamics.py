"""The belief grid against its limits and a plain NumPy and SciPy version, and how its cost grows.

Run it with ``make bench``, on an otherwise idle machine; ``--quick`` runs the small half. The game has two-sided
types, offers along a frontier, ratification 0.6, battles that inform, and proposers who alternate. The peer solves
the same month by the same damped iteration, all states at once, gathering from the tables either with
:func:`scipy.ndimage.map_coordinates` or with shared indices; its results must be the engine's to 1e-9.
Ratios are what counts; seconds are of whatever machine this is.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.special import expit, softmax

from detente.dynamics.game.solve import DAMPING, MOST_TURNS, TOLERANCE, Solution, solve
from detente.dynamics.game.spec import CrisisGame, Floats
from detente.dynamics.game.war import ends, outcomes_of, waiting

MOST_SECONDS, MOST_MIB = 60.0, 4096.0
"""What the largest game may take on two cores."""
AGREEMENT = 1e-9
TIMES = 2
"""A single month is timed so often, by everyone; the least counts."""
MONTHS_AFTER = 2
"""The month that is compared with the peer is followed by so many others."""
PROTOTYPE = {(21, 21): 9.9, (41, 21): 34.0}
"""Seconds a month of an earlier SciPy prototype, by beliefs and balances, 30 turns at every state: a stated bound."""
TINY = 1e-300

Gather = Literal["map_coordinates", "shared indices"]
T = TypeVar("T")


class Size(NamedTuple):
    """What makes a game larger or harder."""

    beliefs: int
    balances: int
    actions: int = 11
    months: int = 24
    sharpness: float = 20.0


LARGEST, MIDDLE, SMALL, TINIEST = Size(41, 21), Size(21, 21), Size(11, 11), Size(2, 3, 2, 1)


def crisis(size: Size) -> CrisisGame:
    """Return a war of attrition over a divisible good: the tough fight at a third of the cost and win more battles."""
    k, m = size.actions - 1, size.balances
    shape = (2, 2, m, size.beliefs, size.beliefs)
    asked, place = np.linspace(0.05, 0.95, k), np.linspace(0, 1, m)
    shares = zip((asked, 1 - asked), (place, 1 - place), strict=True)
    deal = np.stack([0.85 * x[:, None] ** 0.8 + 0.15 * p for x, p in shares])
    left = np.stack([place, 1 - place])[:, None] - np.array([0.05, 0.15])[:, None]

    def by_type(table: Sequence[Sequence[float]]) -> Floats:
        return np.broadcast_to(np.array(table)[..., None, None, None], shape).copy()

    return CrisisGame(
        sides=("A", "B"), labels=tuple(f"{100 * x:.0f}" for x in asked), deal=deal[..., None],
        ratified=np.full((k, 1), 0.6), cost=by_type([[0.01, 0.03], [0.01, 0.03]]),
        up=by_type([[0.2, 0.3], [0.1, 0.2]]), down=by_type([[0.2, 0.1], [0.3, 0.2]]), collapse=(0.005, 0.005),
        end=np.broadcast_to(left[..., None, None], shape).copy(), toll=np.zeros((2, 1)), relief=np.zeros((2, 1)),
        yields=np.zeros((2, 1)), allowed=np.ones((2, k + 1, 1), dtype=bool),
        records=np.zeros((2, k + 1, 1, 1), dtype=np.int64), chances=np.ones((2, k + 1, 1, 1)),
        proposers=tuple(t % 2 for t in range(size.months)), discount=0.99, sharpness=size.sharpness,
    )  # fmt: skip


# The peer: a month at all states at once.


@dataclass
class Month:
    """A month solved at every state; the leading axes are those of the engine without the one of the record.

    `turns` is the mean over the states; the peer counts them, for the engine too, which does the same.
    """

    acts: Floats
    yes: Floats
    values: Floats
    residuals: Floats
    turns: float = float("nan")


@dataclass(frozen=True)
class Reader:
    """What a month of fighting is worth to the proposer's and the other side's types, at any beliefs."""

    wait: Floats
    p: int
    gather: Gather
    packed: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Keep the four tables together, the proposer's first."""
        order = self.wait if self.p == 0 else self.wait[::-1]
        object.__setattr__(self, "packed", np.ascontiguousarray(order.transpose(2, 3, 4, 0, 1)))

    def __call__(self, m: NDArray[np.int64], qp: Floats, qr: Floats) -> Floats:
        """Return the worth by role and type, shape (2, 2, …)."""
        qa, qb = (qp, qr) if self.p == 0 else (qr, qp)
        last = self.wait.shape[-1] - 1
        x, y = np.broadcast_arrays(qa * last, qb * last)
        if self.gather == "map_coordinates":
            at = np.stack([np.broadcast_to(m, x.shape), x, y])
            rows = self.wait if self.p == 0 else self.wait[::-1]
            return np.array([[map_coordinates(t, at, order=1, mode="nearest") for t in row] for row in rows])
        i, j = np.minimum(x.astype(np.int64), last - 1), np.minimum(y.astype(np.int64), last - 1)
        u, v = (x - i)[..., None, None], (y - j)[..., None, None]
        low = self.packed[m, i, j] * (1 - v) + self.packed[m, i, j + 1] * v
        high = self.packed[m, i + 1, j] * (1 - v) + self.packed[m, i + 1, j + 1] * v
        return np.asarray(np.moveaxis(low * (1 - u) + high * u, (-2, -1), (0, 1)))


def posterior(q: Floats, if_tough: Floats, if_weak: Floats) -> Floats:
    """Return the belief after something that each type does with some probability."""
    total = q * if_tough + (1 - q) * if_weak
    return np.where(total > TINY, q * if_tough / np.where(total > TINY, total, 1.0), q)


def responses(
    game: CrisisGame, reader: Reader, where: Sequence[Floats], acts: Floats, yes: Floats
) -> tuple[Floats, ...]:
    """Return better responses and values where both sides do as they do: `acts[2, A, S]`, `yes[2, K, S]`."""
    p, k = reader.p, game.packages
    m, qp, qr = where[0].astype(np.int64), where[1], where[2]
    after = posterior(qp, acts[0], acts[1])
    refused = reader(m, after[:k], posterior(qr, 1 - yes[0], 1 - yes[1]))
    failed = reader(m, after[:k], posterior(qr, yes[0], yes[1]))
    deal = game.deal[[p, 1 - p]][:, None, :, m, 0]
    signed = game.ratified[:, 0, None] * deal + (1 - game.ratified[:, 0, None]) * failed
    holds = reader(m, after[k], qr)
    signs = qr * yes[0] + (1 - qr) * yes[1]
    offered = signs * signed[0] + (1 - signs) * refused[0]
    worth = np.concatenate([offered, holds[0][:, None]], axis=1)
    chance = qp * acts[0] + (1 - qp) * acts[1]
    answered = (chance[:k] * (yes * signed[1] + (1 - yes) * refused[1])).sum(axis=1) + chance[k] * holds[1]
    values = np.stack([(acts * worth).sum(axis=1), answered])
    lam = (game.proposer_sharpness or game.sharpness, game.sharpness)
    return softmax(lam[0] * worth, axis=1), expit(lam[1] * (signed[1] - refused[1])), values


def plain_month(game: CrisisGame, wait: Floats, p: int, gather: Gather) -> Month:
    """Solve a month as the engine does, from even policies, at all states that are not settled."""
    k, n = game.packages, game.beliefs
    inner = (game.balances - 2, n, n)
    m, i, j = (axis.ravel() for axis in np.indices(inner))
    qa, qb = i / (n - 1), j / (n - 1)
    where = [(m + 1).astype(np.float64), *((qa, qb) if p == 0 else (qb, qa))]
    count = m.size
    acts, yes = np.full((2, k + 1, count), 1 / (k + 1)), np.full((2, k, count), 0.5)
    values, residuals = np.empty((2, 2, count)), np.ones(count)
    from detente.dynamics.game.kernel import PATIENCE

    reader, going, turns = Reader(wait, p, gather), np.arange(count), 0
    for turn in range(MOST_TURNS + 1):
        mine, theirs = acts[..., going], yes[..., going]
        better_acts, better_yes, found = responses(game, reader, [w[going] for w in where], mine, theirs)
        pace = DAMPING if turn < PATIENCE else DAMPING / 2
        last = (residuals[going] <= TOLERANCE) | (turn == MOST_TURNS)
        values[..., going[last]] = found[..., last]
        goes = ~last
        going = going[goes]
        turns += going.size
        more_acts, more_yes = (better_acts - mine)[..., goes], (better_yes - theirs)[..., goes]
        acts[..., going] += pace * more_acts
        yes[..., going] += pace * more_yes
        residuals[going] = np.maximum(np.abs(more_acts).max(axis=(0, 1)), np.abs(more_yes).max(axis=(0, 1)))
        if not going.size:
            break
    values = values if p == 0 else values[::-1]
    return Month(
        np.moveaxis(acts, -1, 0).reshape(*inner, 2, k + 1), np.moveaxis(yes, -1, 0).reshape(*inner, 2, k),
        values.reshape(2, 2, *inner), residuals.reshape(inner), turns / count,
    )  # fmt: skip


def engine_month(game: CrisisGame, wait: Floats, p: int, threads: int) -> Month:
    """Solve a month with the compiled kernel, from even policies."""
    import numba

    from detente.dynamics.game.kernel import solve_month, warm_start

    acts, yes = warm_start((1, game.balances, game.beliefs, game.packages), game.allowed[p])
    values, residuals = ends(game), np.zeros((1, game.balances, game.beliefs, game.beliefs))
    lam = (game.proposer_sharpness or game.sharpness, game.sharpness)
    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
    solve_month(
        wait[None], game.deal, game.ratified, game.toll, game.relief, game.yields, game.allowed, game.records,
        game.chances, p, acts, yes, lam, TOLERANCE, MOST_TURNS, DAMPING, values, residuals, np.zeros_like(acts),
    )  # fmt: skip
    return Month(acts[0, 1:-1], yes[0, 1:-1], values[0, :, :, 1:-1], residuals[0, 1:-1])


def difference(one: Month, other: Month) -> float:
    """Return the largest difference between two solutions of a month: policies, values, residuals."""
    pairs = ((one.acts, other.acts), (one.yes, other.yes), (one.values, other.values), (one.residuals, other.residuals))
    return max(float(np.abs(a - b).max()) for a, b in pairs)


# Measuring and printing.


def timed(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Return the least seconds that some work takes, and its last result."""
    least = np.inf
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - start)
    return least, result


def peak_mib() -> float:
    """Return the largest memory that this process has held, compiler and libraries included."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def table(head: str, rows: Iterable[Sequence[str]]) -> None:
    """Print a table: text on the left, numbers on the right."""
    names = head.split(" | ")
    print(f"\n| {head} |\n|---|{'---:|' * (len(names) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def grid_name(size: Size) -> str:
    """Return the grid in words."""
    return f"{size.beliefs} × {size.beliefs} × {size.balances}"


class Cost(NamedTuple):
    """What a solution took, how many cores it got meanwhile, and how well it settled."""

    seconds: float
    cores: float
    residual: float
    unsettled: float


def solved(size: Size, threads: int) -> tuple[Cost, Solution]:
    """Solve a game; return what it took, and the solution."""
    game, before = crisis(size), time.process_time()
    seconds, found = timed(lambda: solve(game, workers=threads))
    cores = (time.process_time() - before) / seconds
    return Cost(seconds, cores, found.residual, found.unsettled), found


def cost_of(size: Size) -> Cost:
    """Return what a game takes on two threads."""
    return solved(size, 2)[0]


def in_new_process(size: Size, folder: str | None = None) -> tuple[float, float, Cost]:
    """Return seconds to be ready, peak MiB and the cost of a game, of a fresh Python."""
    called = [sys.executable, __file__, "--one", ",".join(map(str, size))]
    chosen = {**os.environ, "NUMBA_CACHE_DIR": folder} if folder else dict(os.environ)
    printed = subprocess.run(called, env=chosen, check=True, capture_output=True, text=True).stdout  # noqa: S603
    ready, mib, *cost = map(float, printed.split())
    return ready, mib, Cost(*cost)


def one(size: Size) -> None:
    """Solve one game in this process, and print what it took."""
    first, again = cost_of(TINIEST).seconds, cost_of(TINIEST).seconds
    cost = cost_of(size)
    print(first - again, peak_mib(), *cost)


def print_largest(size: Size, *, cold: bool) -> Cost:
    """Print what the largest game takes against its limits."""
    ready, mib, cost = in_new_process(size)
    compiled = "not run"
    if cold:
        with tempfile.TemporaryDirectory() as folder:
            compiled = f"{in_new_process(TINIEST, folder)[0]:.1f}"
    held = "held" if cost.seconds < MOST_SECONDS and mib < MOST_MIB else "MISSED"
    print(f"{grid_name(size)} grid, {size.actions} actions, {size.months} months, λ = {size.sharpness:g}, 2 threads")
    table("what | measured | limit", [
        ("seconds, compiling excluded", f"{cost.seconds:.1f}", f"{MOST_SECONDS:g}"),
        ("cores that it got meanwhile", f"{cost.cores:.1f}", "2"),
        ("peak MiB of the process", f"{mib:,.0f}", f"{MOST_MIB:,.0f}"),
        ("both limits", held, ""),
        ("residual", f"{cost.residual:.1e}", f"{TOLERANCE:g}"),
        ("share unsettled", f"{cost.unsettled:.2%}", ""),
        ("seconds to compile, once", compiled, ""),
        ("seconds to load what was compiled", f"{ready:.1f}", ""),
    ])  # fmt: skip
    return cost


def print_curve(
    what: str, base: Size, others: Iterable[Size], shown: Callable[[Size], str], known: dict[Size, Cost]
) -> None:
    """Print how the cost grows, beside the base's; what is known already is not run again."""

    def row(size: Size) -> tuple[str, ...]:
        known[size] = cost = known.get(size) or cost_of(size)
        states = size.beliefs**2 * size.balances
        each = 1e6 * cost.seconds / (states * size.months)
        ratio = cost.seconds / known[base].seconds
        return (shown(size), f"{states:,}", f"{cost.seconds:.2f}", f"{ratio:.2f}", f"{cost.cores:.1f}", f"{each:.1f}",
                f"{cost.residual:.1e}", f"{cost.unsettled:.3%}")  # fmt: skip

    head = "states | seconds | ratio | cores | µs a state and month | residual | share unsettled"
    table(f"{what} | {head}", map(row, others))


def print_threads(base: Size) -> None:
    """Print one thread against two; the answer must be the same to the last bit."""
    (slow, by_one), (fast, by_two) = solved(base, 1), solved(base, 2)
    assert np.array_equal(by_one.values, by_two.values)
    costs = {"1": slow, "2": fast}
    head = "threads | seconds | ratio | cores"
    table(
        head, ((n, f"{c.seconds:.2f}", f"{c.seconds / slow.seconds:.2f}", f"{c.cores:.1f}") for n, c in costs.items())
    )


def print_peer(sizes: Iterable[Size]) -> None:
    """Print a month by the engine and by the peer; assert that they agree."""
    head = "grid | one month by | seconds | to 2 threads | to 1 thread | mean turns | largest difference"
    table(head, (row for size in sizes for row in month_rows(size)))


def month_rows(size: Size) -> Iterable[tuple[str, ...]]:
    """Return the rows of one grid: a month in the middle of the war, everybody from even policies."""
    game = crisis(size)
    later = solve(replace(game, proposers=game.proposers[-MONTHS_AFTER:]), workers=2)
    wait, p = waiting(game, later.values, outcomes_of(game))[0], game.proposers[-MONTHS_AFTER - 1]
    two, mine = timed(lambda: engine_month(game, wait, p, 2), TIMES)
    single, _ = timed(lambda: engine_month(game, wait, p, 1), TIMES)

    def row(who: str, seconds: float, turns: str, apart: str = "") -> tuple[str, ...]:
        return grid_name(size), who, f"{seconds:.3g}", f"{seconds / two:.3g}", f"{seconds / single:.3g}", turns, apart

    gathers: tuple[Gather, ...] = ("map_coordinates", "shared indices")
    plain = []
    for gather in gathers:
        seconds, theirs = timed(lambda g=gather: plain_month(game, wait, p, g), TIMES)  # type: ignore[misc]
        apart, turns = difference(mine, theirs), f"{theirs.turns:.1f}"
        assert apart <= AGREEMENT, f"{gather}: {apart:.1e} apart"
        plain.append(row(f"plain, {gather}", seconds, turns, f"{apart:.0e}"))
    yield row("engine, 2 threads", two, turns)
    yield row("engine, 1 thread", single, turns)
    yield from plain
    bound = PROTOTYPE.get((size.beliefs, size.balances))
    if bound:
        yield row("prototype (stated)", bound, "30")


def main() -> None:
    """Print the tables of the documentation."""
    options = argparse.ArgumentParser(description="The belief grid: limits, cost curves, peer.")
    options.add_argument("--quick", action="store_true", help="the small half, in seconds")
    options.add_argument("--one", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        numbers = chosen.one.split(",")
        beliefs, balances, actions, months = map(int, numbers[:4])
        one(Size(beliefs, balances, actions, months, float(numbers[4])))
        return
    quick = chosen.quick
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; numbers are worse where others work too\n")
    base = Size(11, 11, months=12) if quick else MIDDLE
    largest = SMALL if quick else LARGEST
    known = {largest: print_largest(largest, cold=not quick)}
    cost_of(TINIEST)
    known[base] = cost_of(base)
    grids = (Size(7, 7, months=12), base) if quick else (SMALL, MIDDLE, LARGEST)
    print(f"\nRatios are to {grid_name(base)}, {base.actions} actions, {base.months} months, λ = {base.sharpness:g}")
    print_curve("grid", base, grids, grid_name, known)
    print_curve("actions", base, [base._replace(actions=n) for n in (5, 11, 21)], lambda s: f"{s.actions}", known)
    print_curve("months", base, [base._replace(months=n) for n in (6, 12, 24)], lambda s: f"{s.months}", known)
    sharp = (10.0, 20.0, 30.0) if quick else (10.0, 20.0, 30.0, 60.0)
    print_curve("λ", base, [base._replace(sharpness=x) for x in sharp], lambda s: f"{s.sharpness:g}", known)
    print_threads(base)
    print_peer([Size(7, 7, months=12)] if quick else [MIDDLE, LARGEST])


if __name__ == "__main__":
    main()
