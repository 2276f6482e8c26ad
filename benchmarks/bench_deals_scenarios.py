"""270 scenarios of two parties, read from the files of other tools and solved.

Run it with ``make bench``, on an otherwise idle machine. Scenarios of 3 to 10 issues and up to 200,000 packages are made by
chance and written in three forms: folders of NegMAS, folders of Genius, and CSV tables. ``--more FOLDER`` reads the
scenarios of two parties in a folder too, each as often as brings them to 270. Seconds are of CPU, of the better of two runs;
the limit is one second for both together.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from deal_problems import timed

from detente.deals import DealSpace, fair_packages, pareto_frontier
from detente.errors import DetenteError
from detente.interchange.genius_out import write_genius
from detente.interchange.negmas_out import write_negmas
from detente.interchange.scenario import Scenario
from detente.interchange.scenario_files import read_scenario
from detente.interchange.tables_out import write_table

COUNT = 270
LIMIT = 1.0
SIZES = (3, 4, 5, 6, 8, 10)
"""Numbers of issues; the number of outcomes falls with them so that there are at most some 200,000 packages."""


def random_scenario(seed: int) -> Scenario:
    """Return a scenario of two parties with values from 0 to 1."""
    rng = np.random.default_rng(seed)
    issues = SIZES[seed % len(SIZES)]
    most = int(200_000 ** (1 / issues))
    outcomes = tuple(tuple(f"value {o}" for o in range(rng.integers(2, max(3, most + 1)))) for _ in range(issues))
    weights = rng.random((2, issues))
    return Scenario(
        name=f"random{seed}", source="by chance", issues=tuple(f"issue {j}" for j in range(issues)), outcomes=outcomes,
        parties=("buyer", "seller"), values=tuple(np.round(rng.random((2, len(names))), 4) for names in outcomes),
        weights=weights / weights.sum(axis=1, keepdims=True), constants=np.zeros(2), reservation=np.full(2, 0.3),
        discount=np.full(2, np.nan),
    )  # fmt: skip


def solved(scenarios: Sequence[Scenario]) -> int:
    """Return how many packages there are on all frontiers; each scenario's fair packages are found too."""
    found = 0
    for scenario in scenarios:
        space = DealSpace.additive(scenario.worths, no_deal=scenario.no_deal - scenario.constants)
        fair_packages(space)
        found += len(pareto_frontier(space))
    return found


def table(name: str, paths: Sequence[Path]) -> None:
    """Print one row: reading and solving these files."""
    reading, scenarios = timed(lambda: [read_scenario(path) for path in paths], times=2)
    solving, found = timed(lambda: solved(scenarios), times=2)
    size = sum(float(np.prod([len(names) for names in s.outcomes])) for s in scenarios)
    held = "held" if reading + solving <= LIMIT else "missed"
    print(
        f"| {name} | {len(paths)} | {size:.1e} | {found:,} | {reading:.2f} | {solving:.2f} | {reading + solving:.2f} | {held} |"
    )


def those_in(folder: Path) -> list[Path]:
    """Return the scenarios of two parties in a folder, repeated to 270."""
    found = []
    for path in sorted(folder.iterdir()):
        try:
            if len(read_scenario(path).parties) == 2:
                found.append(path)
        except DetenteError:
            continue
    return (found * (COUNT // max(len(found), 1) + 1))[:COUNT]


def main() -> None:
    """Print the table of the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, metavar="FOLDER", help="scenarios of other tools")
    asked = parser.parse_args()
    scenarios = [random_scenario(seed) for seed in range(COUNT)]
    writers: dict[str, tuple[Callable[[Scenario, Path], object], str]] = {
        "NegMAS folders": (write_negmas, ""), "Genius folders": (write_genius, ""), "CSV tables": (write_table, ".csv"),
    }  # fmt: skip
    print("| files | scenarios | packages | on frontiers | reading, s | solving, s | together, s | under 1 s |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as place:
        for name, (write, ending) in writers.items():
            paths = [Path(place) / f"{name.split()[0]}{n}{ending}" for n in range(COUNT)]
            for scenario, path in zip(scenarios, paths, strict=True):
                write(scenario, path)
            table(name, paths)
    if asked.more:
        table(f"{asked.more.name}, repeated", those_in(asked.more))


if __name__ == "__main__":
    main()
