"""What the accepted statements of a case suggest, each suggestion with the statements that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.case import Case
from detente.expression import WORDS
from detente.sources.drafts.decisions import Draft
from detente.sources.drafts.filing import draft_of, free_id, slug
from detente.sources.drafts.proposing.asks import CONDITION, Ask, asks_of, words_of
from detente.sources.drafts.proposing.grouping import Group, grouped
from detente.sources.drafts.proposing.labels import cores, issue_name, question
from detente.sources.drafts.proposing.outcomes import UNCHANGED, Answer, Answers, answers_of
from detente.sources.drafts.proposing.sides import Sides, sides_of

REPEATED = 2
"""Refusals of one thing from which a red line is proposed: one refusal may be tactics."""
MAX_CITED = 6
"""Statements that a party cites; its stances cite theirs."""
MAX_ISSUES = 16
"""New issues that are proposed at once; those about which most was said come first."""
_ALONE = frozenset({"demand", "offer"})
"""Acts that are an issue although nothing else was said about it."""


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
class _Issue:
    """An issue that is proposed, or one of the case about which something new was said."""

    key: str
    name: str
    group: Group
    answers: Answers


@dataclass(frozen=True)
class _Known:
    """What the proposals are made from."""

    case: Case
    sides: Sides
    before: frozenset[str]
    """Statements of which everything was proposed before: what a person made of that is left alone."""
    issues: list[_Issue] = field(default_factory=list)

    def is_new(self, statements: Iterable[str]) -> bool:
        """Return True where a statement is among them that was not drafted before."""
        return not self.before.issuperset(statements)

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each party of the case and of each that is proposed now."""
        new = {p.id: str(p.kind) for p in self.sides.parties if self.is_new(p.statements)}
        return new | {id_: str(party.kind) for id_, party in self.case.parties.items()}


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
    known = _Known(case, sides_of(case, _second_hand(case, drafts)), frozenset(before))
    names = _names(case)
    asks = cores(asks_of(case, drafts, known.sides.of), names)
    taken = [case.issue_name(i) for i in case.issues]
    for group in _in_order(grouped(case, asks, names), known):
        made = _issue(known, group, taken)
        if made is not None:
            known.issues.append(made)
            taken.append(made.name)
    return (
        *_parties(known), *_voices(known), *_issues(known), *_positions(known), *_red_lines(known), *_links(known, asks),
        *_topics(known), *_left_aside(known, asks),
    )  # fmt: skip


def _second_hand(case: Case, drafts: Iterable[Draft]) -> set[str]:
    reported = {d.id for d in drafts if d.statement["modality"] == "reported"}
    return {s.id for s in case.statements if draft_of(s) in reported}


def _names(case: Case) -> list[str]:
    return [*(p.name for p in case.parties.values()), *(v.name for v in case.voices.values())]


def _in_order(groups: Iterable[Group], known: _Known) -> list[Group]:
    """Return groups: of the case's issues first, then those about which most was said by the principals."""

    def key(group: Group) -> tuple[bool, int, int]:
        own = sum(a.party in known.sides.principals for a in group.asks)
        return group.issue is None, -len(group.statements), -own

    return sorted(groups, key=key)


def _issue(known: _Known, group: Group, taken: Sequence[str]) -> _Issue | None:
    """Return the issue of a group; None where it makes none, or nothing about it is new."""
    answers = answers_of(known.case, group)
    if group.issue is not None:
        return _Issue(group.issue, known.case.issue_name(group.issue), group, answers)
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
    return _Issue(free_id(slug(name), ids), name, group, answers)


def _parties(known: _Known) -> Iterator[Proposal]:
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


def _voices(known: _Known) -> Iterator[Proposal]:
    """Propose for whom a voice speaks."""
    for id_, (statements, why) in known.sides.spoken.items():
        party = known.sides.of[id_]
        if known.is_new(statements) and party in known.kinds:
            yield Proposal("voice", f"voices.{id_}.of", party, statements, why, assumed=True)


def _issues(known: _Known) -> Iterator[Proposal]:
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
        for answer in _new_outcomes(known, issue):
            yield Proposal(
                "outcome",
                f"issues.{issue.key}.outcomes.{answer.id}",
                {"label": answer.label},
                answer.statements,
                "no outcome says this yet",
            )


def _new_outcomes(known: _Known, issue: _Issue) -> list[Answer]:
    """Return outcomes that an issue of the case lacks; none where somebody gave its outcomes numbers."""
    if issue.group.issue is None or _is_valued(known.case, issue.key):
        return []
    return [a for a in issue.answers.outcomes if a.is_new and known.is_new(a.statements)]


def _is_valued(case: Case, issue: str) -> bool:
    stances = (p.stances[issue] for p in case.parties.values() if issue in p.stances)
    return any(s.values is not None or s.position is not None for s in stances)


def _positions(known: _Known) -> Iterator[Proposal]:
    """Propose a ranking: what a party asks for, what it gives, what it says nothing about, what it refuses."""
    for issue in known.issues:
        listed = [
            a
            for a in issue.answers.outcomes
            if issue.group.issue is None or not a.is_new or a in _new_outcomes(known, issue)
        ]
        for party in _bargaining(known, listed):
            own = _own(listed, party)
            stance = known.case.parties[party].stances.get(issue.key) if party in known.case.parties else None
            if stance is None and own and known.is_new(own):
                tiers = _ranking(listed, party, unchanged=issue.group.issue is None)
                why = (
                    "what it asks for, then what it gives, what it is silent on, what it refuses; the order is assumed"
                )
                value = {"ranking": tiers, "because": list(own)}
                yield Proposal("position", f"parties.{party}.stances.{issue.key}", value, own, why, assumed=True)
        yield from _longer_rankings(known, issue)


def _longer_rankings(known: _Known, issue: _Issue) -> Iterator[Proposal]:
    """Propose places for new outcomes in the rankings of a case: first for who asks for them, last for the others."""
    new = _new_outcomes(known, issue)
    for party, coded in known.case.parties.items():
        stance = coded.stances.get(issue.key)
        if not new or stance is None or stance.ranking is None:
            continue
        value = {
            "first": [a.id for a in new if party in a.asked], "last": [a.id for a in new if party not in a.asked]
        }  # fmt: skip
        ids = tuple(dict.fromkeys(s for a in new for s in a.statements))
        path = f"parties.{party}.stances.{issue.key}.ranking"
        why = "new outcomes stand first where it asks for them, else last, until a person ranks them"
        yield Proposal("position", path, value, ids, why, assumed=True)


def _bargaining(known: _Known, answers: Iterable[Answer]) -> list[str]:
    kinds = known.kinds
    parties = dict.fromkeys(p for a in answers for side in (a.asked, a.given, a.refused) for p in side)
    return [p for p in parties if kinds.get(p) in ("principal", "faction", "backer")]


def _own(answers: Iterable[Answer], party: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(s for a in answers for side in (a.asked, a.given, a.refused) for s in side.get(party, ()))
    )


def _ranking(answers: Sequence[Answer], party: str, *, unchanged: bool) -> list[Any]:
    asked = [a.id for a in answers if party in a.asked and party not in a.refused]
    refused = [a.id for a in answers if party in a.refused]
    given = [a.id for a in answers if party in a.given and a.id not in (*asked, *refused)]
    rest = [a.id for a in answers if a.id not in (*asked, *given, *refused)] + ([UNCHANGED] if unchanged else [])
    return [tier[0] if len(tier) == 1 else tier for tier in (asked, given, rest, refused) if tier]


def _red_lines(known: _Known) -> Iterator[Proposal]:
    """Propose a red line where one party refuses the same thing again and again, and never gives it."""
    documents = {s.id: (s.document, s.date) for s in known.case.statements}
    for issue in known.issues:
        for answer in issue.answers.outcomes:
            for party, ids in answer.refused.items():
                gives = party in answer.asked or party in answer.given
                if len(ids) < REPEATED or gives or not known.is_new(ids) or party not in _bargaining(known, [answer]):
                    continue
                if issue.group.issue is not None and answer.is_new and answer not in _new_outcomes(known, issue):
                    continue
                places = len({documents[i] for i in ids if i in documents})
                why = f"refused {len(ids)} times, {'in one document' if places == 1 else 'in several documents or on several days'}"
                value = {"red_line": [answer.id], "because": list(ids)}
                yield Proposal("red line", f"parties.{party}.stances.{issue.key}", value, tuple(ids), why)


def _links(known: _Known, asks: Sequence[Ask]) -> Iterator[Proposal]:
    """Propose a link where something is given only under a condition, and both are outcomes."""
    where = {
        key: f"{issue.key}.{outcome}"
        for issue in known.issues
        for key, outcome in issue.answers.of_ask.items()
        if outcome in _standing(known, issue)
    }
    for ask in asks:
        condition = where.get((ask.statement, CONDITION))
        if ask.act == CONDITION or condition is None or not known.is_new((ask.statement,)):
            continue
        given = where.get((ask.statement, ask.act))
        if given is not None and given.split(".")[0] != condition.split(".")[0]:
            value = {
                "unless": condition,
                "not": given,
                "label": _short(known.case, ask.statement),
                "because": [ask.statement],
            }
            yield Proposal(
                "link",
                "links",
                value,
                (ask.statement,),
                "given only under this condition; that it binds is assumed",
                assumed=True,
            )


def _standing(known: _Known, issue: _Issue) -> set[str]:
    """Return the outcomes that the case has, or will have."""
    if issue.group.issue is None:
        return {a.id for a in issue.answers.outcomes}
    return {a.id for a in issue.answers.outcomes if not a.is_new} | {a.id for a in _new_outcomes(known, issue)}


def _topics(known: _Known) -> Iterator[Proposal]:
    """Propose which issue, and which outcome, each statement is about."""
    have = {s.id: s.about for s in known.case.statements}
    topics: dict[str, list[str]] = {}
    for issue in known.issues:
        standing = _standing(known, issue)
        for ask in issue.group.asks:
            outcome = issue.answers.of_ask.get((ask.statement, ask.act))
            topic = f"{issue.key}.{outcome}" if outcome in standing else issue.key
            if ask.act != CONDITION and not have[ask.statement] and ask.statement not in known.before:
                topics.setdefault(ask.statement, []).append(topic)
    for statement, found in topics.items():
        about = list(dict.fromkeys(found))
        yield Proposal("topic", f"statements.{statement}.about", about, (statement,), "by what it says")


def _left_aside(known: _Known, asks: Iterable[Ask]) -> Iterator[Proposal]:
    """Name the positions of which no issue was made, and new outcomes that only a person can value."""
    used = {s for issue in known.issues for s in issue.group.statements} | known.before
    for id_, act in {a.statement: a.act for a in reversed(list(asks)) if a.statement not in used}.items():
        why = "write it as {unless: A, not: B} between outcomes" if act == "precondition" else "no issue was made of it"
        yield Proposal("left aside", f"statements.{id_}", _short(known.case, id_), (id_,), f"{act}: {why}")
    for issue in known.issues:
        if issue.group.issue is not None and _is_valued(known.case, issue.key):
            for answer in issue.answers.outcomes:
                if answer.is_new and known.is_new(answer.statements):
                    why = f"a new outcome of {issue.key}? its other outcomes have numbers, which only a person can give"
                    yield Proposal("left aside", f"issues.{issue.key}", answer.label, answer.statements, why)


def _short(case: Case, statement: str) -> str:
    text = words_of(case, case.statement(statement)) or statement
    return text if len(text) <= 120 else text[:118].rsplit(" ", 1)[0] + " …"
