"""A brief as plain data, for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.deals.plain import plain_deals
from detente.dynamics.plain import plain_dynamics
from detente.ensemble.plain import plain_draws
from detente.findings.brief import Brief
from detente.stability.plain import plain_today


def plain_brief(brief: Brief) -> dict[str, Any]:
    """Return a brief as dicts, lists and numbers: the findings, the result behind them, the quotations."""
    deals = plain_deals(brief.deals)
    if brief.draws:
        deals["draws"] = plain_draws(brief.draws, brief.deals.space.issues)
    return {
        "case": brief.case.case,
        "title": brief.case.title,
        "marking": brief.case.marking,
        "as_of": brief.case.as_of,
        "for": brief.for_party,
        "bottom_line": list(brief.bottom_line),
        "findings": [asdict(f) for f in brief.findings],
        "deals": deals,
        "dynamics": plain_dynamics(brief.dynamics) if brief.dynamics else None,
        "stability": plain_today(brief.holding.today) if brief.holding else None,
        "quotations": [
            {
                "number": n.number,
                "statement": n.statement.id,
                "words": n.words,
                "place": n.citation.place if n.citation else None,
                "document": n.statement.document,
                "speaker": n.speaker,
                "holder": n.holder,
                "chain": list(n.chain),
            }
            for n in brief.notes
        ],
        "case_digest": brief.case_digest,
        "stale": brief.stale,
        "version": brief.version,
    }
