"""How demands fall while battles sort an opponent whose cost of fighting has one of many levels.

The kinds of B that bear fighting worst accept first. So those that are left after a refusal are always the toughest
ones, and how many of them are left is all that A has to keep in mind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.domain import Check, condition, not_negative, require
from detente.dynamics.mechanisms.fight_while_bargaining import upper_envelope, whole_rounds
from detente.dynamics.threshold import Threshold

Floats = NDArray[np.float64]

ROUNDING = 1e-9
"""Probabilities that are typed in as decimals add up to 1 within this."""

TIE = 1e-12
"""With little more than the toughest kind left than this, nothing is gained by a demand that it refuses."""


@dataclass(frozen=True)
class Skimming:
    """A's best demands against an opponent of several kinds.

    Attributes
    ----------
    offers : tuple of float
        The demands (A's shares) of one round after the other, as long as they are refused and no battle decides. The
        last is one that all accept, unless the rounds run out before.
    remaining : tuple of float
        The probability that B is of a kind, or plays as one, that refuses this demand and all before it.
    value : float
        What the game is worth to A.
    thresholds : tuple of float
        Shares of the toughest kind among those still there at which A's best first demand changes, from the highest
        down to its share in the prior.
    threshold : Threshold
        The first of them, from which on A demands only what all accept, against its share in the prior. Where it is
        below that share, it is the one for a prior with more of the weakest kind.
    """

    offers: tuple[float, ...]
    remaining: tuple[float, ...]
    value: float
    thresholds: tuple[float, ...]
    threshold: Threshold

    @property
    def offer(self) -> float:
        """The demand in the first round."""
        return self.offers[0]

    @property
    def risk(self) -> float:
        """Probability that the first demand is refused and a battle follows."""
        return self.remaining[0]


class _Game(NamedTuple):
    """What does not change from round to round."""

    goes_on: float  # worth of the next round: discounted, and only where no battle decides
    ends: float  # 1 less that
    costs: Floats  # from the toughest kind to the weakest
    waste: Floats  # what a battle with each kind costs the two sides together, delay included
    up_to: Floats  # probability of the kinds up to each but the last
    most: float  # amount of kinds up to which rounds are solved


class _Round(NamedTuple):
    """The best demands of a round by the amount of kinds that are left, from few to all.

    With z left A's share is worth z·demand − loss. Demands are kept as gaps below what the weakest kind would pay.
    """

    starts: Floats  # the amount left beyond which each demand is best
    gaps: Floats
    losses: Floats
    targets: Floats  # the amount left after a refusal


def skimming(
    k_a: float, k_b: float, c_a: float, costs: Sequence[float], prior: Sequence[float], discount: float, rounds: int
) -> Skimming:
    """Return the demands with which A sorts, battle by battle, kinds of B that bear fighting more or less easily.

    Every round A demands a share and B accepts, or refuses and a battle follows. The battle makes A or B collapse,
    and the other side wins everything; or else the next round comes. After the last round they fight until one
    collapses.

    Parameters
    ----------
    k_a, k_b : float
        Probability that A, and that B, collapses in a battle, not negative, together below 1.
    c_a : float
        A's cost of a battle as a share of the pie's worth, not negative.
    costs : sequence of float
        Cost of a battle to each kind of B, at least two, rising from the toughest kind's, which is not negative, to
        the weakest kind's, which is at most k_a: even for the weakest kind fighting on is worth something.
    prior : sequence of float
        Probability of each kind, above 0, together 1.
    discount : float
        Worth of the next round in units of this one, above 0 and at most 1.
    rounds : int
        Number of rounds in which A can make a demand, at least 1.

    Returns
    -------
    Skimming
        Exact. With two kinds it is :func:`.fight_while_bargaining.fight_while_bargaining` at q = prior[0].

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Fudenberg, Levine and Tirole (1985), "Infinite-horizon models of bargaining with one-sided incomplete
    information", for the recursion on the kinds that are left; Powell (2004), *American Journal of Political Science*
    48, for bargaining between battles. Re-derived for this parametrisation.
    """
    require("skimming", _checks(k_a, k_b, c_a, costs, prior, discount, rounds))
    game = _game(k_a, k_b, c_a, np.array(costs, dtype=float), np.array(prior, dtype=float), discount)
    stages = _stages(game, int(rounds))
    height = 1 - (k_a - game.costs[-1]) / game.ends
    offers, remaining = _path(stages, int(rounds), height)
    first, toughest = stages[-1], float(game.up_to[0])
    n = _demand_with(first, 1.0)
    flip = Threshold(
        "skimming", "share of the toughest kind of opponent", toughest / float(first.starts[1]), toughest,
        above="demand only what the toughest kind accepts too, and end the fighting now",
        below="demand more, and fight on where that is refused",
    )  # fmt: skip
    return Skimming(
        offers, remaining, float(height - first.gaps[n] - first.losses[n]),
        tuple((toughest / first.starts[1 : n + 1]).tolist()), flip,
    )  # fmt: skip


def _checks(
    k_a: float, k_b: float, c_a: float, costs: Sequence[float], prior: Sequence[float], discount: float, rounds: int
) -> Iterator[Check]:
    yield not_negative("k_a", k_a)
    yield not_negative("k_b", k_b)
    yield condition("k_a + k_b < 1", k_a + k_b < 1)
    yield not_negative("c_a", c_a)
    yield condition("0 < discount ≤ 1", 0 < discount <= 1)
    yield whole_rounds(rounds)
    yield condition("costs and prior have the same length, 2 or more", len(costs) == len(prior) >= 2)
    yield condition("costs ≥ 0", all(c >= 0 for c in costs))
    yield condition("costs rise", all(c < d for c, d in pairwise(costs)))
    yield condition("costs ≤ k_a", all(c <= k_a for c in costs))
    yield condition("prior > 0", all(share > 0 for share in prior))
    yield condition("prior adds up to 1", abs(fsum(prior) - 1) <= ROUNDING)


def _game(k_a: float, k_b: float, c_a: float, costs: Floats, prior: Floats, discount: float) -> _Game:
    goes_on = discount * (1 - k_a - k_b)
    waste = c_a + costs + (1 - discount) * (1 - k_a - k_b)
    up_to = np.cumsum(prior / prior.sum())[:-1]
    # With more left than this, A gains more by sorting out the weakest kind than by a demand that all accept.
    most = max(1.0, float(up_to[-1] * waste[-1] / (costs[-1] - costs[0]))) * (1 + ROUNDING)
    return _Game(goes_on, 1 - discount + discount * (k_a + k_b), costs, waste, up_to, most)


def _stages(game: _Game, rounds: int) -> list[_Round]:
    """Return the last round, the one before it and so on; fewer than rounds where all earlier ones repeat the last."""
    kinds, extra = np.append(0.0, game.up_to), game.costs[-1] - game.costs
    stages = [_best(game, kinds, extra / game.ends, kinds * game.waste / game.ends)]
    for _ in range(rounds - 1):
        later = stages[-1]
        targets = np.unique(np.concatenate((later.starts, game.up_to)))
        kind = np.searchsorted(game.up_to, targets, side="right")
        next_demand = np.searchsorted(later.starts, targets, side="right") - 1
        gaps = extra[kind] + game.goes_on * later.gaps[next_demand]
        losses = targets * game.waste[kind] + game.goes_on * later.losses[next_demand]
        now = _best(game, targets, gaps, losses)
        if all(np.array_equal(old, new) for old, new in zip(later, now, strict=True)):
            break
        stages.append(now)
    return stages


def _best(game: _Game, targets: Floats, gaps: Floats, losses: Floats) -> _Round:
    """Keep the targets that are best for some amount left.

    Among targets with the same next demand, and for the same kind that is to be the last to accept, the least is best:
    more accept at the same price. So the targets are the ends of the kinds and of the next demands.
    """
    differ = np.append(True, (np.diff(gaps) < 0) & (np.diff(losses) > 0))  # else floats do not tell them apart
    targets, gaps, losses = targets[differ], gaps[differ], losses[differ]
    kept, rises, steps = upper_envelope((-np.diff(gaps)).tolist(), np.diff(losses).tolist())
    starts = np.append(0.0, np.array(steps) / np.array(rises))
    starts[1:][starts[1:] < game.up_to[0] * (1 + TIE)] = game.up_to[0]
    count = int(np.searchsorted(starts, game.most, side="right"))
    kept = kept[:count]
    return _Round(starts[:count], gaps[kept], losses[kept], targets[kept])


def _demand_with(stage: _Round, left: float) -> int:
    """Return the position of the best demand; where two are best, of the lower."""
    return max(int(np.searchsorted(stage.starts, left, side="left")) - 1, 0)


def _path(stages: list[_Round], rounds: int, height: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    offers, remaining, left = [], [], 1.0
    for n in range(rounds, 0, -1):
        stage = stages[min(n, len(stages)) - 1]
        # The first demand is the milder of two that are best; after a refusal it is the higher, as those who accepted
        # had to expect.
        best = _demand_with(stage, left if n == rounds else np.nextafter(left, inf))
        left = float(stage.targets[best])
        offers.append(min(float(height - stage.gaps[best]), 1.0))  # above 1 by rounding only
        remaining.append(left)
        if left == 0:
            break
    return tuple(offers), tuple(remaining)
