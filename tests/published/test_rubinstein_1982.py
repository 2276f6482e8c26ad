"""Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97–110.

With fixed discount factors the only perfect equilibrium gives the side that begins (1 − δ_2)/(1 − δ_1δ_2), as the
abstract states it.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.mechanisms.alternating_offers import alternating_offers

TRIES = settings(max_examples=150, deadline=None)
DISCOUNTS = st.floats(0, 0.999)


@TRIES
@given(DISCOUNTS, DISCOUNTS)
def test_the_side_that_begins_gets_the_published_share(d_1: float, d_2: float) -> None:
    """The other side gets the rest."""
    result = alternating_offers(d_1, d_2)

    assert (1 - d_2) / (1 - d_1 * d_2) == pytest.approx(result.share_1, abs=1e-12)
    assert d_2 * (1 - d_1) / (1 - d_1 * d_2) == pytest.approx(result.share_2, abs=1e-12)


@TRIES
@given(DISCOUNTS, DISCOUNTS)
def test_each_side_is_indifferent_between_the_offer_and_its_own_next_one(d_1: float, d_2: float) -> None:
    """The equilibrium's defining property: y = δ_1·x and 1 − x = δ_2(1 − y), with x side 1's share when it begins and y
    when side 2 does.
    """
    x = alternating_offers(d_1, d_2).share_1
    y = alternating_offers(d_2, d_1).share_2

    assert d_1 * x == pytest.approx(y, abs=1e-12)
    assert d_2 * (1 - y) == pytest.approx(1 - x, abs=1e-12)


def test_equally_patient_sides_share_as_one_to_their_discount() -> None:
    """At δ = .9 the shares are 1/1.9 and .9/1.9."""
    result = alternating_offers(0.9, 0.9)

    assert (result.share_1, result.share_2) == pytest.approx((1 / 1.9, 0.9 / 1.9))
