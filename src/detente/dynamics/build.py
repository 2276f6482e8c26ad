"""From the inputs of a case to the arrays of the game.

Backers and the people of held areas have no moves of their own in the game: what they do is a function of the
beliefs and the balance, at three levels (not, half, fully).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from numbers import Integral, Real
from typing import Any, Literal

import numpy as np

from detente.dynamics.domain import Check, condition, count, positive, require
from detente.dynamics.game.spec import CrisisGame, Floats
from detente.dynamics.game.war import fighting_on
from detente.dynamics.inputs import BackerInputs, CrisisInputs, HoldingInputs
from detente.dynamics.lasting import lasting, worth

HOLD, DECLARE, GESTURE = 0, 1, 2
STEP = 0.125
"""A step of the balance in a case: an eighth of the way from defeat to victory."""
DECLARED_MONTHS = 6.0
"""A convention: a declaration counts for so many months of public firmness, each at the cost that the case gives."""
LEAST_OWN = 0.05
"""A backer can take over no more of a side's cost than the rest."""
BORDER = 0.1
"""Half way between doing it and not: within a tenth of the threshold."""

Proposer = Literal["alternate", "first", "second"]


@dataclass(frozen=True)
class GameOptions:
    """The choices of modelling, each by name.

    Attributes
    ----------
    months : int
        The horizon.
    proposer : {"alternate", "first", "second"}
        Who offers: both in turn, the first side first, or always one of them.
    demands : {"free", "never rise"}
        Whether a side may ask for more than it asked for before.
    end : {"no deal", "fight on"}
        What is left after the horizon: the no-deal values of the case, or fighting until defeat.
    sharpness : float
        λ of the responses, per whole pie.
    beliefs, balances : int
        Points of the grids.
    trust_points : int
        1: trust stays as it is; 5: gestures move a belief of five points about each side that makes one.
    """

    months: int = 24
    proposer: Proposer = "alternate"
    demands: Literal["free", "never rise"] = "free"
    end: Literal["no deal", "fight on"] = "no deal"
    sharpness: float = 20.0
    beliefs: int = 7
    balances: int = 9
    trust_points: int = 1

    def __post_init__(self) -> None:
        require(
            "GameOptions", _whole("months", self.months, 1), _number("sharpness", self.sharpness),
            _whole("beliefs", self.beliefs, 2), _whole("balances", self.balances, 3),
            _whole("trust_points", self.trust_points, 1), condition("trust_points is 1 or 5", self.trust_points in (1, 5)),
            condition("proposer is alternate, first or second", self.proposer in ("alternate", "first", "second")),
            condition("demands is free or never rise", self.demands in ("free", "never rise")),
            condition("end is no deal or fight on", self.end in ("no deal", "fight on")),
        )  # fmt: skip

    @property
    def proposers(self) -> tuple[int, ...]:
        """Who proposes in each month."""
        fixed = {"first": 0, "second": 1}.get(self.proposer)
        return tuple(t % 2 if fixed is None else fixed for t in range(self.months))


def _whole(symbol: str, value: object, least: int) -> Check:
    """Check a number that sizes an array: 2.0 is none."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        return f"{symbol} must be a whole number of at least {least}, not {value!r}"
    return count(symbol, int(value), least)


def _number(symbol: str, value: object) -> Check:
    """Check a number above 0; text and truth values are none."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return f"{symbol} must be a number, not {value!r}"
    return positive(symbol, float(value))


@dataclass(frozen=True)
class Record:
    """What everybody has seen: who has declared, how far each is trusted, what each asked for last.

    `trust` are indices of the five points, or 0; `asked` the term that a side offered last, or K for none.
    """

    declared: tuple[int, int]
    trust: tuple[int, int]
    asked: tuple[int, int]


def crisis_game(inputs: CrisisInputs, options: GameOptions | None = None) -> CrisisGame:
    """Return the game of some inputs.

    Parameters
    ----------
    inputs : CrisisInputs
    options : GameOptions, optional
    """
    chosen = options or GameOptions()
    records = records_of(inputs, chosen)
    start = CrisisGame(
        sides=(inputs.sides[0].name, inputs.sides[1].name),
        labels=tuple(str(n + 1) for n in range(len(inputs.terms))),
        deal=_deals(inputs, chosen, records), ratified=_ratified(inputs, records),
        cost=_costs(inputs, chosen), **_steps(inputs, chosen),
        collapse=(inputs.sides[0].collapse, inputs.sides[1].collapse), end=_no_deal(inputs, chosen),
        **_moves(inputs, chosen), **_transitions(inputs, chosen, records),
        proposers=chosen.proposers, discount=inputs.discount, sharpness=chosen.sharpness,
    )  # fmt: skip
    if chosen.end == "no deal":
        return start
    return replace(start, end=fighting_on(start))


def records_of(inputs: CrisisInputs, options: GameOptions) -> list[Record]:
    """Return the public records of the game, the one of today first."""
    declares = [range(2) if side.monthly > 0 else range(1) for side in inputs.sides]
    trusts = [range(options.trust_points if _gesture(inputs, side) is not None else 1) for side in (0, 1)]
    most = len(inputs.terms)
    asked = [range(most, -1, -1) if options.demands == "never rise" else [most]] * 2
    return [Record((d, e), (t, u), (r, s)) for d, e, t, u, r, s in product(*declares, *trusts, *asked)]


def trust_at(inputs: CrisisInputs, options: GameOptions, record: Record) -> tuple[float, float]:
    """Return the beliefs that A, that B keeps a deal, in a record."""
    points = [trust_scale(side.trustworthy, options.trust_points) for side in inputs.sides]
    return points[0][record.trust[0]], points[1][record.trust[1]]


def trust_scale(prior: float, points: int) -> list[float]:
    """Return the points of a belief about trustworthiness: the prior first, then even ones on 0–1."""
    return [prior] if points == 1 else [prior, *np.linspace(0.0, 1.0, points - 1).tolist()]


def _gesture(inputs: CrisisInputs, side: int) -> int | None:
    """Return which move is the side's gesture: the first of its own that costs it something."""
    found = (n for n, m in enumerate(inputs.moves) if m.by == inputs.sides[side].name and m.costs > 0)
    return next(found, None)


def _deals(inputs: CrisisInputs, options: GameOptions, records: list[Record]) -> Floats:
    k, m = len(inputs.terms), options.balances
    table = np.zeros((2, k, m, len(records)))
    known: dict[tuple[float, float], Floats] = {}
    for z, record in enumerate(records):
        trust = trust_at(inputs, options, record)
        if trust not in known:
            known[trust] = np.array([
                [worth(inputs, term, lasting(inputs, term, place / (m - 1), trust)) for place in range(m)] for term in range(k)
            ]).transpose(2, 0, 1)  # fmt: skip
        table[:, :, :, z] = known[trust]
        for side in (0, 1):
            table[side, :, :, z] -= _loss(inputs, side, declared=bool(record.declared[side]))[:, None]
    return table


def _loss(inputs: CrisisInputs, side: int, *, declared: bool) -> Floats:
    """Return what a leader loses at home by signing each package."""
    own = inputs.sides[side]
    loss = own.loss + (DECLARED_MONTHS * own.monthly if declared else 0.0)
    return np.array([loss if t.values[side] < own.line else 0.0 for t in inputs.terms])


def _ratified(inputs: CrisisInputs, records: list[Record]) -> Floats:
    a, b = (side.ratified for side in inputs.sides)
    chance = [a ** t.crossed[0] * b ** t.crossed[1] * ((a + b) / 2) ** t.others_crossed for t in inputs.terms]
    return np.repeat(np.array(chance)[:, None], len(records), axis=1)


def supply(backer: BackerInputs, opponent_tough: Floats) -> Floats:
    """Return how far a backer supplies: 1 where its expected gain exceeds the cost, ½ near it, 0 below."""
    gain = (1 - opponent_tough) * backer.gain_if_weak
    return _levels(gain - backer.cost, BORDER * max(backer.cost, 1e-12))


def cooperation(holding: HoldingInputs, stays: Floats) -> Floats:
    """Return how far people work with the holder: 1 where the belief that it stays exceeds the threshold."""
    needed = holding.needed()
    return _levels(stays - needed, BORDER * max(needed, 1e-12))


def _levels(excess: Floats, border: float) -> Floats:
    return np.where(excess >= border, 1.0, np.where(excess <= -border, 0.0, 0.5))


def _grids(options: GameOptions) -> tuple[Floats, Floats, Floats]:
    grid = np.linspace(0, 1, options.beliefs)
    place = np.linspace(0, 1, options.balances)
    return place[:, None, None], grid[None, :, None], grid[None, None, :]


def _helped(inputs: CrisisInputs, options: GameOptions, side: int) -> tuple[Floats, Floats]:
    """Return, by belief, the change of a step's probability and the factor on the cost that backers make.

    The numbers of a case are those of a side whose backers supply it in full; where they do not, the probability
    falls by what they add, and the side bears the share that they had taken over.
    """
    _, qa, qb = _grids(options)
    opponent = (qb, qa)[side]
    adds, factor = np.zeros_like(opponent), np.ones_like(opponent)
    for backer in inputs.backers:
        if backer.of == side:
            lacking = 1 - supply(backer, opponent)
            adds = adds - backer.adds * lacking
            factor = factor * (1 + (1 / max(1 - backer.carries, LEAST_OWN) - 1) * lacking)
    return adds, factor


def _costs(inputs: CrisisInputs, options: GameOptions) -> Floats:
    place, _, _ = _grids(options)
    table = np.zeros((2, 2, options.balances, options.beliefs, options.beliefs))
    for side in (0, 1):
        own = inputs.sides[side]
        _, factor = _helped(inputs, options, side)
        burden = np.zeros_like(place)
        for holding in inputs.holdings:
            if holding.holder == side:
                moved = (place - inputs.advantage) * (1 if side == 0 else -1)
                burden = burden + holding.burden * (1 - cooperation(holding, np.clip(holding.stays + moved, 0, 1)))
        for kind, cost in enumerate((own.cost_tough, own.cost_weak)):
            table[side, kind] = cost * factor + burden
    return table


def _steps(inputs: CrisisInputs, options: GameOptions) -> dict[str, Any]:
    """Return the chances of a step on the lattice, with the drift and the variance that the case gives.

    A case counts in steps of `STEP`; on a finer lattice a step is shorter and therefore more frequent.
    """
    finer = (options.balances - 1) * STEP
    swing = inputs.swing * finer**2
    require(
        "GameOptions", condition("swing × (STEP × (balances − 1))² ≤ 1", swing <= 1, f"{swing:g}: take fewer balances")
    )
    helped = _helped(inputs, options, 0)[0] - _helped(inputs, options, 1)[0]
    shape = (options.balances, options.beliefs, options.beliefs)
    up, down = np.zeros((2, 2, *shape)), np.zeros((2, 2, *shape))
    for a, b in product((0, 1), (0, 1)):
        favours = np.clip(inputs.favours + inputs.edge * (b - a) + helped, 0, 1)
        upward = np.clip(0.5 + (favours - 0.5) / finer, 0, 1)
        up[a, b], down[a, b] = swing * upward, swing * (1 - upward)
    return {"up": up, "down": down}


def _no_deal(inputs: CrisisInputs, options: GameOptions) -> Floats:
    """Return the no-deal values, higher for the side towards which the balance has moved."""
    place, _, _ = _grids(options)
    table = np.zeros((2, 2, options.balances, options.beliefs, options.beliefs))
    for side in (0, 1):
        moved = (place - inputs.advantage) * (1 if side == 0 else -1)
        table[side] = np.clip(inputs.sides[side].no_deal + moved, 0, 1)
    return table


def _moves(inputs: CrisisInputs, options: GameOptions) -> dict[str, Any]:
    toll, relief, yields = np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 3))
    for side in (0, 1):
        gesture = _gesture(inputs, side)
        if gesture is not None:
            move = inputs.moves[gesture]
            toll[side, GESTURE], relief[side, GESTURE] = move.costs, move.gives
            yields[side, GESTURE] = min(move.moves_balance * (options.balances - 1), 1.0)
    return {"toll": toll, "relief": relief, "yields": yields}


def _transitions(inputs: CrisisInputs, options: GameOptions, records: list[Record]) -> dict[str, Any]:
    most = len(inputs.terms)
    index = {record: z for z, record in enumerate(records)}
    actions = most + 3
    allowed = np.zeros((2, actions, len(records)), dtype=bool)
    following = np.zeros((2, actions, len(records), 4), dtype=np.int64)
    chances = np.zeros((2, actions, len(records), 4))
    for side, a, (z, record) in product((0, 1), range(actions), enumerate(records)):
        allowed[side, a, z] = _may(inputs, options, side, a, record)
        for n, (after, chance) in enumerate(_after(inputs, options, side, a, record)):
            following[side, a, z, n] = index.get(after, z)
            chances[side, a, z, n] = chance
    return {"allowed": allowed, "records": following, "chances": chances}


def _may(inputs: CrisisInputs, options: GameOptions, side: int, action: int, record: Record) -> bool:
    most = len(inputs.terms)
    if action < most:
        last = record.asked[side]
        rises = last < most and inputs.terms[action].values[side] > inputs.terms[last].values[side]
        return options.demands == "free" or not rises
    if action == most + DECLARE:
        return inputs.sides[side].monthly > 0 and not record.declared[side]
    return action == most + HOLD or _gesture(inputs, side) is not None


def _after(
    inputs: CrisisInputs, options: GameOptions, side: int, action: int, record: Record
) -> list[tuple[Record, float]]:
    """Return the records that can follow an action that ends without a deal."""
    most = len(inputs.terms)
    if action < most and options.demands == "never rise":
        return [(_changed(record, "asked", side, action), 1.0)]
    if action == most + DECLARE:
        return [(_changed(record, "declared", side, 1), 1.0)]
    if action == most + GESTURE and options.trust_points > 1 and _gesture(inputs, side) is not None:
        return _trusted(inputs, options, side, record)
    return [(record, 1.0)]


def _changed(record: Record, field: str, side: int, value: int) -> Record:
    pair = list(getattr(record, field))
    pair[side] = value
    parts = {"declared": record.declared, "trust": record.trust, "asked": record.asked, field: (pair[0], pair[1])}
    return Record(**parts)


def _trusted(inputs: CrisisInputs, options: GameOptions, side: int, record: Record) -> list[tuple[Record, float]]:
    """Return the records after a gesture that is kept or not, each belief as a lottery over its two nearest points."""
    move = inputs.moves[_gesture(inputs, side) or 0]
    points = trust_scale(inputs.sides[side].trustworthy, options.trust_points)
    now = points[record.trust[side]]
    found: list[tuple[Record, float]] = []
    for if_so, if_not in (
        (move.if_trustworthy, move.if_untrustworthy), (1 - move.if_trustworthy, 1 - move.if_untrustworthy),
    ):  # fmt: skip
        chance = now * if_so + (1 - now) * if_not
        belief = now * if_so / chance if chance > 0 else now
        found += [(_changed(record, "trust", side, at), chance * share) for at, share in _nearest(points, belief)]
    return found


def _nearest(points: list[float], belief: float) -> list[tuple[int, float]]:
    """Return the even points around a belief with the lottery over them that has its mean."""
    even = points[1:]
    low = min(int(belief * (len(even) - 1)), len(even) - 2)
    share = (belief - even[low]) / (even[low + 1] - even[low])
    return [(low + 1, 1 - share), (low + 2, share)]
