"""The graph model against its limits, a literal search and a published curve, and how its cost grows.

Run it with ``make bench``, on an otherwise idle machine; ``--quick`` runs the small half, ``--large`` 2^26 states too.
Everything is measured in a fresh Python that does nothing else, so the peak of the memory is that of the work, inputs
and libraries included. The peer is the definition word for word: for every state and improvement a search over
(state, last mover); its answers must be the engine's. Ratios are what counts; seconds are of whatever machine this is.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.stability import Choices, GraphModel, StabilityResult, analyze_stability
from detente.stability.concepts import CONCEPTS

FOUR = ("nash", "gmr", "smr", "seq")
FIVE = (*FOUR, "sseq")
SEED = 1
PEER_OPTIONS = (6, 8, 10, 12)
"""The literal search takes minutes from 2^14 states on."""
PUBLISHED = {6: (0.01, 31), 7: (0.03, 31), 8: (0.10, 34), 9: (0.34, 43), 10: (1.57, 78), 11: (6.82, 221),
             12: (31.45, 801), 13: (180.07, 3111)}  # fmt: skip
"""gmcr-py 0.4.1, three decision makers, the same kind of model, by options: CPU seconds and peak MB. A stated figure, of another run."""
TRADE_OWNERS = (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5)
TRADE_EXCLUDES = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (4, 5), (8, 9), (11, 12))
"""One of four at most, and three times one of two: 5 · 3³ · 2¹⁰ = 138,240 states."""

KINDS = {"random": "both ways", "own options": "each ranks by its own options", "one-way": "one option of each one-way"}
"""Models that are easy and hard for the engine of blocks."""

Ranks = NDArray[np.int32]


@dataclass(frozen=True)
class Job:
    """One thing to be measured in a Python of its own."""

    kind: str
    parties: int = 3
    options: int = 0
    arcs: int = 0
    concepts: tuple[str, ...] = FOUR
    times: int = 3
    is_warm: bool = True
    """Whether compiled loops are loaded before the clock starts."""


@dataclass(frozen=True)
class Cost:
    """What it took: the quickest of the runs, and the process as a whole."""

    seconds: float
    cpu: float
    mib: float
    ready: float
    method: str
    states: int
    equilibria: tuple[int, ...]
    has_compiler: bool
    literal: float = float("nan")


# What is measured.


def strict(parties: int, states: int) -> Ranks:
    """Return random rankings without ties."""
    rng = np.random.default_rng(SEED)
    ranks = np.tile(np.arange(states, dtype=np.int32), (parties, 1))
    for row in ranks:
        rng.shuffle(row)
    return ranks


def of_options(job: Job) -> Callable[[], GraphModel]:
    """Return what makes a model of options that go round among the decision makers."""
    owners = [k % job.parties for k in range(job.options)]
    ranks = strict(job.parties, 1 << job.options)
    if job.kind == "own options":
        mine = [sum(1 << k for k, owner in enumerate(owners) if owner == p) for p in range(job.parties)]
        ranks = np.array([np.arange(1 << job.options) & bits for bits in mine], dtype=np.int32)
    is_one_way = job.kind == "one-way"
    directions = ["on" if is_one_way and k < job.parties else "both" for k in range(job.options)]
    return partial(GraphModel.from_options, owners, ranks=ranks, directions=directions)


def lopsided(job: Job) -> Callable[[], GraphModel]:
    """Return what makes a model in which one decision maker has all options but one each of the others."""
    owners = [max(0, k - job.options + job.parties) for k in range(job.options)]
    return partial(GraphModel.from_options, owners, ranks=strict(job.parties, 1 << job.options))


def trade(job: Job) -> Callable[[], GraphModel]:
    """Return what makes a negotiation of six with 20 options and a dozen random statements for each."""
    rng = np.random.default_rng(SEED)

    def literal() -> str:
        return f"{'not ' * int(rng.integers(2))}o{rng.integers(job.options)}"

    def statement() -> str:
        return f"{literal()} {rng.choice(['and', 'or', 'if', 'iff'])} {literal()}" if rng.integers(2) else literal()

    priorities = [[statement() for _ in range(12)] for _ in range(job.parties)]
    infeasible = [f"o{a} and o{b}" for a, b in TRADE_EXCLUDES]
    return partial(GraphModel.from_options, TRADE_OWNERS, priorities=priorities, infeasible=infeasible)


def of_arcs(job: Job) -> Callable[[], GraphModel]:
    """Return what makes a model of random arcs, ten for each state, shared out evenly."""
    rng = np.random.default_rng(SEED)
    states = job.arcs // 10
    arcs = [rng.integers(0, states, (job.arcs // job.parties, 2)) for _ in range(job.parties)]
    return partial(GraphModel.from_arcs, arcs, states=states, ranks=strict(job.parties, states))


MAKERS: dict[str, Callable[[Job], Callable[[], GraphModel]]] = {
    "random": of_options, "own options": of_options, "one-way": of_options, "one for all": lopsided, "trade": trade, "arcs": of_arcs, "literal": of_options,
}  # fmt: skip


# The peer: the definition word for word.


def literally(model: GraphModel) -> dict[str, list[int]]:
    """Return the equilibria of four concepts, each improvement searched on its own."""
    parties = range(len(model.decision_makers))
    moves = [[set(model.moves_from(p, s).tolist()) for s in range(model.size)] for p in parties]
    ranks = model.ranks.tolist()
    better = [
        [{t for t in own[s] if r[t] > r[s]} for s in range(model.size)] for own, r in zip(moves, ranks, strict=True)
    ]
    found = {concept: set(range(model.size)) for concept in FOUR}
    for p in parties:
        opponents = [q for q in parties if q != p]
        for s in range(model.size):
            for concept in FOUR:
                arcs = better if concept == "seq" else moves
                if not all(is_met(arcs, opponents, moves[p], ranks[p], s, t, concept) for t in better[p][s]):
                    found[concept].discard(s)
    return {concept: sorted(states) for concept, states in found.items()}


def is_met(
    arcs: Sequence[Sequence[set[int]]], opponents: Sequence[int], own: Sequence[set[int]], ranks: Sequence[int],
    left: int, there: int, concept: str,
) -> bool:  # fmt: skip
    """Return whether some sanction deters the move from one state to another."""
    if concept == "nash":
        return False
    for end in joint(arcs, opponents, there):
        ends = {end, *own[end]} if concept == "smr" else {end}
        if all(ranks[e] <= ranks[left] for e in ends):
            return True
    return False


def joint(arcs: Sequence[Sequence[set[int]]], movers: Sequence[int], start: int) -> Iterator[int]:
    """Yield where sequences of moves lead in which nobody moves twice in a row."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        here, last = waiting.pop()
        for p in movers:
            for there in arcs[p][here] if p != last else ():
                if (there, p) not in seen:
                    seen.add((there, p))
                    waiting.append((there, p))
                    yield there


# Measuring.


def run(job: Job) -> Cost:
    """Do a job in this process."""
    make, ready = MAKERS[job.kind](job), load() if job.is_warm else 0.0
    result: StabilityResult | None = None
    runs: list[tuple[float, float]] = []
    while len(runs) < job.times or (job.times > 1 and len(runs) < 30 and sum(wall for wall, _ in runs) < 1):
        result = None  # the peak is that of one analysis
        wall, cpu = time.perf_counter(), time.process_time()
        result = analyze_stability(make(), job.concepts)
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    assert result is not None
    counts = tuple(len(result.equilibria[c]) for c in job.concepts)
    literal = against_literal(result) if job.kind == "literal" else float("nan")
    return Cost(
        *min(runs), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, ready, result.method, result.model.size,
        counts, any(name in sys.modules for name in ("numba", "llvmlite")), literal,
    )  # fmt: skip


def against_literal(result: StabilityResult) -> float:
    """Return the CPU seconds that the literal search takes; its answers must be the same."""
    before = time.process_time()
    found = literally(result.model)
    seconds = time.process_time() - before
    for concept, states in found.items():
        assert states == result.equilibria[concept].tolist(), concept
    return seconds


def load() -> float:
    """Compile or load the loops, by tiny models that use all of them; return the seconds that this took."""
    from detente.stability.blocks import BlockThreats, SearchThreats

    kinds = ((BlockThreats, "random"), (BlockThreats, "one-way"), (SearchThreats, "arcs"))
    models = [(engine, MAKERS[kind](Job(kind, 3, 6, arcs=600))()) for engine, kind in kinds]

    def use() -> float:
        start = time.perf_counter()
        for (engine, model), concept, party in product(models, FIVE, range(3)):
            CONCEPTS[concept](engine(model), party, Choices())
        return time.perf_counter() - start

    first = use()
    return first - use()


def cost(job: Job, **settings: str) -> Cost:
    """Do a job in a fresh Python, with settings of its environment."""
    # This process stays small: the peak of a child counts from the size of who started it.
    called = [sys.executable, __file__, "--one", json.dumps(asdict(job))]
    printed = subprocess.run(called, env=os.environ | settings, check=True, capture_output=True, text=True).stdout  # noqa: S603
    found: dict[str, Any] = json.loads(printed)
    return Cost(**found | {"equilibria": tuple(found["equilibria"])})


# Printing.


def table(head: str, rows: Iterable[Sequence[str]]) -> None:
    """Print a table: text on the left, numbers on the right."""
    names = head.split(" | ")
    print(f"\n| {head} |\n|---|{'---:|' * (len(names) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def power(options: int) -> str:
    """Return a number of states as a power of two."""
    return f"2^{options}"


def sec(seconds: float) -> str:
    """Return seconds with three digits."""
    return f"{seconds:,.0f}" if seconds >= 100 else f"{seconds:.3g}" if seconds >= 0.001 else f"{seconds:.4f}"


def times(took: Cost) -> tuple[str, str]:
    """Return wall and CPU seconds."""
    return sec(took.seconds), sec(took.cpu)


def print_limits(jobs: Sequence[tuple[str, Job, float, float]]) -> None:
    """Print what the large models take against their limits."""

    def row(name: str, job: Job, seconds: float, mib: float) -> tuple[str, ...]:
        took = cost(job)
        held = "held" if took.seconds < seconds and took.mib < mib else "MISSED"
        most = f"{mib:,.0f}" if np.isfinite(mib) else ""
        cores = f"{took.cpu / took.seconds:.1f}"
        return name, f"{took.states:,}", *times(took), cores, f"{seconds:g}", f"{took.mib:,.0f}", most, held

    head = "model | states | seconds | CPU seconds | cores | limit, s | peak MiB | limit, MiB | both limits"
    table(head, (row(*job) for job in jobs))


def print_curve(options: Iterable[int]) -> None:
    """Print how the cost of random models grows."""
    before: Cost | None = None

    def row(n: int) -> tuple[str, ...]:
        nonlocal before
        took = cost(Job("random", 3, n, times=3 if n < 26 else 1, is_warm=n > 12))
        ratio = f"{took.cpu / before.cpu:.1f}" if before else ""
        before, each = took, 1e9 * took.cpu / took.states
        counts = " / ".join(f"{count:,}" for count in took.equilibria)
        return power(n), took.method, *times(took), ratio, f"{each:,.0f}", f"{took.mib:,.0f}", counts

    head = "states | engine | seconds | CPU seconds | CPU / row above | CPU ns a state | peak MiB | equilibria Nash / GMR / SMR / SEQ"
    table(head, map(row, options))


def print_peer(options: Iterable[int]) -> None:
    """Print the engine against the literal search."""

    def row(n: int) -> tuple[str, ...]:
        took = cost(Job("literal", 3, n, is_warm=False))
        return power(n), sec(took.cpu), sec(took.literal), f"{took.literal / took.cpu:,.0f}"

    table("states | engine, CPU s | literal search, CPU s | ratio", map(row, options))


def print_published() -> None:
    """Print the engine beside the stated curve of another program."""

    def row(n: int) -> tuple[str, ...]:
        took, (seconds, mb) = cost(Job("random", 3, n, is_warm=n > 12)), PUBLISHED[n]
        return power(n), sec(took.cpu), f"{took.mib:,.0f}", f"{seconds:g}", f"{mb:,}", f"{seconds / took.cpu:,.0f}"

    head = "states | engine, CPU s | engine, MiB | gmcr-py (stated), CPU s | gmcr-py (stated), MB | ratio of seconds"
    table(head, map(row, PUBLISHED))


def print_small() -> None:
    """Print what small models take from the first call on, and that no compiler is loaded for them."""
    limit = 0.05

    def row(name: str, job: Job) -> tuple[str, ...]:
        took = min((cost(job) for _ in range(3)), key=lambda c: c.seconds)
        held = "held" if took.seconds < limit and not took.has_compiler else "MISSED"
        loaded = "yes" if took.has_compiler else "no"
        return name, f"{took.states:,}", sec(1e3 * took.seconds), sec(1e3 * took.cpu), loaded, held

    jobs = [
        (f"{p} × {power(n)}, {len(c)} concepts", Job("random", p, n, concepts=c, times=1, is_warm=False))
        for p, n, c in ((3, 6, FOUR), (3, 8, FOUR), (2, 10, FOUR), (3, 10, FOUR), (4, 10, FOUR), (3, 10, FIVE))
    ]
    jobs += [(f"9 options and 1, {len(FOUR)} concepts", Job("one for all", 2, 10, times=1, is_warm=False))]
    head = "first call in a fresh Python | states | ms | CPU ms | compiler loaded | under 50 ms and none"
    table(head, (row(*job) for job in jobs))


def print_arcs(arcs: Iterable[int]) -> None:
    """Print how the cost of lists of arcs grows; the list is sorted inside the clock."""

    def row(n: int) -> tuple[str, ...]:
        took = cost(Job("arcs", 3, arcs=n, times=3 if n <= 10**6 else 1, is_warm=n > 400_000))
        each = 1e9 * took.cpu / n
        return f"{n:,}", f"{took.states:,}", took.method, *times(took), f"{each:,.0f}", f"{took.mib:,.0f}"

    table("arcs | states | engine | seconds | CPU seconds | CPU ns an arc | peak MiB", map(row, arcs))


def print_kinds(sizes: Iterable[tuple[int, int]]) -> None:
    """Print models that are hard for the block engine, beside the random one; on one thread, so that CPU seconds compare."""

    def rows(parties: int, options: int) -> Iterator[tuple[str, ...]]:
        base, block = None, power(-(-options // parties))
        for kind, name in KINDS.items():
            took = cost(Job(kind, parties, options, times=3 if options < 20 else 1), NUMBA_NUM_THREADS="1")
            base = base or took
            ratio = f"{took.cpu / base.cpu:.1f}"
            yield f"{parties} × {power(options)}: {name}", block, *times(took), ratio, f"{took.mib:,.0f}"

    head = "model | largest block | seconds | CPU seconds | to random | peak MiB"
    table(head, (row for size in sizes for row in rows(*size)))


def print_compile(*, cold: bool) -> None:
    """Print what the loops take to be compiled once, and to be loaded later."""
    once = Job("random", 3, 6, times=1)
    loaded, compiled = cost(once).ready, "not run"
    if cold:
        with tempfile.TemporaryDirectory() as folder:
            compiled = sec(cost(once, NUMBA_CACHE_DIR=folder).ready)
    table("compiled loops | seconds", [("to compile, once", compiled), ("to load what was compiled", sec(loaded))])


def main() -> None:
    """Print the tables of the documentation."""
    options = argparse.ArgumentParser(description="The graph model: limits, cost curves, peer.")
    options.add_argument("--quick", action="store_true", help="the small half")
    options.add_argument("--large", action="store_true", help="2^26 states too: about 4 GiB")
    options.add_argument("--one", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        job = json.loads(chosen.one)
        print(json.dumps(asdict(run(Job(**job | {"concepts": tuple(job.get("concepts", FOUR))})))))
        return
    quick = chosen.quick
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; seconds are worse where others work too")
    print_compile(cold=not quick)
    no_limit = float("inf")
    limits = [("3 × 2^20, random", Job("random", 3, 20), 5.0, no_limit)]
    if not quick:
        limits += [
            ("3 × 2^24, random", Job("random", 3, 24), 60.0, 2560.0),
            ("6 × 20 options, infeasible patterns, statements, five concepts", Job("trade", 6, 20, concepts=FIVE), 10.0, no_limit),
            ("10^6 arcs of 3", Job("arcs", 3, arcs=1_000_000), 30.0, no_limit),
        ]  # fmt: skip
    print_limits(limits)
    print_small()
    print_curve((6, 10, 14, 18) if quick else range(6, 28 if chosen.large else 26, 2))
    print_peer(PEER_OPTIONS[:2] if quick else PEER_OPTIONS)
    print_published()
    print_arcs(10**n for n in ((4, 5) if quick else (4, 5, 6, 7)))
    print_kinds([(3, 16)] if quick else [(3, 16), (2, 16), (3, 20), (2, 20)])


if __name__ == "__main__":
    main()
