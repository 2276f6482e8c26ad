"""A rule of signing, payments and contingent outcomes as plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.deals.bets import Bets
from detente.deals.beyond import Beyond
from detente.deals.payments import PaymentGame
from detente.deals.plain_signing import plain_package, plain_signing, rounded


def plain_beyond(beyond: Beyond) -> dict[str, Any]:
    """Return what was found by `signing`, `side_payments` and `contingent`, as far as the case speaks of it."""
    found: dict[str, Any] = {}
    if beyond.signing is not None:
        found["signing"] = plain_signing(beyond.signing)
    if beyond.can_pay:
        found["side_payments"] = None if beyond.payments is None else _payments(beyond.payments)
    if beyond.bets is not None:
        found["contingent"] = _bets(beyond.bets)
    return found


def _payments(game: PaymentGame) -> dict[str, Any]:
    return {
        **plain_package(game.package),
        "total": round(game.total, 6),
        "rates": rounded(game.rates),
        "most": game.most,
        "divisions": {
            name: {"gains": rounded(d.gains), "payments": rounded(d.payments), "in_core": d.in_core}
            for name, d in game.divisions.items()
        },
        "worth": [{"members": list(members), "worth": round(worth, 6)} for members, worth in game.worth.items()],
        "epsilon": None if game.epsilon is None or game.epsilon == -float("inf") else round(game.epsilon, 6),
        "core_is_empty": game.core_is_empty,
        "gap": game.gap,
        "note": game.note,
    }


def _bets(bets: Bets) -> dict[str, Any]:
    return {
        "without": None if bets.plain is None else plain_package(bets.plain),
        "with": None if bets.package is None else plain_package(bets.package),
        "gains": rounded(bets.gains),
        "used": [asdict(b.clause) | {"beliefs": rounded(b.beliefs)} for b in bets.used],
    }
