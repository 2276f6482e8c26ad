"""Battles teach what Bayes' rule says, and optimists settle when a literal count of battles says so."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.learning import learn_from_battles, settlement_battle, settlement_distribution

TRIES = settings(max_examples=100, deadline=None)
TWENTIETHS = st.integers(1, 19).map(lambda n: Fraction(n, 20))
COUNTS = st.integers(0, 8)


def bayes(q: Fraction, p_tough: Fraction, p_weak: Fraction, battles: str) -> Fraction:
    """Update after every single battle, W or L, in exact arithmetic."""
    for battle in battles:
        tough, weak = (p if battle == "W" else 1 - p for p in (p_tough, p_weak))
        q = q * tough / (q * tough + (1 - q) * weak)
    return q


@TRIES
@given(TWENTIETHS, TWENTIETHS, TWENTIETHS, COUNTS, COUNTS)
def test_the_posterior_is_that_of_updating_battle_by_battle(
    q: Fraction, one: Fraction, other: Fraction, wins: int, losses: int
) -> None:
    """The order of battles does not count, only how many were won and lost."""
    p_tough, p_weak = sorted((one, other))
    expected = bayes(q, p_tough, p_weak, "W" * wins + "L" * losses)
    assert expected == bayes(q, p_tough, p_weak, "L" * losses + "W" * wins)

    result = learn_from_battles(float(q), float(p_tough), float(p_weak), wins, losses)

    assert float(expected) == pytest.approx(result.posterior, abs=1e-12)
    assert math.log(expected / (1 - expected)) - math.log(q / (1 - q)) == pytest.approx(result.log_odds, abs=1e-9)


@TRIES
@given(TWENTIETHS, TWENTIETHS, TWENTIETHS, COUNTS, COUNTS)
def test_the_threshold_tells_which_kind_the_battles_speak_for(
    q: Fraction, one: Fraction, other: Fraction, wins: int, losses: int
) -> None:
    """From so many wins on the posterior is not above the prior."""
    p_tough, p_weak = sorted((one, other))
    expected = bayes(q, p_tough, p_weak, "W" * wins + "L" * losses)

    result = learn_from_battles(float(q), float(p_tough), float(p_weak), wins, losses)

    if expected != q:
        assert (expected < q) == result.threshold.is_reached


def test_battles_that_only_one_kind_could_fight_decide() -> None:
    """A win that a tough opponent never allows, a loss that a weak one never inflicts."""
    assert learn_from_battles(0.9, 0.0, 0.5, 1, 3).posterior == 0
    assert learn_from_battles(0.1, 0.5, 1.0, 3, 1).posterior == 1
    assert learn_from_battles(0.9, 0.0, 0.5, 1, 3).threshold.value == 1
    assert learn_from_battles(0.1, 0.5, 1.0, 3, 1).threshold.value == math.inf


def test_certainty_learns_nothing_and_equal_odds_teach_nothing() -> None:
    """q = 0 and 1 stay; where both kinds fight alike every belief stays."""
    assert [learn_from_battles(q, 0.2, 0.6, 3, 1).posterior for q in (0.0, 1.0)] == [0, 1]
    assert learn_from_battles(0.3, 0.5, 0.5, 7, 2).posterior == pytest.approx(0.3)


def test_thousands_of_battles_do_not_overflow() -> None:
    """Likelihoods far below the smallest float still have a ratio."""
    result = learn_from_battles(0.5, 0.4, 0.6, 100_001, 100_000)

    assert result.posterior == pytest.approx(0.4)


@TRIES
@given(st.integers(1, 99), st.integers(1, 99), st.integers(2, 20), st.sampled_from([0.01, 0.02, 0.05, 0.1, 0.25, 0.5]))
def test_they_settle_at_the_first_battle_that_brings_the_gap_down_to_the_cost(
    first: int, second: int, n_0: int, cost: float
) -> None:
    """Counted battle by battle in exact arithmetic, so that a gap equal to the cost counts; whoever wins, the gap is
    the same.
    """
    a_1, a_2 = (Fraction(n * n_0, 100) for n in (first, second))
    exact = Fraction(str(cost))
    expected = next(m for m in itertools.count() if (a_1 - a_2) / (n_0 + m) <= exact)

    result = settlement_battle(float(a_1), float(a_2), n_0, cost)

    assert expected == result.battle
    assert float((a_1 - a_2) / (n_0 + expected)) == pytest.approx(result.gap, abs=1e-12)
    if abs(result.threshold.distance) > 1e-9:
        assert (result.battle == 0) == result.threshold.is_reached


def test_the_formula_of_the_reference_holds() -> None:
    """⌈(6 − 2)/.15 − 10⌉ = ⌈16.67⌉."""
    assert settlement_battle(6, 2, 10, 0.15).battle == 17


@TRIES
@given(
    st.floats(0.5, 5), st.floats(0.5, 5), st.floats(0.5, 5), st.floats(0.5, 5), st.floats(0, 1), st.floats(0.01, 0.6)
)
def test_the_distribution_is_that_of_all_histories(
    a_1: float, b_1: float, a_2: float, b_2: float, p: float, cost: float
) -> None:
    """Every history of seven battles is followed to the battle at which it settles, and its probability added up."""
    expected = [0.0] * 8
    for history in itertools.product((1, 0), repeat=7):
        for m in range(8):
            won = sum(history[:m])
            gap = (a_1 + won) / (a_1 + b_1 + m) - (a_2 + won) / (a_2 + b_2 + m)
            if gap <= cost + 1e-9:
                expected[m] += math.prod(p if battle else 1 - p for battle in history)
                break

    result = settlement_distribution(a_1, b_1, a_2, b_2, p, cost, 7)

    assert expected == pytest.approx(list(result.probabilities), abs=1e-12)
    assert 1 - sum(expected) == pytest.approx(result.unsettled, abs=1e-12)
    assert sum(expected[:4]) == pytest.approx(result.by(3), abs=1e-12)


def test_equally_firm_beliefs_settle_at_one_battle_for_certain() -> None:
    """The distribution then has the one battle of the formula."""
    result = settlement_distribution(6, 4, 2, 8, 0.3, 0.15, 20)

    assert result.probabilities[settlement_battle(6, 2, 10, 0.15).battle] == pytest.approx(1)
    assert result.unsettled == 0


@TRIES
@given(st.floats(1, 5), st.floats(1, 5), st.floats(0.02, 0.5))
def test_a_higher_cost_settles_earlier(a_1: float, a_2: float, cost: float) -> None:
    """A smaller remaining gap is then worth fighting over no more."""
    assert settlement_battle(a_1, a_2, 6, cost * 1.5).battle <= settlement_battle(a_1, a_2, 6, cost).battle
    cheap, dear = (settlement_distribution(a_1, 1, 1, a_2, 0.5, c, 12) for c in (cost, cost * 1.5))
    assert all(dear.by(m) >= cheap.by(m) - 1e-12 for m in range(13))


@pytest.mark.parametrize(
    ("call", "condition"),
    [
        (lambda: learn_from_battles(1.1, 0.2, 0.6, 1, 1), "q must lie in 0–1"),
        (lambda: learn_from_battles(0.5, -0.2, 0.6, 1, 1), "p_tough must lie in 0–1"),
        (lambda: learn_from_battles(0.5, 0.2, 1.6, 1, 1), "p_weak must lie in 0–1"),
        (lambda: learn_from_battles(0.5, 0.7, 0.6, 1, 1), "p_tough ≤ p_weak"),
        (lambda: learn_from_battles(0.5, 0.2, 0.6, -1, 1), "wins ≥ 0, a whole number"),
        (lambda: learn_from_battles(0.5, 0.2, 0.6, 1, 0.5), "losses ≥ 0, a whole number"),  # type: ignore[arg-type]
        (lambda: learn_from_battles(1.0, 0.0, 0.6, 1, 1), "the battles are possible"),
        (lambda: settlement_battle(0, 2, 10, 0.1), "0 < a_1 < n_0"),
        (lambda: settlement_battle(2, 10, 10, 0.1), "0 < a_2 < n_0"),
        (lambda: settlement_battle(2, 1, float("inf"), 0.1), "n_0 must be above 0 and finite"),
        (lambda: settlement_battle(2, 1, 10, 0), "cost must be above 0"),
        (lambda: settlement_distribution(0, 1, 1, 1, 0.5, 0.1, 3), "a_1 must be above 0"),
        (lambda: settlement_distribution(1, 0, 1, 1, 0.5, 0.1, 3), "b_1 must be above 0"),
        (lambda: settlement_distribution(1, 1, 0, 1, 0.5, 0.1, 3), "a_2 must be above 0"),
        (lambda: settlement_distribution(1, 1, 1, 0, 0.5, 0.1, 3), "b_2 must be above 0"),
        (lambda: settlement_distribution(1, 1, 1, 1, 1.5, 0.1, 3), "p must lie in 0–1"),
        (lambda: settlement_distribution(1, 1, 1, 1, 0.5, -0.1, 3), "cost must be above 0"),
        (lambda: settlement_distribution(1, 1, 1, 1, 0.5, 0.1, -3), "battles ≥ 0, a whole number"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(call: Callable[[], object], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        call()
