"""What parties want on the issues: rankings, red lines, and what they give only under a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detente.sources.drafts.proposing.asks import CONDITION, Ask
from detente.sources.drafts.proposing.known import IssueAtHand, Known, Proposal, new_outcomes, shortened, standing
from detente.sources.drafts.proposing.outcomes import UNCHANGED, Answer

REPEATED = 2
"""Refusals of one thing from which a red line is proposed: one refusal may be tactics."""


def positions(known: Known) -> Iterator[Proposal]:
    """Propose a ranking for each party that bargains on an issue."""
    for issue in known.issues:
        listed = [
            a
            for a in issue.answers.outcomes
            if issue.group.issue is None or not a.is_new or a in new_outcomes(known, issue)
        ]
        for party in _bargaining(known, listed):
            own = _own(listed, party)
            stance = known.case.parties[party].stances.get(issue.key) if party in known.case.parties else None
            if stance is None and own and known.is_new(own):
                others = set(_bargaining(known, listed)) - {party}
                tiers = _ranking(listed, party, others, unchanged=issue.group.issue is None)
                why = "what it asks for and gives, then what others give, nothing, what others ask, what it refuses; the order is assumed"
                value = {"ranking": tiers, "because": list(own)}
                yield Proposal("position", f"parties.{party}.stances.{issue.key}", value, own, why, assumed=True)
        yield from _longer_rankings(known, issue)


def _longer_rankings(known: Known, issue: IssueAtHand) -> Iterator[Proposal]:
    """Propose places for new outcomes in the rankings of a case: first for who asks for them, last for the others."""
    new = new_outcomes(known, issue)
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


def _bargaining(known: Known, answers: Iterable[Answer]) -> list[str]:
    kinds = known.kinds
    parties = dict.fromkeys(p for a in answers for side in (a.asked, a.given, a.refused) for p in side)
    return [p for p in parties if kinds.get(p) in ("principal", "faction", "backer")]


def _own(answers: Iterable[Answer], party: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(s for a in answers for side in (a.asked, a.given, a.refused) for s in side.get(party, ()))
    )


def _ranking(answers: Sequence[Answer], party: str, others: set[str], *, unchanged: bool) -> list[Any]:
    """Return the tiers of a ranking, the best first.

    Own asks, own gifts, what others give (better than nothing), nothing and what nobody bargains for, what others ask (it
    costs), what it refuses. A judgement of ours, which is why a ranking is marked as assumed.
    """
    asked = [a.id for a in answers if party in a.asked and party not in a.refused]
    refused = [a.id for a in answers if party in a.refused]
    given = [a.id for a in answers if party in a.given and a.id not in (*asked, *refused)]
    open_ = [a for a in answers if a.id not in (*asked, *given, *refused)]
    gifts = [a.id for a in open_ if others & a.given.keys()]
    costs = [a.id for a in open_ if a.id not in gifts and others & a.asked.keys()]
    rest = [a.id for a in open_ if a.id not in (*gifts, *costs)] + ([UNCHANGED] if unchanged else [])
    return [tier[0] if len(tier) == 1 else tier for tier in (asked, given, gifts, rest, costs, refused) if tier]


def red_lines(known: Known) -> Iterator[Proposal]:
    """Propose a red line where one party refuses the same thing again and again, and never gives it."""
    documents = {s.id: (s.document, s.date) for s in known.case.statements}
    for issue in known.issues:
        for answer in issue.answers.outcomes:
            for party, ids in answer.refused.items():
                gives = party in answer.asked or party in answer.given
                if len(ids) < REPEATED or gives or not known.is_new(ids) or party not in _bargaining(known, [answer]):
                    continue
                if issue.group.issue is not None and answer.is_new and answer not in new_outcomes(known, issue):
                    continue
                places = len({documents[i] for i in ids if i in documents})
                why = f"refused {len(ids)} times, {'in one document' if places == 1 else 'in several documents or on several days'}"
                value = {"red_line": [answer.id], "because": list(ids)}
                yield Proposal("red line", f"parties.{party}.stances.{issue.key}", value, tuple(ids), why)


def links(known: Known, asks: Sequence[Ask]) -> Iterator[Proposal]:
    """Propose a link where something is given only under a condition, and both are outcomes."""
    where = {
        key: f"{issue.key}.{outcome}"
        for issue in known.issues
        for key, outcome in issue.answers.of_ask.items()
        if outcome in standing(known, issue)
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
                "label": shortened(known.case, ask.statement),
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
