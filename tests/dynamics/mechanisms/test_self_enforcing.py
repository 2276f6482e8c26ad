"""Peace that comes after fighting, slice by slice, or not at all, is that of playing the rules out."""

from __future__ import annotations

from math import ceil, inf, log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.commitment import commitment_threshold
from detente.dynamics.mechanisms.self_enforcing import fighting_until_peace, power_jump, slices

TRIES = settings(max_examples=100, deadline=None)
FEWER = settings(max_examples=40, deadline=None)
shares = st.floats(0, 1)
discounts = st.floats(0.3, 0.9)


@TRIES
@given(st.floats(0.01, 1), st.floats(0.05, 0.95), st.floats(0, 0.3), st.floats(0.001, 0.3))
def test_rounds_of_fighting_are_those_of_fighting_them(delta_0: float, rho: float, c_a: float, c_b: float) -> None:
    """The gain from a surprise is worn down round by round until war costs more."""
    fought = next(n for n in range(1000) if delta_0 * rho**n <= c_a + c_b)

    answer = fighting_until_peace(delta_0, rho, c_a, c_b)

    assert fought == answer.rounds
    assert (fought == 0) == answer.threshold.is_reached


def test_rounds_follow_the_logarithms() -> None:
    """⌈ln(.2/.9)/ln .8⌉ = ⌈6.74⌉; at .8·.5³ = .1 exactly, three rounds and no fourth."""
    assert ceil(log(0.2 / 0.9) / log(0.8)) == 7

    assert fighting_until_peace(0.9, 0.8, 0.1, 0.1).rounds == 7
    assert fighting_until_peace(0.8, 0.5, 0.05, 0.05).rounds == 3
    assert fighting_until_peace(0.1, 0.5, 0.05, 0.05).rounds == 0


def test_dearer_war_ends_sooner() -> None:
    """The gain from a surprise need not be worn down so far."""
    rounds = [fighting_until_peace(0.9, 0.8, c, c).rounds for c in (0.01, 0.05, 0.2, 0.5)]

    assert sorted(rounds, reverse=True) == rounds
    assert rounds[-1] == 0


@FEWER
@given(shares, shares, shares, shares, discounts)
def test_every_slice_leaves_the_weaker_side_just_what_war_would(
    x: float, p_low: float, p_high: float, cost: float, discount: float
) -> None:
    """B's stream along the path, added up round by round, is its value of war at every point of the path."""
    p_low, p_high = 0.9 * min(p_low, p_high), 0.9 * max(p_low, p_high)
    c_b = (0.05 + 0.95 * cost) * (1 - p_high) / (1 - discount)

    path = slices(x, p_low, p_high, c_b, discount, rounds=600).shares

    weights = discount ** np.arange(400)
    for now in (0, 1, 2, 10):
        power = p_low + (p_high - p_low) * path[now]
        stream = float(weights @ (1 - path[now + 1 : now + 401]))
        assert stream == pytest.approx((1 - power) / (1 - discount) - c_b, abs=1e-9)


@FEWER
@given(shares, shares, shares, shares, discounts)
def test_next_slice_is_the_largest_that_is_accepted(
    x: float, p_low: float, p_high: float, cost: float, discount: float
) -> None:
    """B accepts as long as what is left of this pie, and war from the next round on, is no worse than war now."""
    p_low, p_high = 0.9 * min(p_low, p_high), 0.9 * max(p_low, p_high)
    c_b = (0.05 + 0.95 * cost) * (1 - p_high) / (1 - discount)

    def war(held: float) -> float:
        return (1 - p_low - (p_high - p_low) * held) / (1 - discount) - c_b

    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        accepted = 1 - middle + discount * war(middle) >= war(x)
        low, high = (middle, high) if accepted else (low, middle)

    answer = slices(x, p_low, p_high, c_b, discount, rounds=1)

    assert low == pytest.approx(answer.shares[1], abs=1e-9)


def test_slices_come_without_war_and_grow_thinner_towards_the_limit() -> None:
    """The limit holds exactly the share that B would still rather yield than fight for: x = p(x) + (1 − δ)c_B."""
    answer = slices(0.1, 0.2, 0.7, 1.0, 0.9, rounds=200)

    steps = np.diff(answer.shares)
    assert (steps > 0).all()
    assert (np.diff(steps[:50]) < 0).all()
    assert answer.shares[-1] == pytest.approx(answer.limit)
    assert answer.limit == pytest.approx(0.2 + 0.5 * answer.limit + 0.1)
    assert answer.threshold.reading == "further slices are conceded without war"
    assert slices(0.9, 0.2, 0.7, 1.0, 0.9).shares[1] < 0.9


def is_war_in_the_game(x: float, p: tuple[float, float], costs: tuple[float, float], discount: float) -> bool | None:
    """Play the jump backwards from a far last round, with A demanding all that B accepts; None where it is a tie.

    Two states: A holds at most x, or more. In each, A fights, or demands the most that leads to either state and that B
    accepts rather than fight.
    """
    late = 1 - discount
    war = [(power / late - costs[0], (1 - power) / late - costs[1]) for power in p]
    values = list(war)
    margin = 0.0
    for _ in range(400):
        best = []
        for state in (0, 1):
            outcomes = []
            for goal, least, most in ((0, 0.0, x), (1, x, 1.0)):
                demand = min(most, 1 + discount * values[goal][1] - war[state][1])
                if demand >= least - 1e-12:
                    outcomes.append((demand + discount * values[goal][0], 1 - demand + discount * values[goal][1]))
            best.append(max(outcomes, default=(-inf, -inf)))
        margin = best[0][0] - war[0][0]
        values = [max(peace, fight) for peace, fight in zip(best, war, strict=True)]
    return None if abs(margin) < 1e-6 else margin < 0


@FEWER
@given(shares, shares, shares, st.floats(0, 2), st.floats(0, 2), discounts)
def test_jump_brings_war_where_the_game_played_backwards_does(
    x: float, p_1: float, p_2: float, c_a: float, c_b: float, discount: float
) -> None:
    """Backward induction over 400 rounds with discounts up to 0.9."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)
    x *= p_1  # a side that holds more than its power is content
    played = is_war_in_the_game(x, (p_1, p_2), (c_a, c_b), discount)
    answer = power_jump(x, p_1, p_2, c_a, c_b, discount)
    assume(played is not None)
    assume(abs(answer.threshold.distance) > 1e-6)

    assert played == answer.is_war


@TRIES
@given(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0, 2), discounts)
def test_jump_from_nothing_is_the_shift_of_power(p_1: float, p_2: float, c_b: float, discount: float) -> None:
    """A side that can hold nothing without the jump, and gets something by war, makes it or fights."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)

    jump = power_jump(0.0, p_1, p_2, 0.0, c_b, discount)

    assert commitment_threshold(p_1, p_2, c_b, discount).threshold.value == pytest.approx(jump.threshold.value)


def test_jump_brings_war_and_a_slope_to_the_same_power_does_not() -> None:
    """A's power goes from .5 to .9 either way. At the jump B loses .9·.9 − .5 = .31 against .01·.5 saved."""
    jump = power_jump(0.0, 0.5, 0.9, 0.1, 0.5, 0.9)
    slope = slices(0.0, 0.5, 0.9, 0.5, 0.9)

    assert jump.is_war
    assert jump.threshold.value == pytest.approx(0.505 / 0.9)
    assert (np.diff(slope.shares) >= 0).all()


def test_side_that_is_content_below_the_jump_does_not_fight_for_it() -> None:
    """x = .45 is more than war is worth, .5 − .1·1, however large the jump."""
    answer = power_jump(0.45, 0.5, 1.0, 1.0, 0.0, 0.9)

    assert (False, inf) == (answer.is_war, answer.threshold.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((0.0, 0.5, 0.1, 0.1), "delta_0 must be above 0"),
        ((0.5, 1.0, 0.1, 0.1), "rho must lie strictly between 0 and 1"),
        ((0.5, 0.5, -0.1, 0.2), "c_a must not be negative"),
        ((0.5, 0.5, 0.2, -0.1), "c_b must not be negative"),
        ((0.5, 0.5, 0.0, 0.0), "c_a . c_b > 0"),
    ],
)
def test_fighting_outside_its_domain_is_named(values: tuple[float, float, float, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        fighting_until_peace(*values)


@pytest.mark.parametrize(
    ("values", "rounds", "message"),
    [
        ((1.1, 0.2, 0.5, 0.5, 0.9), 5, "x must lie in 0–1"),
        ((0.1, -0.2, 0.5, 0.5, 0.9), 5, "p_low must lie in 0–1"),
        ((0.1, 0.2, 1.5, 0.5, 0.9), 5, "p_high must lie in 0–1"),
        ((0.1, 0.2, 0.5, 0.0, 0.9), 5, "c_b must be above 0"),
        ((0.1, 0.2, 0.5, 0.5, 1.0), 5, "discount must lie strictly"),
        ((0.1, 0.6, 0.5, 0.5, 0.9), 5, "p_low ≤ p_high"),
        ((0.1, 0.0, 1.0, 0.5, 0.9), 5, "p_high − p_low < 1"),
        ((0.1, 0.2, 0.5, 9.0, 0.9), 5, r"p_high \+ \(1 − discount\)·c_b ≤ 1"),
        ((0.1, 0.2, 0.5, 0.5, 0.9), -1, "rounds ≥ 0"),
    ],
)
def test_slices_outside_their_domain_are_named(
    values: tuple[float, float, float, float, float], rounds: int, message: str
) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        slices(*values, rounds=rounds)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-0.1, 0.5, 0.9, 0.1, 0.1, 0.9), "x must lie in 0–1"),
        ((0.1, 1.5, 0.9, 0.1, 0.1, 0.9), "p_1 must lie in 0–1"),
        ((0.1, 0.5, 1.9, 0.1, 0.1, 0.9), "p_2 must lie in 0–1"),
        ((0.1, 0.5, 0.9, -0.1, 0.1, 0.9), "c_a must not be negative"),
        ((0.1, 0.5, 0.9, 0.1, -0.1, 0.9), "c_b must not be negative"),
        ((0.1, 0.5, 0.9, 0.1, 0.1, 0.0), "discount must lie strictly"),
        ((0.1, 0.5, 0.4, 0.1, 0.1, 0.9), "p_1 ≤ p_2"),
    ],
)
def test_jump_outside_its_domain_is_named(
    values: tuple[float, float, float, float, float, float], message: str
) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        power_jump(*values)
