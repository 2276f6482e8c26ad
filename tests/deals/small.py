"""Small cases in a few words, and results of the engine as plain tuples to compare with the reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from detente.case import make_case
from detente.deals import Constraint, DealSpace, DealsResult, Package, find_deals
from tests.reference import problem as reference

Data = dict[str, Any]


def small_case(
    stances: Mapping[str, Any],
    *,
    no_deal: Mapping[str, Any] | None = None,
    kinds: Mapping[str, Any] | None = None,
    links: Sequence[Data] = (),
    needs: Mapping[str, Sequence[str]] | None = None,
) -> Data:
    """Return the plain data of a case.

    `stances` are by party and issue; a stance is the worth of each outcome by name, or a whole stance
    with a ``values`` of its own. `kinds` overrides ``kind: principal``; `needs` is by ``issue.outcome``.
    """
    parties: Data = {}
    issues: Data = {}
    for party, by_issue in stances.items():
        parties[party] = {"name": party, "kind": "principal", **(kinds or {}).get(party, {}), "stances": {}}
        for issue, given in by_issue.items():
            stance = dict(given) if {"values", "red_line"} & given.keys() else {"values": dict(given)}
            parties[party]["stances"][issue] = stance
            names = [*stance.get("values", ()), *stance.get("red_line", ())]
            outcomes = issues.setdefault(issue, {"question": f"{issue}?", "outcomes": {}})["outcomes"]
            for outcome in names:
                outcomes.setdefault(outcome, {"label": outcome})
        if no_deal and party in no_deal:
            parties[party]["no_deal"] = no_deal[party]
    for name, who in (needs or {}).items():
        issue, _, outcome = name.partition(".")
        issues[issue]["outcomes"][outcome]["needs"] = list(who)
    return {"format": 1, "case": "small", "title": "Small", "parties": parties, "issues": issues, "links": list(links)}


def deals_of(data: Data) -> DealsResult:
    """Return the deals analysis of plain data."""
    return find_deals(make_case(data))


def space_of(outcomes: Sequence[int], parties: int = 1, red_lines: Iterable[tuple[int, int, int]] = ()) -> DealSpace:
    """Return a space with so many outcomes by issue, in which nothing is worth anything."""
    rows = tuple(range(parties))
    return DealSpace(
        issues=tuple(f"i{j}" for j in range(len(outcomes))),
        outcomes=tuple(tuple(f"o{o}" for o in range(count)) for count in outcomes),
        parties=tuple(f"p{row}" for row in rows),
        values=tuple(np.zeros((parties, count)) for count in outcomes),
        weights=np.zeros((parties, len(outcomes))),
        no_deal=np.full(parties, np.nan),
        principals=rows,
        signers=rows,
        red_lines=tuple(red_lines),
    )


def plain(constraint: Constraint) -> reference.Constraint:
    """Return a constraint as the reference writes it."""
    return constraint.kind, constraint.party, constraint.issue, constraint.outcome


def plain_set(constraints: Iterable[Constraint]) -> frozenset[reference.Constraint]:
    """Return a set of constraints as the reference writes it."""
    return frozenset(map(plain, constraints))


def blocking(result: DealsResult) -> list[frozenset[reference.Constraint]]:
    """Return the blockers of a result as plain sets, in their order."""
    return [plain_set(blocker.constraints) for blocker in result.blockers]


def relaxed(result: DealsResult) -> list[frozenset[reference.Constraint]]:
    """Return what the openings of a result relax as plain sets, in their order."""
    return [plain_set(opening.relax) for opening in result.openings]


def chosen(package: Package) -> tuple[str, ...]:
    """Return the outcomes of a package in the order of the issues."""
    return tuple(package.outcomes.values())
