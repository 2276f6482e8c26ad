"""A division stands where everyone who must agree does, and a hard line pays where bargaining says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.ratification import hard_line, ratification, ratification_chance

TRIES = settings(max_examples=100, deadline=None)
TWENTIETHS = st.integers(0, 20)


@TRIES
@given(TWENTIETHS, TWENTIETHS, TWENTIETHS, TWENTIETHS)
def test_a_deal_stands_where_negotiators_and_ratifiers_of_both_sides_agree(
    r_a: int, h_a: int, r_b: int, h_b: int
) -> None:
    """Every division in twentieths is put to all four, in whole numbers."""
    agreed = [x for x in range(21) if x >= r_a and x >= h_a and 20 - x >= r_b and 20 - x >= h_b]

    result = ratification(r_a / 20, h_a / 20, r_b / 20, h_b / 20)

    assert bool(agreed) == result.exists
    if agreed:
        assert (agreed[0] / 20, agreed[-1] / 20) == pytest.approx((result.low, result.high))
    else:
        assert result.threshold.reading == "no division is ratified by both sides"


def test_win_sets_and_limits_follow_from_the_harder_of_the_two_at_home() -> None:
    """The negotiator's own least share binds where it is the larger one."""
    result = ratification(0.3, 0.4, 0.5, 0.2)

    assert (result.win_set_a, result.win_set_b) == ((0.4, 1.0), (0.0, 0.5))
    assert (result.limit_a, result.limit_b) == (0.5, 0.6)
    assert result.threshold.input == pytest.approx(0.1)
    assert ratification(0.3, result.limit_a, 0.5, 0.2).exists
    assert not ratification(0.3, result.limit_a + 1e-9, 0.5, 0.2).exists


def responders_share(h_a: float, h_b: float, discount: float) -> float:
    """Return A's share where B offers first and they offer in turn up to a far last round, each free to leave.

    Backwards from the last round, after which both get their lines, whoever responds takes no less than the next
    round or leaving is worth. With 400 rounds and a discount up to 0.93 what follows is worth less than 1e-12.
    """
    value_a, value_b = h_a, h_b
    for round_ in range(400, -1, -1):
        if round_ % 2:
            kept = max(h_b, discount * value_b)
            value_a, value_b = 1 - kept, kept
        else:
            kept = max(h_a, discount * value_a)
            value_a, value_b = kept, 1 - kept
    return value_a


@TRIES
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 0.93))
def test_the_share_behind_a_hard_line_is_that_of_offers_in_turn(h_a: float, h_b: float, discount: float) -> None:
    """It agrees with backward induction over four hundred rounds."""
    assume(h_a + h_b <= 1)

    result = hard_line(h_a, h_b, discount)

    assert result.share == pytest.approx(responders_share(h_a, h_b, discount), abs=1e-9)
    assert result.gain == pytest.approx(
        responders_share(h_a, h_b, discount) - responders_share(0, h_b, discount), abs=1e-9
    )
    assert result.has_deal


def test_a_line_raises_the_share_one_for_one_only_beyond_its_threshold() -> None:
    """With δ = .9 it is .9/1.9; below it nothing moves, beyond 1 − h_b nothing is signed."""
    lines = [hard_line(h_a, 0.3, 0.9) for h_a in (0, 0.4, 0.9 / 1.9 + 0.1, 0.7, 0.71)]

    assert lines[0].thresholds[0].value == pytest.approx(0.9 / 1.9)
    assert [line.gain for line in lines] == pytest.approx([0, 0, 0.1, 0.7 - 0.9 / 1.9, 0])
    assert [line.has_deal for line in lines] == [True, True, True, True, False]
    assert lines[-1].share is None


def test_a_hard_line_of_the_other_side_lowers_the_threshold_of_the_own() -> None:
    """Against h_b > δ/(1 + δ) there is less to get without a line, δ(1 − h_b)."""
    result = hard_line(0, 0.8, 0.9)

    assert result.share == pytest.approx(0.18)
    assert result.thresholds[0].value == pytest.approx(0.18)
    assert hard_line(0.2, 0.8, 0.9).gain == pytest.approx(0.02)


def test_lines_that_fill_the_pie_leave_one_deal() -> None:
    """Also where one tenth and nine tenths are no exact floats."""
    for h_a in (0.1, 0.3, 0.6, 0.9):
        assert hard_line(h_a, 1 - h_a, 0.9).share == h_a
        assert ratification(0, h_a, 0, 1 - h_a).exists


@TRIES
@given(TWENTIETHS, TWENTIETHS, st.integers(1, 20), TWENTIETHS)
def test_the_chance_of_ratification_is_the_part_of_the_lines_that_the_share_meets(
    x: int, low: int, width: int, r: int
) -> None:
    """The part is counted in whole twentieths of the interval."""
    met = sum(k < x for k in range(low, low + width)) if x >= r else 0

    result = ratification_chance(x / 20, low / 20, (low + width) / 20, r=r / 20)

    assert float(Fraction(met, width)) == pytest.approx(result.probability, abs=1e-9)


def test_the_chance_of_ratification_agrees_with_lines_drawn_at_random() -> None:
    """Of 100 000 lines the share that accepts lies within 5 standard errors, 0.008."""
    lines = np.random.default_rng(2).uniform(0.3, 0.7, 100_000)

    result = ratification_chance(0.45, 0.3, 0.7)

    assert (lines <= 0.45).mean() == pytest.approx(result.probability, abs=0.008)
    assert [flip.value for flip in result.thresholds] == [0.3, 0.7]


def test_a_larger_share_is_ratified_more_probably_and_a_known_line_certainly_or_never() -> None:
    """The uncertainty is all about the line."""
    chances = [ratification_chance(x, 0.3, 0.7).probability for x in (0, 0.3, 0.4, 0.7, 1)]

    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0.0, 1.0)
    assert [ratification_chance(x, 0.5, 0.5).probability for x in (0.49, 0.5)] == [0.0, 1.0]
    assert ratification_chance(0.45, 0.3, 0.7, r=0.5).probability == 0


@pytest.mark.parametrize(
    ("call", "symbols", "named"),
    [
        (ratification, (-0.1, 0, 0, 0), "r_a must lie in 0–1"),
        (ratification, (0, 1.1, 0, 0), "h_a must lie in 0–1"),
        (ratification, (0, 0, math.nan, 0), "r_b must lie in 0–1"),
        (ratification, (0, 0, 0, math.inf), "h_b must lie in 0–1"),
        (hard_line, (-1, 0, 0.5), "h_a must lie in 0–1"),
        (hard_line, (0, 2, 0.5), "h_b must lie in 0–1"),
        (hard_line, (0, 0, 1), "discount must lie strictly between 0 and 1"),
        (ratification_chance, (1.5, 0, 1), "x must lie in 0–1"),
        (ratification_chance, (0.5, -math.inf, 1), "h_low must be a finite number"),
        (ratification_chance, (0.5, 0, math.nan), "h_high must be a finite number"),
        (ratification_chance, (0.5, 0.6, 0.4), "h_low ≤ h_high"),
    ],
)
def test_each_condition_of_the_domain_is_named(
    call: Callable[..., object], symbols: tuple[float, ...], named: str
) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        call(*symbols)

    assert named in str(caught.value)


def test_the_negotiators_least_share_is_a_share() -> None:
    """And is named where it is none."""
    with pytest.raises(DomainError, match="r must lie in 0–1"):
        ratification_chance(0.5, 0, 1, r=2)
