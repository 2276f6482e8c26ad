"""From a case to the plain inputs of the engine: the only file of the engine that knows a case."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Any

from detente.case import Case, Quantity
from detente.case.base import Model
from detente.deals import Constraint, deal_space, find_deals
from detente.deals.grid import package_values
from detente.dynamics.assumed import ASSUMED
from detente.dynamics.inputs import (
    BackerInputs,
    CommitmentInputs,
    CrisisInputs,
    DeferralInputs,
    HoldingInputs,
    MoveInputs,
    PreconditionInputs,
    ReciprocityInputs,
    SideInputs,
    Term,
    ThreatInputs,
)
from detente.dynamics.terms import choose_packages, crossed_by
from detente.errors import CaseError

Reading = Callable[[Quantity], float]
DAYS = 30.44
"""Days of a month."""
POINTS = 100.0


def packages_of(case: Case, *, analyst: str | None = None) -> list[dict[str, str]]:
    """Return the packages that the game offers, chosen at the point values of the case.

    Raises
    ------
    CaseError
        If the links leave none, or nobody says who the two sides are.
    """
    packages = choose_packages(find_deals(case, analyst=analyst), sides_of(case))
    if not packages:
        raise CaseError.of("no-package", "the links leave no package to bargain about", "mend the links")
    return packages


def sides_of(case: Case) -> tuple[str, str]:
    """Return the two sides whose bargaining is analysed.

    Raises
    ------
    CaseError
        If nobody says which two.
    """
    if case.bargainers is None:
        raise CaseError.of("sides", f"{len(case.principals)} parties are principals", "name two under dynamics.sides")
    return case.bargainers


def crisis_inputs(case: Case, packages: Sequence[dict[str, str]], read: Reading | None = None) -> CrisisInputs:
    """Return the inputs of a case.

    Parameters
    ----------
    case : Case
    packages : sequence of dict
        The packages that can be offered, outcomes by issue.
    read : callable, optional
        Turns a quantity into a number; by default its point value.

    Raises
    ------
    CaseError
        If the case does not say who the two sides are.
    """
    sides = sides_of(case)
    number = read or (lambda quantity: quantity.point)
    space = deal_space(case, read=number)
    values = [package_values(space, outcomes) for outcomes in packages]
    rows = [space.parties.index(s) for s in sides]
    terms = tuple(
        Term(o, (v[rows[0]] / POINTS, v[rows[1]] / POINTS), *_crossed(case, sides, crossed_by(space, o)))
        for o, v in zip(packages, values, strict=True)
    )
    reader = _Reader(case, number)
    reader.assumed += [f"parties.{s}.no_deal" for s, r in zip(sides, rows, strict=True) if math.isnan(space.no_deal[r])]
    no_deal = [0.0 if math.isnan(space.no_deal[r]) else float(space.no_deal[r]) / POINTS for r in rows]
    both = (_side(reader, sides[0], no_deal[0]), _side(reader, sides[1], no_deal[1]))
    dynamics = case.dynamics
    return CrisisInputs(
        sides=both, terms=terms, focal=_focal(terms, both),
        discount=reader.of(dynamics, "discount", ("discount",)), **_balance(reader),
        volatility=reader.of(dynamics, "volatility", ("volatility",)), age=_age(case),
        **_groups(reader, sides), assumed=tuple(reader.assumed),
    )  # fmt: skip


class _Reader:
    """Reads the numbers of a case in one order, and notes those that nobody gave."""

    def __init__(self, case: Case, number: Reading) -> None:
        self.case = case
        self.number = number
        self.assumed: list[str] = []

    def of(self, model: Model, field: str, path: tuple[str, ...]) -> float:
        """Return a number in the units of the engine, or what is assumed for it."""
        place, fallback, scale = ASSUMED[type(model).__name__, field]
        quantity: Quantity | None = getattr(model, field)
        if quantity is None:
            self.assumed.append(".".join((place, *path)))
            quantity = fallback
        return self.number(quantity) / scale

    def all(self, model: Model, fields: Sequence[str], path: tuple[str, ...]) -> dict[str, Any]:
        """Return several numbers of one group."""
        return {field: self.of(model, field, (*path, field)) for field in fields}


def _side(reader: _Reader, side: str, no_deal: float) -> SideInputs:
    from detente.case.dynamics import Audience, Resolve, Trust

    dynamics = reader.case.dynamics
    resolve, trust = dynamics.resolve.get(side) or Resolve(), dynamics.trust.get(side) or Trust()
    audience = dynamics.audience.get(side) or Audience()
    force = dynamics.forces.get(side)
    return SideInputs(
        name=side, no_deal=no_deal,
        **reader.all(resolve, ("tough", "cost_tough", "cost_weak", "collapse"), ("resolve", side)),
        **reader.all(trust, ("trustworthy", "temptation", "betrayed", "breaks_after"), ("trust", side)),
        **reader.all(audience, ("line", "loss", "monthly", "ratified"), ("audience", side)),
        force=1.0 if force is None else max(reader.number(force), 1e-9),
    )  # fmt: skip


def _balance(reader: _Reader) -> dict[str, Any]:
    return reader.all(reader.case.dynamics.balance, ("advantage", "swing", "favours", "edge"), ("balance",))


def _groups(reader: _Reader, sides: tuple[str, str]) -> dict[str, Any]:
    dynamics = reader.case.dynamics
    at = {side: n for n, side in enumerate(sides)}
    rise = dynamics.commitment
    return {
        "backers": tuple(
            BackerInputs(k, at[b.of], **reader.all(b, ("adds", "carries", "gains", "gain_if_weak", "cost"), ("backers", k)))
            for k, b in dynamics.backers.items()
        ),
        "commitment": None if rise is None else CommitmentInputs(
            at[rise.rising],
            **reader.all(rise, ("later", "guarantee", "side_gain", "side_cost", "detection"), ("commitment",)),
        ),
        "holdings": tuple(
            HoldingInputs(k, at[h.holder], **reader.all(
                h, ("stays", "benefit", "sanction", "punishment", "reward", "burden"), ("holdings", k)))
            for k, h in dynamics.holdings.items()
        ),
        "fronts": tuple((k, reader.number(w), k in dynamics.leaves) for k, w in dynamics.fronts.items()),
        "opposed": tuple(reader.number(w) for w in dynamics.opposed),
        "deferrals": tuple(
            DeferralInputs(k, at[d.claimant], **reader.all(d, ("months", "meanwhile", "expected", "now"), ("deferrals", k)))
            for k, d in dynamics.deferrals.items()
        ),
        "preconditions": tuple(
            PreconditionInputs(p.step, at[p.of], **reader.all(p, ("before", "after"), ("preconditions", str(n))))
            for n, p in enumerate(dynamics.preconditions)
        ),
        "threats": tuple(
            ThreatInputs(t.label, t.by, **reader.all(t, ("gain", "cost"), ("threats", str(n))))
            for n, t in enumerate(dynamics.threats)
        ),
        "reciprocity": tuple(
            ReciprocityInputs(r.label, **reader.all(r, ("temptation", "reward", "punishment"), ("reciprocity", str(n))))
            for n, r in enumerate(dynamics.reciprocity)
        ),
        "moves": tuple(_move(reader, key, at) for key in dynamics.moves if _mover(reader.case, key, at) is not None),
    }  # fmt: skip


def _mover(case: Case, key: str, at: dict[str, int]) -> int | None:
    """Return whose side makes a move: a side's own, its factions' and its backers' moves tell about that side."""
    party = key.partition(".")[0]
    backing = case.dynamics.backers.get(party)
    owner = backing.of if backing else case.parties[party].of or party
    return at.get(party, at.get(owner))


_SIGNALS = ("if_tough", "if_weak", "if_trustworthy", "if_untrustworthy", "if_staying", "if_leaving")


def _move(reader: _Reader, key: str, at: dict[str, int]) -> MoveInputs:
    move = reader.case.dynamics.moves[key]
    mover = _mover(reader.case, key, at)
    fields = (*_SIGNALS, "size", "costs", "gives", "moves_balance")
    return MoveInputs(key, key.partition(".")[0], mover or 0, **reader.all(move, fields, ("moves", key)))


def _crossed(case: Case, sides: tuple[str, str], limits: Sequence[Constraint]) -> tuple[tuple[int, int], int]:
    counts = [0, 0, 0]
    for limit in limits:
        owner = case.parties[limit.party].of or limit.party
        whose = limit.party if limit.party in sides else owner
        counts[sides.index(whose) if whose in sides else 2] += 1
    return (counts[0], counts[1]), counts[2]


def _focal(terms: Sequence[Term], sides: tuple[SideInputs, SideInputs]) -> int:
    """Return the term that crosses the fewest limits, then the one with the largest product of gains."""

    def rank(k: int) -> tuple[float, float]:
        gains = [max(terms[k].values[i] - sides[i].no_deal, 0.0) for i in (0, 1)]
        return -sum(terms[k].crossed) - terms[k].others_crossed, gains[0] * gains[1]

    return max(range(len(terms)), key=rank)


def _age(case: Case) -> float:
    began, as_of = case.dynamics.began, case.as_of
    if began is None or as_of is None:
        return 0.0
    days = dt.date.fromisoformat((as_of + "-01-01")[:10]) - dt.date.fromisoformat((began + "-01-01")[:10])
    return max(days.days / DAYS, 0.0)
