"""Solve a bargaining problem with NegMAS: run by ``bench_deals_peer.py`` in an interpreter that has it, never imported.

It reads ``{"values": [issue][party][outcome], "weights": [party][issue], "no_deal": [party]}`` as JSON and prints the CPU
seconds of the frontier and of the points on it, how long the frontier is, the Nash package's values and the peak memory.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from typing import Any


def main() -> None:
    """Print one line of JSON."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123  # plain on purpose: nothing of ours is imported
        problem = json.load(file)
    negmas: Any = importlib.import_module("negmas")
    ops: Any = importlib.import_module("negmas.preferences.ops")
    tables = problem["values"]
    names = [[f"o{o}" for o in range(len(table[0]))] for table in tables]
    issues = [negmas.make_issue(outcomes, f"i{j}") for j, outcomes in enumerate(names)]
    functions = [
        negmas.LinearAdditiveUtilityFunction(
            values=[dict(zip(outcomes, table[p], strict=True)) for outcomes, table in zip(names, tables, strict=True)],
            weights=weights, issues=issues, reserved_value=problem["no_deal"][p],
        )
        for p, weights in enumerate(problem["weights"])
    ]  # fmt: skip
    began = time.process_time()
    frontier, _ = ops.pareto_frontier(functions, issues=issues)
    at_frontier = time.process_time() - began
    nash = ops.nash_points(functions, frontier, issues=issues)
    ops.kalai_points(functions, frontier, issues=issues)
    ops.ks_points(functions, frontier, issues=issues)
    ops.max_welfare_points(functions, frontier, issues=issues)
    found = {
        "frontier_seconds": at_frontier,
        "seconds": time.process_time() - began,
        "frontier": len({tuple(point) for point in frontier}),
        "nash": [float(value) for value in nash[0][0]],
        "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "version": negmas.__version__,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
