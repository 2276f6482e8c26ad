"""Which act a plain clause performs that no act word carries, by a table of rules over its traits."""

from __future__ import annotations

from functools import cache

from detente.sources.reader.lexicons import rows

Rule = tuple[tuple[frozenset[str], ...], frozenset[str], str]
"""What a clause must have (of each set one), what it must not have, and the act it then is."""


def act_of_content(traits: frozenset[str]) -> str | None:
    """Return the act of a clause with these traits; the first rule that fits decides, None where none does."""
    return next(
        (act for needs, without, act in _rules() if not traits & without and all(traits & n for n in needs)), None
    )


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(_parsed(row["needs"].split(), row["act"]) for row in rows("contents.csv"))


def _parsed(needs: list[str], act: str) -> Rule:
    wanted = tuple(_alternatives(n) for n in needs if not n.startswith("-"))
    return wanted, frozenset(n[1:] for n in needs if n.startswith("-")), act


def _alternatives(need: str) -> frozenset[str]:
    """Return *verb:a*, *verb:b* of ``verb:a|b``."""
    kind, colon, rest = need.partition(":")
    return frozenset(kind + colon + one for one in rest.split("|")) if colon else frozenset(need.split("|"))
