"""Checks of what stands under ``dynamics``: who the two sides are, and ids that must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from detente.case.dangling import check_expression, unknown_id
from detente.case.model import Case
from detente.case.names import Names
from detente.errors import Path, Problem


def check_dynamics(case: Case, names: Names) -> Iterator[Problem]:
    """Yield every problem of the part ``dynamics`` that only shows together with the rest of the case."""
    wrong_sides = list(_sides(case, names))
    yield from wrong_sides
    if not wrong_sides:
        yield from _groups_by_side(case, names)
    yield from _parties(case, names)
    yield from _topics(case, names)
    yield from _impossible_events(case)


def _sides(case: Case, names: Names) -> Iterator[Problem]:
    sides = case.dynamics.sides or ()
    for step, side in enumerate(sides):
        path: Path = ("dynamics", "sides", step)
        if side not in names.parties:
            yield unknown_id("party", side, names.parties, path)
        elif side in case.parties and case.parties[side].kind != "principal":
            yield Problem("kind", f"{side!r} is not a principal", "the two sides are principals", path)
    if len(sides) == 2 and sides[0] == sides[1]:
        yield Problem("duplicate-id", f"{sides[0]!r} is both sides", "name two different sides", ("dynamics", "sides"))


def _groups_by_side(case: Case, names: Names) -> Iterator[Problem]:
    """Refuse what is said of a side by somebody else's name."""
    sides = case.bargainers or ()
    for group in ("resolve", "trust", "audience", "forces"):
        for key in getattr(case.dynamics, group):
            yield from _side(key, sides, names, ("dynamics", group, key), on_key=True)
    for field, backing in case.dynamics.backers.items():
        yield from _side(backing.of, sides, names, ("dynamics", "backers", field, "of"))
    for field, holding in case.dynamics.holdings.items():
        yield from _side(holding.holder, sides, names, ("dynamics", "holdings", field, "holder"))
    for field, deferral in case.dynamics.deferrals.items():
        yield from _side(deferral.claimant, sides, names, ("dynamics", "deferrals", field, "claimant"))
    for step, precondition in enumerate(case.dynamics.preconditions):
        yield from _side(precondition.of, sides, names, ("dynamics", "preconditions", step, "of"))
    if case.dynamics.commitment is not None:
        yield from _side(case.dynamics.commitment.rising, sides, names, ("dynamics", "commitment", "rising"))


def _side(name: str, sides: Iterable[str], names: Names, path: Path, *, on_key: bool = False) -> Iterator[Problem]:
    if name not in names.parties:
        yield replace(unknown_id("party", name, names.parties, path), on_key=on_key)
    elif sides and name not in sides:
        what = f"{name!r} is none of the two sides, {' and '.join(sides)}"
        yield Problem("not-a-side", what, "name one of them, or change sides:", path, on_key=on_key)


def _parties(case: Case, names: Names) -> Iterator[Problem]:
    for group in ("backers", "holdings"):
        for key in getattr(case.dynamics, group):
            if key not in names.parties:
                yield replace(unknown_id("party", key, names.parties, ("dynamics", group, key)), on_key=True)
    for group in ("threats", "events"):
        for step, item in enumerate(getattr(case.dynamics, group)):
            if item.by not in names.parties:
                yield unknown_id("party", item.by, names.parties, ("dynamics", group, step, "by"))


_LIKELIHOODS = (("if_tough", "if_weak"), ("if_trustworthy", "if_untrustworthy"))


def _impossible_events(case: Case) -> Iterator[Problem]:
    """Refuse an event that neither kind of side can have done, alone or after the events before it."""
    possible: dict[tuple[str, str], tuple[bool, bool]] = {}
    for step, event in enumerate(case.dynamics.events):
        for fields in _LIKELIHOODS:
            pair = [getattr(event, field) for field in fields]
            hidden = (_side_of(case, event.by), fields[0])
            if None in pair:
                continue
            before = possible.get(hidden, (True, True))
            can = tuple(b and max(a.high for a in q.amounts) > 0 for b, q in zip(before, pair, strict=True))
            if any(can):
                possible[hidden] = (can[0], can[1])
                continue
            after = ", after the events before it" if before != (True, True) else ""
            what = f"{' and '.join(fields)} leave no kind of side that can have done this{after}"
            yield Problem("value", what, "give one of them above 0", ("dynamics", "events", step, fields[0]))


def _side_of(case: Case, party: str) -> str:
    """Return about whose side a deed of a party tells something."""
    backing = case.dynamics.backers.get(party)
    if backing is not None:
        return backing.of
    owner = case.parties.get(party)
    return (owner.of if owner is not None else None) or party


def _topics(case: Case, names: Names) -> Iterator[Problem]:
    dynamics = case.dynamics
    for key in dynamics.moves:
        if key not in names.option_names:
            yield replace(unknown_id("option", key, names.option_names, ("dynamics", "moves", key)), on_key=True)
    for key in dynamics.deferrals:
        if key not in names.outcome_names:
            yield replace(unknown_id("outcome", key, names.outcome_names, ("dynamics", "deferrals", key)), on_key=True)
    for step, precondition in enumerate(dynamics.preconditions):
        path: Path = ("dynamics", "preconditions", step, "step")
        yield from check_expression(precondition.step, "outcome", names.outcome_names, path)
    for step, event in enumerate(dynamics.events):
        if event.about is not None and event.about not in names.outcomes:
            yield unknown_id("issue", event.about, names.outcomes, ("dynamics", "events", step, "about"))
    for step, front in enumerate(dynamics.leaves):
        if front not in dynamics.fronts:
            yield unknown_id("front", front, dynamics.fronts, ("dynamics", "leaves", step))
