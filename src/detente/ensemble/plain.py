"""Draws as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.deals.plain import plain_constraint
from detente.ensemble.draws import DealDraws, Key


def plain_draws(drawn: DealDraws, issues: tuple[str, ...]) -> dict[str, Any]:
    """Return draws as dicts, lists and numbers; shares are of all draws, 0–1."""
    total = max(drawn.draws, 1)
    return {
        "draws": drawn.draws,
        "seed": drawn.seed,
        "share_with_deal": drawn.with_deal / total,
        "blockers": _shares(drawn.blockers, total),
        "openings": _shares(drawn.openings, total),
        "fair": {
            concept: [
                {"package": dict(zip(issues, package, strict=True)), "share": count / total}
                for package, count in counts.items()
            ]
            for concept, counts in drawn.fair.items()
        },
        "complete": drawn.complete,
        "method": drawn.method,
    }


def _shares(counts: Mapping[Key, int], total: int) -> list[dict[str, Any]]:
    return [
        {"constraints": [plain_constraint(c) for c in key], "share": count / total} for key, count in counts.items()
    ]
