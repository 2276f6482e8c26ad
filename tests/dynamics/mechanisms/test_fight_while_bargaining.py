"""Demands between battles are an equilibrium that exact backward induction finds and no single deviation upsets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.fight_while_bargaining import FightWhileBargaining, fight_while_bargaining
from detente.dynamics.mechanisms.screening import two_type_screening

TRIES = settings(max_examples=60, deadline=None)
EXAMPLE = (0.08, 0.10, 0.03, 0.02, 0.07, 0.95)
"""k_A, k_B, c_A, c_L, c_H, δ of the reference."""


@dataclass(frozen=True)
class Game:
    """The symbols, and what the reference derives from them; exact where the symbols are fractions."""

    k_a: Any
    k_b: Any
    c_a: Any
    c_low: Any
    c_high: Any
    discount: Any

    @property
    def symbols(self) -> tuple[float, float, float, float, float, float]:
        return (
            float(self.k_a), float(self.k_b), float(self.c_a), float(self.c_low), float(self.c_high),
            float(self.discount),
        )  # fmt: skip

    @property
    def goes_on(self) -> Any:
        return self.discount * (1 - self.k_a - self.k_b)

    def fighting(self, own_win: Any, cost: Any) -> Any:
        """Return what fighting to the end is worth: V = win − cost + D·V."""
        return (own_win - cost) / (1 - self.goes_on)


@st.composite
def games(draw: st.DrawFn) -> Game:
    """Games in small fractions, so that ties happen."""
    k_a = Fraction(draw(st.integers(1, 12)), 20)
    k_b = Fraction(draw(st.integers(0, 7)), 20)
    c_high = k_a * Fraction(draw(st.integers(1, 10)), 10)
    c_low = c_high * Fraction(draw(st.integers(0, 9)), 10)
    c_a = Fraction(draw(st.sampled_from([0, 1, 2, 5, 20, 100])), 100)
    return Game(k_a, k_b, c_a, c_low, c_high, Fraction(draw(st.sampled_from([1, 50, 90, 99, 100])), 100))


def literal(game: Game, rounds: int) -> list[tuple[list[Any], list[Any]]]:
    """Return thresholds and demands of the last round, the one before and so on, in exact arithmetic.

    Every belief that the next round changes at, and certainty, may be where a refusal leads. The demand makes the weak
    kind indifferent; at such a belief it then expects the demand made just below it. All pairs of lines are crossed.
    """
    found: list[tuple[list[Any], list[Any]]] = []
    tough, weak = (game.fighting(game.k_a, cost) for cost in (game.c_low, game.c_high))
    war = game.fighting(game.k_b, game.c_a)
    later: Callable[[Any], Any] = lambda _: war  # noqa: E731
    goals = [(Fraction(1), weak)]
    for _ in range(rounds):
        lines = [(1 - tough, Fraction(0))]
        for goal, wait in goals:
            demand = 1 - (game.k_a - game.c_high + game.goes_on * wait)
            refused = game.k_b - game.c_a + game.goes_on * later(goal)
            lines.append((demand, (demand - refused) / goal))
        kept, thresholds = [max(lines, key=lambda line: (line[0] - line[1], line[0]))], []
        if kept[0][0] != 1 - tough:  # a tie at certainty goes to the demand that all accept
            kept, thresholds = [lines[0], kept[0]], [Fraction(1)]
        while higher := [line for line in lines if line[0] > kept[-1][0]]:
            crossings = [((line[0] - kept[-1][0]) / (line[1] - kept[-1][1]), line[0], line) for line in higher]
            crossing, _height, line = max(crossings)
            thresholds.append(crossing)
            kept.append(line)
        found.append((thresholds, [line[0] for line in kept]))
        later = lambda q, lines=tuple(kept): max(a - b * q for a, b in lines)  # type: ignore[misc] # noqa: E731
        ends = [Fraction(1), *thresholds]
        goals = [(goal, 1 - line[0]) for goal, line in zip(ends, kept, strict=True)]
    return found


@TRIES
@given(games(), st.integers(1, 7))
def test_thresholds_and_demands_are_those_of_exact_backward_induction(game: Game, rounds: int) -> None:
    """To 1e-9 of each threshold, however small it is."""
    thresholds, offers = literal(game, rounds)[-1]

    result = fight_while_bargaining(*game.symbols, rounds)

    assert [float(t) for t in thresholds] == pytest.approx(list(result.thresholds), rel=1e-9)
    assert [float(x) for x in offers] == pytest.approx(list(result.offers), abs=1e-9)


def answer(game: Game, demand: float, q: float, later: FightWhileBargaining | None) -> float:
    """Return the belief after a refusal of any demand, when both kinds answer it as well as they can.

    The tough kind takes nothing worse than war. The weak kind compares the demand with what it waits for, which rises
    with the belief: it accepts, refuses, or does each so often that the next round may go either way.
    """

    def wait(belief: float) -> float:
        value = game.fighting(game.k_a, game.c_high) if later is None else 1 - later.offer(belief)
        return float(game.k_a - game.c_high + game.goes_on * value)

    if 1 - demand >= wait(1.0):
        return 1.0
    if 1 - demand < wait(q):
        return q
    return min(t for t in (later.thresholds if later else ()) if t >= q and wait(t) > 1 - demand)


def worth(game: Game, demand: float, q: float, later: FightWhileBargaining | None) -> float:
    """Return what a demand is worth to A at the belief q, given these answers and the next round."""
    if 1 - demand >= game.fighting(game.k_a, game.c_low) - 1e-12:
        return demand
    after = answer(game, demand, q, later)
    value = game.fighting(game.k_b, game.c_a) if later is None else later.value(after)
    refused = float(game.k_b - game.c_a + game.goes_on * value)
    return (1 - q / after) * demand + q / after * refused


@TRIES
@given(games(), st.integers(1, 6), st.floats(0.0005, 1))
def test_no_other_demand_is_worth_more_in_any_round(game: Game, rounds: int, q: float) -> None:
    """One-shot deviations of A: 301 demands, each answered by both kinds as well as they can, bring no more."""
    now = fight_while_bargaining(*game.symbols, rounds)
    later = fight_while_bargaining(*game.symbols, rounds - 1) if rounds > 1 else None

    values = [worth(game, float(x), q, later) for x in np.linspace(0, 1, 301)]

    assert max(values) <= now.value(q) + 1e-9


@TRIES
@given(games(), st.integers(1, 6), st.floats(0.0005, 1))
def test_the_offer_keeps_its_promise(game: Game, rounds: int, q: float) -> None:
    """A hair below the offer, where the weak kind is not indifferent, the demand is worth what `value` says, and a
    refusal is as likely as `risk` says. Games where A gains nothing by peace with the tough kind are left out: there
    everything ties.
    """
    now = fight_while_bargaining(*game.symbols, rounds)
    later = fight_while_bargaining(*game.symbols, rounds - 1) if rounds > 1 else None
    demand = now.offer(q) - 1e-10

    assert worth(game, demand, q, later) == pytest.approx(now.value(q), abs=1e-8)
    if now.risk(q) > 0 and now.thresholds[0] < 1 - 1e-9:
        assert q / answer(game, demand, q, later) == pytest.approx(now.risk(q), abs=1e-9)


@TRIES
@given(games(), st.integers(2, 6), st.floats(0.0005, 1))
def test_no_kind_gains_by_answering_otherwise_on_the_path(game: Game, rounds: int, q: float) -> None:
    """One-shot deviations of B: along the demands that follow one another, the weak kind gets the same whenever it
    accepts, and the tough kind nothing more than war before the demand that is meant for it.
    """
    shares, belief = [], q
    for left in range(rounds, 0, -1):
        stage = fight_while_bargaining(*game.symbols, left)
        belief *= 1 - 1e-12 if left < rounds and belief < 1 else 1.0  # the higher of two demands that are best
        demand = stage.offer(belief)
        risk = stage.risk(belief)
        shares.append(1 - demand)
        if risk == 0:
            break
        belief = min(belief / risk, 1.0)
    weak, tough = (
        [
            sum(float(game.k_a - cost) * float(game.goes_on) ** t for t in range(n)) + float(game.goes_on) ** n * share
            for n, share in enumerate(shares)
        ]
        for cost in (game.c_high, game.c_low)
    )

    if game.discount < 1 or game.c_a + game.c_low > 0:  # else everything ties and the path ends in its first round
        assert weak == pytest.approx([weak[0]] * len(weak), abs=1e-8)
    assert max(tough) <= game.fighting(game.k_a, game.c_low) + 1e-8


def test_the_example_of_the_reference_comes_out() -> None:
    """With 60 rounds the first four thresholds and demands are those quoted."""
    result = fight_while_bargaining(*EXAMPLE, 60)

    assert result.thresholds[:4] == pytest.approx((0.3546, 0.1063, 0.0250, 0.0045), abs=5e-5)
    assert result.offers[:4] == pytest.approx((0.7285, 0.7785, 0.8175, 0.8478), abs=5e-5)


def endless(game: Game, count: int) -> list[float]:
    """Return thresholds without a last round by the recursion of the reference: U_{j+1} = U_j at q_{j+1}."""
    d = game.goes_on
    tough, weak = (game.fighting(game.k_a, cost) for cost in (game.c_low, game.c_high))
    offer = [1 - weak - d**j * (tough - weak) for j in range(count + 1)]
    q, refused = [1.0], [0.0]

    def value(j: int, belief: float) -> float:
        if j == 0:
            return float(offer[0])
        return float((1 - belief / q[j - 1]) * offer[j] + belief / q[j - 1] * refused[j])

    for j in range(1, count + 1):
        refused.append(game.k_b - game.c_a + d * value(j - 1, q[j - 1]))
        low, high = 0.0, q[j - 1]
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if value(j, middle) > value(j - 1, middle) else (low, middle)
        q.append(high)
    return q[1:]


@settings(max_examples=30, deadline=None)
@given(games())
def test_with_many_rounds_the_first_thresholds_are_those_without_a_last_round(game: Game) -> None:
    """The recursion of the reference, solved by bisection, for three thresholds and 400 rounds."""
    plain = Game(*game.symbols)
    if plain.c_a + plain.c_low + 1 - plain.discount < 1e-3:
        return  # nothing is lost by fighting a tough opponent, and all thresholds are 1

    result = fight_while_bargaining(*plain.symbols, 400)

    assert endless(plain, 3) == pytest.approx(list(result.thresholds[:3]), rel=1e-9)


@TRIES
@given(games(), st.floats(0, 1))
def test_two_rounds_are_the_best_of_three_plans(game: Game, q: float) -> None:
    """Ask for what all accept; ask for what the weak kind accepts now, then for what all accept; or mix so that a
    refusal leads to the belief of the last round's threshold, at the price of a war to the end.
    """
    plain = Game(*game.symbols)
    tough, weak = (plain.fighting(plain.k_a, cost) for cost in (plain.c_low, plain.c_high))
    war, d = plain.fighting(plain.k_b, plain.c_a), plain.goes_on
    last = (tough - weak) / (1 - weak - war)
    all_accept = 1 - tough
    refused = plain.k_b - plain.c_a + d * all_accept
    weak_first = (1 - q) * (1 - (plain.k_a - plain.c_high + d * tough)) + q * refused
    gradual = (1 - q / last) * (1 - weak) + q / last * refused if q <= last else 0.0

    result = fight_while_bargaining(*plain.symbols, 2)

    assert max(all_accept, weak_first, gradual) == pytest.approx(result.value(q), abs=1e-9)


@TRIES
@given(st.floats(0.05, 0.5), st.floats(0, 0.4), st.floats(0, 0.5), st.floats(0.1, 1), st.floats(0, 0.9))
def test_one_round_is_the_one_shot_screening_of_a_war_to_the_end(
    k_a: float, k_b: float, c_a: float, of_k_a: float, of_high: float
) -> None:
    """Without discounting a war to the end is a lottery with p = k_B/k and costs c/k: the same two demands and q*."""
    c_high = k_a * of_k_a
    c_low, k = c_high * of_high, k_a + k_b
    one_shot = two_type_screening(k_b / k, c_a / k, c_low / k, c_high / k, 0.5)

    result = fight_while_bargaining(k_a, k_b, c_a, c_low, c_high, 1.0, 1)

    assert (one_shot.q_star,) == pytest.approx(result.thresholds, rel=1e-9)
    assert (one_shot.pooling_offer, one_shot.screening_offer) == pytest.approx(result.offers, abs=1e-9)
    if abs(one_shot.q_star - 0.5) > 1e-9:
        assert one_shot.risk == result.risk(0.5)


@TRIES
@given(games(), st.integers(1, 30))
def test_demands_rise_as_the_belief_falls(game: Game, rounds: int) -> None:
    """Thresholds go down, demands up, none is beyond the pie, and a refusal always speaks for the tough kind."""
    result = fight_while_bargaining(*game.symbols, rounds)

    assert all(a > b for a, b in itertools.pairwise(result.thresholds))
    assert all(a <= b for a, b in itertools.pairwise(result.offers))
    assert 0 <= result.offers[0] <= result.offers[-1] <= 1
    assert len(result.thresholds) + 1 == len(result.offers) == len(result.posteriors) == len(result.slopes)
    assert all(after >= below for after, below in zip(result.posteriors[1:], result.thresholds, strict=True))


@TRIES
@given(games(), st.integers(1, 10), st.floats(0, 1))
def test_the_value_is_the_same_from_both_sides_of_a_threshold(game: Game, rounds: int, q: float) -> None:
    """It is continuous and convex in the belief, and never below the demand that all accept."""
    result = fight_while_bargaining(*game.symbols, rounds)

    for t in result.thresholds:
        assert result.value(t) == pytest.approx(result.value(t * (1 - 1e-12)), abs=1e-9)
    assert result.value(q) >= result.offers[0] - 1e-12
    assert result.value(q / 2) <= (result.value(q) + result.value(0.0)) / 2 + 1e-12


@TRIES
@given(games(), st.integers(1, 10))
def test_a_costlier_battle_for_a_ends_the_fighting_at_lower_beliefs(game: Game, rounds: int) -> None:
    """A refusal hurts A more, so that it gives up probing earlier; the first threshold does not depend on rounds."""
    k_a, k_b, c_a, c_low, c_high, discount = game.symbols

    result = fight_while_bargaining(*game.symbols, rounds)
    dearer = fight_while_bargaining(k_a, k_b, c_a + 0.05, c_low, c_high, discount, rounds)

    assert dearer.thresholds[0] < result.thresholds[0]
    assert fight_while_bargaining(*game.symbols, 1).thresholds[0] == pytest.approx(result.thresholds[0], rel=1e-12)
    first = (c_high - c_low) / (c_a + c_high + (1 - discount) * (1 - k_a - k_b))
    assert first == pytest.approx(result.threshold.value, rel=1e-12)


def test_at_the_threshold_the_demand_that_all_accept_is_made() -> None:
    """The belief q = .3546… itself pools, a lower one does not."""
    result = fight_while_bargaining(*EXAMPLE, 5, q=0.2)
    first = result.thresholds[0]

    assert (result.offers[0], 0.0) == (result.offer(first), result.risk(first))
    assert result.risk(first * 0.999) > 0
    assert (first, 0.2) == (result.threshold.value, result.threshold.input)
    assert result.threshold.reading == "demand more, and fight on where that is refused"


def test_where_fighting_a_tough_opponent_costs_nothing_a_always_probes() -> None:
    """c_A = c_L = 0 and δ = 1: the one threshold is certainty, in any number of rounds."""
    for rounds in (1, 2, 3, 50):
        assert fight_while_bargaining(0.3, 0.2, 0.0, 0.0, 0.1, 1.0, rounds).thresholds == (1.0,)


def test_thresholds_that_no_belief_can_reach_are_dropped() -> None:
    """5,000 rounds leave those above 1e-300, in order, and the demands that belong to them."""
    result = fight_while_bargaining(0.01, 0.01, 0.001, 0.001, 0.01, 0.99, 5000)

    assert min(result.thresholds) >= 1e-300
    assert 100 < len(result.thresholds) == len(result.offers) - 1
    assert list(result.thresholds) == sorted(result.thresholds, reverse=True)


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"k_a": -0.1, "c_low": -0.3, "c_high": -0.2}, "k_a must not be negative"),
        ({"k_b": float("nan")}, "k_b must not be negative"),
        ({"k_b": 0.92}, "k_a + k_b < 1"),
        ({"c_a": -0.01}, "c_a must not be negative"),
        ({"c_low": -0.01}, "c_low must not be negative"),
        ({"c_high": float("inf")}, "c_high must be a finite number"),
        ({"c_low": 0.07}, "c_low < c_high"),
        ({"c_high": 0.09}, "c_high ≤ k_a"),
        ({"discount": 0.0}, "0 < discount ≤ 1"),
        ({"discount": 1.1}, "0 < discount ≤ 1"),
        ({"rounds": 0}, "rounds ≥ 1, a whole number"),
        ({"rounds": 2.5}, "rounds ≥ 1, a whole number"),
        ({"rounds": float("inf")}, "rounds ≥ 1, a whole number"),
        ({"q": 1.5}, "q must lie in 0–1"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(changes: dict[str, Any], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    names = ("k_a", "k_b", "c_a", "c_low", "c_high", "discount")
    symbols: dict[str, Any] = dict(zip(names, EXAMPLE, strict=True)) | {"rounds": 3} | changes

    with pytest.raises(DomainError, match=re.escape(condition)):
        fight_while_bargaining(**symbols)


def test_a_belief_outside_its_range_is_refused() -> None:
    """The result checks the belief that it is asked about."""
    with pytest.raises(DomainError, match="q must lie in 0–1"):
        fight_while_bargaining(*EXAMPLE, 2).value(1.2)
