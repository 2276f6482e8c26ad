"""From a case to the arrays of the deals engine: the only file of the engine that knows a case."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.case import Case, Outcome, Party, Quantity, Stance
from detente.case.signing_references import factions_of
from detente.case.walk import analysts_of
from detente.deals.contingent import Clause, chance, in_every_world, in_world, worlds
from detente.deals.rules import Rule, formula, quota, ratified, unanimity
from detente.deals.space import DealSpace, Interaction
from detente.deals.units import Floats
from detente.errors import CaseError
from detente.expression import Expression, parse

DEFAULT_SALIENCE = 50.0
DEFAULT_BELIEF = 0.5

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
    clauses = clauses_of(case)
    held = _Held.nothing(len(rows), outcomes)
    for key in case.parties:
        _hold(held, case, key, rows[key], number, clauses)
    return DealSpace(
        issues, outcomes, tuple(rows), held.values, *_weights_and_no_deal(held),
        principals=tuple(rows[p] for p in case.principals),
        signers=tuple(rows[k] for k, p in case.parties.items() if _signs(p)),
        needs=tuple(
            (rows[party], j, o)
            for j, issue in enumerate(issues)
            for o, outcome in enumerate(case.issues[issue].outcomes.values())
            for party in _needed_by(case, issue, outcome)
        ),
        red_lines=tuple(held.red_lines), bottom_lines=tuple(held.bottom_lines),
        links=tuple(in_every_world(parse(link.expression), clauses) for link in case.links),
        interactions=tuple(held.interactions), case_digest=case.digest,
    )  # fmt: skip


@dataclass(frozen=True)
class _Held:
    """What the parties hold, by the numbers of parties, issues and outcomes; filled party by party."""

    outcomes: tuple[tuple[str, ...], ...]
    values: tuple[Floats, ...]
    weights: Floats
    no_deal: Floats
    red_lines: list[tuple[int, int, int]] = field(default_factory=list)
    bottom_lines: list[tuple[int, int, float]] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)

    @classmethod
    def nothing(cls, parties: int, outcomes: tuple[tuple[str, ...], ...]) -> _Held:
        """Return the arrays before any party is read: no value, no weight, no-deal values unknown."""
        values = tuple(np.zeros((parties, len(names))) for names in outcomes)
        return cls(outcomes, values, np.zeros((parties, len(outcomes))), np.full(parties, np.nan))


def _hold(held: _Held, case: Case, key: str, row: int, number: Reading, clauses: Sequence[Clause]) -> None:
    """Enter what one party holds."""
    party = case.parties[key]
    beliefs = _beliefs(case, key, number) if clauses else {}
    for j, (issue, names) in enumerate(zip(case.issues, held.outcomes, strict=True)):
        stance = party.stances.get(issue)
        if stance is None:
            continue
        held.red_lines.extend((row, j, names.index(o)) for o in _with_clauses(case, issue, stance.red_line))
        worth = _worth(case, issue, stance, number)
        if worth is None:
            continue
        worth |= _expected(case, issue, worth, beliefs)
        held.values[j][row] = [worth[o] for o in names]
        held.weights[row, j] = DEFAULT_SALIENCE if stance.salience is None else number(stance.salience)
        if stance.bottom_line is not None:
            held.bottom_lines.append((row, j, _bottom(stance, worth, number)))
    for i in party.interactions:
        held.interactions.extend(_in_worlds(row, parse(i.when), number(i.add), clauses, beliefs))
    if party.no_deal is not None:
        held.no_deal[row] = number(party.no_deal)


def _weights_and_no_deal(held: _Held) -> tuple[Floats, Floats]:
    """Return weights that add up to one for each party, and no-deal values of those alone who value something."""
    total = held.weights.sum(axis=1, keepdims=True)
    weights = np.divide(held.weights, total, out=np.zeros_like(held.weights), where=total > 0)
    adding = {i.party for i in held.interactions}
    indifferent = [row for row in range(len(total)) if total[row, 0] == 0 and row not in adding]
    no_deal = held.no_deal.copy()
    no_deal[indifferent] = np.nan
    return weights, no_deal


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


def signing_rule(case: Case) -> Rule | None:
    """Return who must sign besides those who ratify for them; None where all must, as in a case that says nothing."""
    signing = case.signing
    if signing is None or (signing.rule is None and signing.quota is None and not signing.ratification):
        return None
    principals = case.principals
    if signing.rule is not None:
        rule = formula(principals, signing.rule)
    elif signing.quota is not None:
        rule = quota(principals, signing.quota, signing.weights or None)
    else:
        rule = unanimity(principals)
    by = {}
    for key in principals:
        factions = factions_of(case, key)
        if factions:
            text = signing.ratification.get(key)
            by[key] = unanimity(factions) if text is None else formula(factions, text)
    return ratified(rule, by)


@dataclass(frozen=True)
class PaymentTerms:
    """How much a point is worth to each principal (1 where absent), and the most that one of them pays."""

    rates: Mapping[str, float]
    most: float | None


def payment_terms(case: Case) -> PaymentTerms | None:
    """Return how principals can pay each other; None where they cannot."""
    terms = case.side_payments
    return None if terms is None else PaymentTerms(dict(terms.rates), terms.most)


def divisible_issues(problem: Problem) -> tuple[str, ...]:
    """Return the issues that a case marks as divisible; plain arrays mark none."""
    return () if isinstance(problem, DealSpace) else tuple(k for k, issue in problem.issues.items() if issue.divisible)


def beliefs_of(case: Case, analyst: str | None = None) -> dict[str, dict[str, float]]:
    """Return by event what probability each principal gives to it."""
    number = reading_of(case, analyst)
    by_party = {key: _beliefs(case, key, number) for key in case.principals}
    return {event: {key: beliefs[event] for key, beliefs in by_party.items()} for event in case.events}


def clauses_of(case: Case) -> tuple[Clause, ...]:
    """Return the outcomes of a case that hang on an event."""
    return tuple(
        Clause(f"{issue}.{key}", c.event, f"{issue}.{c.if_}", f"{issue}.{c.else_}")
        for issue, asked in case.issues.items()
        for key, outcome in asked.outcomes.items()
        if (c := outcome.contingent) is not None
    )


def _beliefs(case: Case, party: str, number: Reading) -> dict[str, float]:
    """Return the party's probability of each event; a half where nobody says."""
    given = {event: asked.beliefs.get(party) for event, asked in case.events.items()}
    return {event: DEFAULT_BELIEF if belief is None else number(belief) for event, belief in given.items()}


def _expected(case: Case, issue: str, worth: dict[str, float], beliefs: dict[str, float]) -> dict[str, float]:
    """Return what the outcomes that hang on an event are worth to a party by its own belief."""
    found = {}
    for key, outcome in case.issues[issue].outcomes.items():
        if (c := outcome.contingent) is not None:
            found[key] = beliefs[c.event] * worth[c.if_] + (1 - beliefs[c.event]) * worth[c.else_]
    return found


def _with_clauses(case: Case, issue: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the outcomes that a party never signs, and those that could come to one of them."""
    refused = set(lines)
    yield from dict.fromkeys(lines)
    for key, outcome in case.issues[issue].outcomes.items():
        c = outcome.contingent
        if c is not None and key not in refused and {c.if_, c.else_} & refused:
            yield key


def _needed_by(case: Case, issue: str, outcome: Outcome) -> Iterator[str]:
    """Return the parties that an outcome needs, its branches included, each once."""
    branches = (outcome.contingent.if_, outcome.contingent.else_) if outcome.contingent is not None else ()
    every = (outcome, *(case.issues[issue].outcomes[key] for key in branches))
    return iter(dict.fromkeys(party for one in every for party in one.needs))


def _in_worlds(
    row: int, when: Expression, add: float, clauses: Sequence[Clause], beliefs: dict[str, float]
) -> Iterator[Interaction]:
    """Yield an interaction once for each way in which the events turn out that it hangs on."""
    for world in worlds(when, clauses):
        likely = chance(world, beliefs)
        if likely > 0 or not world:
            yield Interaction(row, in_world(when, clauses, world), add * likely)


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
    return {o: 100 - abs((outcome.at or 0.0) - at) for o, outcome in places if outcome.contingent is None}


def _bottom(stance: Stance, worth: dict[str, float], number: Reading) -> float:
    line = stance.bottom_line
    return number(line) if isinstance(line, Quantity) else worth[str(line)]
