"""The dated events of a case as evidence about hidden types, and as steps of the concession ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from detente.case import Case, Quantity
from detente.case.dynamics import Event as CaseEvent
from detente.dynamics.events import Event, RangedEvent
from detente.dynamics.from_case import Reading, sides_of
from detente.dynamics.ledger import Step

EVEN = 0.5
"""The belief before the first event: the path shows what the events say, not what was thought before."""
Hidden = tuple[str, str]
_ABOUT = (("resolve", "if_tough", "if_weak"), ("trust", "if_trustworthy", "if_untrustworthy"))


def events_of(case: Case, read: Reading) -> list[Event]:
    """Return the events that tell something about a side, with likelihoods as `read` reads them."""
    found = []
    for event, side in _events(case):
        told = {(side, about): pair for about, pair in _told(event)}
        if told:
            likelihood = {hidden: (read(a), read(b)) for hidden, (a, b) in told.items()}
            found.append(Event(*_dated(event), event.by, likelihood, precision=_precision(event)))
    return found


def ranged_events_of(case: Case) -> list[RangedEvent]:
    """Return the same events with the range of each likelihood."""
    found = []
    for event, side in _events(case):
        told = {(side, about): (_range(a), _range(b)) for about, (a, b) in _told(event)}
        if told:
            found.append(RangedEvent(*_dated(event), event.by, told, precision=_precision(event)))
    return found


def steps_of_case(case: Case, read: Reading) -> list[Step]:
    """Return the events that changed what the sides have, in points of value."""
    return [
        Step(
            *_dated(e)[:1],
            side,
            e.label,
            e.about or "",
            read(e.own) if e.own else 0.0,
            read(e.other) if e.other else 0.0,
        )
        for e, side in _events(case)
        if e.own is not None or e.other is not None
    ]


def _events(case: Case) -> Iterator[tuple[CaseEvent, str]]:
    """Yield each event with the side about which it tells something; others tell about neither side."""
    sides = sides_of(case)
    for event in case.dynamics.events:
        backing = case.dynamics.backers.get(event.by)
        owner = event.by if event.by in sides else backing.of if backing else case.parties[event.by].of
        if owner in sides:
            yield event, str(owner)


def _told(event: CaseEvent) -> Iterator[tuple[str, tuple[Quantity, Quantity]]]:
    for about, if_so, if_not in _ABOUT:
        pair = getattr(event, if_so), getattr(event, if_not)
        if pair[0] is not None and pair[1] is not None:
            yield about, pair


def _range(quantity: Quantity) -> tuple[float, float]:
    return min(a.low for a in quantity.amounts), max(a.high for a in quantity.amounts)


def _dated(event: CaseEvent) -> tuple[dt.date, str]:
    return dt.date.fromisoformat((event.date + "-01-01")[:10]), event.label


def _precision(event: CaseEvent) -> Literal["day", "month", "year"]:
    return {4: "year", 7: "month"}.get(len(event.date), "day")  # type: ignore[return-value]
