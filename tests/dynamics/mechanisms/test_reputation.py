"""A challenger dares and a weak defender fights as backward induction says."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.reputation import reputation

A = 2.0
HALVINGS = 40


def value(b: float, rounds: int, belief: float) -> float:
    """Return what the rounds are worth to a weak defender, from the last round backwards.

    At the challenger's tie this takes one of his best replies; the search below only meets ties in the limit.
    """
    if rounds == 0:
        return 0.0
    fights = fight_probability(b, rounds, belief)
    if b - (belief + (1 - belief) * fights) <= 0:
        return A + value(b, rounds - 1, belief)
    return max(0.0, -1 + value(b, rounds - 1, belief)) if fights == 1 else 0.0


def fight_probability(b: float, rounds: int, belief: float) -> float:
    """Return the largest probability of fighting after which the name is still worth the fight.

    More fighting by weak defenders makes a fight a weaker sign, so the worth of the name falls with it: a weak
    defender fights always, never, or just so often that he does not mind.
    """

    def is_worth_it(fights: float) -> bool:
        sign = belief / (belief + (1 - belief) * fights)
        return value(b, rounds - 1, sign) >= 1

    if is_worth_it(1.0):
        return 1.0
    if not is_worth_it(0.0):
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_worth_it(middle) else (low, middle)
    return low


@settings(max_examples=60, deadline=None)
@given(st.floats(0.15, 0.9), st.integers(1, 3), st.floats(0.02, 0.95))
def test_challenge_and_fight_are_those_of_backward_induction(b: float, rounds: int, p: float) -> None:
    """The first round agrees with a literal solution of all rounds."""
    assume(all(abs(p - b**n) > 1e-6 for n in range(1, 4)))
    fights = fight_probability(b, rounds, p)

    result = reputation(b, rounds, p, a=A)

    assert fights == pytest.approx(result.fight_probability, abs=1e-9)
    assert (b - (p + (1 - p) * fights) > 0) == result.is_challenged
    assert p + (1 - p) * fights == pytest.approx(result.meets_resistance, abs=1e-9)
    if rounds > 1 or fights > 0:
        assert p / (p + (1 - p) * fights) == pytest.approx(result.posterior, abs=1e-9)


def test_four_rounds_agree_with_backward_induction_too() -> None:
    """One deeper case, by the same search."""
    assert fight_probability(0.6, 4, 0.05) == pytest.approx(reputation(0.6, 4, 0.05, a=A).fight_probability, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.1, 0.9), st.integers(2, 12), st.floats(0.001, 0.9), st.floats(1.1, 5))
def test_a_fight_that_is_mixed_leaves_the_next_challenger_and_the_defender_indifferent(
    b: float, rounds: int, p: float, a: float
) -> None:
    """After it the belief stands on the challenger's line, and his mixing repays the fight exactly."""
    assume(p < b ** (rounds - 1) * (1 - 1e-6))

    result = reputation(b, rounds, p, a=a)
    following = reputation(b, rounds - 1, result.posterior, a=a)

    assert b ** (rounds - 1) == pytest.approx(result.posterior, abs=1e-12)
    assert a * (1 - following.challenge_probability) - 1 == pytest.approx(0, abs=1e-9)
    assert b == pytest.approx(following.meets_resistance, abs=1e-9)


def test_with_half_to_gain_three_rounds_need_a_reputation_of_an_eighth() -> None:
    """The line b^n by hand, on both of its sides."""
    below, above = reputation(0.5, 3, 0.1), reputation(0.5, 3, 0.15)

    assert (below.threshold.value, above.threshold.value) == (0.125, 0.125)
    assert (below.is_challenged, above.is_challenged) == (True, False)
    assert below.fight_probability == pytest.approx(0.75 * 0.1 / (0.9 * 0.25))
    assert (below.threshold.reading, above.threshold.reading) == (
        "the defender is challenged", "the name keeps challengers away",
    )  # fmt: skip


def test_a_longer_future_makes_a_small_name_deter() -> None:
    """With more rounds to come the weak defender has more to lose by letting one pass."""
    probabilities = [reputation(0.5, n, 0.01).fight_probability for n in range(1, 12)]

    assert probabilities == sorted(probabilities)
    assert (probabilities[0], probabilities[-1]) == (0.0, 1.0)
    assert reputation(0.5, 7, 0.01).challenge_probability == 0
    assert reputation(0.5, 6, 0.01).challenge_probability == 1
    assert reputation(0.5, 6, 0.01).lasts == pytest.approx(math.log(100) / math.log(2))


def test_without_any_doubt_the_last_round_unravels_all_of_them() -> None:
    """A side known to be weak never fights, however many rounds are left."""
    for rounds in (1, 5, 5000):
        result = reputation(0.5, rounds, 0)

        assert (result.challenge_probability, result.fight_probability, result.posterior) == (1.0, 0.0, 0.0)


def test_a_side_known_to_be_tough_is_not_challenged() -> None:
    """And a fight in the last round shows toughness, as only tough sides fight then."""
    known, last = reputation(0.5, 1, 1), reputation(0.5, 1, 0.2)

    assert (known.challenge_probability, known.posterior, known.lasts) == (0.0, 1, 0.0)
    assert (last.fight_probability, last.posterior) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"b": 0}, "b must lie strictly between 0 and 1"),
        ({"b": 1}, "b must lie strictly between 0 and 1"),
        ({"p": 1.5}, "p must lie in 0–1"),
        ({"p": math.nan}, "p must lie in 0–1"),
        ({"a": 1}, "a > 1"),
        ({"a": math.inf}, "a must be a finite number"),
        ({"rounds": 0}, "rounds ≥ 1, a whole number"),
        ({"rounds": 1.5}, "rounds ≥ 1, a whole number"),
        ({"rounds": math.inf}, "rounds ≥ 1, a whole number"),
    ],
)
def test_each_condition_of_the_domain_is_named(changed: dict[str, float], named: str) -> None:
    """What does not hold stands in the message."""
    good: dict[str, float] = {"b": 0.5, "rounds": 3, "p": 0.1}

    with pytest.raises(DomainError) as caught:
        reputation(**(good | changed))  # type: ignore[arg-type] # a half round is the point

    assert named in str(caught.value)
