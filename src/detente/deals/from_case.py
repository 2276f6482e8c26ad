"""From a case to the arrays of the deals engine: the only file of the engine that knows a case."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import numpy as np

from detente.case import Case, Party, Quantity, Stance
from detente.case.walk import analysts_of
from detente.deals.space import DealSpace, Interaction
from detente.errors import CaseError
from detente.expression import parse

DEFAULT_SALIENCE = 50.0

Reading = Callable[[Quantity], float]
Problem = Case | DealSpace
"""What the verbs of the engine take: a case, or its arrays."""


def as_space(problem: Problem, analyst: str | None = None) -> DealSpace:
    """Return the arrays of a problem."""
    return problem if isinstance(problem, DealSpace) else deal_space(problem, analyst=analyst)


def deal_space(case: Case, read: Reading | None = None, analyst: str | None = None) -> DealSpace:
    """Return the bargaining problem of a case.

    Parameters
    ----------
    case : Case
    read : callable, optional
        Turns a quantity into a number; by default its point value.
    analyst : str, optional
        Follow this analyst wherever several have judged.

    Returns
    -------
    DealSpace
        Signers are the principals and the factions that can refuse; parties that an outcome needs sign
        the packages with that outcome.

    Raises
    ------
    CaseError
        If nobody of the analyst's name judges a value together with others.
    """
    if not case.issues:
        raise CaseError.of(
            "no-issues", "the case has no issues, so there are no packages", "write what is on the table under issues"
        )
    number = read or reading_of(case, analyst)
    rows = {key: n for n, key in enumerate(case.parties)}
    issues = tuple(case.issues)
    outcomes = tuple(tuple(case.issues[i].outcomes) for i in issues)
    values = tuple(np.zeros((len(rows), len(names))) for names in outcomes)
    weights = np.zeros((len(rows), len(issues)))
    no_deal = np.full(len(rows), np.nan)
    red_lines: list[tuple[int, int, int]] = []
    bottom_lines: list[tuple[int, int, float]] = []
    interactions: list[Interaction] = []
    for key, party in case.parties.items():
        row = rows[key]
        for j, issue in enumerate(issues):
            stance = party.stances.get(issue)
            if stance is None:
                continue
            red_lines += [(row, j, outcomes[j].index(o)) for o in dict.fromkeys(stance.red_line)]
            worth = _worth(case, issue, stance, number)
            if worth is None:
                continue
            values[j][row] = [worth[o] for o in outcomes[j]]
            weights[row, j] = DEFAULT_SALIENCE if stance.salience is None else number(stance.salience)
            if stance.bottom_line is not None:
                bottom_lines.append((row, j, _bottom(stance, worth, number)))
        interactions += [Interaction(row, parse(i.when), number(i.add)) for i in party.interactions]
        if party.no_deal is not None:
            no_deal[row] = number(party.no_deal)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    interested = {i.party for i in interactions}
    no_deal[[row for row in range(len(rows)) if total[row, 0] == 0 and row not in interested]] = np.nan
    return DealSpace(
        issues, outcomes, tuple(rows), values, weights, no_deal,
        principals=tuple(rows[p] for p in case.principals),
        signers=tuple(rows[k] for k, p in case.parties.items() if _signs(p)),
        needs=tuple(
            (rows[party], j, o)
            for j, issue in enumerate(issues)
            for o, outcome in enumerate(case.issues[issue].outcomes.values())
            for party in dict.fromkeys(outcome.needs)
        ),
        red_lines=tuple(red_lines), bottom_lines=tuple(bottom_lines),
        links=tuple(parse(link.expression) for link in case.links),
        interactions=tuple(interactions), case_digest=case.digest,
    )  # fmt: skip


def reading_of(case: Case, analyst: str | None = None) -> Reading:
    """Return how quantities are read: by their point values, or one analyst's."""
    if analyst is not None:
        _check_analyst(case, analyst)

    def read(quantity: Quantity) -> float:
        judged = quantity.judged_as(analyst) if analyst else None
        return quantity.point if judged is None else judged.point

    return read


def _check_analyst(case: Case, analyst: str) -> None:
    known = analysts_of(case)
    if analyst not in known:
        close = difflib.get_close_matches(analyst, known, n=1)
        remedy = (
            f"did you mean {close[0]!r}?"
            if close
            else f"there is: {', '.join(known)}"
            if known
            else "give judgements: of several analysts"
        )
        raise CaseError.of("analyst", f"nobody called {analyst!r} judges a value together with others", remedy)


def _signs(party: Party) -> bool:
    return party.kind == "principal" or party.ratifies


def _worth(case: Case, issue: str, stance: Stance, number: Reading) -> dict[str, float] | None:
    """Return the worth of each outcome, 0–100, or None where the stance has red lines only."""
    if stance.values is not None:
        return {o: number(q) for o, q in stance.values.items()}
    if stance.ranking is not None:
        steps = max(len(stance.ranking) - 1, 1)
        return {o: 100 * (1 - n / steps) for n, tier in enumerate(stance.ranking) for o in tier}
    if stance.position is None:
        return None
    at = number(stance.position)
    places = case.issues[issue].outcomes.items()
    return {o: 100 - abs((outcome.at or 0.0) - at) for o, outcome in places}


def _bottom(stance: Stance, worth: dict[str, float], number: Reading) -> float:
    line = stance.bottom_line
    return number(line) if isinstance(line, Quantity) else worth[str(line)]
