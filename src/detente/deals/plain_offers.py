"""What to put on the table next, as plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.deals.offers import Offer, Offers
from detente.deals.plain_signing import DECIMALS, plain_package, rounded


def plain_offers(found: Offers) -> dict[str, Any]:
    """Return the result as dicts, lists and numbers."""
    return {
        "start": None if found.start is None else plain_package(found.start),
        "is_draft": found.is_draft,
        "refused_by": list(found.refused_by),
        "better": None if found.better is None else _offer(found.better),
        "party": found.party,
        "worth": None if found.worth is None else round(found.worth, DECIMALS),
        "equivalent": [_offer(o) for o in found.equivalent],
        "plan": [_offer(o) for o in found.plan],
        "trades": [asdict(t) | {"gains": [round(g, DECIMALS) for g in t.gains]} for t in found.trades],
        "fairness": {
            concept: {measure: rounded(values) for measure, values in of.items()}
            for concept, of in found.fairness.items()
        },
        "adjusted_winner": None if found.adjusted_winner is None else asdict(found.adjusted_winner),
        "case_digest": found.case_digest,
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return plain_package(offer.package) | {"gap": round(offer.gap, 9)}
