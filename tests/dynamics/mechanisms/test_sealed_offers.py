"""Sealed offers are best answers to each other, and one division for all kinds exists where costs cover the doubt."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.sealed_offers import common_split, sealed_offers

TRIES = settings(max_examples=60, deadline=None)
SHARES = st.floats(0, 1)
COSTS = st.floats(0, 0.5)
OTHERS = (np.arange(4000) + 0.5) / 4000
"""Limits of the other side, evenly spread; sums over them are integrals with an error below 1e-6."""


def gain_of_ask(ask: float, v: float) -> float:
    """Average A's gain over all limits of B, who bids 2v/3 + 1/12."""
    bids = 2 * OTHERS / 3 + 1 / 12
    return float(np.where(bids >= ask, (ask + bids) / 2 - v, 0.0).mean())


def gain_of_bid(bid: float, v: float) -> float:
    """Average B's gain over all limits of A, who asks 2v/3 + 1/4."""
    asks = 2 * OTHERS / 3 + 1 / 4
    return float(np.where(bid >= asks, v - (bid + asks) / 2, 0.0).mean())


@TRIES
@given(st.floats(0, 0.75))
def test_no_other_ask_is_better_against_the_bids(v: float) -> None:
    """For an A who can hope for a deal at all, 201 other asks bring no more, up to the error of the integral."""
    result = sealed_offers(v, 0.5)

    assert max(gain_of_ask(ask, v) for ask in np.linspace(0, 1, 201)) <= gain_of_ask(result.ask, v) + 5e-4


@TRIES
@given(st.floats(0.25, 1))
def test_no_other_bid_is_better_against_the_asks(v: float) -> None:
    """For a B who can hope for a deal at all, 201 other bids bring no more, up to the error of the integral."""
    result = sealed_offers(0.5, v)

    assert max(gain_of_bid(bid, v) for bid in np.linspace(0, 1, 201)) <= gain_of_bid(result.bid, v) + 5e-4


def test_a_deal_is_struck_in_nine_of_thirty_two_cases() -> None:
    """The share of pairs of limits whose offers meet; counted on a grid of 400 × 400 it is exact to one row of it."""
    limits = (np.arange(400) + 0.5) / 400
    asks, bids = 2 * limits / 3 + 1 / 4, 2 * limits / 3 + 1 / 12

    share = float((bids[None, :] >= asks[:, None]).mean())

    assert share == pytest.approx(sealed_offers(0.2, 0.7).probability, abs=1 / 400)
    assert sealed_offers(0.2, 0.7).probability == 9 / 32


@TRIES
@given(SHARES, SHARES)
def test_there_is_a_price_exactly_where_the_bid_is_at_least_the_ask(v_a: float, v_b: float) -> None:
    """The price is half-way; without one the offers miss each other. Only pairs within rounding are left out."""
    result = sealed_offers(v_a, v_b)

    if abs(result.bid - result.ask) > 1e-12:
        assert (result.bid > result.ask) == (result.price is not None) == result.threshold.is_reached
    if result.price is not None:
        assert (result.ask + result.bid) / 2 == result.price


@TRIES
@given(SHARES, st.floats(0, 1), COSTS, COSTS)
def test_a_division_suits_all_exactly_where_every_kind_of_both_prefers_it_to_war(
    p_strong: float, rise: float, c_a: float, c_b: float
) -> None:
    """Tried kind by kind on a fine grid of divisions, which finds none outside the range and one in a wide range."""
    p_weak = p_strong + rise * (1 - p_strong)
    suits = [
        float(x)
        for x in np.linspace(0, 1, 401)
        if all(x >= p - c_a and 1 - x >= 1 - p - c_b for p in (p_strong, p_weak))
    ]

    result = common_split(p_strong, p_weak, c_a, c_b)

    assert all(result.low - 1e-12 <= x <= result.high + 1e-12 for x in suits)
    if result.high - result.low > 1 / 400:
        assert suits
    assert (result.split is not None) == result.threshold.is_reached
    if result.split is not None:
        assert result.low - 1e-12 <= result.split <= result.high + 1e-12


@TRIES
@given(SHARES, COSTS, COSTS)
def test_private_costs_alone_always_leave_the_balance_itself_as_a_division(p: float, c_a: float, c_b: float) -> None:
    """Whatever the costs are, p suits all."""
    assert common_split(p, p, c_a, c_b).split == p


def test_private_power_rules_out_one_division_where_costs_are_smaller_than_the_doubt() -> None:
    """.6 − .3 > .1 + .1: what the strong kind grants is less than what A wants from the weak one."""
    result = common_split(0.3, 0.6, 0.1, 0.1)

    assert result.split is None
    assert result.threshold.value == pytest.approx(0.3)
    assert result.low > result.high


@pytest.mark.parametrize(
    ("call", "condition"),
    [
        (lambda: sealed_offers(-0.1, 0.5), "v_a must lie in 0–1"),
        (lambda: sealed_offers(0.5, float("nan")), "v_b must lie in 0–1"),
        (lambda: common_split(0.5, 0.4, 0, 0), "p_strong ≤ p_weak"),
        (lambda: common_split(-1, 0.4, 0, 0), "p_strong must lie in 0–1"),
        (lambda: common_split(0.3, 2, 0, 0), "p_weak must lie in 0–1"),
        (lambda: common_split(0.3, 0.4, -1, 0), "c_a must not be negative"),
        (lambda: common_split(0.3, 0.4, 0, -1), "c_b must not be negative"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(call: Callable[[], object], condition: str) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        call()
