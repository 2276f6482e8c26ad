"""A case as one party may see it.

What is marked confidential about another party is left out before anything is computed, so no number of
a brief can give it away. What rests on confidential words alone goes with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from detente.case.dynamics import Dynamics
from detente.case.model import Case
from detente.case.parties import Interaction, Party, Stance
from detente.case.quantity import Backed, Quantity
from detente.case.redaction import redacted
from detente.case.signing import FutureEvent, SidePayments, Signing
from detente.case.statements import Link, Statement
from detente.case.walk import beliefs_in, dynamics_of, owner_of
from detente.errors import CaseError
from detente.expression import names_in, parse

T = TypeVar("T", Signing, SidePayments)


def as_seen_by(case: Case, party: str) -> Case:
    """Return the case without what is confidential to others than `party` and its factions.

    Raises
    ------
    CaseError
        If the case has no such party.
    """
    if party not in case.parties:
        raise CaseError.of("dangling-id", f"there is no party {party!r}", f"name one of {', '.join(case.parties)}")
    side = case.side_of(party)
    documents = tuple(d for d in case.documents if _may_see(d.confidential_to, side))
    shown = {d.id for d in documents}
    statements = tuple(s for s in case.statements if s.document in shown and _may_see(s.confidential_to, side))
    view = _View(frozenset(s.id for s in case.statements) - {s.id for s in statements})
    options = {
        owner: {k: o.model_copy(update=view.because(o.because)) for k, o in mine.items() if view.may_show(o.because)}
        for owner, mine in case.options.items()
    }
    gone = {f"{owner}.{k}" for owner, mine in case.options.items() for k in mine if k not in options[owner]}
    closed = {k for k, p in case.parties.items() if k not in side and not view.shows(p, own=False)}
    seen = case.model_copy(
        update={
            "documents": documents,
            "statements": tuple(_without_topics(s, gone) for s in statements),
            "parties": {k: view.party(p, own=k in side) for k, p in case.parties.items()},
            "links": tuple(
                link.model_copy(update=view.because(link.because)) for link in _shown_links(case, view, side)
            ),
            "options": options,
            "infeasible": tuple(rule for rule in case.infeasible if not gone & set(names_in(parse(rule)))),
            "priorities": {
                owner: tuple(rule for rule in rules if not gone & set(names_in(parse(rule))))
                for owner, rules in case.priorities.items()
                if owner not in closed
            },
            # A state is written with a letter for every option, so a hidden option hides all rankings.
            "rankings": {} if gone else {k: r for k, r in case.rankings.items() if k not in closed},
            "events": {k: view.event(e, side) for k, e in case.events.items()},
            "signing": view.term(case.signing),
            "side_payments": view.term(case.side_payments),
            "dynamics": _without_lost_fronts(
                redacted(
                    case.dynamics.model_copy(
                        update={"moves": {k: m for k, m in case.dynamics.moves.items() if k not in gone}}
                    ),
                    lambda path, backed: view.shows(backed, own=owner_of(case, path) in side),
                    view.because,
                )
            ),
        }
    )
    seen.__dict__.pop("digest", None)
    kept = {s.id for s in statements}
    return seen.with_citations({k: c for k, c in case.citations.items() if k in kept})


def _without_lost_fronts(dynamics: Dynamics) -> Dynamics:
    kept = tuple(front for front in dynamics.leaves if front in dynamics.fronts)
    return dynamics.model_copy(update={"leaves": kept})


def _shown_links(case: Case, view: _View, side: frozenset[str]) -> Iterator[Link]:
    return (
        link
        for link in case.links
        if _may_see(link.confidential_to, side) and (link.judged_by or view.may_show(link.because))
    )


def _without_topics(statement: Statement, gone: set[str]) -> Statement:
    return statement.model_copy(update={"about": tuple(t for t in statement.about if t not in gone)})


def confidential_to(case: Case) -> tuple[str, ...]:
    """Return the parties to which something in the case is confidential, in the order of the case."""
    named = {p for d in case.documents for p in d.confidential_to}
    named |= {p for s in case.statements for p in s.confidential_to}
    named |= {p for link in case.links for p in link.confidential_to}
    marked = {key for key, party in case.parties.items() if _has_secret(party)}
    marked |= {party for _, belief, party in beliefs_in(case) if belief.confidential}
    marked |= {owner_of(case, path) for path, backed, _ in dynamics_of(case) if backed.confidential}
    return tuple(key for key in case.parties if key in named | marked)


def _has_secret(party: Party) -> bool:
    stances = party.stances.values()
    quantities = (q for s in stances for q in (s.position, s.salience, s.bottom_line, *(s.values or {}).values()))
    backed = (party, party.power, party.no_deal, *stances, *quantities, *party.interactions)
    return any(b.confidential for b in backed if isinstance(b, Backed)) or any(
        i.add.confidential for i in party.interactions
    )


def _may_see(confidential_to: tuple[str, ...], side: frozenset[str]) -> bool:
    return not confidential_to or bool(side & set(confidential_to))


class _View:
    """Leaves out of models what one side may not see; `hidden` are the statements it may not see."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden

    def because(self, because: tuple[str, ...]) -> dict[str, Any]:
        return {"because": tuple(s for s in because if s not in self._hidden)}

    def may_show(self, because: tuple[str, ...]) -> bool:
        """Return False for what rests on hidden words alone."""
        return not because or not set(because) <= self._hidden

    def shows(self, backed: Backed, *, own: bool) -> bool:
        """Return True for what this side may see."""
        return (backed.judged_by is not None or self.may_show(backed.because)) and (own or not backed.confidential)

    def party(self, party: Party, *, own: bool) -> Party:
        if not self.shows(party, own=own):
            return Party(name=party.name, kind=party.kind, of=party.of, can_refuse=party.can_refuse)
        seen = {issue: self._stance(s, own=own) for issue, s in party.stances.items()}
        stances = _weighed({issue: s for issue, s in seen.items() if s is not None})
        return party.model_copy(
            update={
                **self.because(party.because),
                "power": self._quantity(party.power, own=own),
                "no_deal": self._quantity(party.no_deal, own=own),
                "stances": stances,
                "interactions": tuple(
                    i.model_copy(update={**self.because(i.because), "add": self._clean(i.add)})
                    for i in party.interactions
                    if self._shows_interaction(i, own=own)
                ),
            }
        )

    def event(self, event: FutureEvent, side: frozenset[str]) -> FutureEvent:
        """Return an event with the beliefs that may be seen."""
        seen = {party: self._quantity(belief, own=party in side) for party, belief in event.beliefs.items()}
        return event.model_copy(update={"beliefs": {k: b for k, b in seen.items() if b is not None}})

    def term(self, term: T | None) -> T | None:
        """Return the rule of signing or the payments where they may be seen."""
        if term is None or not self.shows(term, own=False):
            return None
        return term.model_copy(update=self.because(term.because))

    def _shows_interaction(self, interaction: Interaction, *, own: bool) -> bool:
        return self.shows(interaction, own=own) and self.shows(interaction.add, own=own)

    def _quantity(self, quantity: Quantity | None, *, own: bool) -> Quantity | None:
        return self._clean(quantity) if quantity and self.shows(quantity, own=own) else None

    def _clean(self, quantity: Quantity) -> Quantity:
        return quantity.model_copy(update=self.because(quantity.because)) if quantity.because else quantity

    def _stance(self, stance: Stance, *, own: bool) -> Stance | None:
        """Return what may be seen of a stance: one hidden value hides all its values."""
        if not self.shows(stance, own=own):
            return None
        quantities = [*(stance.values or {}).values(), *([stance.position] if stance.position else [])]
        update: dict[str, Any] = {**self.because(stance.because), "salience": self._quantity(stance.salience, own=own)}
        if stance.values is not None:
            update["values"] = {o: self._clean(q) for o, q in stance.values.items()}
        if stance.position is not None:
            update["position"] = self._clean(stance.position)
        if isinstance(stance.bottom_line, Quantity):
            update["bottom_line"] = self._quantity(stance.bottom_line, own=own)
        if not all(self.shows(q, own=own) for q in quantities):
            if not stance.red_line:
                return None
            update |= _NO_VALUES
        return stance.model_copy(update=update)


_NO_VALUES: dict[str, Any] = dict.fromkeys(("values", "ranking", "position", "salience", "bottom_line"))


def _weighed(stances: dict[str, Stance]) -> dict[str, Stance]:
    """Return the stances without their values where nothing that is left has a weight."""
    valued = [s for s in stances.values() if s.values or s.ranking or s.position]
    if not valued or any(s.salience is None or all(a.high > 0 for a in s.salience.amounts) for s in valued):
        return stances
    return {issue: s.model_copy(update=_NO_VALUES) for issue, s in stances.items() if s.red_line}
