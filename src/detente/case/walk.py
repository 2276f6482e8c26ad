"""Walks over a case: everything that cites a statement, and every number with its mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.case.base import Model
from detente.case.model import Case
from detente.case.parties import Party, Stance
from detente.case.quantity import Backed, Mark, Quantity
from detente.errors import Path


@dataclass(frozen=True)
class Valued:
    """One number of a case, with where it stands and how it is known."""

    path: Path
    quantity: Quantity | None
    mark: Mark
    because: tuple[str, ...]
    party: str
    issue: str | None = None


def citations_in(case: Case) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield (path, statement ids) of everything that cites statements."""
    for key, party in case.parties.items():
        for path, backed in _backed_in(("parties", key), party):
            yield (*path, "because"), backed.because
    for index, link in enumerate(case.links):
        yield ("links", index, "because"), link.because
    for owner, options in case.options.items():
        for name, option in options.items():
            yield ("options", owner, name, "because"), option.because
    for path, belief, _ in beliefs_in(case):
        yield (*path, "because"), belief.because
    for name in ("signing", "side_payments"):
        term = getattr(case, name)
        if term is not None:
            yield (name, "because"), term.because
    for path, backed, _ in dynamics_of(case):
        yield (*path, "because"), backed.because


def beliefs_in(case: Case) -> Iterator[tuple[Path, Quantity, str]]:
    """Yield (path, probability, party) of every belief about an event on which outcomes may hang."""
    for event, asked in case.events.items():
        for party, belief in asked.beliefs.items():
            yield ("events", event, "beliefs", party), belief, party


def numbers_in(case: Case) -> Iterator[Valued]:
    """Yield every number of the case in its order, those filled in by a rule included."""
    for key, party in case.parties.items():
        for name, quantity in (("power", party.power), ("no_deal", party.no_deal)):
            if quantity is not None:
                yield _valued(("parties", key, name), quantity, party, key)
        for issue, stance in party.stances.items():
            yield from _numbers_of_stance(("parties", key, "stances", issue), stance, key, issue)
        for index, interaction in enumerate(party.interactions):
            path: Path = ("parties", key, "interactions", index, "add")
            yield _valued(path, interaction.add, interaction, key)
    for place, belief, owner in beliefs_in(case):
        yield Valued(place, belief, belief.mark, belief.because, owner)
    yield from _silent_beliefs(case)
    for path, backed, around in dynamics_of(case):
        if isinstance(backed, Quantity):
            yield _valued(path, backed, around or backed, owner_of(case, path))


def _silent_beliefs(case: Case) -> Iterator[Valued]:
    """Yield the beliefs that are assumed, of parties who value an outcome that hangs on the event."""
    for event, asked in case.events.items():
        hanging = {
            issue
            for issue, of_issue in case.issues.items()
            if any(o.contingent is not None and o.contingent.event == event for o in of_issue.outcomes.values())
        }
        for key, party in case.parties.items():
            is_valued = any(i in hanging and (s.values or s.ranking or s.position) for i, s in party.stances.items())
            if is_valued and key not in asked.beliefs:
                yield Valued(("events", event, "beliefs", key), None, "assumed", (), key)


def owner_of(case: Case, path: Path) -> str:
    """Return the party to which something under ``dynamics`` belongs; empty for what belongs to nobody."""
    _, group, *rest = path
    if group in ("threats", "events", "preconditions"):
        item = getattr(case.dynamics, str(group))[rest[0]]
        return str(getattr(item, "by", None) or item.of)
    if group == "deferrals":
        return case.dynamics.deferrals[str(rest[0])].claimant
    if group == "commitment":
        return case.dynamics.commitment.rising if case.dynamics.commitment else ""
    name = str(rest[0]).partition(".")[0] if rest else ""
    return name if name in case.parties else ""


@lru_cache(maxsize=8)
def analysts_of(case: Case) -> tuple[str, ...]:
    """Return everybody who judged a value together with others, in alphabetical order."""
    return tuple(sorted({j.by for n in numbers_in(case) if n.quantity for j in n.quantity.judgements}))


def _numbers_of_stance(path: Path, stance: Stance, party: str, issue: str) -> Iterator[Valued]:
    for outcome, quantity in (stance.values or {}).items():
        yield _valued((*path, "values", outcome), quantity, stance, party, issue)
    if stance.position is not None:
        yield _valued((*path, "position"), stance.position, stance, party, issue)
    if stance.ranking is not None:
        yield Valued((*path, "ranking"), None, "assumed", stance.because, party, issue)
    if stance.salience is None:
        yield Valued((*path, "salience"), None, "assumed", (), party, issue)
    else:
        yield _valued((*path, "salience"), stance.salience, stance, party, issue)
    if isinstance(stance.bottom_line, Quantity):
        yield _valued((*path, "bottom_line"), stance.bottom_line, stance, party, issue)


def _valued(path: Path, quantity: Quantity, around: Backed, party: str, issue: str | None = None) -> Valued:
    """Mark a number by what stands behind it, or behind the thing that it belongs to."""
    own = quantity.mark != "assumed"
    mark = quantity.mark if own else around.mark
    return Valued(path, quantity, mark, quantity.because if own else around.because, party, issue)


def _backed_in(path: Path, party: Party) -> Iterator[tuple[Path, Backed]]:
    yield path, party
    for name in ("power", "no_deal"):
        quantity = getattr(party, name)
        if quantity is not None:
            yield (*path, name), quantity
    for issue, stance in party.stances.items():
        inner = (*path, "stances", issue)
        yield inner, stance
        for outcome, quantity in (stance.values or {}).items():
            yield (*inner, "values", outcome), quantity
        for name in ("position", "salience", "bottom_line"):
            quantity = getattr(stance, name)
            if isinstance(quantity, Quantity):
                yield (*inner, name), quantity
    for index, interaction in enumerate(party.interactions):
        yield (*path, "interactions", index), interaction
        yield (*path, "interactions", index, "add"), interaction.add


Placed = tuple[Path, Backed, Backed | None]
"""A thing with something behind it, where it stands, and the thing that it belongs to."""


def dynamics_of(case: Case) -> Iterator[Placed]:
    """Yield every group and every quantity under ``dynamics``, in the order of the fields."""
    return _backed_inside(case.dynamics, ("dynamics",), None)


def _backed_inside(value: object, path: Path, around: Backed | None) -> Iterator[Placed]:
    if isinstance(value, Backed):
        yield path, value, around
    if isinstance(value, Model) and not isinstance(value, Quantity):
        for name in type(value).model_fields:
            owner = value if isinstance(value, Backed) else around
            yield from _backed_inside(getattr(value, name), (*path, name), owner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _backed_inside(inner, (*path, key), around)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _backed_inside(inner, (*path, index), around)
