"""What a draw costs beside one full analysis, and how that grows with the number of packages.

Run it with ``make bench``. A draw shares the links and the frame of the case with all others, so it must
cost less than a full analysis; the bound stated is the peer.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from detente.case import make_case
from detente.deals import find_deals
from detente.ensemble import draw_deals

BOUND = 1.0
"""A draw may cost at most as much as one full analysis."""


def case_of(issues: int, outcomes: int) -> dict[str, object]:
    """Return a case whose every value is a range."""
    names = [f"o{o}" for o in range(outcomes)]

    def stance(party: int, issue: int) -> dict[str, object]:
        middle = [(17 * o + 31 * party + 7 * issue) % 90 + 5 for o in range(outcomes)]
        return {"values": {n: [m - 5, m + 5] for n, m in zip(names, middle, strict=True)}, "salience": [40, 60]}

    parties = {
        f"p{p}": {
            "name": f"P{p}",
            "kind": "principal",
            "no_deal": [50, 70],
            "stances": {f"i{j}": stance(p, j) for j in range(issues)},
        }
        for p in range(3)
    }
    asked = {f"i{j}": {"question": "?", "outcomes": {n: {"label": n} for n in names}} for j in range(issues)}
    return {"format": 1, "case": "bench", "title": "Bench", "parties": parties, "issues": asked}


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the table of the documentation."""
    print("| packages | analysis, s | draw, s | draw / analysis | bound |")
    print("|---:|---:|---:|---:|---:|")
    for issues, outcomes, draws in ((4, 4, 200), (5, 6, 100), (6, 6, 30), (6, 8, 10)):
        case = make_case(case_of(issues, outcomes))
        find_deals(case)
        whole = statistics.median(seconds_of(lambda c=case: find_deals(c)) for _ in range(5))  # type: ignore[misc]
        one = seconds_of(lambda c=case, n=draws: draw_deals(c, draws=n, seed=1)) / draws  # type: ignore[misc]
        print(f"| {outcomes**issues:,} | {whole:.3f} | {one:.3f} | {one / whole:.2f} | {BOUND:g} |")


if __name__ == "__main__":
    main()
