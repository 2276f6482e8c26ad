"""Back from plain data: what was kept of a reading as the reading that it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from detente.sources.reader.statement import Coverage, DraftStatement, Place, Reporter

_PLACES = ("condition", "cue", "source", "content_span")
_NAMES = frozenset(f.name for f in fields(DraftStatement))


def statement_from(plain: Mapping[str, Any]) -> DraftStatement:
    """Return the statement of which `plain_statement` made plain data; what was added to it is left out."""
    kept = {name: value for name, value in plain.items() if name in _NAMES}
    kept |= {name: _place(plain[name]) for name in _PLACES}
    kept |= {"place": _place(plain), "chain": tuple(Reporter(r["who"], r["cue"]) for r in plain["chain"])}
    return DraftStatement(**kept | {name: tuple(plain[name]) for name in ("issues", "also_in")})


def coverage_from(plain: Mapping[str, Any]) -> Coverage:
    """Return the coverage of a reading."""
    silent = tuple(Place(p["start"], p["end"]) for p in plain["silent"])
    return Coverage(plain["sentences"], plain["with_statement"], silent)


def _place(plain: Mapping[str, Any] | None) -> Place | None:
    return Place(plain["start"], plain["end"]) if plain is not None else None
