"""The analysis of deals where there are too many packages to look at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from detente.deals.choice import FairChoice
from detente.deals.conflicts import bits_of
from detente.deals.counting import count_linked, count_signed
from detente.deals.enumeration import decimals_told
from detente.deals.fairness import fair_packages
from detente.deals.named import named_package, package_table
from detente.deals.openings import Mover, Opening
from detente.deals.pareto import Frontier, pareto_frontier
from detente.deals.reasoning import Reasoning
from detente.deals.result import STEPS, Blocker, DealsResult, FairPackage
from detente.deals.rounding import rounded
from detente.deals.space import DealSpace
from detente.deals.terms import KINDS
from detente.deals.trades import find_free_trades
from detente.errors import TooLargeError

PER_OPENING = 2.0


def large_deals(space: DealSpace, parameters: Mapping[str, Any], most: int, seconds: float) -> DealsResult:
    """Return the analysis of deals by merging, counting and logic; nothing is enumerated.

    Where the acceptable packages cannot be counted, their number is given as at least those that were found, and
    ``parameters["acceptable"]`` says so. Trades are those between issues that no link names.
    """
    frontier = pareto_frontier(space, basis="acceptable")
    fair = fair_packages(space, seconds=seconds) if len(frontier) else {}
    reasoning = None if len(frontier) else Reasoning(space, seconds)
    openings = reasoning.openings(most) if reasoning else None
    blockers = reasoning.blockers(most) if reasoning else None
    counts, is_counted = _funnel(space, len(frontier))
    shown = frontier if len(frontier) or not counts["linked"] else pareto_frontier(space, basis="linked")
    notes = {} if is_counted else {"acceptable": "at least"}
    notes |= {"frontier": shown.note} if shown.note else {}
    return DealsResult(
        space=space,
        packages=counts,
        blockers=blockers_of(reasoning, blockers.sets) if reasoning and blockers else (),
        openings=openings_by_logic(space, reasoning, openings.sets) if reasoning and openings else (),
        frontier=shown,
        frontier_basis=shown.basis,
        fair={concept: _fair(space, choice) for concept, choice in fair.items()},
        trades=find_free_trades(space),
        without=_without(space),
        complete=shown.exact and (blockers is None or openings is None or (blockers.complete and openings.complete)),
        reason=_reason(counts, frontier),
        method=f"frontier by {shown.method}, counts by elimination, blockers by implicit hitting sets",
        case_digest=space.case_digest,
        parameters={"decimals": decimals_told(space), **notes, **parameters},
    )


def _funnel(space: DealSpace, found: int) -> tuple[dict[str, int], bool]:
    """Return the counts of the funnel, and whether the last one is exact."""
    try:
        steps = [count_linked(space), *(count_signed(space, KINDS[:n]) for n in (1, 2))]
    except TooLargeError:
        return dict.fromkeys(STEPS, found) | {"all": space.size}, False
    acceptable = count_signed(space, KINDS) if found else 0
    counts = [space.size, *steps, found if acceptable is None else acceptable]
    return {step: int(count or 0) for step, count in zip(STEPS, counts, strict=True)}, acceptable is not None


def _without(space: DealSpace) -> dict[str, int]:
    """Return by signer how many packages the others would sign, where that can be counted."""
    names = [space.parties[p] for p in sorted({*space.signers, *space.needed})]
    try:
        counts = {name: count_signed(space, KINDS, without=name) for name in names}
    except TooLargeError:
        return {}
    return {name: count for name, count in counts.items() if count is not None}


def blockers_of(reasoning: Reasoning, sets: tuple[int, ...]) -> tuple[Blocker, ...]:
    """Return sets of constraints as blockers."""
    constraints = reasoning.check.constraints
    return tuple(Blocker(tuple(constraints[b] for b in bits_of(s))) for s in sets)


def openings_by_logic(space: DealSpace, reasoning: Reasoning, sets: tuple[int, ...]) -> tuple[Opening, ...]:
    """Return sets of constraints as openings, each with its best package."""
    found = [_opening(space, reasoning, s) for s in sets if s]
    return tuple(sorted((o for o in found if o is not None), key=lambda o: (len(o.relax), round(o.loss, 6))))


def _opening(space: DealSpace, reasoning: Reasoning, relaxed: int) -> Opening | None:
    """Return the package that an opening leaves with the least loss to those who move."""
    check = reasoning.check
    relax = tuple(check.constraints[b] for b in bits_of(relaxed))
    rows = [space.parties.index(name) for name in dict.fromkeys(c.party for c in relax)]
    aims = dict.fromkeys(space.principals, 0.0001) | dict.fromkeys(rows, 1.0)
    package = check.package(reasoning.all & ~relaxed, PER_OPENING, aims)
    if package is None:
        return None
    values = [float(rounded(v, d)) for v, d in zip(package_table(space, package[None])[0], space.decimals, strict=True)]
    named = named_package(space, package, np.array(values))
    movers = tuple(_mover(space, reasoning, p, values[p]) for p in rows)
    return Opening(relax, named.outcomes, named.values, movers, None)


def _mover(space: DealSpace, reasoning: Reasoning, p: int, value: float) -> Mover:
    no_deal = float(space.no_deal[p])
    best = _ideal(space, reasoning, p)
    known = None if np.isnan(no_deal) else no_deal
    loss = round(best - value, space.decimals[p])
    return Mover(space.parties[p], value if p in space.valued else None, known, loss)


def _ideal(space: DealSpace, reasoning: Reasoning, p: int) -> float:
    """Return the value of the party's best package within its own limits, or without them if none is left."""
    if p not in reasoning.ideals:
        mine = sum(1 << b for b, c in enumerate(reasoning.check.constraints) if c.party == space.parties[p])
        package = reasoning.check.package(mine, PER_OPENING, {p: 1.0})
        if package is None:
            package = reasoning.check.package(0, PER_OPENING, {p: 1.0})
        assert package is not None
        reasoning.ideals[p] = float(package_table(space, package[None])[0, p])
    return reasoning.ideals[p]


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


def _reason(counts: Mapping[str, int], frontier: Frontier) -> str:
    if len(frontier):
        return ""
    return "no package meets every signer's constraints" if counts["linked"] else "the links contradict each other"
