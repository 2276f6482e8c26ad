"""A hidden breach pays exactly where its discounted stream exceeds its cost."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.side_deals import hidden_side_deal

TRIES = settings(max_examples=100, deadline=None)


def stream(s: float, delta: float, discount: float) -> float:
    """Add up what a breach brings, round by round, weighed by the chance that it stays hidden; up to δ = .93."""
    hidden = sum(delta * discount**t for t in range(1, 500))
    return s * 0.0 + (1 - s) * hidden


@TRIES
@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 0.93))
def test_deal_is_kept_where_the_stream_of_a_breach_is_worth_less_than_its_cost(
    k: float, s: float, delta: float, discount: float
) -> None:
    """The gain and the answer are those of the stream."""
    gain = stream(s, delta, discount)
    assume(abs(gain - k) > 1e-9)

    answer = hidden_side_deal(k, s, delta, discount)

    assert answer.gain == pytest.approx(gain, abs=1e-9)
    assert answer.is_kept == (k > gain)


@TRIES
@given(st.floats(0, 3), st.floats(0.1, 1), st.floats(0.1, 0.93))
def test_breach_just_breaks_even_at_the_threshold(k: float, delta: float, discount: float) -> None:
    """At the least probability of detection the stream is worth the cost, or less where none is needed."""
    least = hidden_side_deal(k, 0.0, delta, discount).threshold.value

    if least > 0:
        assert stream(least, delta, discount) == pytest.approx(k, abs=1e-9)
    else:
        assert stream(0.0, delta, discount) <= k + 1e-9


def test_formula_on_an_example() -> None:
    """δ(1 − s)Δ/(1 − δ) = .9·.5·.2/.1 = .9, and s = 1 − .45·.1/(.9·.2) = .75."""
    answer = hidden_side_deal(0.45, 0.5, 0.2, 0.9)

    assert answer.gain == pytest.approx(0.9)
    assert answer.threshold.value == pytest.approx(0.75)
    assert answer.threshold.reading == "a hidden breach pays"


@TRIES
@given(st.floats(0, 3), st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 0.93), st.floats(0, 3))
def test_a_penalty_is_paid_by_who_is_found_out(
    k: float, s: float, delta: float, discount: float, penalty: float
) -> None:
    """The mean over both cases, found out or not, decides."""
    found_out, hidden = -k - penalty, stream(0.0, delta, discount) - k
    mean = s * found_out + (1 - s) * hidden
    assume(abs(mean) > 1e-9)

    assert hidden_side_deal(k, s, delta, discount, penalty=penalty).is_kept == (mean < 0)


@pytest.mark.parametrize("k", [0.0, 0.5])
def test_certain_detection_and_no_gain_keep_a_deal(k: float) -> None:
    """A breach that is always found out, or brings nothing, is not worth even a free attempt."""
    assert hidden_side_deal(k, 1.0, 0.5, 0.9).is_kept
    assert hidden_side_deal(k, 0.0, 0.0, 0.9).is_kept


def test_patience_asks_for_better_detection() -> None:
    """The breach pays later, so the patient side is the one to watch."""
    needed = [hidden_side_deal(0.5, 0.0, 0.2, discount).threshold.value for discount in (0.8, 0.9, 0.95)]

    assert needed[0] < needed[1] < needed[2]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-1.0, 0.5, 0.2, 0.9), "k must not be negative"),
        ((1.0, 1.5, 0.2, 0.9), "s must lie in 0–1"),
        ((1.0, 0.5, float("inf"), 0.9), "delta must not be negative or infinite"),
        ((1.0, 0.5, 0.2, 1.0), "discount must lie strictly"),
    ],
)
def test_numbers_outside_the_domain_are_named(values: tuple[float, float, float, float], message: str) -> None:
    """Each failed condition is named by its symbol."""
    with pytest.raises(DomainError, match=message):
        hidden_side_deal(*values)
