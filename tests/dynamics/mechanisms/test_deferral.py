"""Putting a question off is accepted exactly where the discounted stream of shares says so."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.deferral import deferral

TRIES = settings(max_examples=100, deadline=None)
shares = st.floats(0, 1)
discounts = st.floats(0.3, 0.95)
lengths = st.integers(0, 60)


def stream(discount: float, periods: int, status_quo: float, expected: float) -> float:
    """Add up the shares round by round, in units of a share of 1 for ever; the rest after 800 rounds is below 1e-17."""
    flows = [status_quo] * periods + [expected] * (800 - periods)
    return (1 - discount) * sum(flow * discount**t for t, flow in enumerate(flows))


@TRIES
@given(discounts, lengths, shares, shares, shares)
def test_deferral_is_accepted_where_its_stream_is_worth_more(
    discount: float, periods: int, status_quo: float, expected: float, now: float
) -> None:
    """The value is that of the stream, and the answer compares it with settling now."""
    worth = stream(discount, periods, status_quo, expected)
    assume(abs(worth - now) > 1e-9)

    answer = deferral(discount, periods, status_quo, expected, now)

    assert answer.value == pytest.approx(worth, abs=1e-9)
    assert answer.is_accepted == (worth > now)


@TRIES
@given(discounts, lengths, shares, shares, shares)
def test_expected_share_at_the_threshold_makes_both_worth_the_same(
    discount: float, periods: int, status_quo: float, expected: float, now: float
) -> None:
    """With the threshold in the place of the expected share the stream is worth settling now."""
    answer = deferral(discount, periods, status_quo, expected, now)

    weight = discount**periods
    # A share of 1 at the end counts `weight`, so rounding in the streams is magnified by 1/weight.
    assert weight * answer.threshold.value + (1 - weight) * status_quo == pytest.approx(now, abs=1e-9)


@TRIES
@given(discounts, shares, shares, shares)
def test_answer_flips_at_the_length_where_trying_every_length_finds_it(
    discount: float, status_quo: float, expected: float, now: float
) -> None:
    """Whole lengths from 0 to 40 are tried one by one; the reading of the threshold is the answer of each."""
    assume(min(abs(now - status_quo), abs(now - expected)) > 1e-3)
    for periods in (*range(0, 41, 4), 41):
        worth = stream(discount, periods, status_quo, expected)
        answer = deferral(discount, periods, status_quo, expected, now)
        if abs(worth - now) > 1e-9:
            waits = answer.length.reading == "putting the question off is at least as good as settling now"
            assert waits == (worth > now)


def test_fifteen_rounds_leave_less_than_half_of_the_weight() -> None:
    """.95¹⁵ = .4633: with nothing until then, a share of 1 at the end is worth .4633 now."""
    answer = deferral(0.95, 15, 0.0, 1.0, 0.46)

    assert answer.value == pytest.approx(0.4633, abs=5e-5)
    assert answer.is_accepted
    assert not deferral(0.95, 15, 0.0, 1.0, 0.47).is_accepted


def test_longer_deferral_of_a_good_end_is_refused_and_of_a_bad_end_accepted() -> None:
    """With a status quo worse than settling now time is short, with a better one time is welcome."""
    hopeful, content = deferral(0.9, 3, 0.2, 0.8, 0.5), deferral(0.9, 3, 0.8, 0.2, 0.5)

    assert hopeful.length.value == pytest.approx(content.length.value)
    assert (hopeful.length.is_reached, hopeful.is_accepted) == (False, True)
    assert (content.length.is_reached, content.is_accepted) == (False, False)
    assert hopeful.length.above == content.length.below


@pytest.mark.parametrize(("now", "accepted"), [(0.1, True), (0.9, False)])
def test_no_length_matters_where_both_ends_are_better_or_worse_than_now(now: float, *, accepted: bool) -> None:
    """Whatever the weights, an average of two better shares is better."""
    answer = deferral(0.9, 5, 0.3, 0.6, now)

    assert (inf, accepted) == (answer.length.value, answer.is_accepted)


def test_status_quo_equal_to_settling_now_never_turns_a_good_end_bad() -> None:
    """The value only comes down to the status quo, it does not cross it."""
    good, bad, flat = (deferral(0.9, 5, 0.5, expected, 0.5) for expected in (0.6, 0.4, 0.5))

    assert [inf] * 3 == [a.length.value for a in (good, bad, flat)]
    assert [a.is_accepted for a in (good, bad)] == [True, False]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((1.0, 5.0, 0.1, 0.5, 0.3), "discount must lie strictly"),
        ((0.9, -1.0, 0.1, 0.5, 0.3), "periods must not be negative"),
        ((0.9, inf, 0.1, 0.5, 0.3), "periods must not be negative or infinite"),
        ((0.9, 5.0, 1.1, 0.5, 0.3), "status_quo must lie in 0–1"),
        ((0.9, 5.0, 0.1, -0.5, 0.3), "expected must lie in 0–1"),
        ((0.9, 5.0, 0.1, 0.5, float("nan")), "now must lie in 0–1"),
        ((0.1, 500.0, 0.1, 0.5, 0.3), r"discount\^periods > 0"),
    ],
)
def test_numbers_outside_the_domain_are_named(values: tuple[float, float, float, float, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        deferral(*values)
