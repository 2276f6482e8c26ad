"""What a rule of signing makes possible, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.deals.result import Package
from detente.deals.signing import Coalition, Judged, Signing

DECIMALS = 6


def plain_signing(found: Signing) -> dict[str, Any]:
    """Return the result as dicts, lists and numbers."""
    return {
        "rule": found.rule,
        "parties": list(found.parties),
        "coalitions": [_coalition(c) for c in found.coalitions],
        "vetoes": list(found.vetoes),
        "pivotal": list(found.pivotal),
        "power": rounded(found.power),
        "banzhaf": rounded(found.banzhaf),
        "judged": [_judged(j) for j in found.judged],
        "core": [plain_package(p) for p in found.core],
        "core_size": found.core_size,
        "complete": found.complete,
        "method": found.method,
    }


def _coalition(coalition: Coalition) -> dict[str, Any]:
    return {
        "members": list(coalition.members),
        "without": list(coalition.without),
        "consents": list(coalition.consents),
        "best": None if coalition.package is None else plain_package(coalition.package),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    leaving = judged.leaving
    return {
        "name": judged.name,
        **plain_package(judged.package),
        "accepted_by": list(judged.accepted_by),
        "is_enough": judged.is_enough,
        "is_proven": judged.is_proven,
        "left_by": None if leaving is None else {
            "members": list(leaving.members), "gains": rounded(leaving.gains), "for": plain_package(leaving.package),
        },
    }  # fmt: skip


def plain_package(package: Package) -> dict[str, Any]:
    """Return a package with `package` (outcomes by issue) and `values` (by party)."""
    return {"package": package.outcomes, "values": rounded(package.values)}


def rounded(values: Mapping[str, float]) -> dict[str, float]:
    """Return the values as JSON shows them."""
    return {name: round(value, DECIMALS) for name, value in values.items()}
