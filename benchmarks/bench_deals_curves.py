"""How the cost of the exact methods grows with issues, outcomes, parties, links and red lines, and what stops each.

Run it with ``make bench``, on an otherwise idle machine. Seconds are of CPU, the least of three runs for what is quick. A
curve ends with the first row that takes more than half a minute, or that a method refuses, and says so. About 15 minutes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from deal_problems import linked_space, random_space, timed

from detente.deals import DealSpace, fair_packages, find_blockers, pareto_frontier
from detente.deals.counting import count_linked
from detente.deals.reasoning import Reasoning
from detente.errors import TooLargeError

LONG, MOST = 30.0, 120.0
"""Seconds; what takes longer ends its curve, and what takes much longer is broken off."""
NO_DEAL = 0.4

Row = tuple[str, Callable[[], str]]


def curve(title: str, what: str, rows: Iterable[Row]) -> None:
    """Print a table until a row takes too long or is refused; each row has a process of its own."""
    print(f"\n{title}\n\n| {what} | found | seconds |\n|---:|---:|---:|")
    for name, work in rows:
        with multiprocessing.get_context("spawn").Pool(1) as pool:  # what is left of it is ended with the block
            try:
                seconds, found = pool.apply_async(timed, (work,)).get(MOST)
            except TooLargeError as error:
                print(f"| {name} | stops: {error} | |", flush=True)
                return
            except multiprocessing.TimeoutError:
                print(f"| {name} | stops: not done in {MOST:.0f} s | |", flush=True)
                return
        print(f"| {name} | {found} | {seconds:.3f} |", flush=True)
        if seconds > LONG:
            print(f"| more | stops: over {LONG:.0f} s | |", flush=True)
            return


def frontier(space: DealSpace) -> str:
    """Return how long the merged frontier is."""
    return f"{len(pareto_frontier(space, method='merging')):,}"


def fair(space: DealSpace) -> str:
    """Return the largest gap among the ideas whose best package is proven, and among the others."""
    found = fair_packages(space, seconds=LONG)
    gaps = {concept: choice.gap for concept, choice in found.items()}
    open_gaps = [f"{concept} {gap:.2%}" for concept, gap in gaps.items() if gap > 1e-9]
    return "all proven" if not open_gaps else ", ".join(open_gaps)


def counted(space: DealSpace) -> str:
    """Return how many packages the links allow."""
    return f"{float(count_linked(space)):.0e}"


def swept(space: DealSpace) -> str:
    """Return how long the frontier of two parties with links is, and by which method."""
    found = pareto_frontier(space)
    return f"{len(found):,} by {found.method}{'' if found.exact else ' (not exact)'}"


def two_parties(space: DealSpace) -> DealSpace:
    """Return the problem of the first two parties, without red lines."""
    return DealSpace.additive([table[:2] for table in space.values], links=space.links)


def first_blocker(space: DealSpace) -> str:
    """Return how many limits the first blocker has."""
    [blocker] = find_blockers(space, most=1)
    return f"{len(blocker.constraints)} limits"


def blocked(space: DealSpace) -> str:
    """Return how many blockers and openings there are, or the first thousand of each."""
    reasoning = Reasoning(space, LONG)
    both = reasoning.blockers(1000), reasoning.openings(1000)
    return " and ".join(f"{len(f.sets):,}{'' if f.complete else '+'}" for f in both)


def dense(links: int) -> DealSpace:
    """Return 40 issues of whole points for two parties with so many links between any of them."""
    rng = np.random.default_rng(5)
    pairs = [rng.choice(40, 2, replace=False) for _ in range(links)]
    texts = [f"not (i{a}.o{rng.integers(4)} and i{b}.o{rng.integers(4)})" for a, b in pairs]
    return DealSpace.additive([rng.integers(0, 11, (2, 4)) for _ in range(40)], links=texts)


def main() -> None:
    """Print the curves of the documentation."""
    frontier(random_space(2, 2, 2))  # load what is loaded once
    for parties, counts in {
        2: (20, 40, 80, 160, 320, 640),
        3: (10, 20, 40, 60, 80),
        4: (5, 10, 15, 20, 25, 30),
    }.items():
        curve(
            f"The whole frontier of {parties} parties by issues of five outcomes, real-valued.", "issues",
            ((f"{n}", partial(frontier, random_space(parties, n, 5))) for n in counts),
        )  # fmt: skip
    curve(
        "The whole frontier of two parties and 40 issues by outcomes.", "outcomes",
        ((f"{n:,}", partial(frontier, random_space(2, 40, n))) for n in (2, 5, 10, 100, 1_000, 10_000)),
    )  # fmt: skip
    curve(
        "The whole frontier of ten issues of five outcomes by parties.", "parties",
        ((f"{n}", partial(frontier, random_space(n, 10, 5))) for n in (2, 3, 4, 5, 6, 7)),
    )  # fmt: skip
    curve(
        "Four fair packages of 100 issues of five outcomes by parties, and the gaps that stay open.", "parties",
        ((f"{n}", partial(fair, random_space(n, 100, 5, NO_DEAL))) for n in (2, 3, 5, 8, 12, 16)),
    )  # fmt: skip
    curve(
        "Packages counted by links among 40 issues of four outcomes.", "links",
        ((f"{n}", partial(counted, linked_space(n, 40))) for n in (0, 20, 40, 60, 80, 100, 120, 160)),
    )  # fmt: skip
    curve(
        "The frontier of two parties and 40 issues of whole points by links.", "links",
        ((f"{n}", partial(swept, dense(n))) for n in (0, 20, 40, 60, 80, 120, 240)),
    )  # fmt: skip
    curve(
        "The first blocker by links, six parties, 40 red lines.", "links",
        ((f"{n}", partial(first_blocker, linked_space(n, 40))) for n in (0, 20, 40, 60, 80, 120, 160)),
    )  # fmt: skip
    curve(
        "All blockers and openings, or 1,000 of each, by red lines; six parties, 40 issues, 60 links.", "red lines",
        ((f"{n}", partial(blocked, linked_space(60, n))) for n in (10, 20, 40, 60, 80, 120)),
    )  # fmt: skip


if __name__ == "__main__":
    main()
