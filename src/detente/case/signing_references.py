"""Checks of who must sign, of payments, and of outcomes that hang on an event, against the rest of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.case.dangling import check_expression, unknown_id
from detente.case.model import Case
from detente.case.names import Names
from detente.case.parties import Stance
from detente.case.signing import Contingent, Signing
from detente.errors import ExpressionError, Path, Problem
from detente.expression import only_joins, parse

MAX_SIGNING = 16
"""All sets of so many principals and factions are gone through."""


def check_signing(case: Case, names: Names) -> Iterator[Problem]:
    """Yield what is wrong with the rule of signing, the payments and the contingent outcomes of a case."""
    if case.signing is not None:
        yield from _rule(case, names, case.signing)
        yield from _votes(case, names, case.signing)
        yield from _ratification(case, names, case.signing)
        yield from _size(case)
    if case.side_payments is not None:
        for key in case.side_payments.rates:
            yield from _principal(case, names, key, ("side_payments", "rates", key))
    for event, asked in case.events.items():
        for key in asked.beliefs:
            if key not in names.parties:
                yield _on_key(unknown_id("party", key, names.parties, ("events", event, "beliefs", key)))
    yield from _contingent(case, names)


def _rule(case: Case, names: Names, signing: Signing) -> Iterator[Problem]:
    if signing.rule is None:
        return
    path: Path = ("signing", "rule")
    known = names.parties if names.has_lost_parties(case) else frozenset(case.principals)
    yield from _joined(signing.rule, "principal", known, path)


def _joined(text: str, kind: str, known: frozenset[str], path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a condition of signatures: strange names, and words that a signature could break."""
    yield from check_expression(text, kind, known, path)
    try:
        is_sound = only_joins(parse(text))
    except ExpressionError:
        return
    if not is_sound:
        what = f"{text[:60]!r} could be broken by one more signature"
        yield Problem("signing", what, "join names by and, or and parentheses alone", path)


def _votes(case: Case, names: Names, signing: Signing) -> Iterator[Problem]:
    if signing.quota is None:
        return
    for key in signing.weights:
        yield from _principal(case, names, key, ("signing", "weights", key))
    if names.has_lost_parties(case):
        return
    lacking = [key for key in case.principals if key not in signing.weights] if signing.weights else []
    if lacking:
        what = (
            f"nothing says how many votes {', '.join(lacking)} has"
            if len(lacking) == 1
            else (f"nothing says how many votes {', '.join(lacking)} have")
        )
        yield Problem("no-value", what, "give each principal a weight, 0 or more", ("signing", "weights"))
        return
    total = sum(signing.weights.values()) if signing.weights else float(len(case.principals))
    if total < signing.quota:
        what = f"all principals together have {total:g} votes, and the quota is {signing.quota:g}"
        yield Problem("signing", what, "lower the quota", ("signing", "quota"))


def _ratification(case: Case, names: Names, signing: Signing) -> Iterator[Problem]:
    for key, text in signing.ratification.items():
        path: Path = ("signing", "ratification", key)
        yield from _principal(case, names, key, path)
        if key in case.principals and not names.has_lost_parties(case):
            yield from _joined(text, f"faction of {key} that can refuse", frozenset(factions_of(case, key)), path)


def factions_of(case: Case, principal: str) -> tuple[str, ...]:
    """Return the factions that can refuse to ratify for a principal."""
    return tuple(key for key, party in case.parties.items() if party.of == principal and party.ratifies)


def _size(case: Case) -> Iterator[Problem]:
    count = len(case.principals) + sum(len(factions_of(case, key)) for key in case.principals)
    if count > MAX_SIGNING:
        what = f"{count} principals and factions have too many coalitions, at most {MAX_SIGNING} can be looked at"
        yield Problem("signing", what, "merge parties who always act together", ("signing",))


def _principal(case: Case, names: Names, key: str, path: Path) -> Iterator[Problem]:
    if key not in names.parties:
        yield _on_key(unknown_id("principal", key, case.principals, path))
    elif key in case.parties and key not in case.principals:
        yield Problem("kind", f"{key!r} is not a principal", "only principals sign here", path, on_key=True)


def _on_key(problem: Problem) -> Problem:
    return Problem(problem.rule, problem.what, problem.remedy, problem.path, on_key=True)


def _contingent(case: Case, names: Names) -> Iterator[Problem]:
    for issue, asked in case.issues.items():
        hanging = {key for key, outcome in asked.outcomes.items() if outcome.contingent is not None}
        for key in asked.outcomes:
            contingent = asked.outcomes[key].contingent
            if contingent is not None:
                path: Path = ("issues", issue, "outcomes", key, "contingent")
                yield from _branches(names, issue, contingent, hanging, path)
                if contingent.event not in names.events:
                    yield unknown_id("event", contingent.event, names.events, (*path, "event"))
        for party, of_party in case.parties.items():
            stance = of_party.stances.get(issue)
            if stance is not None:
                yield from _valued(stance, hanging, ("parties", party, "stances", issue))


def _branches(
    names: Names, issue: str, contingent: Contingent, hanging: Iterable[str], path: Path
) -> Iterator[Problem]:
    known = names.outcomes[issue]
    for word, outcome in (("if", contingent.if_), ("else", contingent.else_)):
        if outcome not in known:
            yield unknown_id(f"outcome of {issue}", outcome, known, (*path, word))
        elif outcome in hanging:
            what = f"{outcome!r} hangs on an event itself"
            yield Problem("contingent", what, "name an outcome that is certain", (*path, word))
    if contingent.if_ == contingent.else_:
        yield Problem("contingent", "both branches are the same outcome", "name two different ones", path)


def _valued(stance: Stance, hanging: set[str], path: Path) -> Iterator[Problem]:
    """Yield a problem for each contingent outcome that is valued by hand: its worth follows from its branches."""
    what, remedy = "the worth of {} follows from its branches", "leave it out here"
    for key in hanging & set(stance.values or {}):
        yield Problem("contingent", what.format(repr(key)), remedy, (*path, "values", key), on_key=True)
    for step, tier in enumerate(stance.ranking or ()):
        for key in hanging & set(tier):
            yield Problem("contingent", what.format(repr(key)), remedy, (*path, "ranking", step))
