"""The analysis of deals where there are too many packages to look at each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from detente.deals.choice import FairChoice
from detente.deals.conflicts import bits_of
from detente.deals.counting import count_linked, count_signed
from detente.deals.enumeration import decimals_told
from detente.deals.fairness import fair_packages
from detente.deals.freeing import Freed, freed_by
from detente.deals.named import named_package
from detente.deals.pareto import Frontier, pareto_frontier
from detente.deals.reasoning import Found, Reasoning
from detente.deals.result import STEPS, Blocker, DealsResult, FairPackage
from detente.deals.rounding import rounded
from detente.deals.space import DealSpace
from detente.deals.terms import KINDS
from detente.deals.trades import find_free_trades, trades_told
from detente.errors import TooLargeError


def large_deals(space: DealSpace, parameters: Mapping[str, Any], most: int, seconds: float) -> DealsResult:
    """Return the analysis of deals by merging, counting and logic; nothing is enumerated.

    Where the packages of a step of the funnel cannot be counted, their number is given as at least those that are known, and
    ``parameters`` says so by the name of the step, such as ``parameters["acceptable"]``; likewise what was not found in time. Trades are those between issues that no link names.
    """
    frontier = pareto_frontier(space, basis="acceptable")
    reasoning = None if len(frontier) else Reasoning(space, seconds)
    openings = reasoning.openings(most) if reasoning else Found((), complete=True)
    blockers = reasoning.blockers(most) if reasoning else Found((), complete=True)
    freed = freed_by(reasoning, openings.sets) if reasoning else Freed((), complete=True, note="")
    counts, notes = _funnel(space, frontier)
    is_linked = bool(counts["linked"]) or ("linked" in notes and not (reasoning and reasoning.links_leave_nothing))
    shown = _shown(space, frontier, is_linked=is_linked)
    fair, why = _fair_packages(space, seconds) if len(frontier) else ({}, "")
    notes |= {key: note for key, note in (("frontier", shown.note), ("openings", freed.note), ("fair", why)) if note}
    return DealsResult(
        space=space,
        packages=counts,
        blockers=blockers_of(reasoning, blockers.sets) if reasoning else (),
        openings=freed.openings,
        frontier=shown,
        frontier_basis=shown.basis,
        fair={concept: _fair(space, choice) for concept, choice in fair.items()},
        trades=find_free_trades(space),
        without=_without(space),
        complete=shown.exact and blockers.complete and openings.complete and freed.complete,
        reason=_reason(frontier, is_linked=is_linked),
        method=f"frontier by {shown.method}, counts by elimination, blockers by implicit hitting sets",
        case_digest=space.case_digest,
        parameters={"decimals": decimals_told(space), **trades_told(space), **notes, **parameters},
    )


def _funnel(space: DealSpace, found: Frontier) -> tuple[dict[str, int], dict[str, str]]:
    """Return the counts of the funnel, and a note for each that is only known to be at least so much."""
    steps = [
        _counted(lambda: count_linked(space)),
        *(_counted(partial(count_signed, space, KINDS[:n])) for n in (1, 2)),
        0 if found.exact and not len(found) else _counted(lambda: count_signed(space, KINDS)),
    ]
    counts, least = {"all": space.size}, len(found)
    for step, count in reversed(list(zip(STEPS[1:], steps, strict=True))):
        counts[step] = least = least if count is None else count
    notes = {step: "at least" for step, count in zip(STEPS[1:], steps, strict=True) if count is None}
    return {step: counts[step] for step in STEPS}, notes


def _counted(count: Callable[[], int | None]) -> int | None:
    """Return a count, or None where it takes too much."""
    try:
        return count()
    except TooLargeError:
        return None


def _without(space: DealSpace) -> dict[str, int]:
    """Return by signer how many packages the others would sign, where that can be counted."""
    names = [space.parties[p] for p in sorted({*space.signers, *space.needed})]
    counts = {name: _counted(partial(count_signed, space, KINDS, name)) for name in names}
    return {name: count for name, count in counts.items() if count is not None}


def blockers_of(reasoning: Reasoning, sets: tuple[int, ...]) -> tuple[Blocker, ...]:
    """Return sets of constraints as blockers."""
    constraints = reasoning.check.constraints
    return tuple(Blocker(tuple(constraints[b] for b in bits_of(s))) for s in sets)


def _fair(space: DealSpace, choice: FairChoice) -> FairPackage:
    signing = [*space.signers, *(p for p, j, o in space.needs if choice.package[j] == o)]
    margins = [
        (float(rounded(choice.values[p] - space.no_deal[p], space.decimals[p])), p)
        for p in dict.fromkeys(signing)
        if not np.isnan(space.no_deal[p])
    ]
    margin, party = min(margins) if margins else (None, None)
    package = named_package(space, choice.package, choice.values)
    gap = f"within {100 * choice.gap:.2g} % of what is possible" if choice.gap else ""
    note = "; ".join(part for part in (choice.note, gap) if part)
    name = None if party is None else space.parties[party]
    return FairPackage(choice.concept, package, choice.score, name, margin, note)


def _shown(space: DealSpace, frontier: Frontier, *, is_linked: bool) -> Frontier:
    """Return the frontier of the acceptable packages or, where there are none, of those that the links allow."""
    if len(frontier):
        return frontier
    return pareto_frontier(space, basis="linked") if is_linked else replace(frontier, basis="linked")


def _fair_packages(space: DealSpace, seconds: float) -> tuple[Mapping[str, FairChoice], str]:
    """Return the fair packages, or none with a note where they were not found in time."""
    try:
        return fair_packages(space, seconds=seconds), ""
    except TooLargeError as error:
        return {}, str(error)


def _reason(frontier: Frontier, *, is_linked: bool) -> str:
    if len(frontier):
        return ""
    if not is_linked:
        return "the links contradict each other"
    return "no package meets every signer's constraints" if frontier.exact else "no package was found in time"
