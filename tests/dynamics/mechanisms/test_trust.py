"""Gestures reassure exactly where no plan of either kind of side does better than to be told apart by them."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.trust import reassurance_window, spoiler_attack, trust_threshold

TRIES = settings(max_examples=60, deadline=None)
STEP = st.floats(0.05, 3)

Table = dict[str, float]
Plan = tuple[str, dict[str, str]]

PLANS: list[Plan] = [(first, {"C": after_c, "D": after_d}) for first, after_c, after_d in product("CD", repeat=3)]
"""What to do first, and what after each first move of the other: all eight."""
RECIPROCATES: Plan = ("C", {"C": "C", "D": "D"})
EXPLOITS: Plan = ("D", {"C": "D", "D": "D"})


def table(temptation: float, reward: float, punishment: float, sucker: float) -> Table:
    return {"CC": reward, "CD": sucker, "DC": temptation, "DD": punishment}


@st.composite
def good_payoffs(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """Temptation, reward, punishment and sucker of a trustworthy side."""
    sucker = draw(st.floats(-3, 3))
    punishment = sucker + draw(STEP)
    temptation = punishment + draw(st.just(0.0) | STEP)
    return temptation, temptation + draw(STEP), punishment, sucker


@st.composite
def bad_payoffs(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """The same of an untrustworthy side."""
    sucker = draw(st.floats(-3, 3))
    punishment = sucker + draw(STEP)
    reward = punishment + draw(STEP)
    return reward + draw(STEP), reward, punishment, sucker


def worth(plan: Plan, payoffs: Table, t: float, alpha: float) -> float:
    """Play a plan against a trustworthy side that reciprocates and against one that exploits."""
    total = 0.0
    for chance, (other_first, other_then) in ((t, RECIPROCATES), (1 - t, EXPLOITS)):
        first, then = plan[0], plan[1][other_first]
        total += chance * (
            alpha * payoffs[first + other_first] + (1 - alpha) * payoffs[then + other_then[first]]
        )  # fmt: skip
    return total


def is_best(plan: Plan, payoffs: Table, t: float, alpha: float) -> bool:
    best = max(worth(p, payoffs, t, alpha) for p in PLANS)
    return worth(plan, payoffs, t, alpha) >= best - 1e-12


def turning_point(is_low: Callable[[float], bool]) -> float:
    """Halve 0–1 until a condition's turning point is known; 1 where it holds throughout."""
    low, high = 0.0, 1.0
    if is_low(1.0):
        return 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


@TRIES
@given(st.floats(0.05, 0.95), good_payoffs(), bad_payoffs())
def test_the_ends_of_the_window_are_where_some_other_plan_becomes_better(
    t: float, good: tuple[float, float, float, float], bad: tuple[float, float, float, float]
) -> None:
    """Both ends agree with a search over all plans of both types."""
    result = reassurance_window(t, *good, *bad)

    daring = turning_point(lambda alpha: is_best(RECIPROCATES, table(*good), t, alpha))
    imitating = turning_point(lambda alpha: not is_best(EXPLOITS, table(*bad), t, alpha))
    assert daring == pytest.approx(result.alpha_max, abs=1e-9)
    assert imitating == pytest.approx(result.alpha_min, abs=1e-9)
    assert (imitating <= daring) == result.exists


@TRIES
@given(st.floats(0.05, 0.95), st.floats(0, 1), good_payoffs(), bad_payoffs())
def test_a_gesture_reassures_where_telling_the_sides_apart_is_an_equilibrium(
    t: float, alpha: float, good: tuple[float, float, float, float], bad: tuple[float, float, float, float]
) -> None:
    """The reading of each gesture is that of all deviations together."""
    result = reassurance_window(t, *good, *bad)
    assume(min(abs(alpha - result.alpha_min), abs(alpha - result.alpha_max)) > 1e-9 or alpha == 1)

    dared = is_best(RECIPROCATES, table(*good), t, alpha)
    not_imitated = is_best(EXPLOITS, table(*bad), t, alpha)

    expected = ("reassures" if not_imitated else "cheap talk") if dared else "refused"
    assert expected == result.reading(alpha)
    assert (not_imitated, dared) == tuple(flip.is_reached for flip in result.gesture_thresholds(alpha))


@TRIES
@given(good_payoffs(), bad_payoffs())
def test_the_window_opens_at_its_threshold_of_trust(
    good: tuple[float, float, float, float], bad: tuple[float, float, float, float]
) -> None:
    """Just above it some gesture reassures and just below none does; at it both ends meet."""
    opens = reassurance_window(0.5, *good, *bad).thresholds[0].value

    if opens > 1e-9:  # nearer to 0 the two risks are equal but for their rounding
        at = reassurance_window(opens, *good, *bad)
        assert at.alpha_min == pytest.approx(at.alpha_max, abs=1e-9)
        assert not reassurance_window(opens * (1 - 1e-6), *good, *bad).exists
    assert reassurance_window(opens + (1 - opens) * 1e-6, *good, *bad).exists


@TRIES
@given(good_payoffs(), st.floats(0.01, 0.99))
def test_the_trust_threshold_is_where_cooperating_once_is_best(
    good: tuple[float, float, float, float], t: float
) -> None:
    """It agrees with a comparison of the two expected payoffs, and with the window that needs no gesture."""
    temptation, reward, punishment, sucker = good
    m = trust_threshold(*good).value
    assume(abs(t - m) > 1e-9)

    cooperates = t * reward + (1 - t) * sucker >= t * temptation + (1 - t) * punishment

    assert cooperates == (t >= m)
    window = reassurance_window(t, *good, reward + 1)
    assert cooperates == (window.alpha_max == 1)
    assert window.thresholds[1].value == m


def test_the_payoffs_of_an_untrustworthy_side_default_to_those_of_a_trustworthy_one() -> None:
    """All but the temptation, in the order of the symbols."""
    assert reassurance_window(0.4, 2, 3, 1, 0, 4) == reassurance_window(0.4, 2, 3, 1, 0, 4, 3, 1, 0)


def test_too_small_a_gesture_is_cheap_talk_and_too_large_a_one_is_refused() -> None:
    """With t = 0.4, R = 3, T = 2, P = 1, S = 0 and T_u = 4 the window is 6/11 to 4/5, by hand."""
    window = reassurance_window(0.4, 2, 3, 1, 0, 4)

    assert (window.alpha_min, window.alpha_max) == pytest.approx((1.2 / 2.2, 0.8))
    assert [window.reading(alpha) for alpha in (0.5, 0.6, 0.9)] == ["cheap talk", "reassures", "refused"]


def test_trust_widens_what_is_dared_and_what_is_imitated() -> None:
    """With more trust there is more to gain from cooperation and from deceit, so both ends rise."""
    windows = [reassurance_window(t, 2, 3, 1, 0, 4) for t in (0.1, 0.2, 0.3, 0.4, 0.6)]

    for ends in ([w.alpha_min for w in windows], [w.alpha_max for w in windows]):
        assert ends == sorted(ends)
    assert windows[-1].alpha_max == 1
    assert float(trust_threshold(2, 3, 1, 0)) == 0.5


def test_a_trust_that_is_given_stands_beside_the_threshold() -> None:
    """With its distance and its reading; without one there is nothing to compare."""
    found = trust_threshold(2, 3, 1, 0, t=0.4).threshold

    assert found is not None
    assert (found.value, found.distance) == pytest.approx((0.5, -0.1))
    assert not found.is_reached
    assert trust_threshold(2, 3, 1, 0).threshold is None
    with pytest.raises(DomainError, match="t must lie in 0–1"):
        trust_threshold(2, 3, 1, 0, t=-0.1)


def test_an_attack_harms_most_where_the_moderates_were_thought_strong() -> None:
    """At t = 0.7 trust falls to .44 where attacks are a third as probable under trustworthy moderates, to .66 at 5/6.

    The reference quotes .44 and .66 without the probabilities of attacks; these ratios yield them.
    """
    strong, weak = spoiler_attack(0.7, 0.3, 0.9, 0.5), spoiler_attack(0.7, 0.75, 0.9, 0.5)

    assert (round(strong.posterior, 2), round(weak.posterior, 2)) == (0.44, 0.66)
    assert (strong.keeps_peace, weak.keeps_peace) == (False, True)


@TRIES
@given(st.floats(0.01, 0.99), st.floats(0.01, 1), st.floats(0, 1), st.floats(0.05, 0.95))
def test_the_belief_after_an_attack_is_the_share_of_trustworthy_worlds_among_those_with_one(
    t: float, alpha_u: float, ratio: float, m: float
) -> None:
    """Worlds are counted one by one, and the prior on the threshold leads exactly to m."""
    alpha_t = ratio * alpha_u
    worlds = {("good", True): t * alpha_t, ("bad", True): (1 - t) * alpha_u}

    result = spoiler_attack(t, alpha_t, alpha_u, m)

    assert worlds["good", True] / sum(worlds.values()) == pytest.approx(result.posterior, abs=1e-9)
    if alpha_t > 1e-6:
        at = spoiler_attack(result.threshold.value, alpha_t, alpha_u, m)
        assert m == pytest.approx(at.posterior, abs=1e-9)
    assert result.posterior <= t + 1e-12


GOOD = {"temptation": 2.0, "reward": 3.0, "punishment": 1.0, "sucker": 0.0}
BAD = {"temptation_u": 4.0, "reward_u": 3.0, "punishment_u": 1.0, "sucker_u": 0.0}
ATTACK = {"t": 0.5, "alpha_t": 0.2, "alpha_u": 0.6, "m": 0.4}


@pytest.mark.parametrize(
    ("call", "good", "changed", "named"),
    [
        (trust_threshold, GOOD, {"temptation": 3.0}, "reward > temptation"),
        (trust_threshold, GOOD, {"temptation": 0.5}, "temptation ≥ punishment"),
        (trust_threshold, GOOD, {"sucker": 1.0}, "punishment > sucker"),
        (trust_threshold, GOOD, {"reward": math.inf}, "reward must be a finite number"),
        (reassurance_window, {"t": 0.4} | GOOD | BAD, {"t": 1.0}, "t must lie strictly between 0 and 1"),
        (reassurance_window, {"t": 0.4} | GOOD | BAD, {"temptation_u": 3.0}, "temptation_u > reward_u"),
        (reassurance_window, {"t": 0.4} | GOOD | BAD, {"reward_u": 1.0}, "reward_u > punishment_u"),
        (reassurance_window, {"t": 0.4} | GOOD | BAD, {"sucker_u": math.nan}, "punishment_u > sucker_u"),
        (reassurance_window, {"t": 0.4} | GOOD | BAD, {"punishment": 0.0}, "punishment > sucker"),
        (spoiler_attack, ATTACK, {"t": -0.1}, "t must lie in 0–1"),
        (spoiler_attack, ATTACK, {"alpha_t": 0.7}, "alpha_t ≤ alpha_u"),
        (spoiler_attack, ATTACK, {"alpha_u": 1.2}, "alpha_u must lie in 0–1"),
        (spoiler_attack, ATTACK, {"m": 0.0}, "m must lie strictly between 0 and 1"),
        (spoiler_attack, ATTACK, {"t": 1.0, "alpha_t": 0.0}, "t·alpha_t + (1 − t)·alpha_u > 0"),
    ],
)
def test_each_condition_of_the_domain_is_named(
    call: Callable[..., object], good: Table, changed: Table, named: str
) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        call(**(good | changed))

    assert named in str(caught.value)


def test_a_gesture_is_a_share_of_what_is_at_stake() -> None:
    """Readings of anything else are refused."""
    window = reassurance_window(0.4, 2, 3, 1, 0, 4)

    for ask in (window.reading, window.gesture_thresholds):
        with pytest.raises(DomainError, match="alpha must lie in 0–1"):
            ask(1.5)
