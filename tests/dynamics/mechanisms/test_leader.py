"""A leader signs exactly what leaves him no worse off than war, his own fate included."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.leader import leader_reservation, leaders_range

TRIES = settings(max_examples=100, deadline=None)
Symbols = tuple[float, float, float, float]
CASES = (st.floats(0, 1), st.floats(0, 0.8), st.floats(0, 1.5), st.floats(0, 1))


def accepts(x: float, p: float, c: float, loss: float, line: float) -> bool:
    """Compare signing, with office lost below the line, with war, in which it is lost with a defeat."""
    signing = x - (loss if x < line else 0.0)
    fighting = p * 1 + (1 - p) * (0 - loss) - c
    return signing >= fighting


def least_accepted(p: float, c: float, loss: float, line: float) -> float:
    """Try shares from far below 0 upwards, the line included, and halve the step before the first accepted one.

    Every accepted share is followed by accepted ones only, which is checked on the way.
    """
    tries = np.sort(np.append(np.linspace(-3, 1, 2001), line))
    signed = [accepts(float(x), p, c, loss, line) for x in tries]
    first = signed.index(True)
    assert all(signed[first:])
    low, high = float(tries[first - 1]), float(tries[first])
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if accepts(middle, p, c, loss, line) else (middle, high)
    return high


@settings(max_examples=60, deadline=None)
@given(*CASES)
def test_the_reservation_is_the_least_share_that_beats_war(p: float, c: float, loss: float, line: float) -> None:
    """It agrees with payoffs compared share by share."""
    # At the very line rounding decides between two branches that are equal on paper.
    assume(abs(p - c + p * loss - line) > 1e-9)

    assert least_accepted(p, c, loss, line) == pytest.approx(
        leader_reservation(p, c, loss, line).reservation, abs=1e-9
    )  # fmt: skip


@TRIES
@given(*CASES)
def test_the_branch_says_what_sets_the_reservation(p: float, c: float, loss: float, line: float) -> None:
    """A deal below the line, the line, or what war is worth; and only the first two can exceed the country's."""
    result = leader_reservation(p, c, loss, line)

    expected = {
        "signs below the line": p - c + p * loss,
        "holds out for the line": line,
        "war is worth more than the line": p - c - (1 - p) * loss,
    }[result.branch]
    assert expected == pytest.approx(result.reservation, abs=1e-9)
    assert result.gambles_for_resurrection == (result.reservation > p - c)
    assert not (result.gambles_for_resurrection and result.settles_for_survival)
    if result.gambles_for_resurrection:
        assert line > p - c


@TRIES
@given(*CASES)
def test_the_line_sets_the_reservation_from_the_threshold_of_the_loss_on(
    p: float, c: float, loss: float, line: float
) -> None:
    """With more at stake for the leader no other share can take its place."""
    result = leader_reservation(p, c, loss, line)
    assume(abs(result.threshold.distance) > 1e-6)
    assume(abs(line - (p - c)) > 1e-6)

    assert (result.branch == "holds out for the line") == result.threshold.is_reached


def test_a_leader_who_falls_with_any_deal_below_the_line_fights_on() -> None:
    """With p = .4, c = .2 and the line at .5 the country takes .2, he .4 for a loss of .5 and .5 from .75 on."""
    results = [leader_reservation(0.4, 0.2, loss, 0.5) for loss in (0, 0.5, 0.75, 2)]

    assert [r.reservation for r in results] == pytest.approx([0.2, 0.4, 0.5, 0.5])
    assert [r.gambles_for_resurrection for r in results] == [False, True, True, True]
    assert results[0].threshold.value == pytest.approx(0.75)


def test_a_leader_who_fears_defeat_more_than_a_deal_takes_less_than_the_country_would() -> None:
    """With the line below what war is worth, the reservation falls with L(1 − p) until it meets the line."""
    results = [leader_reservation(0.6, 0.1, loss, 0.2) for loss in (0, 0.5, 0.75, 3)]

    assert [r.reservation for r in results] == pytest.approx([0.5, 0.3, 0.2, 0.2])
    assert [r.settles_for_survival for r in results] == [False, True, True, True]
    assert results[0].branch == "war is worth more than the line"
    assert results[0].threshold.value == pytest.approx(0.75)


def test_certain_victory_or_defeat_puts_the_threshold_out_of_reach() -> None:
    """Where office is never lost by the other way out, no loss makes the line bind."""
    assert leader_reservation(1, 0.1, 5, 0.2).threshold.value == math.inf
    assert leader_reservation(0, 0.1, 5, 0.2).threshold.value == math.inf
    assert leader_reservation(0.5, 0, 5, 0.5).threshold.value == 0


@settings(max_examples=60, deadline=None)
@given(st.tuples(*CASES), st.tuples(*CASES))
def test_a_deal_exists_where_some_division_is_signed_by_both(a: Symbols, b: Symbols) -> None:
    """Divisions are tried one by one; those within 1e-3 of the edge are left out, the step of the grid."""
    r_a, r_b = leader_reservation(*a).reservation, leader_reservation(*b).reservation
    signed = [x for x in np.linspace(0, 1, 2001) if accepts(x, *a) and accepts(1 - x, *b)]

    result = leaders_range(r_a, r_b)

    assume(abs(1 - r_a - r_b) > 1e-3)
    assert bool(signed) == result.exists
    if signed:
        assert (signed[0], signed[-1]) == pytest.approx((result.low, result.high), abs=1e-3)


def test_reservations_that_fill_the_pie_leave_one_division() -> None:
    """Also where one tenth and nine tenths are no exact floats."""
    assert leaders_range(0.9, 0.1).exists
    assert leaders_range(0.1, 0.9).exists
    assert not leaders_range(0.9, 0.11).exists
    assert (leaders_range(-0.5, 0.4).low, leaders_range(0.4, -0.5).high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((1.1, 0, 0, 0), "p must lie in 0–1"),
        ((math.nan, 0, 0, 0), "p must lie in 0–1"),
        ((0.5, -1, 0, 0), "c must not be negative"),
        ((0.5, 0, math.inf, 0), "loss must not be negative or infinite"),
        ((0.5, 0, 0, 1.5), "line must lie in 0–1"),
    ],
)
def test_each_condition_of_the_reservation_is_named(symbols: Symbols, named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        leader_reservation(*symbols)

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((math.nan, 0), "r_a must be a finite number"),
        ((0, -math.inf), "r_b must be a finite number"),
        ((1.5, 0), "r_a ≤ 1"),
        ((0, 1.5), "r_b ≤ 1"),
    ],
)
def test_each_condition_of_the_range_is_named(symbols: tuple[float, float], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        leaders_range(*symbols)

    assert named in str(caught.value)
