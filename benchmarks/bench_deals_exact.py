"""How long the exact methods take where there are too many packages to look at, against their limits.

Run it with ``make bench``, on an otherwise idle machine. Seconds are of CPU, the least of three runs. Every limit says what
it is of; `held` compares the two. About two minutes.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Mapping
from functools import partial

from deal_problems import linked_space, random_space, timed

from detente.deals import DealSpace, FairChoice, fair_packages, pareto_frontier
from detente.deals.counting import count_linked, count_signed
from detente.deals.reasoning import Found, Reasoning
from detente.errors import TooLargeError

FRONTIERS = {
    (2, 40, 5): 0.1, (2, 100, 10): 3.0, (3, 20, 5): None, (3, 40, 5): 2.0, (4, 10, 5): None, (4, 15, 5): None,
    (4, 20, 5): 20.0,
}  # fmt: skip
"""By parties, issues and outcomes: the seconds that the whole frontier may take."""
FAIR = {(3, 100): None, (5, 100): None, (8, 40): None, (8, 100): 5.0}
CERTAIN, NEARLY = 1e-9, 0.01
NO_DEAL = 0.4
GIB = 2**20


def enumerated() -> tuple[float, float, int]:
    """Return the seconds of listing all 10^7 packages of two parties, the peak memory in GiB and the frontier's length."""
    seconds, found = timed(partial(pareto_frontier, random_space(2, 7, 10), method="enumeration"))
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB, len(found)


def counts(space: DealSpace) -> tuple[int, int | None]:
    """Return how many packages the links allow, and how many are within the red lines."""
    return count_linked(space), count_signed(space, ("red_line",))


def first_blocker(space: DealSpace) -> Found:
    """Return one blocker."""
    return Reasoning(space).first_blocker()


def all_of(space: DealSpace) -> tuple[Found, Found]:
    """Return all blockers and openings, or the first thousand of each."""
    reasoning = Reasoning(space, 60)
    return reasoning.blockers(1000), reasoning.openings(1000)


def frontiers() -> None:
    """Print how long frontiers take that nobody can enumerate, and one that somebody can."""
    print(
        "| parties | issues × outcomes | packages | frontier | seconds | limit, s | |\n|---:|---:|---:|---:|---:|---:|---|"
    )
    for (parties, issues, outcomes), limit in FRONTIERS.items():
        space = random_space(parties, issues, outcomes)
        try:
            seconds, found = timed(partial(pareto_frontier, space, method="merging"))
            told = f"{len(found):,} | {seconds:.3f} | {limit or ''} | {_held(seconds, limit)}"
        except TooLargeError:
            told = f"too large | – | {limit or ''} | missed"
        print(f"| {parties} | {issues} × {outcomes} | {float(space.size):.0e} | {told} |")
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # so that the memory is its own
        seconds, gib, length = pool.apply(enumerated)
    is_held = _held(max(seconds / 3, gib), 1.0)
    print(
        f"| 2 | 7 × 10, all packages listed in {gib:.2f} GiB | 1e+07 | {length:,} | {seconds:.3f} | 3, 1 GiB | {is_held} |"
    )


def fair() -> None:
    """Print fair packages where the frontier cannot be listed, with their gaps."""
    print("\n| parties | issues × outcomes | concept | gap | limit | | seconds for all four | limit, s | |")
    print("|---:|---:|---|---:|---:|---|---:|---:|---|")
    for (parties, issues), limit in FAIR.items():
        space = random_space(parties, issues, 5, NO_DEAL)
        found: Mapping[str, FairChoice]
        seconds, found = timed(partial(fair_packages, space))
        for concept, choice in found.items():
            least = CERTAIN if concept in {"nash", "utilitarian"} else NEARLY
            gap = "0" if choice.gap <= CERTAIN else f"{choice.gap:.3%}"
            goal = (f"{'0' if least == CERTAIN else '1 %'} | {_held(choice.gap, least)}") if limit else " | "
            told = f"{seconds:.2f} | {limit or ''} | {_held(seconds, limit)}"
            print(f"| {parties} | {issues} × 5 | {concept} | {gap} | {goal} | {told} |")


def reasons() -> None:
    """Print counting and blockers with links and red lines."""
    print(
        "\n| 40 × 4, six parties, links | red lines | work | found | seconds | limit, s | |\n|---:|---:|---|---:|---:|---:|---|"
    )
    for links in (20, 60):
        space = linked_space(links, 40)
        head = f"| {links} | {len(space.red_lines)}"
        seconds, (linked, _) = timed(partial(counts, space))
        print(f"{head} | packages counted | {float(linked):.0e} | {seconds:.3f} | 5 | {_held(seconds, 5.0)} |")
        seconds, one = timed(partial(first_blocker, space))
        print(f"{head} | first blocker | {len(one.sets)} | {seconds:.3f} | 0.5 | {_held(seconds, 0.5)} |")
        seconds, both = timed(partial(all_of, space), times=1)
        told = " and ".join(f"{len(f.sets):,}{'' if f.complete else '+'}" for f in both)
        print(f"{head} | blockers and openings, all or 1,000 | {told} | {seconds:.2f} | 30 | {_held(seconds, 30.0)} |")


def _held(value: float, limit: float | None) -> str:
    return "" if limit is None else "held" if value <= limit else "missed"


def main() -> None:
    """Print the tables of the documentation."""
    pareto_frontier(random_space(2, 2, 2))  # load what is loaded once
    frontiers()
    fair()
    reasons()


if __name__ == "__main__":
    main()
