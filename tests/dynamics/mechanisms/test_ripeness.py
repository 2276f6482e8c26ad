"""A moment is ripe exactly where neither side gains by another round and some division is left."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.bargaining_range import bargaining_range
from detente.dynamics.mechanisms.ripeness import ripeness, stalemate

TRIES = settings(max_examples=100, deadline=None)
shares = st.floats(0, 1)
sides = st.tuples(st.floats(0, 0.6), st.floats(0.2, 0.99), st.lists(shares, min_size=1, max_size=5), shares)
Side = tuple[float, float, list[float], float]


def gain_of_fighting(side: Side) -> float:
    """Return what another round brings: a cost now, and one of several equally likely shares a round later."""
    cost, discount, later, now = side
    return sum((-cost + discount * share) / len(later) for share in later) - now


@TRIES
@given(sides, sides, st.floats(-0.5, 1), st.floats(0, 1))
def test_moment_is_ripe_where_neither_lottery_beats_settling_and_a_division_is_left(
    first: Side, second: Side, low: float, high: float
) -> None:
    """Each side's next round is a lottery, outcome by outcome."""
    fighting = [gain_of_fighting(side) for side in (first, second)]
    assume(all(abs(g) > 1e-9 for g in fighting))
    a, b = (stalemate(c, discount, sum(later) / len(later), now) for c, discount, later, now in (first, second))

    answer = ripeness(a, b, low, high)

    assert [g < 0 for g in fighting] == [a.is_hurting, b.is_hurting]
    assert answer.is_mutual == (max(fighting) < 0)
    assert answer.has_way_out == (low <= high)
    assert answer.is_ripe == (max(fighting) < 0 and low <= high)
    assert answer.is_ripe == (not answer.missing)


def test_missing_thresholds_say_what_keeps_a_moment_from_being_ripe() -> None:
    """The first side hopes for .9·.8 − .5 = .22 and pays .1; the range is there."""
    hopeful, tired = stalemate(0.1, 0.9, 0.8, 0.5), stalemate(0.1, 0.9, 0.5, 0.5)
    way_out = bargaining_range(0.5, 0.1, 0.1)

    answer = ripeness(hopeful, tired, way_out.low, way_out.high)

    assert not answer.is_ripe
    assert [hopeful.threshold] == list(answer.missing)
    assert hopeful.threshold.value == pytest.approx(0.22)
    assert hopeful.threshold.reading == "fighting on brings more than settling now"


def test_hurting_stalemate_without_a_way_out_is_not_ripe() -> None:
    """Pain alone does not settle."""
    tired = stalemate(0.5, 0.9, 0.5, 0.5)

    answer = ripeness(tired, tired, 0.6, 0.4)

    assert (answer.is_mutual, answer.has_way_out, answer.is_ripe) == (True, False, False)
    assert [t.reading for t in answer.missing] == ["there is no way out"]


@TRIES
@given(st.floats(0.2, 0.99), shares, shares, st.floats(0, 0.5))
def test_cost_and_a_better_offer_hurt_and_hope_relieves(discount: float, expected: float, x: float, c: float) -> None:
    """A side that is hurting stays so with a higher cost, a better offer, or less to hope for."""
    hurting = stalemate(c, discount, expected, x).is_hurting

    assert stalemate(c + 0.1, discount, expected, x).is_hurting >= hurting
    assert stalemate(c, discount, expected, min(1.0, x + 0.1)).is_hurting >= hurting
    assert stalemate(c, discount, max(0.0, expected - 0.1), x).is_hurting >= hurting


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-0.1, 0.9, 0.5, 0.5), "c must not be negative"),
        ((0.1, 1.0, 0.5, 0.5), "discount must lie strictly"),
        ((0.1, 0.9, 1.5, 0.5), "expected must lie in 0–1"),
        ((0.1, 0.9, 0.5, nan), "x must lie in 0–1"),
    ],
)
def test_stalemate_outside_its_domain_is_named(values: tuple[float, float, float, float], message: str) -> None:
    """Each failed condition is named by its symbol."""
    with pytest.raises(DomainError, match=message):
        stalemate(*values)


@pytest.mark.parametrize(("low", "high", "symbol"), [(nan, 0.5, "low"), (0.5, inf, "high")])
def test_range_that_is_no_number_is_named(low: float, high: float, symbol: str) -> None:
    """An end that is missing is a fault, not an empty range."""
    side = stalemate(0.1, 0.9, 0.5, 0.5)

    with pytest.raises(DomainError, match=f"{symbol} must be a finite number"):
        ripeness(side, side, low, high)
