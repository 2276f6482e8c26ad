"""What the proposals are made from, and what one is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from detente.case import Case
from detente.sources.drafts.proposing.asks import words_of
from detente.sources.drafts.proposing.grouping import Group
from detente.sources.drafts.proposing.outcomes import Answer, Answers
from detente.sources.drafts.proposing.sides import Sides


@dataclass(frozen=True)
class Proposal:
    """One thing that could be added to the case.

    Attributes
    ----------
    kind : str
        ``party``, ``voice``, ``issue``, ``outcome``, ``position``, ``red line``, ``link``, ``topic`` (which issue a statement
        is about) or ``left aside`` (a statement of which nothing could be made).
    path : str
        Where it stands in the case.
    value : mapping or list
        What stands there.
    because : tuple of str
        The statements that it rests on.
    why : str
        The reason in words.
    assumed : bool
        True where something in it was said by nobody.
    """

    kind: str
    path: str
    value: Any
    because: tuple[str, ...]
    why: str
    assumed: bool = False


@dataclass(frozen=True)
class IssueAtHand:
    """An issue that is proposed, or one of the case about which something new was said."""

    key: str
    name: str
    group: Group
    answers: Answers


@dataclass(frozen=True)
class Known:
    """What the proposals are made from."""

    case: Case
    sides: Sides
    before: frozenset[str]
    """Statements of which everything was proposed before: what a person made of that is left alone."""
    issues: list[IssueAtHand] = field(default_factory=list)

    def is_new(self, statements: Iterable[str]) -> bool:
        """Return True where a statement is among them that was not drafted before."""
        return not self.before.issuperset(statements)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each party of the case and of each that is proposed now."""
        new = {p.id: str(p.kind) for p in self.sides.parties if self.is_new(p.statements)}
        return new | {id_: str(party.kind) for id_, party in self.case.parties.items()}


def new_outcomes(known: Known, issue: IssueAtHand) -> list[Answer]:
    """Return outcomes that an issue of the case lacks; none where somebody gave its outcomes numbers."""
    if issue.group.issue is None or is_valued(known.case, issue.key):
        return []
    return [a for a in issue.answers.outcomes if a.is_new and known.is_new(a.statements)]


def is_valued(case: Case, issue: str) -> bool:
    """Return True where a party gave the outcomes of an issue numbers."""
    stances = (p.stances[issue] for p in case.parties.values() if issue in p.stances)
    return any(s.values is not None or s.position is not None for s in stances)


def standing(known: Known, issue: IssueAtHand) -> set[str]:
    """Return the outcomes that the case has, or will have."""
    if issue.group.issue is None:
        return {a.id for a in issue.answers.outcomes}
    return {a.id for a in issue.answers.outcomes if not a.is_new} | {a.id for a in new_outcomes(known, issue)}


def shortened(case: Case, statement: str) -> str:
    """Return the words of a statement, as many as fit in a line."""
    text = words_of(case, case.statement(statement)) or statement
    return text if len(text) <= 120 else text[:118].rsplit(" ", 1)[0] + " …"
