"""The game computed a second time and literally: one place after the other, in loops and dictionaries.

Nothing is shared with the solver but the numbers of the game and the rules: what a month consists of, Bayes' rule,
linear interpolation between the points of belief, logit responses that take damped steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import product
from math import exp
from typing import NamedTuple

from detente.dynamics.game.kernel import PATIENCE
from detente.dynamics.game.solve import DAMPING, TOLERANCE
from detente.dynamics.game.spec import CrisisGame

TOUGH, WEAK = 0, 1
SIDES = KINDS = (0, 1)


class Place(NamedTuple):
    """A public state: the record, the balance, and the points of the beliefs that A and that B is tough."""

    z: int
    m: int
    i: int
    j: int


class Battle(NamedTuple):
    """An outcome of a month of fighting: its chance in public, the chances that each side's types see, the beliefs."""

    step: int
    public: float
    seen: list[list[float]]
    after: tuple[float, float]


Worth = dict[tuple[Place, int, int], float]
"""By place, side and type."""


@dataclass
class Policy:
    """What is done at a place: by type of the proposer each action, by type of the other each answer."""

    acts: list[list[float]]
    yes: list[list[float]]


@dataclass
class Month:
    """What everything is worth in a month at a place, given the policies.

    `acting[type][action]` for the proposer, `accepting` and `refusing[type][offer]` for the other side; `values` by
    side and type.
    """

    acting: list[dict[int, float]] = field(default_factory=lambda: [{}, {}])
    accepting: list[dict[int, float]] = field(default_factory=lambda: [{}, {}])
    refusing: list[dict[int, float]] = field(default_factory=lambda: [{}, {}])
    values: dict[tuple[int, int], float] = field(default_factory=lambda: dict.fromkeys(product(SIDES, KINDS), 0.0))


@dataclass(frozen=True)
class Solved:
    """Policies and residuals of all months, and the worth at the beginning of each; that after the last at the end."""

    policies: list[dict[Place, Policy]]
    worths: list[Worth]
    residuals: list[dict[Place, float]]


def solve_literally(game: CrisisGame, most: int) -> Solved:
    """Solve the whole game, from the last month to the first."""
    solved = Solved([], [_left(game)], [])
    for month in reversed(range(game.months)):
        policies = _begin(game, month, solved.policies)
        wait, worth, residuals = fighting(game, solved.worths[0]), _left(game), {}
        for at, policy in policies.items():
            now, residuals[at] = _settle(game, wait, game.proposers[month], at, policy, most)
            worth.update({(at, *who): value for who, value in now.values.items()})
        solved.worths.insert(0, worth)
        solved.policies.insert(0, policies)
        solved.residuals.insert(0, residuals)
    return solved


def evaluate(game: CrisisGame, policies: list[dict[Place, Policy]]) -> list[Worth]:
    """Return what given policies are worth at the beginning of every month, and what is left after the last."""
    worths = [_left(game)]
    for month in reversed(range(game.months)):
        wait, worth = fighting(game, worths[0]), _left(game)
        for at, policy in policies[month].items():
            now = month_at(game, wait, game.proposers[month], at, policy)
            worth.update({(at, *who): value for who, value in now.values.items()})
        worths.insert(0, worth)
    return worths


def _settle(game: CrisisGame, wait: Worth, p: int, at: Place, policy: Policy, most: int) -> tuple[Month, float]:
    """Let both sides respond, in damped steps, until no response changes by more than the tolerance."""
    own, other = game.proposer_sharpness or game.sharpness, game.sharpness
    residual = 1.0
    for turn in range(most + 1):
        now = month_at(game, wait, p, at, policy)
        if residual <= TOLERANCE or turn == most:
            break
        pace = DAMPING if turn < PATIENCE else DAMPING / 2
        residual = 0.0
        for kind in KINDS:
            best = max(now.acting[kind].values())
            grown = {a: exp(own * (worth - best)) for a, worth in now.acting[kind].items()}
            better = {a: weight / sum(grown.values()) for a, weight in grown.items()}
            agrees = {a: _logistic(other * (x - now.refusing[kind][a])) for a, x in now.accepting[kind].items()}
            for row, responses in ((policy.acts[kind], better), (policy.yes[kind], agrees)):
                for a, response in responses.items():
                    residual = max(residual, abs(response - row[a]))
                    row[a] += pace * (response - row[a])
    return now, residual


def _begin(game: CrisisGame, month: int, later: list[dict[Place, Policy]]) -> dict[Place, Policy]:
    """Begin with the policies of the next month of the same proposer if it is one of the next two, else evenly."""
    p = game.proposers[month]
    for ahead in (1, 2):
        if month + ahead < game.months and game.proposers[month + ahead] == p:
            return deepcopy(later[ahead - 1])
    begun = {}
    for at in places(game):
        allowed = allowed_at(game, p, at)
        even = [1 / len(allowed) if a in allowed else 0.0 for a in range(game.packages + game.moves)]
        begun[at] = Policy([even[:], even[:]], [[0.5] * game.packages, [0.5] * game.packages])
    return begun


def month_at(game: CrisisGame, wait: Worth, p: int, at: Place, policy: Policy) -> Month:
    """Return what everything that can be done at a place is worth when the policies are followed afterwards."""
    r = 1 - p
    q = beliefs(game, at)
    now = Month()

    def waits(side: int, kind: int, action: int, after: tuple[float, float]) -> float:
        return sum(w * wait[place, side, kind] for place, w in follows(game, p, action, at, after))

    for a in allowed_at(game, p, at):
        act = [policy.acts[kind][a] for kind in KINDS]
        chance = q[p] * act[TOUGH] + (1 - q[p]) * act[WEAK]
        seen = posterior(q[p], act[TOUGH], act[WEAK])
        if a >= game.packages:
            toll, relief = (float(table[p, a - game.packages]) for table in (game.toll, game.relief))
            for kind in KINDS:
                now.acting[kind][a] = waits(p, kind, a, (seen, q[r])) - toll
                now.values[r, kind] += chance * (waits(r, kind, a, (seen, q[r])) + relief)
            continue
        yes = [policy.yes[kind][a] for kind in KINDS]
        signs, ok = q[r] * yes[TOUGH] + (1 - q[r]) * yes[WEAK], float(game.ratified[a, at.z])
        accepted = seen, posterior(q[r], yes[TOUGH], yes[WEAK])
        refused = seen, posterior(q[r], 1 - yes[TOUGH], 1 - yes[WEAK])
        for kind in KINDS:
            signed = [
                ok * float(game.deal[side, a, at.m, at.z]) + (1 - ok) * waits(side, kind, a, accepted)
                for side in (p, r)
            ]  # fmt: skip
            now.acting[kind][a] = signs * signed[0] + (1 - signs) * waits(p, kind, a, refused)
            now.accepting[kind][a], now.refusing[kind][a] = signed[1], waits(r, kind, a, refused)
            now.values[r, kind] += chance * (yes[kind] * signed[1] + (1 - yes[kind]) * now.refusing[kind][a])
    for kind in KINDS:
        now.values[p, kind] = sum(policy.acts[kind][a] * worth for a, worth in now.acting[kind].items())
    return now


def fighting(game: CrisisGame, after: Worth) -> Worth:
    """Return what a month of fighting is worth at every place, given what the next month is worth."""
    collapse_a, collapse_b = game.collapse
    worth = _left(game)
    for at in places(game):
        outcomes = list(battle(game, at))
        for side, kind in product(SIDES, KINDS):
            goes_on = 0.0
            for outcome in outcomes:
                there = over(game, at.z, at.m + outcome.step, outcome.after)
                goes_on += outcome.seen[side][kind] * sum(w * after[place, side, kind] for place, w in there)
            now = (collapse_b, collapse_a)[side] - float(game.cost[side, kind, at.m, at.i, at.j])
            worth[at, side, kind] = now + game.discount * (1 - collapse_a - collapse_b) * goes_on
    return worth


def battle(game: CrisisGame, at: Place) -> Iterator[Battle]:
    """Yield the outcomes of a month of fighting at a place, collapse aside."""
    q = beliefs(game, at)
    for step in (0, 1, -1):
        given = [[_chance(game, step, a, b, at) for b in KINDS] for a in KINDS]
        seen = [
            [q[1] * given[a][TOUGH] + (1 - q[1]) * given[a][WEAK] for a in KINDS],
            [q[0] * given[TOUGH][b] + (1 - q[0]) * given[WEAK][b] for b in KINDS],
        ]
        public = q[0] * seen[0][TOUGH] + (1 - q[0]) * seen[0][WEAK]
        after_a, after_b = (posterior(q[side], seen[side][TOUGH], seen[side][WEAK]) for side in SIDES)
        yield Battle(step, public, seen, (min(after_a, 1.0), min(after_b, 1.0)))


def _chance(game: CrisisGame, step: int, a: int, b: int, at: Place) -> float:
    """Return how likely the balance moves by a step if A is of type a and B of type b."""
    up, down = (float(table[a, b, at.m, at.i, at.j]) for table in (game.up, game.down))
    return {1: up, -1: down, 0: max(1 - up - down, 0.0)}[step]


def follows(
    game: CrisisGame, p: int, action: int, at: Place, after: tuple[float, float]
) -> Iterator[tuple[Place, float]]:
    """Yield where an action that ends without a deal leads: by record, by yielding, by point of belief.

    `after` are the beliefs about the proposer and about the other side.
    """
    e = action - game.packages
    yields = float(game.yields[p, e]) if e >= 0 else 0.0
    pair = after if p == 0 else (after[1], after[0])
    for record, chance in zip(game.records[p, action, at.z], game.chances[p, action, at.z], strict=True):
        for step, part in ((0, 1 - yields), (-1 if p == 0 else 1, yields)):
            if part > 0:
                for place, w in over(game, int(record), at.m + step, pair):
                    yield place, float(chance) * part * w


def over(game: CrisisGame, z: int, m: int, pair: tuple[float, float]) -> Iterator[tuple[Place, float]]:
    """Yield the places around a pair of beliefs with their chances, which have it as their mean."""
    for (i, u), (j, v) in product(*(_lottery(q, game.beliefs) for q in pair)):
        yield Place(z, m, i, j), u * v


def _lottery(belief: float, points: int) -> tuple[tuple[int, float], tuple[int, float]]:
    at = belief * (points - 1)
    low = min(int(at), points - 2)
    return (low, low + 1 - at), (low + 1, at - low)


def posterior(q: float, if_tough: float, if_weak: float) -> float:
    """Return the belief by Bayes' rule; what is impossible teaches nothing."""
    whole = q * if_tough + (1 - q) * if_weak
    return q * if_tough / whole if whole > 1e-300 else q


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def places(game: CrisisGame, *, inner: bool = True) -> list[Place]:
    """Return all places between defeat and victory, or with them."""
    balances = range(1, game.balances - 1) if inner else range(game.balances)
    return [Place(*at) for at in product(range(game.record_count), balances, *[range(game.beliefs)] * 2)]


def beliefs(game: CrisisGame, at: Place) -> tuple[float, float]:
    """Return the beliefs at a place that A and that B is tough."""
    return at.i / (game.beliefs - 1), at.j / (game.beliefs - 1)


def allowed_at(game: CrisisGame, p: int, at: Place) -> list[int]:
    """Return what a proposer may do at a place."""
    return [a for a in range(game.packages + game.moves) if game.allowed[p, a, at.z]]


def at_end(game: CrisisGame, m: int, side: int) -> float | None:
    """Return what defeat and victory are worth to a side; None between them."""
    if m in (0, game.balances - 1):
        return float((m > 0) == (side == 0))
    return None


def _left(game: CrisisGame) -> Worth:
    """Return what is left after the last month."""
    found: Worth = {}
    for at, side, kind in product(places(game, inner=False), SIDES, KINDS):
        last = at_end(game, at.m, side)
        found[at, side, kind] = float(game.end[side, kind, at.m, at.i, at.j]) if last is None else last
    return found
