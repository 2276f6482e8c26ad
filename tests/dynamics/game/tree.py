"""Everything that can happen from a place when policies are given, as a tree that is walked to its ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detente.dynamics.game.spec import CrisisGame, Floats
from tests.dynamics.game.reference import (
    KINDS,
    SIDES,
    TOUGH,
    WEAK,
    Place,
    Policy,
    allowed_at,
    at_end,
    battle,
    beliefs,
    follows,
    over,
    posterior,
)

End = tuple[str | int, ...]
"""How it ends: ("signed", month, package, balance, record), ("won", month, side) or ("left", *place)."""


class Branch(NamedTuple):
    """Something that can happen: a package is signed, or the month goes on at a place; and what is paid at once."""

    chance: float
    package: int | None
    place: Place | None
    paid: tuple[float, float] = (0.0, 0.0)


class Tree:
    """The tree of a game and its policies; equal subtrees are walked once."""

    def __init__(self, game: CrisisGame, policies: list[dict[Place, Policy]]) -> None:
        self._game, self._policies = game, policies
        self.ends = cache(self._ends)
        self.pays = cache(self._pays)

    def _ends(self, month: int, at: Place) -> Counter[End]:
        """Return the probability of every end, from the beginning of a month at a place."""
        if month == self._game.months:
            return Counter({("left", *at): 1.0})
        found: Counter[End] = Counter()
        for branch in self._branches(month, at):
            if branch.place is None:
                found["signed", month, branch.package or 0, at.m, at.z] += branch.chance  # type: ignore[assignment] # shares of one
            else:
                for chance, end in self._after(month, branch.place):
                    found[end] += branch.chance * chance  # type: ignore[assignment]
        return found

    def _after(self, month: int, at: Place) -> Iterator[tuple[float, End]]:
        """Yield the chances of all ends where no deal was signed and it goes on at a place."""
        if self._is_over(at):
            yield 1.0, ("won", month, 0 if at.m else 1)
            return
        for chance, winner, place in self._fought(at):
            if place is None or self._is_over(place):
                yield chance, ("won", month, winner if place is None else (0 if place.m else 1))
            else:
                yield from ((chance * w, end) for end, w in self.ends(month + 1, place).items())

    def _pays(self, month: int, at: Place) -> tuple[float, float]:
        """Return what both sides can expect from the beginning of a month at a place, in units of that month."""
        game = self._game
        if month == game.months:
            return self._mean(game.end, at, 0), self._mean(game.end, at, 1)
        totals = [0.0, 0.0]
        for branch in self._branches(month, at):
            for side in SIDES:
                if branch.place is None:
                    gets = float(game.deal[side, branch.package or 0, at.m, at.z])
                else:
                    gets = branch.paid[side] + self._goes_on(month, branch.place, side)
                totals[side] += branch.chance * gets
        return totals[0], totals[1]

    def _goes_on(self, month: int, at: Place, side: int) -> float:
        """Return what a side can expect where no deal was signed and it goes on at a place."""
        ended = at_end(self._game, at.m, side)
        if ended is not None:
            return ended
        total = -self._mean(self._game.cost, at, side)
        for chance, winner, place in self._fought(at):
            if place is None:
                total += chance * (winner == side)
                continue
            ended = at_end(self._game, place.m, side)
            total += chance * self._game.discount * (self.pays(month + 1, place)[side] if ended is None else ended)
        return total

    def _branches(self, month: int, at: Place) -> Iterator[Branch]:
        """Yield what can happen before the fighting of a month."""
        game, p = self._game, self._game.proposers[month]
        q, policy = beliefs(game, at), self._policies[month][at]
        for a in allowed_at(game, p, at):
            act = [policy.acts[kind][a] for kind in KINDS]
            chance, seen = q[p] * act[TOUGH] + (1 - q[p]) * act[WEAK], posterior(q[p], act[TOUGH], act[WEAK])
            if a >= game.packages:
                toll, relief = (float(table[p, a - game.packages]) for table in (game.toll, game.relief))
                paid = (-toll, relief) if p == 0 else (relief, -toll)
                for place, w in follows(game, p, a, at, (seen, q[1 - p])):
                    yield Branch(chance * w, None, place, paid)
                continue
            yes = [policy.yes[kind][a] for kind in KINDS]
            signs, ok = q[1 - p] * yes[TOUGH] + (1 - q[1 - p]) * yes[WEAK], float(game.ratified[a, at.z])
            yield Branch(chance * signs * ok, a, None)
            for part, after in (
                (signs * (1 - ok), posterior(q[1 - p], yes[TOUGH], yes[WEAK])),
                (1 - signs, posterior(q[1 - p], 1 - yes[TOUGH], 1 - yes[WEAK])),
            ):
                for place, w in follows(game, p, a, at, (seen, after)):
                    yield Branch(chance * part * w, None, place)

    def _fought(self, at: Place) -> Iterator[tuple[float, int, Place | None]]:
        """Yield the outcomes of a month of fighting: its chance, and who wins or where the next month begins."""
        collapse_a, collapse_b = self._game.collapse
        yield collapse_b, 0, None
        yield collapse_a, 1, None
        for outcome in battle(self._game, at):
            chance = outcome.public * (1 - collapse_a - collapse_b)
            for place, w in over(self._game, at.z, at.m + outcome.step, outcome.after):
                yield chance * w, -1, place

    def _is_over(self, at: Place) -> bool:
        return at_end(self._game, at.m, 0) is not None

    def _mean(self, table: Floats, at: Place, side: int) -> float:
        q = beliefs(self._game, at)[side]
        tough, weak = (float(table[side, kind, at.m, at.i, at.j]) for kind in KINDS)
        return q * tough + (1 - q) * weak
