"""The exact methods against NegMAS on the same problems, in the same run.

``--negmas PYTHON`` names an interpreter that has NegMAS; it is no dependency, so it stays in an environment of its own:

    python -m venv negmas-env; negmas-env/bin/pip install negmas
    python benchmarks/bench_deals_peer.py --negmas negmas-env/bin/python

Without it nothing is measured beside the engine, and the column shows what was measured once with NegMAS 0.16.0 on two
quiet cores, marked with an asterisk. Both sides are given the tables as they are; neither its start nor the reading of the
file is in NegMAS's time. Both find the same frontier and Nash package, or the script stops. CPU seconds, the engine's the
least of five runs, NegMAS's of one. ``--large`` adds 10^7 packages (five minutes, 5 GiB). Ratios are what counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from deal_problems import random_space, timed

from detente.deals import DealSpace, fair_packages, pareto_frontier

ONCE = {(2, 6, 10): 4.7, (3, 6, 10): 11.2, (2, 7, 10): 53.6, (3, 7, 10): 91.5}
"""Seconds of NegMAS 0.16.0 for (parties, issues, outcomes), measured on another occasion: frontier and points."""
GOALS = {(2, 6, 10): 1000, (2, 7, 10): 5000}
"""How many times as long NegMAS should take at the least."""
LARGE = 10_000_000


def negmas(python: str, space: DealSpace) -> dict[str, Any]:
    """Return what NegMAS finds and how long it takes, in a process of its own."""
    problem = {
        "values": [table.tolist() for table in space.values],
        "weights": space.weights.tolist(),
        "no_deal": space.no_deal.tolist(),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.json"
        path.write_text(json.dumps(problem), encoding="utf-8")
        peer = Path(__file__).with_name("negmas_peer.py")
        ran = subprocess.run([python, str(peer), str(path)], capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def row(shape: tuple[int, int, int], python: str | None) -> str:
    """Return a row of the table."""
    parties, issues, outcomes = shape
    space = random_space(parties, issues, outcomes, 0.0)
    alone, frontier = timed(partial(pareto_frontier, space), times=5)
    fair_seconds, fair = timed(partial(fair_packages, space), times=5)
    seconds = alone + fair_seconds
    peer, peak = f"{ONCE[shape]}*", ""
    ratio = ONCE[shape] / seconds
    if python:
        theirs = negmas(python, space)
        if theirs["frontier"] != len(frontier) or not np.allclose(sorted(theirs["nash"]), sorted(fair["nash"].values)):
            sys.exit(f"NegMAS finds {theirs['frontier']} packages with Nash {theirs['nash']} in {shape}")
        peer, peak, ratio = f"{theirs['seconds']:.2f}", f"{theirs['peak_gib']:.2f}", theirs["seconds"] / seconds
    goal = GOALS.get(shape)
    told = "" if goal is None else f"{goal:,} | {'held' if ratio >= goal else 'missed'}"
    return (
        f"| {parties} | {issues} × {outcomes} | {len(frontier):,} | {1e3 * alone:.2f} | {1e3 * fair_seconds:.2f} "
        f"| {peer} | {peak} | {ratio:,.0f} | {told or ' | '} |"
    )


def main() -> None:
    """Print the table of the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--negmas", metavar="PYTHON", help="an interpreter that has NegMAS")
    parser.add_argument("--large", action="store_true", help="also 10^7 packages")
    asked = parser.parse_args()
    fair_packages(random_space(2, 2, 2))  # load what is loaded once
    print(
        "| parties | issues × outcomes | frontier | frontier, ms | four fair packages, ms | NegMAS, s | its GiB | ratio | goal | |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|")
    for shape in ONCE:
        if asked.large or not asked.negmas or shape[2] ** shape[1] < LARGE:
            print(row(shape, asked.negmas), flush=True)


if __name__ == "__main__":
    main()
