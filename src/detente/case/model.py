"""The case: one conflict as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, PrivateAttr, StringConstraints

from detente.case.base import Condition, Id, Model, Text, When
from detente.case.citations import Citation
from detente.case.dynamics import Dynamics
from detente.case.parties import Issue, Party, as_tiers, from_tiers
from detente.case.signing import FutureEvent, PaymentsField, SigningField
from detente.case.statements import Document, Link, Option, Statement, Voice

Marking = Literal["public", "internal", "confidential"]
Rule = Condition
Pattern = Annotated[str, StringConstraints(strict=True, pattern=r"^[YN-]+$", max_length=200)]
Patterns = Annotated[
    tuple[tuple[Pattern, ...], ...],
    BeforeValidator(as_tiers, json_schema_input_type=tuple[str | tuple[str, ...], ...]),
    PlainSerializer(from_tiers, return_type=list[str | list[str]], when_used="json"),
]
"""States from best to worst; an inner list is a tie."""


class Case(Model):
    """One conflict: documents, statements, parties, issues, links, options.

    Frozen; change it with :func:`detente.with_value`, which checks the result.
    """

    format: Literal[1]
    """Version of this file format."""
    case: Id
    """Short name of the case."""
    title: Text
    """Title of the brief."""
    as_of: When | None = None
    """The day for which the case speaks: nothing later was used."""
    marking: Marking = "internal"
    """Printed on every page."""
    summary: Text | None = None
    """What the conflict is about, in a few sentences."""
    documents: tuple[Document, ...] = ()
    """Texts that statements are quoted from."""
    voices: dict[Id, Voice] = {}
    """Persons and bodies that speak and are not parties."""
    statements: tuple[Statement, ...] = ()
    """Who did which speech act about what."""
    parties: dict[Id, Party]
    """Everybody with a stake."""
    issues: dict[Id, Issue] = {}
    """Questions on the table; none where a case is about moves only."""
    links: tuple[Link, ...] = ()
    """Conditions between outcomes."""
    signing: SigningField = None
    """Who must sign: ``all`` (also where it is absent), a condition over principals, or a quota."""
    side_payments: PaymentsField = None
    """Whether the principals can pay each other, and how much."""
    events: dict[Id, FutureEvent] = {}
    """What will be known later and outcomes may hang on."""
    options: dict[Id, dict[Id, Option]] = {}
    """Yes/no moves, by the party that controls them."""
    infeasible: tuple[Rule, ...] = ()
    """Combinations of options that cannot be."""
    priorities: dict[Id, tuple[Rule, ...]] = {}
    """By party: conditions over options it wants to hold, most important first."""
    rankings: dict[Id, Patterns] = {}
    """By party: states from best to worst, instead of priorities; an inner list is a tie. A state is written with one
    letter for each option in the order of the file: Y taken, N not taken, - either."""
    dynamics: Dynamics = Dynamics()
    """Bargaining while fighting: the numbers behind moves and beliefs."""
    note: Text | None = None
    """A remark of the analyst."""

    _citations: Mapping[str, Citation] = PrivateAttr(default_factory=dict)

    @property
    def citations(self) -> Mapping[str, Citation]:
        """Where each statement's words stand in its document; empty until the documents were read."""
        return self._citations

    def with_citations(self, citations: Mapping[str, Citation]) -> Case:
        """Return the same case with the places of its quotations."""
        copy = self.model_copy()
        copy._citations = dict(citations)  # noqa: SLF001
        return copy

    def with_citations_of(self, before: Case) -> Case:
        """Return the same case with the places of those quotations that were in `before` as they are."""
        same = {s.id for s in self.statements if s in before.statements}
        return self.with_citations({k: c for k, c in before.citations.items() if k in same})

    def __eq__(self, other: object) -> bool:
        """Cases are equal when their content is, wherever their documents lie."""
        return isinstance(other, Case) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """Digest of the content: equal for equal cases, whatever the file looks like."""
        text = json.dumps(as_mapping(self), ensure_ascii=False, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    def side_of(self, party: str) -> frozenset[str]:
        """Return the ids of a party, its factions and its voices: who may see what is confidential to it."""
        factions = {k for k, p in self.parties.items() if p.kind == "faction" and p.of == party}
        members = {party} | factions
        return frozenset(members | {k for k, v in self.voices.items() if v.of in members})

    def party_of(self, holder: str) -> str | None:
        """Return the party for which a holder or speaker stands, or None for an outsider."""
        if holder in self.parties:
            return holder
        voice = self.voices.get(holder)
        return voice.of if voice else None

    @property
    def principals(self) -> tuple[str, ...]:
        """Ids of the parties that sign."""
        return tuple(k for k, p in self.parties.items() if p.kind == "principal")

    @property
    def bargainers(self) -> tuple[str, str] | None:
        """Ids of the two sides whose bargaining is analysed, or None where nobody says which two."""
        named = self.dynamics.sides or self.principals
        return (named[0], named[1]) if len(named) == 2 else None

    def issue_name(self, issue: str) -> str:
        """Return the short name of an issue for tables and sentences."""
        return self.issues[issue].name or issue.replace("_", " ").replace("-", " ")

    def statement(self, id: str) -> Statement:  # noqa: A002
        """Return the statement with this id."""
        return next(s for s in self.statements if s.id == id)


def as_mapping(case: Case) -> Mapping[str, Any]:
    """Return the case as plain data in its own order, without what is left at its default."""
    data: dict[str, Any] = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": 1} | data
