"""How long the exact methods take where there are too many packages to look at, and what stops them.

Run it with ``make bench``, on an otherwise idle machine. The peer is NegMAS. Where it is installed (it is no dependency)
the same problems are given to it in the same run; where it is not, its column shows what was measured once on two quiet
cores with NegMAS 0.16.0, marked with an asterisk. Ratios are what counts.
"""

from __future__ import annotations

import importlib
import importlib.util
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from detente.deals import DealSpace, FairChoice, Frontier, fair_packages, pareto_frontier
from detente.deals.counting import count_linked, count_signed
from detente.deals.reasoning import Found, Reasoning
from detente.errors import TooLargeError

MEASURED = {(2, 6, 10): 4.7, (2, 7, 10): 53.6, (3, 6, 10): 11.2, (3, 7, 10): 91.5}
"""Seconds of NegMAS 0.16.0 for (parties, issues, outcomes): frontier and points."""
FRONTIERS = ((2, 40, 5), (2, 100, 10), (3, 20, 5), (3, 40, 5), (4, 10, 5), (4, 15, 5), (4, 20, 5))
NO_DEAL = 0.4


def random_space(parties: int, issues: int, outcomes: int, no_deal: float | None = None, seed: int = 0) -> DealSpace:
    """Return a problem of real-valued tables on a scale of 0 to 1 with random weights."""
    rng = np.random.default_rng(seed)
    weights = rng.random((parties, issues))
    return DealSpace.additive(
        [rng.random((parties, outcomes)) for _ in range(issues)],
        weights=weights / weights.sum(axis=1, keepdims=True),
        no_deal=None if no_deal is None else np.full(parties, no_deal),
    )


def linked_space(links: int, red_lines: int, seed: int = 0) -> DealSpace:
    """Return a problem of 40 issues with four outcomes and six parties, with links and red lines."""
    rng = np.random.default_rng(seed)
    pairs = [rng.choice(40, 2, replace=False) for _ in range(links)]
    texts = [f"i{a}.o{rng.integers(4)} if i{b}.o{rng.integers(4)}" for a, b in pairs]
    space = DealSpace.additive([rng.integers(0, 101, (6, 4)) for _ in range(40)], links=texts)
    blocked = {(int(rng.integers(6)), j, o) for j in (3, 17) for o in range(4)}
    others = {(int(rng.integers(6)), int(rng.integers(40)), int(rng.integers(4))) for _ in range(red_lines - 8)}
    return replace(space, red_lines=tuple(sorted(blocked | others)))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def negmas_seconds(space: DealSpace) -> float | None:
    """Return how long NegMAS takes for the frontier and its points, or None where it is not installed."""
    if importlib.util.find_spec("negmas") is None:
        return None
    negmas: Any = importlib.import_module("negmas")
    ops: Any = importlib.import_module("negmas.preferences.ops")
    issues = [negmas.make_issue(list(names), name) for name, names in zip(space.issues, space.outcomes, strict=True)]
    functions = [
        negmas.LinearAdditiveUtilityFunction(
            values=[dict(zip(n, t[p], strict=True)) for n, t in zip(space.outcomes, space.values, strict=True)],
            weights=space.weights[p].tolist(), issues=issues, reserved_value=0.0,
        )
        for p in range(len(space.parties))
    ]  # fmt: skip

    def work() -> None:
        points, _ = ops.pareto_frontier(functions, issues=issues)
        ops.nash_points(functions, points, issues=issues)
        ops.kalai_points(functions, points, issues=issues)
        ops.ks_points(functions, points, issues=issues)

    return timed(work)[0]


def both(space: DealSpace) -> tuple[Frontier, Mapping[str, FairChoice]]:
    """Return the frontier and the fair packages, each from scratch."""
    return pareto_frontier(space), fair_packages(space)


def counts(space: DealSpace) -> tuple[int, int | None]:
    """Return how many packages the links allow, and how many are within the red lines."""
    return count_linked(space), count_signed(space, ("red_line",))


def first_blocker(space: DealSpace) -> Found:
    """Return one blocker."""
    return Reasoning(space).first_blocker()


def all_of(reasoning: Reasoning) -> tuple[Found, Found]:
    """Return all blockers and openings, or the first thousand of each."""
    return reasoning.blockers(1000), reasoning.openings(1000)


def against_the_peer() -> None:
    """Print the frontier and the four fair packages against NegMAS."""
    print("| parties | issues × outcomes | frontier | ms | NegMAS s | ratio |")
    print("|---:|---:|---:|---:|---:|---:|")
    for (parties, issues, outcomes), once in MEASURED.items():
        space = random_space(parties, issues, outcomes, 0.0)
        found = [timed(partial(both, space)) for _ in range(6)]
        seconds = min(taken for taken, _ in found)
        measured = negmas_seconds(space)
        peer = once if measured is None else measured
        count = len(found[0][1][0])
        told = f"{1e3 * seconds:.2f} | {peer:.1f}{'*' if measured is None else ''} | {peer / seconds:,.0f}"
        print(f"| {parties} | {issues} × {outcomes} | {count:,} | {told} |")


def frontiers() -> None:
    """Print how long frontiers take that nobody can enumerate."""
    print("\n| parties | issues × outcomes | packages | frontier | seconds |\n|---:|---:|---:|---:|---:|")
    for parties, issues, outcomes in FRONTIERS:
        space = random_space(parties, issues, outcomes)
        try:
            seconds, found = timed(partial(pareto_frontier, space, method="merging"))
            told = f"{len(found):,} | {seconds:.3f}"
        except TooLargeError:
            told = "too large | –"
        print(f"| {parties} | {issues} × {outcomes} | {float(space.size):.0e} | {told} |")
    space = random_space(2, 7, 10)
    seconds, found = timed(partial(pareto_frontier, space, method="enumeration"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"\nAll 10^7 packages of two parties listed: {seconds:.2f} s; largest memory of this run so far {peak:.2f} GiB."
    )


def fair() -> None:
    """Print fair packages where the frontier cannot be listed, with their gaps."""
    print("\n| parties | issues × outcomes | concept | gap | seconds for all four |\n|---:|---:|---|---:|---:|")
    for parties, issues in ((3, 100), (5, 100), (8, 40), (8, 100)):
        space = random_space(parties, issues, 5, NO_DEAL)
        seconds, found = timed(partial(fair_packages, space))
        for concept, choice in found.items():
            print(f"| {parties} | {issues} × 5 | {concept} | {choice.gap:.4%} | {seconds:.2f} |")


def reasons() -> None:
    """Print counting and blockers with links and red lines."""
    print("\n| links | red lines | counted s | first blocker s | blockers | openings | all or 1,000 of each s |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for links in (20, 60):
        space = linked_space(links, 40)
        counted, _ = timed(partial(counts, space))
        first, _ = timed(partial(first_blocker, space))
        reasoning = Reasoning(space, 60)
        whole, found = timed(partial(all_of, reasoning))
        blockers, openings = found
        told = [f"{len(f.sets):,}{'' if f.complete else '+'}" for f in (blockers, openings)]
        print(
            f"| {links} | {len(space.red_lines)} | {counted:.3f} | {first:.3f} | {told[0]} | {told[1]} | {whole:.2f} |"
        )


def main() -> None:
    """Print the tables of the documentation."""
    against_the_peer()
    frontiers()
    fair()
    reasons()


if __name__ == "__main__":
    main()
