"""A threat is believed where carrying it out pays, and an exchange goes on where its automaton's values say so."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.threats import grim_trigger, threat

TRIES = settings(max_examples=100, deadline=None)


@TRIES
@given(st.integers(-5, 5), st.integers(0, 5))
def test_threat_is_carried_out_where_the_last_choice_favours_it(gain: int, cost: int) -> None:
    """At the last choice the better of two moves is taken, and carrying the threat out where both are equal."""
    payoff = {"carry out": gain - cost, "let be": 0}

    answer = threat(float(gain), float(cost))

    assert answer.is_credible == (max(payoff, key=lambda move: payoff[move]) == "carry out")
    assert answer.net == payoff["carry out"]


def test_threat_names_the_gain_that_would_make_it_credible() -> None:
    """The threshold is the cost of carrying it out."""
    answer = threat(0.2, 0.5)

    assert answer.threshold.value == 0.5
    assert answer.threshold.reading == "the threat is not carried out"


def values(payoffs: tuple[float, float, float], discount: float, noise: float) -> tuple[float, float]:
    """Return the worth of keeping and of breaking, from a two-state automaton solved as linear equations.

    In state 0 both keep their part and a false alarm leads to state 1; in state 1 neither does, for ever.
    """
    temptation, reward, punishment = payoffs
    moves = np.array([[1 - noise, noise], [0.0, 1.0]])
    worth = np.linalg.solve(np.eye(2) - discount * moves, np.array([reward, punishment]))
    return float(worth[0]), temptation + discount * float(worth[1])


@TRIES
@given(st.floats(-2, 2), st.floats(0.1, 2), st.floats(0, 2), st.floats(0.05, 0.95), st.floats(0, 0.9))
def test_exchange_goes_on_where_the_automaton_is_worth_more_than_a_breach(
    punishment: float, more: float, tempting: float, discount: float, noise: float
) -> None:
    """The only deviation that can pay is a single breach while both still keep their part."""
    reward = punishment + more
    temptation = reward + tempting
    keeping, breaking = values((temptation, reward, punishment), discount, noise)
    assume(abs(keeping - breaking) > 1e-9)

    answer = grim_trigger(temptation, reward, punishment, discount, noise=noise)

    assert answer.is_kept == (keeping > breaking)


@TRIES
@given(st.floats(-2, 2), st.floats(0.1, 2), st.floats(0.1, 2), st.floats(0, 0.9))
def test_automaton_is_indifferent_at_the_threshold(
    punishment: float, more: float, tempting: float, noise: float
) -> None:
    """With the least patience keeping and breaking are worth the same, or breaking is always better."""
    reward = punishment + more
    payoffs = (reward + tempting, reward, punishment)

    least = grim_trigger(*payoffs, 0.5, noise=noise).threshold.value

    keeping, breaking = values(payoffs, min(least, 0.9999), noise)
    if least < 0.9999:
        assert keeping == pytest.approx(breaking, rel=1e-9, abs=1e-9)
    else:
        assert keeping <= breaking + 1e-3


def test_threshold_is_the_ratio_of_temptation_to_loss() -> None:
    """(5 − 3)/(5 − 1) = .5, and with one false alarm in ten .5/.9."""
    assert grim_trigger(5, 3, 1, 0.6).threshold.value == 0.5
    assert grim_trigger(5, 3, 1, 0.6, noise=0.1).threshold.value == pytest.approx(0.5 / 0.9)


def test_noise_raises_the_threshold_until_no_patience_is_enough() -> None:
    """An exchange that false alarms will end anyway is worth little to keep."""
    least = [grim_trigger(5, 3, 1, 0.9, noise=noise).threshold.value for noise in (0.0, 0.2, 0.4, 0.5, 0.6)]

    assert least[0] < least[1] < least[2] < 1
    assert [inf, inf] == least[3:]


def test_without_temptation_every_patience_is_enough() -> None:
    """Nothing is gained by breaking what nobody wants to break."""
    answer = grim_trigger(3, 3, 1, 0.01, noise=0.5)

    assert answer.is_kept
    assert answer.threshold.reading == "the exchange goes on"


@pytest.mark.parametrize(
    ("values", "message"), [((inf, 1.0), "gain must be a finite number"), ((1.0, -1.0), "cost must not be negative")]
)
def test_threat_outside_its_domain_is_named(values: tuple[float, float], message: str) -> None:
    """Each failed condition is named by its symbol."""
    with pytest.raises(DomainError, match=message):
        threat(*values)


@pytest.mark.parametrize(
    ("payoffs", "discount", "noise", "message"),
    [
        ((inf, 3.0, 1.0), 0.5, 0.0, "temptation must be a finite number"),
        ((5.0, float("nan"), 1.0), 0.5, 0.0, "reward must be a finite number"),
        ((5.0, 3.0, -inf), 0.5, 0.0, "punishment must be a finite number"),
        ((5.0, 3.0, 1.0), 1.0, 0.0, "discount must lie strictly"),
        ((5.0, 3.0, 1.0), 0.5, 1.5, "noise must lie in 0–1"),
        ((5.0, 3.0, 1.0), 0.5, 1.0, "noise < 1"),
        ((5.0, 3.0, 3.0), 0.5, 0.0, "punishment < reward"),
        ((2.0, 3.0, 1.0), 0.5, 0.0, "reward ≤ temptation"),
    ],
)
def test_exchange_outside_its_domain_is_named(
    payoffs: tuple[float, float, float], discount: float, noise: float, message: str
) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        grim_trigger(*payoffs, discount, noise=noise)
