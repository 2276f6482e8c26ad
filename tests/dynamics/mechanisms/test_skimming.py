"""Demands that sort many kinds are an equilibrium: a literal search agrees, and no single deviation brings more."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.fight_while_bargaining import fight_while_bargaining
from detente.dynamics.mechanisms.skimming import Skimming, skimming

TRIES = settings(max_examples=60, deadline=None)
HAIR = 1e-11
"""With so much more left than at a change of demands, the higher of the two is made."""


@dataclass(frozen=True)
class Game:
    """The symbols but for the rounds."""

    k_a: float
    k_b: float
    c_a: float
    costs: tuple[float, ...]
    prior: tuple[float, ...]
    discount: float

    @property
    def goes_on(self) -> float:
        return self.discount * (1 - self.k_a - self.k_b)

    def solved(self, rounds: int) -> Skimming:
        return skimming(self.k_a, self.k_b, self.c_a, self.costs, self.prior, self.discount, rounds)

    def fighting(self, cost: float) -> float:
        """Return what fighting to the end is worth to a kind of B."""
        return (self.k_a - cost) / (1 - self.goes_on)

    @property
    def war(self) -> float:
        return (self.k_b - self.c_a) / (1 - self.goes_on)

    def kind(self, left: float) -> int:
        """Return the position of the toughest kind that accepts, when this much is left after it."""
        return min(int(np.searchsorted(np.cumsum(self.prior) - 1e-15, left, side="right")), len(self.prior) - 1)

    def with_left(self, left: float) -> Game:
        """Return the game that is left when the weakest kinds have accepted and `left` of all have not."""
        kept, shares = 0.0, []
        for share in self.prior:
            shares.append(min(share, left - kept))
            kept += share
            if kept >= left - 1e-15:
                break
        total = sum(shares)
        costs = self.costs[: len(shares)]
        return Game(self.k_a, self.k_b, self.c_a, costs, tuple(s / total for s in shares), self.discount)


@st.composite
def games(draw: st.DrawFn, kinds: int = 5) -> Game:
    """Games of two to five kinds."""
    n = draw(st.integers(2, kinds))
    k_a, k_b = draw(st.floats(0.05, 0.6)), draw(st.floats(0, 0.39))
    steps = draw(st.lists(st.floats(0.01, 1), min_size=n, max_size=n))
    first = draw(st.sampled_from([0.0, 1.0]))
    costs = k_a * draw(st.floats(0.1, 0.999)) * (np.cumsum(steps) - steps[0] * first) / sum(steps)
    weights = np.array(draw(st.lists(st.floats(0.02, 1), min_size=n, max_size=n)))
    prior = weights / weights.sum()
    c_a, discount = draw(st.sampled_from([0.0, 0.01, 0.05, 0.3])), draw(st.sampled_from([0.5, 0.9, 0.99, 1.0]))
    return Game(k_a, k_b, c_a, tuple(costs.tolist()), tuple(prior.tolist()), discount)


def literal(game: Game, rounds: int, steps: int) -> float:
    """Return what the game is worth to A when what is left may only be a multiple of 1/steps, or the end of a kind.

    Every amount left and every smaller amount after a refusal is tried, at the price at which the toughest kind that
    accepts is indifferent; among demands that are equally good the higher is expected.
    """
    ends = np.cumsum(game.prior)
    left = np.unique(np.concatenate((np.linspace(0, 1, steps + 1), np.minimum(ends, 1.0))))
    costs = np.array([game.costs[game.kind(m)] for m in left])
    values, next_demand = left * game.war, 1 - (game.k_a - costs) / (1 - game.goes_on)
    prices = next_demand
    for n in range(rounds):
        if n > 0:
            prices = 1 - (game.k_a - costs + game.goes_on * (1 - next_demand))
        gains = (left[:, None] - left) * prices + left * (game.k_b - game.c_a) + game.goes_on * values
        gains = np.where(left[None, :] <= left[:, None], gains, -np.inf)
        best = gains.max(axis=1)
        next_demand = np.where(gains >= best[:, None] - 1e-13, prices, -np.inf).max(axis=1)
        values = best
    return float(values[-1])


@settings(max_examples=25, deadline=None)
@given(games(), st.integers(1, 5))
def test_the_value_is_the_limit_of_a_literal_search_over_amounts_left(game: Game, rounds: int) -> None:
    """A grid of 1/400 costs A and B's expectations a step or so a round: the error stays below four steps."""
    result = game.solved(rounds)

    assert literal(game, rounds, 400) == pytest.approx(result.value, abs=0.01)


@TRIES
@given(games(kinds=2), st.integers(1, 20))
def test_two_kinds_are_fighting_while_bargaining(game: Game, rounds: int) -> None:
    """Value, first demand, risk and every threshold above the prior are the same."""
    q = game.prior[0]
    c_low, c_high = game.costs
    expected = fight_while_bargaining(game.k_a, game.k_b, game.c_a, c_low, c_high, game.discount, rounds, q=q)

    result = game.solved(rounds)

    assume(min(abs(q - t) for t in expected.thresholds) > 1e-9)  # else two demands are best
    assert (expected.value(q), expected.offer(q), expected.risk(q)) == pytest.approx(
        (result.value, result.offer, result.risk), abs=1e-9
    )
    assert [t for t in expected.thresholds if t > q] == pytest.approx(list(result.thresholds), rel=1e-9)
    assert expected.threshold.value == pytest.approx(result.threshold.value, rel=1e-9)
    assert expected.threshold.distance == pytest.approx(result.threshold.distance, abs=1e-9)


def price(game: Game, left: float, rounds: int) -> tuple[float, float]:
    """Return the demand after which `left` is left, and what a refusal of it is worth to A per unit left."""
    cost = game.costs[game.kind(left)]
    if rounds == 1:
        return 1 - game.fighting(cost), game.k_b - game.c_a + game.goes_on * game.war
    rest, more = game.with_left(left), game.with_left(min(left * (1 + HAIR), 1.0))
    alone = 1 - game.fighting(game.costs[0])
    value = rest.solved(rounds - 1).value if len(rest.costs) > 1 else alone
    demand = more.solved(rounds - 1).offer if len(more.costs) > 1 else alone
    return 1 - (game.k_a - cost + game.goes_on * (1 - demand)), game.k_b - game.c_a + game.goes_on * value


@settings(max_examples=40, deadline=None)
@given(games(), st.integers(1, 5))
def test_no_other_demand_is_worth_more_than_the_first(game: Game, rounds: int) -> None:
    """One-shot deviations of A: whatever amount a demand leaves, with the rest of the game solved afresh for that
    amount, it brings no more; and the demand that is made brings what `value` says.
    """
    result = game.solved(rounds)

    for left in [*np.linspace(0, 1, 41)[1:], *np.cumsum(game.prior)[:-1]]:
        demand, refused = price(game, float(left), rounds)
        assert (1 - left) * demand + left * refused <= result.value + 1e-9
    if result.remaining[0] == 0:
        assert result.offer == pytest.approx(1 - game.fighting(game.costs[0]), abs=1e-9)
        assert result.offer == pytest.approx(result.value, abs=1e-9)
    else:
        left = result.remaining[0]
        demand, refused = price(game, left, rounds)
        assert demand == pytest.approx(result.offer, abs=1e-9)
        assert (1 - left) * demand + left * refused == pytest.approx(result.value, abs=1e-9)


@TRIES
@given(games(), st.integers(1, 8))
def test_no_kind_does_better_by_accepting_sooner_or_later(game: Game, rounds: int) -> None:
    """One-shot deviations of B: each kind, at whichever demands its members accept, does as well as at the best."""
    result = game.solved(rounds)
    bounds = [1.0, *result.remaining]
    ends = np.cumsum(game.prior)

    for n, cost in enumerate(game.costs):
        battles = np.cumsum([0.0] + [(game.k_a - cost) * game.goes_on**t for t in range(len(result.offers))])
        shares = [1 - x for x in result.offers] + [game.fighting(cost)]
        gains = [b + game.goes_on**t * s for t, (b, s) in enumerate(zip(battles, shares, strict=True))]
        low, high = ends[n] - game.prior[n], ends[n]
        for t, (before, after) in enumerate(itertools.pairwise([*bounds, 0.0])):
            if min(before, high) - max(after, low) > 1e-9:  # some of this kind accept demand t, or fight to the end
                assert max(gains) == pytest.approx(gains[t], abs=1e-9)


def test_three_kinds_are_sorted_one_by_one() -> None:
    """Costs .01, .08, .2 with prior .1, .3, .6: the weakest accept first, and the last demand suits all."""
    result = skimming(0.25, 0.25, 0.05, (0.01, 0.08, 0.2), (0.1, 0.3, 0.6), 0.95, 30)

    assert list(result.offers) == sorted(result.offers, reverse=True)
    assert list(result.remaining) == sorted(result.remaining, reverse=True)
    assert result.remaining[-1] == 0
    assert result.offers[-1] == pytest.approx(1 - (0.25 - 0.01) / (1 - 0.95 * 0.5))


@TRIES
@given(games(), st.integers(1, 8))
def test_the_first_threshold_tells_whether_all_accept_the_first_demand(game: Game, rounds: int) -> None:
    """At or above it nothing is risked, below it something is."""
    result = game.solved(rounds)

    if abs(result.threshold.distance) > 1e-9:
        assert (result.risk == 0) == result.threshold.is_reached
    assert len(result.thresholds) == 0 or result.thresholds[0] == result.threshold.value


@settings(max_examples=30, deadline=None)
@given(games(), st.integers(1, 6))
def test_a_prior_at_the_first_threshold_is_where_the_answer_turns(game: Game, rounds: int) -> None:
    """More of the weakest kind than that and A sorts, less and it does not: the value is the threshold that it names."""
    value = game.solved(rounds).threshold.value
    scale = game.prior[0] / value  # how much there is of all kinds, in units of what is there of the tougher ones
    others = sum(game.prior[:-1])
    if scale * (1 - 1e-6) <= others or value > 1 - 1e-6:
        return

    for shift, sorts in ((1e-7, True), (-1e-7, False)):
        total = scale * (1 + shift)
        prior = [share / total for share in game.prior[:-1]] + [(total - others) / total]
        again = skimming(game.k_a, game.k_b, game.c_a, game.costs, prior, game.discount, rounds)
        assert (again.risk > 0) == sorts


@TRIES
@given(games(), st.integers(1, 8))
def test_a_costlier_battle_for_a_never_helps_a(game: Game, rounds: int) -> None:
    """A can save it only by asking for less."""
    dearer = skimming(game.k_a, game.k_b, game.c_a + 0.05, game.costs, game.prior, game.discount, rounds)

    assert dearer.value <= game.solved(rounds).value + 1e-12


def test_many_kinds_and_rounds_are_solved_at_once() -> None:
    """Twenty kinds and 5,000 rounds: offers fall from round to round until all accept."""
    costs = [0.001 * (n + 1) for n in range(20)]
    result = skimming(0.02, 0.02, 0.001, costs, [0.05] * 20, 0.999, 5000)

    assert all(a > b for a, b in itertools.pairwise(result.offers))
    assert result.remaining[-1] == 0


def test_where_fighting_the_toughest_kind_costs_nothing_a_always_sorts() -> None:
    """c_A = c_1 = 0 and δ = 1: the one threshold is certainty, however the prior is rounded."""
    for hundredths in range(1, 100, 7):
        prior = (hundredths / 100, 1 - hundredths / 100)
        result = skimming(0.3, 0.2, 0.0, (0.0, 0.17), prior, 1.0, 9)
        assert result.thresholds == pytest.approx((1.0,), abs=1e-12)


VALID: dict[str, Any] = {
    "k_a": 0.2, "k_b": 0.2, "c_a": 0.05, "costs": (0.01, 0.05, 0.1), "prior": (0.2, 0.3, 0.5), "discount": 0.9,
    "rounds": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"k_a": float("nan")}, "k_a must not be negative"),
        ({"k_b": -0.1}, "k_b must not be negative"),
        ({"k_b": 0.8}, "k_a + k_b < 1"),
        ({"c_a": -1.0}, "c_a must not be negative"),
        ({"costs": (0.01, 0.1)}, "costs and prior have the same length, 2 or more"),
        ({"costs": (0.01,), "prior": (1.0,)}, "costs and prior have the same length, 2 or more"),
        ({"costs": (-0.01, 0.05, 0.1)}, "costs ≥ 0"),
        ({"costs": (0.05, 0.05, 0.1)}, "costs rise"),
        ({"costs": (0.05, float("nan"), 0.1)}, "costs rise"),
        ({"costs": (0.01, 0.05, 0.3)}, "costs ≤ k_a"),
        ({"prior": (0.0, 0.5, 0.5)}, "prior > 0"),
        ({"prior": (0.2, 0.2, 0.5)}, "prior adds up to 1"),
        ({"discount": 0.0}, "0 < discount ≤ 1"),
        ({"rounds": 0}, "rounds ≥ 1, a whole number"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(changes: dict[str, Any], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        skimming(**(VALID | changes))
