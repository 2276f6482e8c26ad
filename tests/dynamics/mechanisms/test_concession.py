"""A concession is read as weakness exactly where its observer then does better by demanding more."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.concession import concession_reading

TRIES = settings(max_examples=100, deadline=None)
INNER = st.floats(0.02, 0.98)
COSTS = st.tuples(st.floats(0, 0.3), st.floats(0.01, 0.2), st.floats(0, 0.5))


def best_demand(belief: float, p: float, c_low: float, c_high: float, c_a: float) -> float:
    """Try every demand on a grid and on each type's last acceptable share, type by type."""
    candidates = [p + c_low, p + c_high, *(k / 200 for k in range(201))]

    def worth(demand: float) -> float:
        return sum(
            chance * (demand if 1 - demand >= 1 - p - cost - 1e-12 else p - c_a)
            for chance, cost in ((belief, c_low), (1 - belief, c_high))
        )

    return max(candidates, key=worth)


def bayes(q: float, s_tough: float, s_weak: float) -> float:
    """Divide the joint probability of toughness and concession by that of the concession."""
    joint = {"tough": q * s_tough, "weak": (1 - q) * s_weak}
    return joint["tough"] / sum(joint.values())


def turning_point(is_low: Callable[[float], bool]) -> float:
    """Halve 0–1, at whose ends a condition differs, until its turning point is known."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


@TRIES
@given(INNER, INNER, INNER, COSTS, st.floats(0, 0.5))
def test_the_demands_are_the_best_of_all_demands(
    q: float, s_tough: float, s_weak: float, costs: tuple[float, float, float], p: float
) -> None:
    """Before and after the concession the demand is the one with the largest expected worth."""
    c_low, c_high, c_a = costs[0], costs[0] + costs[1], costs[2]
    posterior = bayes(q, s_tough, s_weak)

    result = concession_reading(q, s_tough, s_weak, c_low, c_high, c_a, p=p)

    assume(min(abs(q - result.q_star), abs(posterior - result.q_star)) > 1e-6)
    assert posterior == pytest.approx(result.posterior, abs=1e-9)
    assert best_demand(q, p, c_low, c_high, c_a) == pytest.approx(result.demand_before, abs=1e-9)
    assert best_demand(posterior, p, c_low, c_high, c_a) == pytest.approx(result.demand_after, abs=1e-9)
    assert (result.demand_after > result.demand_before) == result.rises


@settings(max_examples=25, deadline=None)
@given(INNER, INNER, COSTS)
def test_the_thresholds_are_where_the_best_demand_turns(
    s_tough: float, s_weak: float, costs: tuple[float, float, float]
) -> None:
    """The belief q*, the prior and the likelihood ratio at which the demand flips are found by search."""
    c_low, c_high, c_a = costs[0], costs[0] + costs[1], costs[2] + 0.01

    def demands_more(belief: float) -> bool:
        return best_demand(belief, 0.3, c_low, c_high, c_a) > 0.3 + (c_low + c_high) / 2

    q_star = turning_point(demands_more)
    prior = turning_point(lambda q: demands_more(bayes(q, s_tough, s_weak)))
    result = concession_reading(0.4, s_tough, s_weak, c_low, c_high, c_a, p=0.3)

    assert q_star == pytest.approx(result.q_star, abs=1e-9)
    assert prior == pytest.approx(result.threshold.value, abs=1e-9)
    assert bayes(0.4, result.likelihood_flip, 1.0) == pytest.approx(q_star, abs=1e-9)


@TRIES
@given(INNER, INNER, INNER, st.floats(0.1, 2))
def test_a_weight_multiplies_the_logarithm_of_the_likelihood_ratio(
    q: float, s_tough: float, s_weak: float, omega: float
) -> None:
    """The weighted posterior is that of the weighted log-odds, and the flips carry it to q*."""
    log_odds = math.log(q / (1 - q)) + omega * math.log(s_tough / s_weak)

    result = concession_reading(q, s_tough, s_weak, 0.1, 0.3, 0.2, omega=omega)
    at_prior = concession_reading(result.threshold.value, s_tough, s_weak, 0.1, 0.3, 0.2, omega=omega)

    assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(result.posterior, abs=1e-9)
    assert result.q_star == pytest.approx(at_prior.posterior, abs=1e-9)
    lifted = math.log(q / (1 - q)) + omega * math.log(result.likelihood_flip)
    assert result.q_star == pytest.approx(1 / (1 + math.exp(-lifted)), abs=1e-9)


def test_a_concession_of_the_weak_is_weakness_only_while_the_observer_thought_the_side_tough_enough() -> None:
    """With q* = 0.4 and a ratio of 1/2 the priors 0.4 to 4/7 turn over, by hand."""
    readings = [concession_reading(q, 0.2, 0.4, 0.1, 0.3, 0.2).reading for q in (0.39, 0.4, 0.57, 0.58)]

    assert readings == ["no change of demand", "weakness", "weakness", "no change of demand"]
    assert concession_reading(0.5, 0.2, 0.4, 0.1, 0.3, 0.2).threshold.value == pytest.approx(4 / 7)


def test_a_concession_of_the_tough_is_strength_where_it_lowers_the_demand() -> None:
    """The demand falls by c_high − c_low."""
    result = concession_reading(0.3, 0.8, 0.2, 0.1, 0.3, 0.2)

    assert (result.reading, result.rises) == ("strength", False)
    assert result.demand_before - result.demand_after == pytest.approx(0.2)


@TRIES
@given(INNER, INNER, INNER)
def test_where_the_past_carries_no_weight_no_concession_changes_the_demand(
    q: float, s_tough: float, s_weak: float
) -> None:
    """Omega = 0 is the reading by present power and interest alone."""
    result = concession_reading(q, s_tough, s_weak, 0.1, 0.3, 0.2, omega=0)

    assert (result.posterior, result.reading, result.likelihood_flip) == (q, "no change of demand", math.inf)
    assert result.q_star == pytest.approx(result.threshold.value)


def test_the_posterior_rises_with_the_share_of_the_tough_that_concede() -> None:
    """The more a tough side would do it too, the less it shows."""
    posteriors = [concession_reading(0.5, s, 0.5, 0.1, 0.3, 0.2).posterior for s in (0.0, 0.1, 0.5, 0.9)]

    assert posteriors == sorted(posteriors)
    assert (posteriors[0], posteriors[2]) == (0.0, 0.5)


def test_certainty_stays_certainty_and_revealing_concessions_reveal() -> None:
    """The limits of belief and of the likelihoods are exact."""
    certain = concession_reading(1, 0.1, 0.9, 0.1, 0.3, 0.2)
    never = concession_reading(0, 0.1, 0.9, 0.1, 0.3, 0.2)
    revealing = concession_reading(0.01, 0.1, 0, 0.1, 0.3, 0.2)
    free_war = concession_reading(0.5, 0.5, 0.5, 0, 0.3, 0)

    assert (certain.posterior, certain.likelihood_flip) == (1, 0.0)
    assert (never.posterior, never.likelihood_flip) == (0, math.inf)
    assert (revealing.posterior, revealing.threshold.value) == (1.0, 0.0)
    assert (free_war.q_star, free_war.likelihood_flip) == (1.0, math.inf)
    assert concession_reading(0.1, 0.5, 0.6, 0.1, 0.3, 0.2, omega=1e-4).likelihood_flip == math.inf


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"q": 1.1}, "q must lie in 0–1"),
        ({"q": math.nan}, "q must lie in 0–1"),
        ({"s_tough": -0.1}, "s_tough must lie in 0–1"),
        ({"s_weak": 2}, "s_weak must lie in 0–1"),
        ({"p": -1}, "p must lie in 0–1"),
        ({"c_low": -0.1}, "c_low must not be negative"),
        ({"c_a": math.inf}, "c_a must not be negative or infinite"),
        ({"omega": -1}, "omega must not be negative"),
        ({"c_high": 0.1}, "c_low < c_high"),
        ({"p": 0.8}, "p + c_high ≤ 1"),
        ({"s_tough": 0, "s_weak": 0}, "q·s_tough + (1 − q)·s_weak > 0"),
    ],
)
def test_each_condition_of_the_domain_is_named(changed: dict[str, float], named: str) -> None:
    """What does not hold stands in the message."""
    good = {"q": 0.5, "s_tough": 0.2, "s_weak": 0.4, "c_low": 0.1, "c_high": 0.3, "c_a": 0.2}

    with pytest.raises(DomainError) as caught:
        concession_reading(**(good | changed))

    assert named in str(caught.value)
