"""The packages that a brief shows whole: the best of some openings or, where a deal exists, the fair ones."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case
from detente.deals import DealsResult
from detente.ensemble.bands import Band
from detente.findings.openings import top_openings
from detente.findings.packages import FAIR_NAMES


@dataclass(frozen=True)
class Shown:
    """One package with its heading, outcomes by issue, and by party its values and their bands.

    `bands` is empty where no draws were made.
    """

    heading: str
    outcomes: dict[str, str]
    values: dict[str, float]
    bands: dict[str, Band]


def packages_to_show(case: Case, deals: DealsResult) -> list[Shown]:
    """Return the packages that a brief shows whole, still without bands."""
    if deals.openings:
        chosen = [(n + 1, deals.openings[n]) for n in top_openings(case, deals)]
        return [Shown(f"opening {number}", o.package, o.values, {}) for number, o in chosen]
    headings: dict[tuple[str, ...], list[str]] = {}
    for concept, fair in deals.fair.items():
        headings.setdefault(tuple(fair.package.outcomes.values()), []).append(FAIR_NAMES[concept])
    packages = {tuple(f.package.outcomes.values()): f.package for f in deals.fair.values()}
    return [Shown(", ".join(headings[key]), p.outcomes, p.values, {}) for key, p in packages.items()]
