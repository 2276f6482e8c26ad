"""The game computed a second time and literally: one state after the other, in loops and dictionaries.

Nothing is shared with the solver but the numbers of the game and the rules: what a month consists of, Bayes' rule,
linear interpolation between the points of belief, logit responses that take damped steps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
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


Worth = dict[tuple[Place, int, int], float]
"""By place, side and type."""


@dataclass
class Policy:
    """What is done at one place: by type of the proposer each action, by type of the other each answer."""

    acts: list[list[float]]
    yes: list[list[float]]


@dataclass(frozen=True)
class Month:
    """One place in one month, given the policies.

    `acting[type][action]` for the proposer, `accepting` and `refusing[type][offer]` for the other, and `values` by side
    and type.
    """

    acting: list[dict[int, float]]
    accepting: list[dict[int, float]]
    refusing: list[dict[int, float]]
    values: dict[tuple[int, int], float]


@dataclass
class Solved:
    """All months: policies, residuals, and worth at the beginning of each, with that after the last at the end."""

    policies: list[dict[Place, Policy]]
    worths: list[Worth]
    residuals: list[dict[Place, float]] = field(default_factory=list)


def places(game: CrisisGame, *, inner: bool = True) -> list[Place]:
    """Return all places, without defeat and victory."""
    balances = range(1, game.balances - 1) if inner else range(game.balances)
    points = range(game.beliefs)
    return [Place(*at) for at in product(range(game.record_count), balances, points, points)]


def lottery(belief: float, points: int) -> list[tuple[int, float]]:
    """Return the two points around a belief, with the chances that have it as their mean."""
    at = belief * (points - 1)
    low = min(int(at), points - 2)
    return [(low, low + 1 - at), (low + 1, at - low)]


def over(game: CrisisGame, z: int, m: int, qa: float, qb: float) -> list[tuple[Place, float]]:
    """Return the places around a pair of beliefs with their chances."""
    pairs = product(lottery(qa, game.beliefs), lottery(qb, game.beliefs))
    return [(Place(z, m, i, j), u * v) for (i, u), (j, v) in pairs]


def at_end(game: CrisisGame, m: int, side: int) -> float | None:
    """Return what defeat and victory are worth; None between them."""
    if m in (0, game.balances - 1):
        return float((m > 0) == (side == 0))
    return None


def posterior(q: float, if_tough: float, if_weak: float) -> float:
    """Bayes' rule; what is impossible teaches nothing."""
    whole = q * if_tough + (1 - q) * if_weak
    return q * if_tough / whole if whole > 1e-300 else q


def beliefs(game: CrisisGame, at: Place) -> tuple[float, float]:
    """Return the beliefs at a place."""
    return at.i / (game.beliefs - 1), at.j / (game.beliefs - 1)


def _chance(game: CrisisGame, step: int, a: int, b: int, at: Place) -> float:
    """Return how likely the balance moves by a step if A is of type a and B of type b."""
    up, down = (float(table[a, b, at.m, at.i, at.j]) for table in (game.up, game.down))
    return {1: up, -1: down, 0: max(1 - up - down, 0.0)}[step]


def battle(game: CrisisGame, at: Place) -> list[tuple[int, float, list[list[float]], tuple[float, float]]]:
    """Return for each step of the balance its chance, the chance that each side's types see, and the beliefs after."""
    q = beliefs(game, at)
    found = []
    for step in (0, 1, -1):
        given = [
            [sum(_weight(q[1], b) * _chance(game, step, a, b, at) for b in KINDS) for a in KINDS],
            [sum(_weight(q[0], a) * _chance(game, step, a, b, at) for a in KINDS) for b in KINDS],
        ]
        public = sum(_weight(q[0], a) * given[0][a] for a in KINDS)
        after = tuple(q[side] * given[side][TOUGH] / public if public > 0 else q[side] for side in SIDES)
        found.append((step, public, given, (min(after[0], 1.0), min(after[1], 1.0))))
    return found


def _weight(q: float, kind: int) -> float:
    return q if kind == TOUGH else 1 - q


def fighting(game: CrisisGame, after: Worth) -> Worth:
    """Return what a month of fighting is worth at every place."""
    collapse_a, collapse_b = game.collapse
    lump = (collapse_b, collapse_a)
    worth: Worth = {}
    for at in places(game, inner=False):
        ended = at_end(game, at.m, 0)
        outcomes = battle(game, at) if ended is None else []
        for side, kind in product(SIDES, KINDS):
            last = at_end(game, at.m, side)
            if last is not None:
                worth[at, side, kind] = last
                continue
            goes_on = 0.0
            for step, _, given, (qa, qb) in outcomes:
                there = over(game, at.z, at.m + step, qa, qb)
                goes_on += given[side][kind] * sum(w * after[place, side, kind] for place, w in there)
            cost = float(game.cost[side, kind, at.m, at.i, at.j])
            worth[at, side, kind] = lump[side] - cost + game.discount * (1 - collapse_a - collapse_b) * goes_on
    return worth


def left(game: CrisisGame) -> Worth:
    """Return what is left after the last month."""
    found: Worth = {}
    for at, side, kind in product(places(game, inner=False), SIDES, KINDS):
        last = at_end(game, at.m, side)
        found[at, side, kind] = float(game.end[side, kind, at.m, at.i, at.j]) if last is None else last
    return found


def _follows(game: CrisisGame, p: int, action: int, at: Place, qp: float, qr: float) -> list[tuple[Place, float]]:
    """Return where an action that ends without a deal leads, beliefs given: record, yielding, points of belief."""
    qa, qb = (qp, qr) if p == 0 else (qr, qp)
    e = action - game.packages
    yields = float(game.yields[p, e]) if e >= 0 else 0.0
    found = []
    for record, chance in zip(game.records[p, action, at.z], game.chances[p, action, at.z], strict=True):
        for step, part in ((0, 1 - yields), (-1 if p == 0 else 1, yields)):
            found += [
                (place, float(chance) * part * w) for place, w in over(game, int(record), at.m + step, qa, qb)
            ]  # fmt: skip
    return found


def month_at(game: CrisisGame, wait: Worth, p: int, at: Place, policy: Policy) -> Month:
    """Return what everything that can be done at a place is worth when the policies are followed afterwards."""
    r = 1 - p
    q = beliefs(game, at)
    acting: list[dict[int, float]] = [{}, {}]
    accepting: list[dict[int, float]] = [{}, {}]
    refusing: list[dict[int, float]] = [{}, {}]
    values = dict.fromkeys(product(SIDES, KINDS), 0.0)

    def waits(side: int, kind: int, action: int, qp: float, qr: float) -> float:
        return sum(w * wait[place, side, kind] for place, w in _follows(game, p, action, at, qp, qr))

    for a in _allowed(game, p, at):
        act = [policy.acts[kind][a] for kind in KINDS]
        chance = q[p] * act[TOUGH] + (1 - q[p]) * act[WEAK]
        seen = posterior(q[p], *act)
        if a >= game.packages:
            e = a - game.packages
            for kind in KINDS:
                acting[kind][a] = waits(p, kind, a, seen, q[r]) - float(game.toll[p, e])
                values[r, kind] += chance * (waits(r, kind, a, seen, q[r]) + float(game.relief[p, e]))
            continue
        yes = [policy.yes[kind][a] for kind in KINDS]
        accepted, refused = posterior(q[r], *yes), posterior(q[r], 1 - yes[TOUGH], 1 - yes[WEAK])
        ratified = float(game.ratified[a, at.z])

        def signed(
            side: int, kind: int, a: int = a, ok: float = ratified, now: tuple[float, float] = (seen, accepted)
        ) -> float:
            return ok * float(game.deal[side, a, at.m, at.z]) + (1 - ok) * waits(side, kind, a, *now)

        signs = q[r] * yes[TOUGH] + (1 - q[r]) * yes[WEAK]
        for kind in KINDS:
            acting[kind][a] = signs * signed(p, kind) + (1 - signs) * waits(p, kind, a, seen, refused)
            accepting[kind][a], refusing[kind][a] = signed(r, kind), waits(r, kind, a, seen, refused)
            values[r, kind] += chance * (yes[kind] * accepting[kind][a] + (1 - yes[kind]) * refusing[kind][a])
    for kind in KINDS:
        values[p, kind] = sum(policy.acts[kind][a] * worth for a, worth in acting[kind].items())
    return Month(acting, accepting, refusing, values)


def _allowed(game: CrisisGame, p: int, at: Place) -> list[int]:
    return [a for a in range(game.packages + game.moves) if game.allowed[p, a, at.z]]


def _settle(game: CrisisGame, wait: Worth, p: int, at: Place, policy: Policy, most: int) -> tuple[Month, float]:
    """Let both sides respond, in damped steps, until no response changes by more than the tolerance."""
    own, other = game.proposer_sharpness or game.sharpness, game.sharpness
    residual, turn = 1.0, 0
    while True:
        now = month_at(game, wait, p, at, policy)
        if residual <= TOLERANCE or turn == most:
            return now, residual
        pace = DAMPING if turn < PATIENCE else DAMPING / 2
        residual = 0.0
        for kind in KINDS:
            best = max(now.acting[kind].values())
            grown = {a: exp(own * (worth - best)) for a, worth in now.acting[kind].items()}
            for a, weight in grown.items():
                change = weight / sum(grown.values()) - policy.acts[kind][a]
                residual = max(residual, abs(change))
                policy.acts[kind][a] += pace * change
            for a, worth in now.accepting[kind].items():
                change = 1 / (1 + exp(-other * (worth - now.refusing[kind][a]))) - policy.yes[kind][a]
                residual = max(residual, abs(change))
                policy.yes[kind][a] += pace * change
        turn += 1


def _begin(game: CrisisGame, month: int, later: list[dict[Place, Policy]]) -> dict[Place, Policy]:
    """Begin with the policies of the next month of the same proposer if it is one of the next two; else even ones."""
    p = game.proposers[month]
    for ahead in (1, 2):
        if month + ahead < game.months and game.proposers[month + ahead] == p:
            kept = later[ahead - 1]
            return {
                at: Policy([list(x) for x in policy.acts], [list(x) for x in policy.yes])
                for at, policy in kept.items()
            }  # fmt: skip
    begun = {}
    for at in places(game):
        allowed = _allowed(game, p, at)
        even = [1 / len(allowed) if a in allowed else 0.0 for a in range(game.packages + game.moves)]
        begun[at] = Policy([list(even), list(even)], [[0.5] * game.packages, [0.5] * game.packages])
    return begun


def solve_literally(game: CrisisGame, most: int) -> Solved:
    """Solve the whole game, from the last month to the first."""
    worths, later, residuals = [left(game)], [], []
    for month in reversed(range(game.months)):
        p = game.proposers[month]
        policies = _begin(game, month, later)
        wait, worth, residual = fighting(game, worths[0]), left(game), {}
        for at, policy in policies.items():
            found, residual[at] = _settle(game, wait, p, at, policy, most)
            worth.update({(at, side, kind): found.values[side, kind] for side, kind in product(SIDES, KINDS)})
        worths.insert(0, worth)
        later.insert(0, policies)
        residuals.insert(0, residual)
    return Solved(later, worths, residuals)


def evaluate(game: CrisisGame, policies: list[dict[Place, Policy]]) -> Solved:
    """Return what given policies are worth in every month."""
    worths = [left(game)]
    for month in reversed(range(game.months)):
        wait, worth = fighting(game, worths[0]), left(game)
        for at, policy in policies[month].items():
            found = month_at(game, wait, game.proposers[month], at, policy)
            worth.update({(at, side, kind): found.values[side, kind] for side, kind in product(SIDES, KINDS)})
        worths.insert(0, worth)
    return Solved(policies, worths)


Path = tuple[object, ...]
"""How it ends: ("signed", month, package, balance, record), ("won", month, side) or ("left", *place)."""


class Tree:
    """The tree of everything that can happen from a place, by recursion."""

    def __init__(self, game: CrisisGame, policies: list[dict[Place, Policy]]) -> None:
        self._game, self._policies = game, policies
        self.ends = cache(self._ends)
        self.pays = cache(self._pays)

    def _branches(self, month: int, at: Place) -> list[tuple[float, int | None, Place | None, tuple[float, float]]]:
        """Return chance, signed package or None, where they fight else, and what is paid and received at once."""
        game, p = self._game, self._game.proposers[month]
        q, policy = beliefs(game, at), self._policies[month][at]
        found: list[tuple[float, int | None, Place | None, tuple[float, float]]] = []
        for a in _allowed(game, p, at):
            act = [policy.acts[kind][a] for kind in KINDS]
            chance, seen = q[p] * act[TOUGH] + (1 - q[p]) * act[WEAK], posterior(q[p], *act)
            if a >= game.packages:
                toll, relief = (float(table[p, a - game.packages]) for table in (game.toll, game.relief))
                paid = (-toll, relief) if p == 0 else (relief, -toll)
                found += [
                    (chance * w, None, place, paid) for place, w in _follows(game, p, a, at, seen, q[1 - p])
                ]  # fmt: skip
                continue
            yes = [policy.yes[kind][a] for kind in KINDS]
            signs, ok = q[1 - p] * yes[TOUGH] + (1 - q[1 - p]) * yes[WEAK], float(game.ratified[a, at.z])
            found.append((chance * signs * ok, a, None, (0.0, 0.0)))
            for part, after in (
                (signs * (1 - ok), posterior(q[1 - p], *yes)),
                (1 - signs, posterior(q[1 - p], 1 - yes[TOUGH], 1 - yes[WEAK])),
            ):
                there = _follows(game, p, a, at, seen, after)
                found += [(chance * part * w, None, place, (0.0, 0.0)) for place, w in there]
        return found

    def _fought(self, at: Place) -> list[tuple[float, int | None, Place | None]]:
        """Return chance, winner or None, where the next month begins else."""
        game = self._game
        collapse_a, collapse_b = game.collapse
        found: list[tuple[float, int | None, Place | None]] = [(collapse_b, 0, None), (collapse_a, 1, None)]
        for step, public, _, (qa, qb) in battle(game, at):
            chance = public * (1 - collapse_a - collapse_b)
            found += [(chance * w, None, place) for place, w in over(game, at.z, at.m + step, qa, qb)]
        return found

    def _ends(self, month: int, at: Place) -> Counter[Path]:
        """Return the probability of every end."""
        game = self._game
        if month == game.months:
            return Counter({("left", *at): 1.0})
        found: Counter[Path] = Counter()
        for chance, package, place, _ in self._branches(month, at):
            if package is not None:
                found["signed", month, package, at.m, at.z] += chance
            elif place is not None and at_end(game, place.m, 0) is not None:
                found["won", month, 0 if place.m else 1] += chance
            elif place is not None:
                for part, winner, following in self._fought(place):
                    if following is None or at_end(game, following.m, 0) is not None:
                        victor = winner if following is None else (0 if following.m else 1)
                        found["won", month, victor] += chance * part
                    else:
                        for end, w in self.ends(month + 1, following).items():
                            found[end] += chance * part * w
        return found

    def _pays(self, month: int, at: Place) -> tuple[float, float]:
        """Return what both sides can expect, in units of this month."""
        game, q = self._game, beliefs(self._game, at)

        def mean(table: object, there: Place, side: int) -> float:
            by_kind = (float(table[side, kind, there.m, there.i, there.j]) for kind in KINDS)  # type: ignore[index]
            return sum(w * x for w, x in zip((q_at[side], 1 - q_at[side]), by_kind, strict=True))

        if month == game.months:
            q_at = q
            return mean(game.end, at, 0), mean(game.end, at, 1)
        totals = [0.0, 0.0]
        for chance, package, place, paid in self._branches(month, at):
            for side in SIDES:
                totals[side] += chance * paid[side]
                if package is not None:
                    totals[side] += chance * float(game.deal[side, package, at.m, at.z])
                elif place is not None:
                    ended = at_end(game, place.m, side)
                    if ended is not None:
                        totals[side] += chance * ended
                        continue
                    q_at = beliefs(game, place)
                    totals[side] -= chance * mean(game.cost, place, side)
                    for part, winner, following in self._fought(place):
                        totals[side] += chance * part * self._later(month, winner, following, side)
        return totals[0], totals[1]

    def _later(self, month: int, winner: int | None, following: Place | None, side: int) -> float:
        if following is None:
            return float(winner == side)
        ended = at_end(self._game, following.m, side)
        return self._game.discount * (self.pays(month + 1, following)[side] if ended is None else ended)
