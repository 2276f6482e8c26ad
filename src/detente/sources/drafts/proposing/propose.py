"""What the accepted statements of a case suggest, each suggestion with the statements that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from detente.case import Case
from detente.expression import WORDS
from detente.sources.drafts.decisions import Draft
from detente.sources.drafts.filing import draft_of, free_id, slug
from detente.sources.drafts.proposing.asks import CONDITION, Ask, asks_of
from detente.sources.drafts.proposing.grouping import Group, grouped
from detente.sources.drafts.proposing.known import (
    IssueAtHand,
    Known,
    Proposal,
    is_valued,
    new_outcomes,
    shortened,
    standing,
)
from detente.sources.drafts.proposing.labels import cores, issue_name, question
from detente.sources.drafts.proposing.outcomes import UNCHANGED, answers_of
from detente.sources.drafts.proposing.sides import sides_of
from detente.sources.drafts.proposing.stances import links, positions, red_lines

MAX_CITED = 6
"""Statements that a party cites; its stances cite theirs."""
MAX_ISSUES = 16
"""New issues that are proposed at once; those about which most was said come first."""
_ALONE = frozenset({"demand", "offer"})
"""Acts that are an issue although nothing else was said about it."""


def propose(case: Case, drafts: Iterable[Draft] = (), before: Collection[str] = ()) -> tuple[Proposal, ...]:
    """Return what the statements of a case suggest, the parties first.

    Parameters
    ----------
    case : Case
        With its quotations looked up.
    drafts : iterable of Draft
        The drafts as they were accepted; they tell contents and conditions more exactly than the case.
    before : collection of str
        Statements that were drafted before: nothing is proposed that rests on them alone.
    """
    drafts = tuple(drafts)
    known = Known(case, sides_of(case, _second_hand(case, drafts)), frozenset(before))
    names = _names(case)
    asks = cores(asks_of(case, drafts, known.sides.of), names)
    taken = [case.issue_name(i) for i in case.issues]
    for group in _in_order(grouped(case, asks, names), known):
        made = _issue(known, group, taken)
        if made is not None:
            known.issues.append(made)
            taken.append(made.name)
    return (
        *_parties(known), *_voices(known), *_issues(known), *positions(known), *red_lines(known), *links(known, asks),
        *_topics(known), *_left_aside(known, asks),
    )  # fmt: skip


def _second_hand(case: Case, drafts: Iterable[Draft]) -> set[str]:
    reported = {d.id for d in drafts if d.statement["modality"] == "reported"}
    return {s.id for s in case.statements if draft_of(s) in reported}


def _names(case: Case) -> list[str]:
    return [*(p.name for p in case.parties.values()), *(v.name for v in case.voices.values())]


def _in_order(groups: Iterable[Group], known: Known) -> list[Group]:
    """Return groups: of the case's issues first, then those about which most was said by the principals."""

    def key(group: Group) -> tuple[bool, int, int]:
        own = sum(a.party in known.sides.principals for a in group.asks)
        return group.issue is None, -len(group.statements), -own

    return sorted(groups, key=key)


def _issue(known: Known, group: Group, taken: Sequence[str]) -> IssueAtHand | None:
    """Return the issue of a group; None where it makes none, or nothing about it is new."""
    answers = answers_of(known.case, group)
    if group.issue is not None:
        return IssueAtHand(group.issue, known.case.issue_name(group.issue), group, answers)
    alone = len(group.statements) == 1
    ask = group.asks[0]
    weighty = not alone or (ask.act in _ALONE and ask.party in known.sides.principals)
    new = sum(i.group.issue is None for i in known.issues)
    if (
        not weighty
        or new >= MAX_ISSUES
        or not known.is_new(group.statements)
        or not any(a.asked or a.given for a in answers.outcomes)
    ):
        return None
    name = issue_name(group, taken)
    ids = {*known.case.issues, *(i.key for i in known.issues), *known.case.parties, *WORDS}
    return IssueAtHand(free_id(slug(name), ids), name, group, answers)


def _parties(known: Known) -> Iterator[Proposal]:
    """Propose a party for each voice that takes positions of its own."""
    for party in known.sides.parties:
        if known.is_new(party.statements):
            value: dict[str, Any] = {"name": party.name, "kind": party.kind} | ({"of": party.of} if party.of else {})
            value |= {"because": list(party.statements[:MAX_CITED])}
            yield Proposal(
                "party",
                f"parties.{party.id}",
                value,
                party.statements,
                f"{party.why}; the kind is assumed",
                assumed=True,
            )


def _voices(known: Known) -> Iterator[Proposal]:
    """Propose for whom a voice speaks."""
    for id_, (statements, why) in known.sides.spoken.items():
        party = known.sides.of[id_]
        if known.is_new(statements) and party in known.kinds:
            yield Proposal("voice", f"voices.{id_}.of", party, statements, why, assumed=True)


def _issues(known: Known) -> Iterator[Proposal]:
    """Propose new issues with their outcomes, and new outcomes of the case's issues."""
    for issue in known.issues:
        statements = issue.group.statements
        if issue.group.issue is None:
            outcomes: dict[str, Any] = {a.id: {"label": a.label} for a in issue.answers.outcomes}
            outcomes |= {UNCHANGED: {"label": "Nothing is agreed on this"}}
            value = {
                "question": question(issue.name),
                "name": issue.name[:1].upper() + issue.name[1:],
                "outcomes": outcomes,
            }
            why = f"{len(statements)} {'statement is' if len(statements) == 1 else 'statements are'} about it; {UNCHANGED!r} is assumed"
            yield Proposal("issue", f"issues.{issue.key}", value, statements, why, assumed=True)
            continue
        for answer in new_outcomes(known, issue):
            yield Proposal(
                "outcome",
                f"issues.{issue.key}.outcomes.{answer.id}",
                {"label": answer.label},
                answer.statements,
                "no outcome says this yet",
            )


def _topics(known: Known) -> Iterator[Proposal]:
    """Propose which issue, and which outcome, each statement is about."""
    have = {s.id: s.about for s in known.case.statements}
    topics: dict[str, list[str]] = {}
    for issue in known.issues:
        there = standing(known, issue)
        for ask in issue.group.asks:
            outcome = issue.answers.of_ask.get((ask.statement, ask.act))
            topic = f"{issue.key}.{outcome}" if outcome in there else issue.key
            if ask.act != CONDITION and not have[ask.statement] and ask.statement not in known.before:
                topics.setdefault(ask.statement, []).append(topic)
    for statement, found in topics.items():
        about = list(dict.fromkeys(found))
        yield Proposal("topic", f"statements.{statement}.about", about, (statement,), "by what it says")


def _left_aside(known: Known, asks: Iterable[Ask]) -> Iterator[Proposal]:
    """Name the positions of which no issue was made, and new outcomes that only a person can value."""
    used = {s for issue in known.issues for s in issue.group.statements} | known.before
    for id_, act in {a.statement: a.act for a in reversed(list(asks)) if a.statement not in used}.items():
        why = "write it as {unless: A, not: B} between outcomes" if act == "precondition" else "no issue was made of it"
        yield Proposal("left aside", f"statements.{id_}", shortened(known.case, id_), (id_,), f"{act}: {why}")
    for issue in known.issues:
        if issue.group.issue is not None and is_valued(known.case, issue.key):
            for answer in issue.answers.outcomes:
                if answer.is_new and known.is_new(answer.statements):
                    why = f"a new outcome of {issue.key}? its other outcomes have numbers, which only a person can give"
                    yield Proposal("left aside", f"issues.{issue.key}", answer.label, answer.statements, why)
