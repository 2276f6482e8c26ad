"""The ids that a case declares, read from its plain data so that a faulty part still counts as declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from detente.case.model import Case
from detente.case.statements import AUTHOR


@dataclass(frozen=True)
class Names:
    """Every id that a case declares.

    Attributes
    ----------
    outcomes, options : dict of id to frozenset of ids
        Outcomes by issue and options by party.
    """

    parties: frozenset[str]
    voices: frozenset[str]
    documents: frozenset[str]
    statements: frozenset[str]
    outcomes: dict[str, frozenset[str]]
    options: dict[str, frozenset[str]]
    events: frozenset[str]

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Whoever can speak or hold a position."""
        return self.parties | self.voices | {AUTHOR}

    @cached_property
    def outcome_names(self) -> frozenset[str]:
        """All ``issue.outcome``."""
        return frozenset(f"{i}.{o}" for i, outcomes in self.outcomes.items() for o in outcomes)

    @cached_property
    def option_names(self) -> frozenset[str]:
        """All ``party.option``."""
        return frozenset(f"{p}.{o}" for p, options in self.options.items() for o in options)

    @cached_property
    def topics(self) -> frozenset[str]:
        """Whatever a statement can be about."""
        return self.parties | frozenset(self.outcomes) | self.outcome_names | self.option_names

    def has_lost_parties(self, case: Case) -> bool:
        """Return True when a declared party was too faulty to be in `case`."""
        return bool(self.parties - set(case.parties))


def names_of(data: Any) -> Names:
    """Read the declared ids from plain data, of whatever shape."""
    return Names(
        parties=_keys(_get(data, "parties")),
        voices=_keys(_get(data, "voices")),
        documents=_ids(_get(data, "documents")),
        statements=_ids(_get(data, "statements")),
        outcomes={i: _keys(_get(issue, "outcomes")) for i, issue in _items(_get(data, "issues"))},
        options={p: _keys(options) for p, options in _items(_get(data, "options"))},
        events=_keys(_get(data, "events")),
    )


def _get(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None


def _items(data: Any) -> list[tuple[str, Any]]:
    return list(data.items()) if isinstance(data, Mapping) else []


def _keys(data: Any) -> frozenset[str]:
    return frozenset(key for key, _ in _items(data))


def _ids(data: Any) -> frozenset[str]:
    items = data if isinstance(data, (list, tuple)) else ()
    return frozenset(i["id"] for i in items if isinstance(i, Mapping) and isinstance(i.get("id"), str))
