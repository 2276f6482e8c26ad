"""Backers close a range, go on supplying, and mediators tell the truth exactly where their payoffs say so."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.backers import backed_range, mediator_credibility, supply_decision

TRIES = settings(max_examples=100, deadline=None)
tenths = st.integers(0, 10).map(lambda k: Fraction(k, 10))


@TRIES
@given(tenths, tenths, tenths, st.integers(-5, 15).map(lambda k: Fraction(k, 10)), tenths, tenths)
def test_range_is_that_of_trying_every_division(
    p: Fraction, delta: Fraction, s: Fraction, b_3: Fraction, c_a: Fraction, c_b: Fraction
) -> None:
    """Every division in hundredths is held against both sides' values of a backed war."""
    assume(p + delta <= 1)
    war_a, war_b = p + delta - (1 - s) * c_a + b_3, 1 - p - delta - c_b
    assume(war_a not in (1 - war_b, 1))  # at the edge rounding decides
    kept = [x for x in (Fraction(k, 100) for k in range(101)) if x >= war_a and 1 - x >= war_b]

    answer = backed_range(*(float(v) for v in (p, delta, s, b_3, c_a, c_b)))

    assert answer.exists == bool(kept)
    assert answer.exists == (not answer.threshold.is_reached)
    if kept:
        assert [float(kept[0]), float(kept[-1])] == pytest.approx([answer.low, answer.high])


def test_range_vanishes_where_the_backers_gain_exceeds_what_war_still_costs() -> None:
    """(1 − s)c_A + c_B = .5·.2 + .15 = .25."""
    held, gone = (backed_range(0.4, 0.1, 0.5, b_3, 0.2, 0.15) for b_3 in (0.24, 0.26))

    assert (held.exists, gone.exists) == (True, False)
    assert held.threshold.value == pytest.approx(0.25)
    assert gone.threshold.reading == "no division is better than fighting for both"


def test_range_vanishes_earlier_where_the_whole_pie_is_too_little() -> None:
    """With p + Δ = .9 and c_B = .4 the rule (1 − s)c_A + c_B = .5 speaks of shares above 1: A expects .9 − .1 + b_3.

    At b_3 = .3 that is 1.1, more than the whole pie, although .3 < .5; the last b_3 with a division is .2.
    """
    answer = backed_range(0.7, 0.2, 0.0, 0.3, 0.1, 0.4)

    assert not answer.exists
    assert answer.threshold.value == pytest.approx(0.2)


def test_support_that_pays_more_narrows_the_range_from_below() -> None:
    """A backer who pays A's costs lets A ask for more, and changes nothing for B."""
    lows = [backed_range(0.4, 0.1, s, 0.0, 0.3, 0.1) for s in (0.0, 0.5, 1.0)]

    assert pytest.approx([r.low for r in lows]) == [0.2, 0.35, 0.5]
    assert pytest.approx([r.high for r in lows]) == [0.6] * 3


@TRIES
@given(st.integers(0, 20), st.integers(1, 9), st.integers(0, 9))
def test_backer_supplies_where_the_lottery_pays(q: int, gain: int, cost: int) -> None:
    """The expected gain is that of twenty equally likely opponents, q of them tough."""
    worth = sum(0 if opponent < q else gain for opponent in range(20))
    assume(worth != 20 * cost)

    answer = supply_decision(q / 20, float(gain), float(cost))

    assert answer.is_supplied == (worth > 20 * cost)
    assert answer.expected == pytest.approx(worth / 20)


def test_supply_stops_at_the_belief_that_makes_it_break_even() -> None:
    """q_b = 1 − 3/4."""
    answer = supply_decision(0.25, 4.0, 3.0)

    assert answer.is_supplied
    assert answer.threshold.value == 0.25
    assert not supply_decision(0.26, 4.0, 3.0).is_supplied
    assert supply_decision(0.0, 1.0, 2.0).threshold.value < 0


def payoffs(c_low: float, c_high: float, bias: float, war_cost: float, slip: float) -> dict[tuple[str, str], float]:
    """Return the mediator's payoff by B's type and the word it says, where A believes the word; p is .3."""
    p = 0.3
    deal = {"tough": p + c_low, "weak": p + c_high}
    fights = {("tough", "weak"): 1.0, ("weak", "weak"): slip}
    worth = {}
    for kind, word in product(deal, deal):
        risk = fights.get((kind, word), 0.0)
        worth[kind, word] = (1 - risk) * bias * deal[word] + risk * (bias * p - war_cost)
    return worth


mediators = given(
    st.floats(0, 0.2), st.floats(0.01, 0.5), st.floats(0, 0.5), st.floats(-1, 2), st.floats(0, 2), st.floats(0, 0.4)
)


@TRIES
@mediators
def test_mediator_is_believed_where_truth_is_its_best_plan(
    c_low: float, more: float, c_a: float, bias: float, war_cost: float, slip: float
) -> None:
    """All four plans from type to word are compared, type by type."""
    c_high = c_low + more
    assume(slip * (c_high + c_a) < 0.99 * (c_high - c_low))
    worth = payoffs(c_low, c_high, bias, war_cost, slip)
    margins = [worth["tough", "tough"] - worth["tough", "weak"], worth["weak", "weak"] - worth["weak", "tough"]]
    assume(all(abs(m) > 1e-9 for m in margins))

    answer = mediator_credibility(c_low, c_high, c_a, bias, war_cost, slip=slip)

    best = max(product(("tough", "weak"), repeat=2), key=lambda plan: worth["tough", plan[0]] + worth["weak", plan[1]])
    assert answer.is_credible == (best == ("tough", "weak"))


@TRIES
@mediators
def test_listener_follows_the_word_it_believes(
    c_low: float, more: float, c_a: float, bias: float, war_cost: float, slip: float
) -> None:
    """Sure of the type, A's best demand is the one that the model gives it."""
    c_high = c_low + more
    assume(slip * (c_high + c_a) < 0.99 * (c_high - c_low))
    p = 0.3

    mediator_credibility(c_low, c_high, c_a, bias, war_cost, slip=slip)

    assert p + c_low >= p - c_a
    assert (1 - slip) * (p + c_high) + slip * (p - c_a) > p + c_low


def test_mediator_that_only_wants_peace_always_says_that_the_opponent_is_tough() -> None:
    """Even-handed, with slips: the small demand is safer, so the word means nothing; a leaning one is believed."""
    worth = payoffs(0.1, 0.3, 0.0, 1.0, 0.05)

    even, leaning = (mediator_credibility(0.1, 0.3, 0.1, bias, 1.0, slip=0.05) for bias in (0.0, 0.5))

    assert worth["weak", "tough"] > worth["weak", "weak"]
    assert worth["tough", "tough"] > worth["tough", "weak"]
    assert (even.is_credible, leaning.is_credible) == (False, True)
    assert leaning.least_bias == pytest.approx(0.05 / (0.95 * 0.3 - 0.1))


def test_mediator_leaning_to_the_opponent_is_not_believed() -> None:
    """Without slips the least leaning is 0: the even-handed is indifferent, and any leaning away is a reason to lie."""
    assert mediator_credibility(0.1, 0.3, 0.1, 0.0, 1.0).is_credible
    assert not mediator_credibility(0.1, 0.3, 0.1, -0.01, 1.0).is_credible


def test_mediator_who_suffers_more_from_war_must_lean_further() -> None:
    """The dearer war is for it, the more it would say to avoid the risk of the large demand."""
    least = [mediator_credibility(0.1, 0.3, 0.1, 0.0, w, slip=0.1).least_bias for w in (0.0, 1.0, 2.0)]

    assert 0 == least[0] < least[1] < least[2]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p": 1.1}, "p must lie in 0–1"),
        ({"delta": -0.1}, "delta must not be negative"),
        ({"p": 0.9, "delta": 0.2}, "p . delta ≤ 1"),
        ({"s": 2.0}, "s must lie in 0–1"),
        ({"b_3": float("inf")}, "b_3 must be a finite number"),
        ({"c_a": -1.0}, "c_a must not be negative"),
        ({"c_b": -1.0}, "c_b must not be negative"),
    ],
)
def test_backed_range_outside_its_domain_is_named(changes: dict[str, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        backed_range(**{"p": 0.4, "delta": 0.1, "s": 0.5, "b_3": 0.1, "c_a": 0.2, "c_b": 0.1} | changes)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((1.1, 1.0, 1.0), "q must lie in 0–1"),
        ((0.1, 0.0, 1.0), "gain must be above 0"),
        ((0.1, 1.0, -1.0), "cost must not be negative"),
    ],
)
def test_supply_outside_its_domain_is_named(values: tuple[float, float, float], message: str) -> None:
    """Each failed condition is named by its symbol."""
    with pytest.raises(DomainError, match=message):
        supply_decision(*values)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"c_low": -0.1}, "c_low must not be negative"),
        ({"c_high": float("inf")}, "c_high must not be negative or infinite"),
        ({"c_a": -0.1}, "c_a must not be negative"),
        ({"bias": float("nan")}, "bias must be a finite number"),
        ({"war_cost": -0.1}, "war_cost must not be negative"),
        ({"slip": 1.1}, "slip must lie in 0–1"),
        ({"c_high": 0.1}, "c_low < c_high"),
        ({"slip": 0.6}, r"slip·\(c_high \+ c_a\) < c_high − c_low"),
    ],
)
def test_mediator_outside_its_domain_is_named(changes: dict[str, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    usual = {"c_low": 0.1, "c_high": 0.3, "c_a": 0.1, "bias": 0.5, "war_cost": 1.0, "slip": 0.05}

    with pytest.raises(DomainError, match=message):
        mediator_credibility(**usual | changes)
