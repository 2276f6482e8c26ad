"""Results of the analysis of bargaining while fighting as plain data, for JSON."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from detente.dynamics.reference_class import Rate
from detente.dynamics.result import DynamicsResult, History, MoveReport, Spread, ThresholdSpread


def plain_dynamics(result: DynamicsResult) -> dict[str, Any]:
    """Return a result as dicts, lists and numbers; probabilities 0–1, values 0–100, no NaN or infinity."""
    return {
        "sides": list(result.sides),
        "deal_within": {str(m): _spread(s) for m, s in result.deal_within.items()},
        "terms": [
            {"package": term.outcomes, "values": [100 * v for v in term.values]} | _spread(spread)
            for term, spread in zip(result.inputs.terms, result.terms, strict=True)
        ],
        "continuation": {side: _spread(s) for side, s in result.continuation.items()},
        "worth": {side: _spread(s) for side, s in result.worth.items()},
        "wins": {side: _spread(s) for side, s in result.wins.items()},
        "survival": {str(m): _spread(s) for m, s in result.survival.items()},
        "signals": {name: _signals(report) for name, report in result.moves.items()},
        "moves": {name: _move(report) for name, report in result.moves.items()},
        "thresholds": [_threshold(t) for t in result.thresholds],
        "skipped": [asdict(s) for s in result.skipped],
        "history": _history(result.history) if result.history else None,
        "reference_class": {
            group: {str(m): [_rate(r) for r in rates] for m, rates in by.items()} for group, by in result.reference.items()
        },
        "choices": {name: {str(m): p for m, p in by.items()} for name, by in result.choices.items()},
        "left_out": dict(result.left_out),
        "assumed": list(result.inputs.assumed),
        "residual": result.residual,
        "unsettled": result.unsettled,
        "method": result.method,
        "parameters": dict(result.parameters),
        "draws": result.draws,
        "seed": result.seed,
        "case_digest": result.case_digest,
        "version": result.version,
    }  # fmt: skip


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "low": spread.low, "likely": spread.likely, "high": spread.high, "ranges": list(spread.ranges),
        "choices": list(spread.choices),
    }  # fmt: skip


def _signals(report: MoveReport) -> list[dict[str, Any]]:
    return [
        {
            "observer": s.observer, "about": s.about, "prior": s.prior, "posterior": s.posterior,
            "posterior_band": list(band), "threshold": _finite(s.threshold), "flip": _finite(s.flip),
            "demand_before": s.demand_before, "demand_after": s.demand_after, "before": s.before, "after": s.after,
            "same": same,
        }
        for s, band, same in zip(report.reading.signals, report.posterior, report.same, strict=True)
    ]  # fmt: skip


def _move(report: MoveReport) -> dict[str, Any]:
    reading, flips = report.reading, report.flips
    return {
        "reading": reading.concession.reading, "reassures": reading.reassures, "size_reading": reading.size_reading,
        "weak_from": flips.weak_from, "weak_to": flips.weak_to,
        "strong_from": flips.strong_from, "strong_to": flips.strong_to,
        "size_from": flips.size_from, "size_to": flips.size_to,
        "likelihood_flip": _finite(reading.concession.likelihood_flip),
        "worth_before": [100 * w for w in report.worth_before], "worth_after": [100 * w for w in report.worth_after],
        "worth_change": [[100 * w for w in band] for band in report.worth_change],
        "deal_before": report.deal_before, "deal_after": report.deal_after, "deal_change": list(report.deal_change),
        "demand_before": list(report.demand_before), "demand_after": list(report.demand_after),
    }  # fmt: skip


def _threshold(spread: ThresholdSpread) -> dict[str, Any]:
    flip = spread.found.threshold
    return {
        "row": spread.found.row, "mechanism": flip.mechanism, "about": spread.found.subject, "name": flip.name,
        "value": _finite(flip.value), "input": _finite(flip.input), "distance": _finite(flip.distance),
        "distance_band": [_finite(d) for d in spread.distance], "reading": flip.reading, "same": spread.same,
        "agree": spread.agree, "silent": spread.silent,
    }  # fmt: skip


def _rate(rate: Rate) -> dict[str, Any]:
    return asdict(rate) | {"years": list(rate.years)}


def _history(history: History) -> dict[str, Any]:
    beliefs, bands = history.beliefs, history.bands
    dates = [e.date.isoformat() for e in beliefs.events]
    return {
        "types": [list(hidden) for hidden in beliefs.types],
        "events": [{"date": d, "by": e.by, "label": e.label} for d, e in zip(dates, beliefs.events, strict=True)],
        "beliefs": beliefs.marginals.tolist(),
        "low": bands.low.tolist() if bands else None,
        "high": bands.high.tolist() if bands else None,
        "method": bands.method if bands else "exact filter",
        "ledger": {
            "kinds": list(history.ledger.kinds),
            "steps": [asdict(s) | {"date": s.date.isoformat()} for s in history.ledger.steps],
            "accounts": {side: asdict(account) for side, account in history.ledger.accounts.items()},
        },
    }  # fmt: skip


def _finite(number: float) -> float | None:
    return None if not math.isfinite(number) else float(number)
