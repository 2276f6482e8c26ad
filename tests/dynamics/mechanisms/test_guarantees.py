"""The least guarantee is the one at which the shift of power that is left no longer brings war."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.commitment import commitment_threshold
from detente.dynamics.mechanisms.guarantees import minimal_guarantee

TRIES = settings(max_examples=100, deadline=None)
shares = st.floats(0, 1)
costs = st.floats(0, 4)
discounts = st.floats(0.2, 0.95)


def brings_war(p_1: float, p_2: float, c_b: float, discount: float, g: float) -> bool:
    """Say whether the shift that a guarantee leaves brings war."""
    return commitment_threshold(p_1, min(1.0, p_1 + (p_2 - p_1) * (1 - g)), c_b, discount).is_war


def least_by_halving(p_1: float, p_2: float, c_b: float, discount: float) -> float:
    """Return the least guarantee without war."""
    if not brings_war(p_1, p_2, c_b, discount, 0.0):
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if brings_war(p_1, p_2, c_b, discount, middle) else (low, middle)
    return high


@TRIES
@given(shares, st.floats(0.05, 1), costs, discounts)
def test_least_guarantee_is_the_one_that_halving_finds(p_1: float, rise: float, c_b: float, discount: float) -> None:
    """The shift that is left, D(1 − g), is put in the place of the whole shift."""
    p_2 = max(p_1, min(1.0, p_1 * (1 - rise) + rise))

    answer = minimal_guarantee(p_1, p_2, c_b, discount)

    # Halving finds a power to 1e-16 of 1; as a share of the shift that is 1e-16/D.
    expected = least_by_halving(p_1, p_2, c_b, discount)
    assert answer.minimal == pytest.approx(expected, abs=1e-9 if p_2 - p_1 > 1e-5 else 1.0)


@TRIES
@given(shares, shares, costs, discounts, shares)
def test_guarantee_is_enough_where_what_it_leaves_brings_no_war(
    p_1: float, p_2: float, c_b: float, discount: float, g: float
) -> None:
    """An actual guarantee is judged by the shift it leaves."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)

    answer = minimal_guarantee(p_1, p_2, c_b, discount, g=g)

    assert answer.shift_left == pytest.approx((p_2 - p_1) * (1 - g))
    if abs(answer.threshold.distance) > 1e-9:
        assert answer.is_enough == (not brings_war(p_1, p_2, c_b, discount, g))


def test_formula_on_an_example() -> None:
    """1 − [.5·.1² + .3·.1]/(.9·.4) = 1 − .035/.36."""
    answer = minimal_guarantee(0.3, 0.7, 0.5, 0.9, g=0.95)

    assert answer.minimal == pytest.approx(1 - 0.035 / 0.36)
    assert answer.is_enough
    assert answer.threshold.reading == "the declining side would not rather fight now"


def test_no_guarantee_is_needed_where_nothing_shifts() -> None:
    """The formula divides by the shift, and a shift of 0 needs nothing."""
    answer = minimal_guarantee(0.5, 0.5, 0.0, 0.9)

    assert (answer.minimal, answer.is_enough) == (0.0, True)


@TRIES
@given(shares, shares, costs, discounts)
def test_dearer_war_needs_no_larger_guarantee(p_1: float, p_2: float, c_b: float, discount: float) -> None:
    """What the declining side saves by peace does part of the guarantor's work."""
    p_1, p_2 = min(p_1, p_2), max(p_1, p_2)

    cheap, dear = (minimal_guarantee(p_1, p_2, c, discount).minimal for c in (c_b, c_b + 0.3))

    assert dear <= cheap + 1e-12


@pytest.mark.parametrize(
    ("values", "g", "message"),
    [
        ((1.2, 1.3, 0.1, 0.9), 0.0, "p_1 must lie in 0–1"),
        ((0.2, 1.3, 0.1, 0.9), 0.0, "p_2 must lie in 0–1"),
        ((0.2, 0.3, -0.1, 0.9), 0.0, "c_b must not be negative"),
        ((0.2, 0.3, 0.1, 1.9), 0.0, "discount must lie strictly"),
        ((0.4, 0.3, 0.1, 0.9), 0.0, "p_1 ≤ p_2"),
        ((0.2, 0.3, 0.1, 0.9), 1.1, "g must lie in 0–1"),
    ],
)
def test_numbers_outside_the_domain_are_named(
    values: tuple[float, float, float, float], g: float, message: str
) -> None:
    """Each failed condition is named as it is written."""
    with pytest.raises(DomainError, match=message):
        minimal_guarantee(*values, g=g)
