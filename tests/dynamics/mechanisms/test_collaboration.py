"""Collaboration holds and collapses where each person's best choice, given everybody else's, says so."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.collaboration import collaboration_threshold, regime_threshold

TRIES = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=25, deadline=None)
CASES = {
    "y": st.floats(-0.5, 1.5), "alpha_0": st.floats(0, 40), "beta": st.floats(0.2, 20), "pi_star": st.floats(0.05, 0.95),
}  # fmt: skip

Array = npt.NDArray[np.float64]


def belief_in_survival(x: float, theta: float, y: float, alpha_0: float, beta: float) -> float:
    """Weigh every strength by its prior and by the impression, and add up those at which the occupier survives."""

    def exponent(strength: float) -> float:
        return (alpha_0 * (strength - y) ** 2 + beta * (x - strength) ** 2) / 2

    def weight(strength: float) -> float:
        return math.exp(exponent(centre) - exponent(strength))

    centre, far = (alpha_0 * y + beta * x) / (alpha_0 + beta), 12 / math.sqrt(alpha_0 + beta)
    parts = [
        quad(weight, low, high, epsabs=1e-13, epsrel=1e-12)[0] if low < high else 0.0
        for low, high in ((centre - far, min(theta, centre + far)), (max(theta, centre - far), centre + far))
    ]
    return parts[1] / sum(parts)


def shortfall(theta: Array, y: float, alpha_0: float, beta: float, pi_star: float) -> Array:
    """Return by how much the share that collaborates misses 1 − θ where everybody expects survival from θ on.

    Posterior means are N(α_0 y + β x, …)/(α_0 + β); a person collaborates from the one at which survival has the
    probability π*.
    """
    mean = theta + norm.ppf(pi_star) / math.sqrt(alpha_0 + beta)
    impression = (mean * (alpha_0 + beta) - alpha_0 * y) / beta
    collaborating = norm.sf(impression, loc=theta, scale=1 / math.sqrt(beta))
    return np.asarray(1 - theta - collaborating, dtype=np.float64)


@TRIES
@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 5), st.floats(0.01, 5), st.floats(0, 1))
def test_a_person_collaborates_from_the_threshold_of_belief_on(
    s_b: float, r: float, b: float, s_a: float, belief: float
) -> None:
    """The threshold agrees with a comparison of the two expected payoffs."""
    threshold = float(collaboration_threshold(s_b, r, b, s_a))
    assume(abs(belief - threshold) > 1e-9)

    collaborating = belief * b + (1 - belief) * -s_b
    refusing = belief * -s_a + (1 - belief) * r

    assert (collaborating >= refusing) == (belief >= threshold)


def test_punishment_and_reward_raise_the_threshold_and_benefit_and_sanction_lower_it() -> None:
    """Each payoff moves the balance to the side on which it is paid; by hand 3/7 for 2, 1, 3, 1."""
    needed = [
        collaboration_threshold(*symbols).value
        for symbols in ((2, 1, 3, 1), (3, 1, 3, 1), (2, 2, 3, 1), (2, 1, 4, 1), (2, 1, 3, 2))
    ]

    assert needed[0] == pytest.approx(3 / 7)
    assert min(needed[1:3]) > needed[0] > max(needed[3:])


def test_a_belief_that_is_given_stands_beside_the_threshold() -> None:
    """With its distance and its reading; without a belief there is nothing to compare."""
    found = collaboration_threshold(2, 1, 3, 1, pi=0.5).threshold

    assert found is not None
    assert (found.value, found.distance) == pytest.approx((3 / 7, 0.5 - 3 / 7))
    assert found.reading == "working with the holder pays"
    assert collaboration_threshold(2, 1, 3, 1).threshold is None
    with pytest.raises(DomainError, match="pi must lie in 0–1"):
        collaboration_threshold(2, 1, 3, 1, pi=1.5)


@FEW
@given(**CASES)
def test_at_each_solution_the_marginal_person_is_indifferent_and_the_occupier_just_survives(
    y: float, alpha_0: float, beta: float, pi_star: float
) -> None:
    """Beliefs are integrated anew, strength by strength."""
    result = regime_threshold(y, alpha_0, beta, pi_star)

    for regime in result.regimes:
        belief = belief_in_survival(regime.signal, regime.theta, y, alpha_0, beta)
        assert pi_star == pytest.approx(belief, abs=1e-9)
        assert 1 - regime.theta == pytest.approx(regime.share(regime.theta), abs=1e-9)


@TRIES
@given(**CASES)
def test_the_solutions_are_all_there_are(y: float, alpha_0: float, beta: float, pi_star: float) -> None:
    """They agree with every change of sign on a grid of 10 000 steps, within a step."""
    grid = np.linspace(-1 / 30011, 1 + 1 / 30013, 10001)
    found = shortfall(grid, y, alpha_0, beta, pi_star)
    crossings = grid[:-1][(found[:-1] > 0) != (found[1:] > 0)]

    result = regime_threshold(y, alpha_0, beta, pi_star)

    assume(all(abs(found[1:-1][turn]) > 1e-6 for turn in np.flatnonzero(np.diff(np.sign(np.diff(found))))))
    assert len(crossings) == len(result.solutions)
    assert crossings == pytest.approx(np.array(result.solutions), abs=1.01e-4)
    if result.is_unique:
        assert len(result.solutions) == 1


@TRIES
@given(st.floats(0.2, 20), st.floats(0.1, 0.9))
def test_one_regime_for_every_expectation_needs_a_vague_public_belief(beta: float, pi_star: float) -> None:
    """Just below α_0 = √(2πβ) no expectation leaves two regimes; just above it the one at the fold does."""
    limit = math.sqrt(2 * math.pi * beta)
    expectations = np.linspace(-1, 2, 61)

    vague = [regime_threshold(y, limit * 0.999, beta, pi_star) for y in expectations]
    firm = regime_threshold(0.5, limit * 1.1, beta, pi_star)
    inside = regime_threshold(firm.threshold.value + 1e-5, limit * 1.1, beta, pi_star)

    assert {1} == {len(result.solutions) for result in vague}
    assert {True} == {result.is_unique for result in vague}
    assert (firm.is_unique, len(inside.solutions)) == (False, 3)


def test_a_belief_that_says_nothing_leaves_the_threshold_of_belief() -> None:
    """With α_0 = 0 θ* = π*, whatever is expected."""
    for pi_star in (0.1, 0.4286, 0.8):
        for y in (-3, 0.5, 9):
            assert regime_threshold(y, 0, 2, pi_star).solutions == pytest.approx((pi_star,), abs=1e-9)


@FEW
@given(st.floats(1, 10), st.floats(0.2, 0.8), st.floats(1.3, 4))
def test_a_fall_of_the_expectation_through_the_threshold_makes_the_needed_strength_jump(
    beta: float, pi_star: float, excess: float
) -> None:
    """The regime with most collaboration ends at the fold; near it θ moves as a square root, so 1e-10 moves 1e-4."""
    alpha_0 = excess * math.sqrt(2 * math.pi * beta)
    fold = regime_threshold(0.5, alpha_0, beta, pi_star)

    before = regime_threshold(fold.threshold.value + 1e-10, alpha_0, beta, pi_star).regimes[0]
    after = regime_threshold(fold.threshold.value - 1e-10, alpha_0, beta, pi_star).regimes[0]

    assert fold.jump == pytest.approx(after.theta - before.theta, abs=1e-4)
    assert fold.jump > 0
    assert after.expected_share < before.expected_share
    assert after.survival < before.survival


def test_without_a_fold_nothing_jumps() -> None:
    """The threshold then lies at no value, and the needed strength falls smoothly as more is expected."""
    results = [regime_threshold(y, 1, 4, 0.6) for y in np.linspace(-1, 2, 31)]
    needed = [result.solutions[0] for result in results]

    assert needed == sorted(needed, reverse=True)
    assert max(np.diff(needed[::-1])) < 0.1
    assert {(0.0, -math.inf)} == {(result.jump, result.threshold.value) for result in results}


def test_shares_agree_with_a_simulation_of_persons() -> None:
    """200 000 persons form their own posterior and choose; the bound is 5 standard errors of a share, 0.0056."""
    y, alpha_0, beta, pi_star = 0.6, 2.0, 3.0, 0.45
    chance = np.random.default_rng(1)
    regime = regime_threshold(y, alpha_0, beta, pi_star).regimes[0]

    def collaborating(strength: Array | float) -> float:
        impressions = strength + chance.normal(size=200_000) / math.sqrt(beta)
        posterior = (alpha_0 * y + beta * impressions) / (alpha_0 + beta)
        belief = norm.sf(regime.theta, loc=posterior, scale=1 / math.sqrt(alpha_0 + beta))
        return float(np.mean(belief >= pi_star))

    bound = 5 * 0.5 / math.sqrt(200_000)
    for strength in (0.2, regime.theta, 0.9):
        assert collaborating(strength) == pytest.approx(regime.share(strength), abs=bound)
    strengths = y + chance.normal(size=200_000) / math.sqrt(alpha_0)
    assert collaborating(strengths) == pytest.approx(regime.expected_share, abs=bound)
    survives = [regime.share(s) >= 1 - s for s in strengths[:20_000]]
    assert sum(survives) / 20_000 == pytest.approx(regime.survival, abs=5 * 0.5 / math.sqrt(20_000))


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((-1, 1, 1, 1), "s_b must not be negative"),
        ((1, math.nan, 1, 1), "r must not be negative"),
        ((1, 1, math.inf, 1), "b must not be negative or infinite"),
        ((1, 1, 1, -1), "s_a must not be negative"),
        ((0, 0, 0, 0), "s_b + r + b + s_a > 0"),
    ],
)
def test_each_condition_of_the_threshold_of_belief_is_named(symbols: tuple[float, ...], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        collaboration_threshold(*symbols)

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((math.nan, 1, 1, 0.5), "y must be a finite number"),
        ((0, -1, 1, 0.5), "alpha_0 must not be negative"),
        ((0, 1, 0, 0.5), "beta must be above 0"),
        ((0, 1, 1, 1), "pi_star must lie strictly between 0 and 1"),
    ],
)
def test_each_condition_of_the_regime_is_named(symbols: tuple[float, ...], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        regime_threshold(*symbols)

    assert named in str(caught.value)


def test_a_share_is_asked_for_a_finite_strength() -> None:
    """Nothing else has a share."""
    with pytest.raises(DomainError, match="strength must be a finite number"):
        regime_threshold(0.5, 1, 1, 0.5).regimes[0].share(math.inf)
