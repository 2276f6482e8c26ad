"""The deals of a case as a scenario that other tools can hold, with a message for everything that they cannot."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from detente.case import Case, Party, Stance
from detente.case.walk import numbers_in
from detente.errors import InputError, Problem
from detente.interchange.scenario import Scenario

_DEFAULT_SALIENCE = 50.0
_DEFAULT_BELIEF = 0.5


def scenario_of(case: Case) -> Scenario:
    """Return the principals of a case with their values on the 0–100 scale, their saliences as shares.

    Parameters
    ----------
    case : Case

    Returns
    -------
    Scenario
        A package is worth the same as in the case, interactions apart. Point values stand for ranges.

    Raises
    ------
    InputError
        If the case has no issues.
    """
    if not case.issues:
        raise InputError.of("no-issues", "the case has no issues", "write what is on the table under issues")
    parties = [case.parties[key] for key in case.principals]
    outcomes = tuple(tuple(issue.outcomes) for issue in case.issues.values())
    weights = np.array([[_salience(party.stances.get(issue)) for issue in case.issues] for party in parties])
    totals = weights.sum(axis=1, keepdims=True)
    return Scenario(
        name=case.case,
        source="a case",
        issues=tuple(_issue_names(case)),
        outcomes=tuple(tuple(_labels(case, issue)) for issue in case.issues),
        parties=tuple(_distinct([party.name for party in parties])),
        values=tuple(
            np.array([_worths(case, party, issue) for party in parties]).reshape(len(parties), len(names))
            for issue, names in zip(case.issues, outcomes, strict=True)
        ),
        weights=np.divide(weights, totals, out=np.zeros_like(weights), where=totals > 0),
        constants=np.zeros(len(parties)),
        reservation=np.array([math.nan if p.no_deal is None else p.no_deal.point for p in parties]),
        discount=np.full(len(parties), math.nan),
        messages=tuple(_losses(case)),
    )


def _issue_names(case: Case) -> list[str]:
    return _distinct([issue.name or issue.question for issue in case.issues.values()])


def _labels(case: Case, issue: str) -> list[str]:
    return _distinct([outcome.label for outcome in case.issues[issue].outcomes.values()])


def _distinct(names: list[str]) -> list[str]:
    """Return names on one line of which no two are the same: other tools have no ids beside them."""
    found: list[str] = []
    for name in (" ".join(one.split()) or "?" for one in names):
        count, unique = 1, name
        while unique in found:
            count += 1
            unique = f"{name} ({count})"
        found.append(unique)
    return found


def _salience(stance: Stance | None) -> float:
    if stance is None or (stance.values is None and stance.ranking is None and stance.position is None):
        return 0.0
    return _DEFAULT_SALIENCE if stance.salience is None else stance.salience.point


def _worths(case: Case, party: Party, issue: str) -> list[float]:
    """Return what each outcome is worth to a party: values, equal steps of a ranking, or nearness to a position."""
    stance, outcomes = party.stances.get(issue), case.issues[issue].outcomes
    if stance is None:
        return [0.0] * len(outcomes)
    if stance.values is not None:
        worth = {key: value.point for key, value in stance.values.items()}
    elif stance.ranking is not None:
        steps = max(len(stance.ranking) - 1, 1)
        worth = {key: 100 * (1 - n / steps) for n, tier in enumerate(stance.ranking) for key in tier}
    elif stance.position is not None:
        at = stance.position.point
        worth = {key: 100 - abs((o.at or 0.0) - at) for key, o in outcomes.items() if o.contingent is None}
    else:
        return [0.0] * len(outcomes)
    for key, outcome in outcomes.items():
        if (clause := outcome.contingent) is not None:
            chance = _belief(case, party, clause.event)
            worth[key] = chance * worth[clause.if_] + (1 - chance) * worth[clause.else_]
    return [worth[key] for key in outcomes]


def _belief(case: Case, party: Party, event: str) -> float:
    """Return the party's probability of an event; a half where nobody says."""
    belief = next((b for key, b in case.events[event].beliefs.items() if case.parties.get(key) is party), None)
    return _DEFAULT_BELIEF if belief is None else belief.point


def _losses(case: Case) -> Iterator[Problem]:
    """Yield one message for each kind of thing that a scenario has no place for."""
    stances = [s for key in case.principals for s in case.parties[key].stances.values()]
    others = [p.name for key, p in case.parties.items() if key not in case.principals]
    counts = {
        "link": len(case.links),
        "red line": sum(len(s.red_line) for s in stances),
        "bottom line": sum(s.bottom_line is not None for s in stances),
        "interaction": sum(len(case.parties[key].interactions) for key in case.principals),
        "consent to an outcome": sum(len(o.needs) for i in case.issues.values() for o in i.outcomes.values()),
        "option": sum(len(options) for options in case.options.values()),
        "statement": len(case.statements),
    }
    for what, count in counts.items():
        if count:
            yield _lost(f"{count} {what if count == 1 else _plural(what)} of the case")
    if case.signing is not None:
        yield _lost("who must sign: other tools let all parties sign")
    if case.side_payments is not None:
        yield _lost("that the principals can pay each other")
    if any(o.contingent is not None for i in case.issues.values() for o in i.outcomes.values()):
        yield _lost("what contingent outcomes hang on: what they are worth by each party's belief is written")
    if others:
        yield _lost(f"who is no principal ({', '.join(others[:10])})")
    quantities = [number.quantity for number in numbers_in(case)]
    ranges = sum(quantity is not None and not quantity.is_exact for quantity in quantities)
    if ranges:
        yield _lost(f"how uncertain {ranges} numbers are: their point values are written")
    if any(s.ranking is not None or s.position is not None for s in stances):
        yield _lost("that some values are rankings or positions: the values that follow from them are written")


def _plural(what: str) -> str:
    return "consents to outcomes" if what.startswith("consent") else f"{what}s"


def _lost(what: str) -> Problem:
    return Problem("lost", f"left out: {what}", "keep the case file", severity="warning")
