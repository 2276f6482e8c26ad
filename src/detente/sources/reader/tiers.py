"""How often a family of rules was right on development data: A, B or C."""

from __future__ import annotations

from functools import cache

from detente.sources.reader.lexicons import rows


def family_of(rule: str) -> str:
    """Return the family of a rule, such as ``verb`` of ``verb.demand``."""
    parts = rule.split(".")
    return ".".join(parts[:2]) if parts[0] in ("clause", "author", "report") else parts[0]


def tier_of(rule: str) -> str:
    """Return the tier of a rule by what was measured for its family; C where nothing was."""
    known = _tiers()
    family = family_of(rule)
    return known.get(family) or known.get(family.split(".", maxsplit=1)[0]) or "C"


@cache
def _tiers() -> dict[str, str]:
    return {row["family"]: row["tier"] for row in rows("tiers.csv")}
