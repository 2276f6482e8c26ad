"""A stability result as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from detente.stability.explain import Explanation
from detente.stability.result import StabilityResult
from detente.stability.today import Standing, Today

MAX_STATES = 200_000
"""Larger models are listed without their states: only equilibria are."""


def plain_stability(result: StabilityResult) -> dict[str, Any]:
    """Return a result as dicts, lists and numbers: states, who is stable where, equilibria."""
    model = result.model
    names = model.decision_makers
    shown = range(model.size) if model.size <= MAX_STATES else ()
    return {
        "decision_makers": list(names),
        "options": [
            {"name": o, "label": label, "owner": names[owner], "direction": direction}
            for o, label, owner, direction in zip(model.options, model.option_labels or model.options, model.owners, model.directions, strict=True)
        ],
        "now": model.now,
        "states": [_state(result, n) for n in shown],
        "stable": {
            concept: {name: sorted(model.index[row].tolist()) for name, row in zip(names, result.by_position(concept), strict=True)}
            for concept in result.stable
        },
        "equilibria": {concept: states.tolist() for concept, states in result.equilibria.items()},
        "method": result.method, "parameters": dict(result.parameters), "notes": list(model.notes),
        "case_digest": result.case_digest, "version": result.version,
    }  # fmt: skip


def plain_today(today: Today) -> dict[str, Any]:
    """Return what holds in one state as dicts, lists and numbers."""
    model, names = today.model, today.model.decision_makers
    return {
        "start": _standing(today.standing, names),
        "reasons": [_reason(r, names) for r in today.reasons],
        "reached": [
            _standing(s, names) | {"way": [
                {"movers": [names[m] for m in step.movers], "source": step.source, "target": step.target}
                for step in today.course.ways[state]
            ]}
            for state, s in today.reached().items()
        ],
        "together": [
            {"coalition": [names[p] for p in d.coalition], "target": _standing(d.target, names), "changes": [model.options[k] for k in d.changed]}
            for d in today.departures
        ],
        "complete": today.course.complete,
    }  # fmt: skip


def _state(result: StabilityResult, position: int) -> dict[str, Any]:
    model = result.model
    pattern = model.pattern(position)
    return {
        "index": int(model.index[position]),
        "options": {o: letter == "Y" for o, letter in zip(model.options, pattern, strict=True)},
        "label": model.label(position),
    }


def _standing(standing: Standing, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "state": standing.state,
        "holds_under": list(standing.concepts),
        "leavers": {c: [names[p] for p in who] for c, who in standing.leavers.items()},
    }


def _reason(reason: Explanation, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "party": names[reason.party], "concept": reason.concept, "is_stable": reason.is_stable,
        "improvements": [
            {
                "to": a.improvement, "sanction": a.sanction,
                "path": [{"mover": names[m.party], "source": m.source, "target": m.target} for m in a.path],
            }
            for a in reason.answers
        ],
    }  # fmt: skip
