"""Results of the deals engine as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.deals.openings import Opening
from detente.deals.result import DealsResult, FairPackage
from detente.deals.space import Constraint

DECIMALS = 6


def plain_deals(result: DealsResult) -> dict[str, Any]:
    """Return a result as dicts, lists and numbers; `draws` is None until draws are added."""
    return {
        "packages": dict(result.packages),
        "has_deal": result.has_deal,
        "reason": result.reason,
        "blockers": [[plain_constraint(c) for c in b.constraints] for b in result.blockers],
        "blocker_links": [list(b.links) for b in result.blockers],
        "openings": [_opening(o) for o in result.openings],
        "frontier": [{"package": p.outcomes, "values": _rounded(p.values)} for p in result.frontier],
        "frontier_basis": result.frontier_basis,
        "fair": {concept: _fair(f) for concept, f in result.fair.items()},
        "trades": [asdict(t) | {"gains": [round(g, DECIMALS) for g in t.gains]} for t in result.trades],
        "without": dict(result.without),
        "draws": None,
        "complete": result.complete,
        "method": result.method,
        "parameters": dict(result.parameters),
        "case_digest": result.case_digest,
        "version": result.version,
    }


def plain_constraint(constraint: Constraint) -> dict[str, str | None]:
    """Return a constraint as a dict with `kind`, `party`, `issue` and `outcome`."""
    return asdict(constraint)


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "relax": [plain_constraint(c) for c in opening.relax],
        "package": opening.package,
        "values": _rounded(opening.values),
        "movers": [asdict(m) for m in opening.movers],
        "loss": round(opening.loss, DECIMALS),
        "packages": opening.packages,
    }


def _fair(fair: FairPackage) -> dict[str, Any]:
    return {
        "package": fair.package.outcomes,
        "values": _rounded(fair.package.values),
        "score": round(fair.score, DECIMALS),
        "closest_to_leaving": fair.closest_to_leaving,
        "margin": fair.margin,
        "note": fair.note,
    }


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {party: round(value, DECIMALS) for party, value in values.items()}
