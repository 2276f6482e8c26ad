"""The packages that a brief shows whole: the best of some openings or, where a deal exists, the fair ones."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case
from detente.deals import DealsResult, FairPackage
from detente.ensemble.bands import Band
from detente.findings.openings import top_openings
from detente.findings.packages import FAIR_NAMES


@dataclass(frozen=True)
class Shown:
    """One package with its heading, outcomes by issue, and by party its values and their bands.

    `bands` is empty where no draws were made; `note` says where an idea of fairness is degenerate or its package not
    proven to be the best.
    """

    heading: str
    outcomes: dict[str, str]
    values: dict[str, float]
    bands: dict[str, Band]
    note: str = ""


def packages_to_show(case: Case | None, deals: DealsResult) -> list[Shown]:
    """Return the packages that a brief shows whole, still without bands."""
    if deals.openings:
        chosen = [(n + 1, deals.openings[n]) for n in top_openings(case, deals)]
        return [Shown(f"opening {number}", o.package, o.values, {}) for number, o in chosen]
    together: dict[tuple[str, ...], list[FairPackage]] = {}
    for fair in deals.fair.values():
        together.setdefault(tuple(fair.package.outcomes.values()), []).append(fair)
    return [_shown(picks) for picks in together.values()]


def _shown(picks: list[FairPackage]) -> Shown:
    """Return the package that some ideas of fairness pick."""
    heading = ", ".join(FAIR_NAMES[f.concept] for f in picks)
    note = "; ".join(f"{FAIR_NAMES[f.concept]}: {f.note}" for f in picks if f.note)
    return Shown(heading, picks[0].package.outcomes, picks[0].package.values, {}, note)
