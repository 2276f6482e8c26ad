"""What a change does to what holds today, for the comparison of two states of a case."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case import Case
from detente.findings.words import Words, listed
from detente.stability.concepts import NAMES
from detente.stability.from_case import graph_model
from detente.stability.today import Today, today


def standing_rows(before: Case, after: Case) -> Iterator[tuple[str, str, str]]:
    """Yield what is different, before and after; nothing where a case does not say what holds today."""
    old, new = _today(before), _today(after)
    if old is None or new is None:
        return
    rows = zip(_facts(before, old), _facts(after, new), strict=True)
    yield from ((what, first, second) for (what, first), (_, second) in rows if first != second)


def _today(case: Case) -> Today | None:
    if not any(case.priorities.values()) and not case.rankings:
        return None
    model = graph_model(case)
    return today(model) if model.now is not None else None


def _facts(case: Case, found: Today) -> Iterator[tuple[str, str]]:
    words, names = Words(case), found.model.decision_makers
    for concept, leavers in found.standing.leavers.items():
        who = listed([words.party(names[p]) for p in leavers])
        yield f"the present state, {NAMES[concept]}", f"left by {who}" if who else "holds"
    coalitions = [listed([words.party(names[p]) for p in d.coalition]) for d in found.departures]
    yield "would leave it together", "; ".join(coalitions) or "nobody"
    for concept, states in found.result.equilibria.items():
        yield f"states that hold, {NAMES[concept]}", f"{len(states):,}"
