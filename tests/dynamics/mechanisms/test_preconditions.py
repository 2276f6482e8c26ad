"""A precondition is met exactly where the stream of shares after it is worth that of refusing."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.preconditions import precondition

TRIES = settings(max_examples=100, deadline=None)
shares = st.floats(0, 1)
discounts = st.floats(0.2, 0.93)


def gain_of_meeting(x_before: float, after: float, discount: float) -> float:
    """Return the gain of meeting a precondition in this round and sharing from the next one on, up to δ = .93."""
    meeting = sum(after * discount**t for t in range(1, 500))
    refusing = sum(x_before * discount**t for t in range(500))
    return meeting - refusing


@TRIES
@given(shares, shares, shares, shares, discounts)
def test_precondition_is_met_where_its_stream_is_worth_more(
    x_before: float, x_after: float, promised: float, g: float, discount: float
) -> None:
    """A guarantee holds with probability g; otherwise the side gets what it can from where it then stands."""
    x_after, promised = min(x_after, promised), max(x_after, promised)
    gain = g * gain_of_meeting(x_before, promised, discount) + (1 - g) * gain_of_meeting(x_before, x_after, discount)
    assume(abs(gain) > 1e-9)

    answer = precondition(x_before, x_after, discount, x_promised=promised, g=g)

    assert answer.is_met == (gain > 0)


@TRIES
@given(shares, shares, shares, discounts)
def test_least_guarantee_just_makes_up_for_refusing(
    x_before: float, x_after: float, promised: float, discount: float
) -> None:
    """At the least guarantee the gain is 0, it is above where none is needed, and below where none is enough."""
    x_after, promised = min(x_after, promised), max(x_after, promised)
    assume(promised - x_after > 1e-3)

    least = precondition(x_before, x_after, discount, x_promised=promised).guarantee.value

    none, full = (gain_of_meeting(x_before, x, discount) for x in (x_after, promised))
    if least == 0:
        assert none >= -1e-9
    elif least == inf:
        assert full <= 1e-9
    else:
        assert least * full + (1 - least) * none == pytest.approx(0, abs=1e-9)


@TRIES
@given(st.floats(0.05, 1), shares, shares, discounts)
def test_guarantee_that_only_makes_good_the_weakening_is_never_enough(
    x_before: float, loss: float, g: float, discount: float
) -> None:
    """A guarantee that cuts the shift, as after a deal, gives back x_before at best, and that a round later.

    δ·[x_after + g(x_before − x_after)] ≤ δ·x_before < x_before for every g ≤ 1: what is promised must be more.
    """
    answer = precondition(x_before, x_before * (1 - loss), discount, g=g)

    assert (False, inf) == (answer.is_met, answer.guarantee.value)


def test_formula_on_an_example() -> None:
    """.9·.5 = .45 ≥ .4, and not ≥ .46; with .6 promised, .46/.9 − .5 = .0111 of .1 must be guaranteed."""
    assert precondition(0.4, 0.5, 0.9).is_met
    assert not precondition(0.46, 0.5, 0.9).is_met

    promised = precondition(0.46, 0.5, 0.9, x_promised=0.6, g=0.2)

    assert promised.guarantee.value == pytest.approx((0.46 / 0.9 - 0.5) / 0.1)
    assert promised.expected_after == pytest.approx(0.52)
    assert promised.threshold.value == pytest.approx(0.46 / 0.9)
    assert promised.is_met
    assert promised.guarantee.reading == "the precondition is met"


def test_side_without_any_share_meets_every_precondition() -> None:
    """Who has nothing to lose by talking talks."""
    assert precondition(0.0, 0.0, 0.5).is_met


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x_before": 1.1}, "x_before must lie in 0–1"),
        ({"x_after": -0.1}, "x_after must lie in 0–1"),
        ({"discount": 1.0}, "discount must lie strictly"),
        ({"x_promised": 1.5}, "x_promised must lie in 0–1"),
        ({"g": 1.5}, "g must lie in 0–1"),
        ({"x_promised": 0.1}, "x_after ≤ x_promised"),
    ],
)
def test_numbers_outside_the_domain_are_named(changes: dict[str, float], message: str) -> None:
    """Each failed condition is named as it is written."""
    usual = {"x_before": 0.5, "x_after": 0.4, "discount": 0.9, "x_promised": 0.6, "g": 0.5}

    with pytest.raises(DomainError, match=message):
        precondition(**usual | changes)
