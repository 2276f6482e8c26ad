"""In a contest of nerves nobody does better by backing down at another time, whatever war costs him."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.attrition import Attrition, attrition, lock_in

AMOUNT = st.floats(0.2, 5)
STEPS = 200

Array = npt.NDArray[np.float64]
Symbols = tuple[float, float, float, float, float]


def still_there(t: float, v: float, a: float, a_other: float, c: float) -> float:
    """Return the share of a side that must be there at the start if t is the end.

    At the end the share a·t/C is left, the types that would rather fight. Backwards from it the side backs down at
    the rate a_other/(v + a_other·t) that keeps the other from preferring any moment; followed by Runge–Kutta steps.
    """
    step = t / STEPS
    share = a * t / c
    for k in range(STEPS, 0, -1):
        rates = [a_other / (v + a_other * (k - part) * step) for part in (0, 0.5, 1)]
        first = share * rates[0]
        second = (share + step / 2 * first) * rates[1]
        third = (share + step / 2 * second) * rates[1]
        fourth = (share + step * third) * rates[2]
        share += step / 6 * (first + 2 * second + 2 * third + fourth)
    return share


def last_possible_end(v: float, a_1: float, a_2: float, c_1: float, c_2: float) -> float:
    """Halve for the latest end at which neither side needs more than all of its types at the start."""
    low, high = 0.0, min(c_1 / a_1, c_2 / a_2)
    for _ in range(45):
        middle = (low + high) / 2
        fits = max(still_there(middle, v, a_1, a_2, c_1), still_there(middle, v, a_2, a_1, c_2)) <= 1
        low, high = (middle, high) if fits else (low, middle)
    return low


@settings(max_examples=20, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_the_contest_ends_as_the_rates_of_backing_down_say(
    v: float, a_1: float, a_2: float, c_1: float, c_2: float
) -> None:
    """End, first move and war agree with rates integrated backwards from the end, step by step."""
    end = last_possible_end(v, a_1, a_2, c_1, c_2)
    starts = [still_there(end, v, a_1, a_2, c_1), still_there(end, v, a_2, a_1, c_2)]

    result = attrition(v, a_1, a_2, c_1, c_2)

    assert end == pytest.approx(result.end, rel=1e-9)
    assert [1 - start for start in starts] == pytest.approx(result.quit_at_once, abs=1e-9)
    assert (a_1 * end / c_1) * (a_2 * end / c_2) == pytest.approx(result.war_probability, abs=1e-9)


def plans(result: Attrition, symbols: Symbols, side: int, periods: int) -> tuple[Array, Array]:
    """Return the payoffs of a side, whose war costs are spread over its types, for every plan in whole periods.

    A plan is a period in which to back down, or never. In each period both move at once: who backs down loses a·t,
    also where the other does too; who stays while the other backs down wins the prize; after the last period comes
    war. The other side backs down in a period with what its probability rises in it.
    """
    v, a, upper = symbols[0], symbols[1 + side], symbols[3 + side]
    times = np.linspace(0, result.end, periods + 1)
    gone = np.array([result.quit_by(t)[1 - side] for t in times])
    leaving = np.diff(gone, prepend=0.0)
    won_before = v * np.concatenate(([0.0], np.cumsum(leaving)))
    remains = 1 - np.concatenate(([0.0], gone))
    costs = np.linspace(0, upper, 41)
    backing_down = won_before[:-1] - remains[:-1] * a * times
    never = won_before[-1] - remains[-1] * costs
    return costs, np.column_stack([np.tile(backing_down, (len(costs), 1)), never])


@settings(max_examples=30, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.sampled_from([0, 1]))
def test_no_plan_in_periods_beats_the_prescribed_one_by_more_than_a_period_is_worth(
    v: float, a_1: float, a_2: float, c_1: float, c_2: float, side: int
) -> None:
    """Types below a·t* never back down and all others may at any time after the start.

    In periods another plan gains at most (v + a·t*)·a·Δt/v + a·Δt: what the other's backing down in one period is
    worth, whose probability is at most a·Δt/v, and the cost of one period. The gain falls with Δt.
    """
    symbols = (v, a_1, a_2, c_1, c_2)
    result = attrition(*symbols)
    a = symbols[1 + side]
    gains = []
    for periods in (25, 50, 100):
        costs, payoffs = plans(result, symbols, side, periods)
        fights = costs <= a * result.end
        prescribed = np.where(fights, payoffs[:, -1], payoffs[:, 1:-1].min(axis=1))
        step = result.end / periods
        bound = (v + a * result.end) * a * step / v + a * step

        gains.append(float((payoffs.max(axis=1) - prescribed).max()))

        assert gains[-1] <= bound
    assert gains[2] <= gains[1] / 1.5 + 1e-12
    assert gains[1] <= gains[0] / 1.5 + 1e-12


@settings(max_examples=40, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.sampled_from([0, 1]))
def test_every_moment_of_backing_down_is_worth_the_same_and_the_marginal_type_does_not_mind_war(
    v: float, a_1: float, a_2: float, c_1: float, c_2: float, side: int
) -> None:
    """Payoffs are integrated over when the other backs down, at twelve moments up to the end."""
    result = attrition(v, a_1, a_2, c_1, c_2)
    own, other = (a_1, a_2)[side], 1 - side
    at_once = result.quit_at_once[other]

    def density(t: float) -> float:
        # The other stays with (1 − Q(0))·v/(v + own·t), of which this is minus the derivative.
        return (1 - at_once) * v * own / (v + own * t) ** 2

    for t in np.linspace(result.end / 12, result.end, 12):
        gone = at_once + quad(density, 0, t, epsabs=1e-13)[0]
        assert gone == pytest.approx(result.quit_by(t)[other], abs=1e-9)
        assert v * gone - (1 - gone) * own * t == pytest.approx(v * at_once, abs=1e-9)
    upper = (c_1, c_2)[side]
    assert result.never_quits[side] * upper == pytest.approx(own * result.end, abs=1e-9)
    assert 1 - result.quit_by(result.end)[side] == pytest.approx(result.never_quits[side], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_at_most_one_side_backs_down_at_once_and_the_threshold_tells_which(
    v: float, a_1: float, a_2: float, c_1: float, c_2: float
) -> None:
    """At the threshold of C_1 nobody does."""
    result = attrition(v, a_1, a_2, c_1, c_2)
    even = attrition(v, a_1, a_2, result.threshold.value, c_2)
    assume(abs(result.threshold.distance) > 1e-6)

    assert min(result.quit_at_once) == 0
    assert (result.quit_at_once[0] > 0) == (c_1 > result.threshold.value)
    assert even.quit_at_once == pytest.approx((0, 0), abs=1e-9)


def test_equal_sides_hold_out_alike() -> None:
    """With v = 1, a = 1, C = 2 the end is 1 and war comes with probability 1/4, by hand."""
    result = attrition(1, 1, 1, 2, 2)

    assert result.end == pytest.approx(1)
    assert (result.quit_at_once, result.never_quits) == ((0.0, 0.0), (0.5, 0.5))
    assert result.war_probability == pytest.approx(0.25)
    assert result.quit_by(1) == result.quit_by(9) == pytest.approx((0.5, 0.5))
    assert result.quit_by(0) == (0.0, 0.0)


def test_the_side_that_binds_itself_faster_backs_down_less_often() -> None:
    """A leader whose commitments cost more is locked in sooner, so that the other gives in at once more often."""
    results = [attrition(1, a_1, 1, 2, 2) for a_1 in (1, 2, 4, 8)]

    at_once = [result.quit_at_once[1] for result in results]
    assert at_once == sorted(at_once)
    assert at_once[-1] > 0
    assert {0.0} == {result.quit_at_once[0] for result in results}


def test_cheaper_war_makes_war_more_probable() -> None:
    """With lower upper ends of both costs more types would rather fight than back down."""
    risks = [attrition(1, 1, 1, c, c).war_probability for c in (8, 4, 2, 1, 0.001)]

    assert risks == sorted(risks)
    assert risks[-1] == pytest.approx(1, abs=0.01)


def dropout(a: tuple[float, float], c: tuple[float, float]) -> int | None:
    """Step through time until one side would rather fight than back down; the other then backs down."""
    for k in range(100_000):
        committed = [a[i] * k / 1000 > c[i] for i in (0, 1)]
        if any(committed):
            return None if all(committed) else committed.index(True) + 1
    raise AssertionError("nobody was ever committed")


@settings(max_examples=40, deadline=None)
@given(AMOUNT, AMOUNT, st.floats(0, 5), st.floats(0, 5))
def test_with_known_costs_the_side_that_is_locked_in_first_prevails(
    a_1: float, a_2: float, c_1: float, c_2: float
) -> None:
    """It agrees with a walk through time in steps of a thousandth, where the moments lie further apart than that."""
    result = lock_in(a_1, a_2, c_1, c_2)
    assume(abs(result.locked_at[0] - result.locked_at[1]) > 2e-3)

    assert dropout((a_1, a_2), (c_1, c_2)) == result.prevails
    assert (result.prevails == 2) == result.threshold.is_reached


def test_with_equal_ratios_neither_is_locked_in_first() -> None:
    """The threshold is the own rate times the other's moment."""
    result = lock_in(1, 2, 3, 6)

    assert (result.prevails, result.threshold.value, result.locked_at) == (None, 3, (3, 3))


@pytest.mark.parametrize("symbol", ["v", "a_1", "a_2", "c_1", "c_2"])
@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
def test_each_condition_of_the_contest_is_named(symbol: str, value: float) -> None:
    """What does not hold stands in the message."""
    good: dict[str, float] = dict.fromkeys(("v", "a_1", "a_2", "c_1", "c_2"), 1.0)

    with pytest.raises(DomainError, match=f"{symbol} must be above 0 and finite"):
        attrition(**(good | {symbol: value}))


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((0, 1, 1, 1), "a_1 must be above 0"),
        ((1, math.inf, 1, 1), "a_2 must be above 0 and finite"),
        ((1, 1, -1, 1), "c_1 must not be negative"),
        ((1, 1, 1, math.nan), "c_2 must not be negative"),
    ],
)
def test_each_condition_of_locking_in_is_named(symbols: tuple[float, float, float, float], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        lock_in(*symbols)

    assert named in str(caught.value)


def test_time_does_not_run_backwards() -> None:
    """A moment before the start has no probability."""
    with pytest.raises(DomainError, match="t must not be negative"):
        attrition(1, 1, 1, 2, 2).quit_by(-1)
