"""Shifts of power bring war exactly where comparing the discounted streams of both choices says so."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.commitment import breakdown, commitment_threshold, destroyed_share, first_strike

TRIES = settings(max_examples=80, deadline=None)
ROUNDS = 500
"""With discounts up to 0.93 what comes later weighs less than 1e-15."""
shares = st.floats(0, 1)
costs = st.floats(0, 4)
discounts = st.floats(0.2, 0.93)


def summed(flow: float, discount: float) -> float:
    """Add up a flow, round by round."""
    return sum(flow * discount**t for t in range(ROUNDS))


def gain_of_waiting(p_1: float, p_2: float, c_b: float, discount: float) -> float:
    """Return what B gains by taking the whole first pie and living with a stronger A, over fighting now.

    From the second round on A takes the whole pie wherever B does not fight for it, and yields to B just what
    fighting would give it; worked out backwards from the last round.
    """
    flows = later = 0.0
    for _ in range(ROUNDS):
        flows = (1 - p_2) + discount * flows
        later = max(flows - c_b, discount * later)
    return 1 + discount * later - (summed(1 - p_1, discount) - c_b)


def flip_of_waiting(p_1: float, c_b: float, discount: float) -> float:
    """Return the later power at which waiting stops to pay, by halving."""
    low, high = p_1, 1.0
    if gain_of_waiting(p_1, high, c_b, discount) >= 0:
        return inf
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if gain_of_waiting(p_1, middle, c_b, discount) >= 0 else (low, middle)
    return high


@TRIES
@given(shares, shares, costs, discounts)
def test_there_is_war_where_fighting_now_beats_the_stream_of_waiting(
    p_1: float, p_2: float, c_b: float, discount: float
) -> None:
    """The answer is that of the two streams, added up."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)
    gain = gain_of_waiting(p_1, p_2, c_b, discount)
    assume(abs(gain) > 1e-9)

    answer = commitment_threshold(p_1, p_2, c_b, discount)

    assert answer.is_war == (gain < 0)


@settings(max_examples=25, deadline=None)
@given(shares, st.floats(0, 1), discounts)
def test_threshold_is_the_later_power_at_which_the_streams_are_equal(p_1: float, c_b: float, discount: float) -> None:
    """The threshold is found by halving as well, and is infinite where even a certain victory brings no war."""
    assume(abs(gain_of_waiting(p_1, 1.0, c_b, discount)) > 1e-6)

    answer = commitment_threshold(p_1, 1.0, c_b, discount)

    assert answer.threshold.value == pytest.approx(flip_of_waiting(p_1, c_b, discount), abs=1e-9)


def test_war_that_is_worth_nothing_later_is_not_worse_than_nothing() -> None:
    """Where B expects less than nothing from a later war it takes nothing, and the bare formula says war too early.

    With p_1 = .5, p_2 = 1, c_B = 3, δ = .8 the condition reads .8·1 − .5 = .3 > 3·.2² = .12: war. But B's war now is
    worth .5/.2 − 3 = −.5 pies, and the whole first pie alone is worth 1.
    """
    assert gain_of_waiting(0.5, 1.0, 3.0, 0.8) == pytest.approx(1.5)

    answer = commitment_threshold(0.5, 1.0, 3.0, 0.8)

    assert (False, inf, 0.5) == (answer.is_war, answer.threshold.value, answer.largest_shift)


def test_condition_is_fearons_where_later_war_is_worth_something() -> None:
    """δp_2 − p_1 > c_B(1 − δ)²: .9·.6 − .5 = .04 against c_B/100."""
    answers = [commitment_threshold(0.5, 0.6, c_b, 0.9) for c_b in (3.9, 4.1)]

    assert [a.is_war for a in answers] == [True, False]
    assert answers[0].threshold.value == pytest.approx((0.5 + 0.039) / 0.9)
    assert answers[0].largest_shift == pytest.approx((0.5 + 0.039) / 0.9 - 0.5)
    assert answers[0].threshold.reading == "war now is at least as good as waiting for the declining side"
    assert answers[1].threshold.reading == "the declining side would rather wait than fight now"


@TRIES
@given(shares, costs, discounts)
def test_dearer_war_bears_a_larger_shift(p_1: float, c_b: float, discount: float) -> None:
    """A declining side that saves more by peace puts up with more."""
    shifts = [commitment_threshold(p_1, 1.0, c, discount).largest_shift for c in (c_b, c_b + 0.5)]

    assert shifts[0] <= shifts[1] + 1e-12


@pytest.mark.parametrize("discount", [0.3, 0.6, 0.9])
def test_no_shift_brings_no_war(discount: float) -> None:
    """Power that stays where it is breaks no promise."""
    assert not commitment_threshold(0.4, 0.4, 0.0, discount).is_war
    assert not destroyed_share(0.4, 0.4, 0.0, discount).is_war


@TRIES
@given(shares, shares, st.floats(0, 0.6), discounts)
def test_destroyed_share_is_that_of_the_streams(p_1: float, p_2: float, d: float, discount: float) -> None:
    """Peace fails where all that is left after the rising side's later claim is less than fighting now is worth."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)
    most = summed(1, discount) - discount * summed(p_2 * (1 - d), discount)
    fighting = summed((1 - p_1) * (1 - d), discount)
    assume(abs(most - fighting) > 1e-9)

    answer = destroyed_share(p_1, p_2, d, discount)

    assert answer.is_war == (most < fighting)


def test_no_shift_is_large_enough_where_war_destroys_much() -> None:
    """d/(1 − d) = 1 at half destroyed, and δp_2 − p_1 never exceeds 1."""
    answer = destroyed_share(0.0, 1.0, 0.5, 0.99)

    assert (False, inf, 1.0) == (answer.is_war, answer.threshold.value, answer.largest_shift)


@TRIES
@given(st.floats(0, 10), st.floats(0, 1), st.floats(0, 1), st.floats(0, 12), discounts)
def test_breakdown_is_where_no_promise_satisfies_both(
    total: float, first: float, second: float, m_1_next: float, discount: float
) -> None:
    """Every present value that the declining side could be given is tried."""
    m_1_now, m_2_now = total * first, total * (1 - first) * second
    assume(abs(total - m_2_now - discount * m_1_next) > 0.01)
    gifts = [total * k / 2000 for k in range(2001)]

    answer = breakdown(m_1_now, m_1_next, m_2_now, total, discount)

    possible = [g for g in gifts if g >= m_2_now - 0.005 and total - g >= discount * m_1_next - 0.005]
    assert answer.is_breakdown == (not possible)
    assert answer.is_breakdown == (answer.rise > answer.surplus)
    assert answer.surplus == pytest.approx(total - m_1_now - m_2_now)


@TRIES
@given(st.floats(0, 0.9), st.floats(0, 1), st.floats(0, 0.5), discounts)
def test_breakdown_with_one_side_making_demands_is_the_shift_of_power(
    p_1: float, rise: float, c_b: float, discount: float
) -> None:
    """If A leaves B only what a later war would, A can secure p_2/(1 − δ) + c_B in the next round."""
    p_2 = p_1 + rise * (1 - p_1)
    assume(1 - p_2 >= c_b * (1 - discount))
    late = 1 - discount
    simple = commitment_threshold(p_1, p_2, c_b, discount)
    assume(abs(simple.threshold.distance) > 1e-9)

    general = breakdown(p_1 / late, p_2 / late + c_b, (1 - p_1) / late - c_b, 1 / late, discount)

    assert simple.is_war == general.is_breakdown


@TRIES
@given(*[st.integers(0, 20)] * 4)
def test_first_strike_leaves_the_divisions_that_both_keep(p_f: int, p_s: int, c_a: int, c_b: int) -> None:
    """Every division on a grid is tried, in whole twentieths."""
    kept = [x for x in range(21) if x >= p_f - c_a and 20 - x >= 20 - p_s - c_b]

    answer = first_strike(p_f / 20, p_s / 20, c_a / 20, c_b / 20)

    if p_f - p_s != c_a + c_b:
        assert answer.exists == bool(kept)
        assert answer.exists == (not answer.threshold.is_reached)
    if kept:
        assert [kept[0] / 20, kept[-1] / 20] == pytest.approx([answer.low, answer.high])


def test_advantage_of_striking_first_beyond_the_joint_cost_leaves_no_division() -> None:
    """p_f − p_s = .3 against c_A + c_B = .2, and .4."""
    few, many = first_strike(0.65, 0.35, 0.1, 0.1), first_strike(0.65, 0.35, 0.2, 0.2)

    assert (few.exists, many.exists) == (False, True)
    assert few.threshold.distance == pytest.approx(0.1)
    assert many.threshold.reading == "some division leaves both worse off by striking first"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-0.1, 0.5, 0.1, 0.9), "p_1 must lie in 0–1"),
        ((0.1, 1.5, 0.1, 0.9), "p_2 must lie in 0–1"),
        ((0.1, 0.5, -1.0, 0.9), "c_b must not be negative"),
        ((0.1, 0.5, 0.1, 1.0), "discount must lie strictly between 0 and 1"),
        ((0.6, 0.5, 0.1, 0.9), "p_1 ≤ p_2"),
        ((float("nan"), 0.5, 0.1, 0.9), "p_1 must lie in 0–1"),
    ],
)
def test_shift_outside_its_domain_is_named(values: tuple[float, float, float, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        commitment_threshold(*values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-0.1, 0.5, 0.1, 0.9), "p_1 must lie in 0–1"),
        ((0.1, inf, 0.1, 0.9), "p_2 must lie in 0–1"),
        ((0.1, 0.5, -0.1, 0.9), "d must lie in 0–1"),
        ((0.1, 0.5, 1.0, 0.9), "d < 1"),
        ((0.1, 0.5, 0.1, 0.0), "discount must lie strictly between 0 and 1"),
        ((0.6, 0.5, 0.1, 0.9), "p_1 ≤ p_2"),
    ],
)
def test_destroyed_share_outside_its_domain_is_named(values: tuple[float, float, float, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        destroyed_share(*values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((inf, 1.0, 1.0, 5.0, 0.9), "m_1_now must be a finite number"),
        ((1.0, inf, 1.0, 5.0, 0.9), "m_1_next must be a finite number"),
        ((1.0, 1.0, -inf, 5.0, 0.9), "m_2_now must be a finite number"),
        ((-9.0, 1.0, 1.0, -5.0, 0.9), "benefits_now must not be negative"),
        ((1.0, 1.0, 1.0, 5.0, 2.0), "discount must lie strictly between 0 and 1"),
        ((3.0, 1.0, 3.0, 5.0, 0.9), "m_1_now . m_2_now ≤ benefits_now"),
    ],
)
def test_breakdown_outside_its_domain_is_named(values: tuple[float, float, float, float, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        breakdown(*values)


@pytest.mark.parametrize(("place", "symbol"), list(enumerate(["p_f", "p_s", "c_a", "c_b"])))
def test_first_strike_outside_its_domain_is_named(place: int, symbol: str) -> None:
    """Each failed condition is named by its symbol."""
    values = [0.5, 0.4, 0.1, 0.1]
    values[place] = -0.1

    with pytest.raises(DomainError, match=f"{symbol} must"):
        first_strike(*values)
