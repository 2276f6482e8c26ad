"""What a sound case still lacks or should be asked: warnings and notes, never errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.confidential import confidential_to
from detente.case.model import Case
from detente.case.parties import Stance
from detente.case.statements import Statement
from detente.case.walk import citations_in, numbers_in
from detente.errors import Path, Problem


@dataclass(frozen=True)
class Readiness:
    """Whether a case has what one analysis needs, and what it lacks."""

    analysis: str
    lacks: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """True where nothing is lacking."""
        return not self.lacks


def advise(case: Case) -> Iterator[Problem]:
    """Yield the warnings and notes about a sound case."""
    yield from _contradictions(case)
    yield from _refused_issues(case)
    yield from _unmarked(case)
    yield from _assumed(case)
    yield from _unused(case)
    yield from _unnoticed_changes(case)


def readiness(case: Case) -> tuple[Readiness, ...]:
    """Return, for each analysis, what the case still lacks for it."""
    return (
        Readiness("deals", tuple(_lacks_for_deals(case))),
        Readiness("uncertainty", tuple(_lacks_for_draws(case))),
        Readiness("stability", tuple(_lacks_for_stability(case))),
        Readiness("forecast", tuple(_lacks_for_forecast(case))),
        Readiness("dynamics", tuple(_lacks_for_dynamics(case))),
    )


def _contradictions(case: Case) -> Iterator[Problem]:
    """Compare what a party is quoted as refusing or wanting with how it is coded."""
    for statement in case.statements:
        party = case.party_of(statement.holder)
        if party is None or party not in case.parties:
            continue
        for topic in statement.about:
            issue, _, outcome = topic.partition(".")
            stance = case.parties[party].stances.get(issue)
            if stance is None or not outcome or outcome not in case.issues[issue].outcomes:
                continue
            what = _contradiction(case, issue, outcome, stance, statement)
            if what:
                path: Path = ("parties", party, "stances", issue)
                what = f"{party} is quoted ({statement.id}) to {what}"
                yield Problem("contradiction", what, "mend the stance, or the act of the statement", path, "warning")


def _contradiction(case: Case, issue: str, outcome: str, stance: Stance, statement: Statement) -> str | None:
    worth = worth_of(case, issue, stance)
    others = [value for other, value in worth.items() if other not in (outcome, *stance.red_line)]
    if statement.act == "reject":
        is_best = outcome in worth and bool(others) and worth[outcome] > max(others)
        if is_best and outcome not in stance.red_line:
            return f"reject {outcome}, but is coded to like it best"
    if statement.act in ("demand", "state-goal"):
        if outcome in stance.red_line:
            return f"demand {outcome}, but is coded never to sign it"
        if outcome in worth and max(worth.values()) > worth[outcome]:
            return f"demand {outcome}, but is coded to like another outcome better"
    if statement.act in ("offer", "accept", "concede", "promise") and outcome in stance.red_line:
        return f"{statement.act} {outcome}, but is coded never to sign it"
    return None


def worth_of(case: Case, issue: str, stance: Stance) -> dict[str, float]:
    """Return the point value of each outcome to the party with this stance; empty without values."""
    if stance.values is not None:
        return {o: q.point for o, q in stance.values.items()}
    if stance.ranking is not None:
        return {o: -float(n) for n, tier in enumerate(stance.ranking) for o in tier}
    if stance.position is not None:
        outcomes = case.issues[issue].outcomes.items()
        at = stance.position.point
        return {o: -abs((outcome.at or 0.0) - at) for o, outcome in outcomes if outcome.contingent is None}
    return {}


def _refused_issues(case: Case) -> Iterator[Problem]:
    for key, party in case.parties.items():
        for issue, stance in party.stances.items():
            if set(stance.red_line) >= set(case.issues[issue].outcomes):
                yield Problem(
                    "refuses-all",
                    f"{key} has a red line on every outcome of {issue}",
                    "no package can be signed; is there an outcome that is missing?",
                    ("parties", key, "stances", issue, "red_line"),
                    "warning",
                )


def _unmarked(case: Case) -> Iterator[Problem]:
    secret = confidential_to(case)
    if secret and case.marking == "public":
        yield Problem(
            "marking",
            f"the case is marked public and has what is confidential to {', '.join(secret)}",
            "mark it internal or confidential",
            ("marking",),
            "warning",
        )


def _assumed(case: Case) -> Iterator[Problem]:
    for number in numbers_in(case):
        if number.mark == "assumed":
            yield Problem(
                "assumed",
                f"{'.'.join(map(str, number.path))} is assumed",
                "give because:, or judged_by: and why:",
                number.path,
                "note",
            )


def _unused(case: Case) -> Iterator[Problem]:
    used = {s for _, because in citations_in(case) for s in because}
    for index, statement in enumerate(case.statements):
        if statement.id not in used:
            yield Problem(
                "unused",
                f"no value cites {statement.id}",
                "cite it with because:, or leave it as background",
                ("statements", index),
                "note",
            )


def _unnoticed_changes(case: Case) -> Iterator[Problem]:
    for index, document in enumerate(case.documents):
        if document.digest is None:
            yield Problem(
                "no-digest",
                f"a later change of {document.id} would go unnoticed",
                "note its digest:",
                ("documents", index),
                "note",
            )


def _lacks_for_deals(case: Case) -> Iterator[str]:
    if not case.issues:
        yield "issues (questions on the table, with outcomes)"
    for key, party in case.parties.items():
        valued = [s for s in party.stances.values() if s.values or s.ranking or s.position]
        if party.kind == "principal" and not valued:
            yield f"a value, ranking or position of {key}"
        if party.kind == "principal" and party.no_deal is None:
            yield f"no_deal of {key} (without it, {key} is taken to accept any package within its lines)"


def _lacks_for_draws(case: Case) -> Iterator[str]:
    if all(n.quantity is None or n.quantity.is_exact for n in numbers_in(case)):
        yield "a range [low, high], or low / likely / high, or several judgements"


def _lacks_for_stability(case: Case) -> Iterator[str]:
    if not any(case.options.values()):
        yield "options (yes/no moves that a party controls)"
    for key, own in case.options.items():
        if own and not case.priorities.get(key) and not case.rankings.get(key):
            yield f"priorities of {key} (without them, {key} is taken to see no difference between states)"


def _lacks_for_forecast(case: Case) -> Iterator[str]:
    placed = [i for i, issue in case.issues.items() if all(o.at is not None for o in issue.outcomes.values())]
    if not placed:
        yield "an issue whose outcomes all have at:"
    for key, party in case.parties.items():
        if party.kind == "principal" and party.power is None:
            yield f"power of {key}"
    positions = {i for p in case.parties.values() for i, s in p.stances.items() if s.position is not None}
    if placed and not positions & set(placed):
        yield "positions on such an issue"


def _lacks_for_dynamics(case: Case) -> Iterator[str]:
    if case.bargainers is None:
        yield "dynamics.sides: which two principals bargain"
    if not case.dynamics.resolve:
        yield "dynamics.resolve of both sides (without it, costs and beliefs are assumed)"
    if not case.dynamics.moves:
        yield "dynamics.moves: what a move tells about the one who makes it"
